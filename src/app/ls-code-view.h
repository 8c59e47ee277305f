/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "ls-break-marks.h"
#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsCodeView: one program text with its margins: a file to read, or a text that is edited; the current line, the
 * line of a fault, breakpoints, and the tasks on their lines.  Lines count from 0; -1 is none.
 */
#define LS_TYPE_CODE_VIEW (ls_code_view_get_type ())
G_DECLARE_FINAL_TYPE (LsCodeView, ls_code_view, LS, CODE_VIEW, GtkSourceView)

void           ls_code_view_show_file    (LsCodeView *self, const char *path);          /* (nullable): nothing */
void           ls_code_view_show_buffer  (LsCodeView *self, GtkSourceBuffer *buffer);   /* to be edited */

void           ls_code_view_set_current  (LsCodeView *self, int line, const GdkRGBA *fill, const GdkRGBA *bar);
void           ls_code_view_set_tasks    (LsCodeView *self, LsPlayer *player, GArray *marks);  /* LsTaskMark; (transfer full) */
void           ls_code_view_set_fault    (LsCodeView *self, int line);
void           ls_code_view_go_to        (LsCodeView *self, guint line);    /* with the cursor and the focus */

/* Signal "toggled" of it: a click in the margin. */
LsBreakMarks * ls_code_view_get_breaks   (LsCodeView *self);
void           ls_code_view_forget_breaks (LsCodeView *self);

G_END_DECLS
