/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/*
 * LsOutputText: a line of a program's output, wrapped to whatever width there is.
 *
 * A GtkLabel would lay each text out a second time, a character a line, to learn how narrow it can be: a list of
 * labels is not made in the time that a flood of output leaves.
 */
#define LS_TYPE_OUTPUT_TEXT (ls_output_text_get_type ())
G_DECLARE_FINAL_TYPE (LsOutputText, ls_output_text, LS, OUTPUT_TEXT, GtkWidget)

GtkWidget * ls_output_text_new      (void);
void        ls_output_text_set_text (LsOutputText *self, const char *text);

G_END_DECLS
