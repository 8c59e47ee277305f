/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* LsApplication: the window's command line, what is common to all windows, and the accelerators. */
#define LS_TYPE_APPLICATION (ls_application_get_type ())
G_DECLARE_FINAL_TYPE (LsApplication, ls_application, LS, APPLICATION, AdwApplication)

LsApplication * ls_application_new (void);

/* While a text is edited, keys that move by words and delete them are the text's. */
void            ls_application_set_typing (LsApplication *self, gboolean typing);

G_END_DECLS
