/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

G_BEGIN_DECLS

/* LsAttachDialog: the programs of this user that record and can be attached to.  Signal "chosen" (process id). */
#define LS_TYPE_ATTACH_DIALOG (ls_attach_dialog_get_type ())
G_DECLARE_FINAL_TYPE (LsAttachDialog, ls_attach_dialog, LS, ATTACH_DIALOG, AdwWindow)

GtkWidget * ls_attach_dialog_new (GtkWindow *parent);

G_END_DECLS
