/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Told of what the program wrote, after it was written; from any thread, on any stack. */
typedef void (*LsOutputFunc) (guint stream, const char *text, gsize length);

void ls_output_capture (LsOutputFunc func);
void ls_output_flush   (void);

G_END_DECLS
