/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-matching.h"

typedef struct { LsModel *models[2]; } Models;

static void
models_free (Models *self)
{
  g_object_unref (self->models[LS_SIDE_A]);
  g_object_unref (self->models[LS_SIDE_B]);
  g_free (self);
}

static void
match_in_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  Models *models = data;
  g_autoptr (LsMatching) self = g_new0 (LsMatching, 1);

  for (guint alignment = LS_ALIGN_EVENTS; alignment <= LS_ALIGN_TIME; alignment++)
    {
      self->comparisons[alignment] = ls_comparison_new (models->models[LS_SIDE_A], models->models[LS_SIDE_B], alignment,
                                                        cancellable);
      if (g_task_return_error_if_cancelled (task))
        return;
    }
  self->duration = ls_comparison_get_duration (self->comparisons[LS_ALIGN_EVENTS]);
  g_task_return_pointer (task, g_steal_pointer (&self), (GDestroyNotify) ls_matching_free);
}

void
ls_matching_start (LsModel *a, LsModel *b, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);
  Models *models = g_new (Models, 1);

  *models = (Models) { { g_object_ref (a), g_object_ref (b) } };
  g_task_set_source_tag (task, ls_matching_start);
  g_task_set_task_data (task, models, (GDestroyNotify) models_free);
  g_task_set_return_on_cancel (task, TRUE);
  g_task_run_in_thread (task, match_in_thread);
}

LsMatching *
ls_matching_finish (GAsyncResult *result, GError **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), NULL);
  return g_task_propagate_pointer (G_TASK (result), error);
}

void
ls_matching_free (LsMatching *self)
{
  for (guint i = 0; i < G_N_ELEMENTS (self->comparisons); i++)
    g_clear_pointer (&self->comparisons[i], ls_comparison_free);
  g_free (self);
}
