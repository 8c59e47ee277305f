/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-picture.h"
#include "ls-player.h"

G_BEGIN_DECLS

/*
 * An export: one picture, or one for each step.  It works in a thread of its own, on a reader and a model
 * of its own, so that the window goes on and the position may move meanwhile.
 */
typedef struct _LsExportJob LsExportJob;

LsExportJob * ls_export_job_new          (LsPlayer *player, const LsPictureOptions *options,
                                          gboolean all_steps, const char *path);
void          ls_export_job_run          (LsExportJob *self, GCancellable *cancellable,
                                          GAsyncReadyCallback callback, gpointer data);   /* takes @self */
LsExportJob * ls_export_job_get          (GAsyncResult *result);
int           ls_export_job_finish       (GAsyncResult *result, GError **error);   /* pictures written; -1 on error */
double        ls_export_job_get_progress (LsExportJob *self);                             /* 0 to 1; -1: not known */

/* "DIR/NAME-007.png" for the seventh step of "DIR/NAME.png" */
char        * ls_export_job_name_step    (const char *path, guint64 step, guint64 n_steps);

G_END_DECLS
