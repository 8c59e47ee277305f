/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* A task's place in the source that is shown. */
typedef struct { guint line; guint32 task; LsStatus status; } LsTaskMark;     /* line from 0 */

/* LsTaskMarks: the margin that shows which tasks stand on a line, each in its state's form. */
#define LS_TYPE_TASK_MARKS (ls_task_marks_get_type ())
G_DECLARE_FINAL_TYPE (LsTaskMarks, ls_task_marks, LS, TASK_MARKS, GtkSourceGutterRenderer)

GtkSourceGutterRenderer * ls_task_marks_new (void);
void                      ls_task_marks_set (LsTaskMarks *self, LsPlayer *player,
                                             GArray *marks);  /* LsTaskMark; (transfer full) */

G_END_DECLS
