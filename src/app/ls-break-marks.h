/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

G_BEGIN_DECLS

/*
 * LsBreakMarks: the margin that shows where the program will stop, a bar at the current line, and a cross at the line
 * of a fault.  Where the text is edited, they move with their lines.
 * Signal "toggled" (guint line, from 0): somebody clicked there.
 */
#define LS_TYPE_BREAK_MARKS (ls_break_marks_get_type ())
G_DECLARE_FINAL_TYPE (LsBreakMarks, ls_break_marks, LS, BREAK_MARKS, GtkSourceGutterRenderer)

GtkSourceGutterRenderer * ls_break_marks_new       (void);
gboolean                  ls_break_marks_contains  (LsBreakMarks *self, guint line);
void                      ls_break_marks_add       (LsBreakMarks *self, guint line);
void                      ls_break_marks_remove    (LsBreakMarks *self, guint line);
void                      ls_break_marks_clear     (LsBreakMarks *self);
GArray                  * ls_break_marks_get_lines (LsBreakMarks *self);                       /* guint; (transfer full) */
void                      ls_break_marks_set_current (LsBreakMarks *self, int line,
                                                      const GdkRGBA *color);   /* -1: none */
void                      ls_break_marks_set_fault (LsBreakMarks *self, int line);              /* -1: none */
int                       ls_break_marks_get_fault (LsBreakMarks *self);

G_END_DECLS
