/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>
#include <string.h>

#include "ls-export-job.h"
#include "ls-program-name.h"

typedef struct { guint32 id; char *file; char *function; guint line; } Resolution;

struct _LsExportJob
{
  char            *trace_path;
  char            *path;
  char            *program;         /* (nullable) */
  LsPictureOptions options;
  gboolean         all_steps;
  guint64          end;             /* events that were there when it began */
  GArray          *resolutions;     /* of sites: a live trace does not hold them yet */
  int              n_written;       /* pictures */
  int              done;            /* atomic: pictures, or pages of one */
  int              total;           /* atomic: of these; 0: not known yet */
};

static void
clear_resolution (gpointer data)
{
  Resolution *resolution = data;

  g_free (resolution->file);
  g_free (resolution->function);
}

static void
ls_export_job_free (LsExportJob *self)
{
  g_free (self->trace_path);
  g_free (self->path);
  g_free (self->program);
  g_array_unref (self->resolutions);
  g_free (self);
}

static void
collect_resolutions (LsExportJob *self, LsTraceReader *reader)
{
  guint n = ls_trace_reader_get_n_sites (reader);

  for (guint32 id = 1; id <= n; id++)
    {
      const LsSite *site = ls_trace_reader_get_site (reader, id);
      Resolution resolution;

      if (site == NULL || site->file == NULL || site->file[0] == '\0')
        continue;
      resolution = (Resolution) { id, g_strdup (site->file), g_strdup (site->function),
                                 site->line };
      g_array_append_val (self->resolutions, resolution);
    }
}

LsExportJob *
ls_export_job_new (LsPlayer *player, const LsPictureOptions *options, gboolean all_steps,
                   const char *path)
{
  LsExportJob *self = g_new0 (LsExportJob, 1);
  LsTraceReader *reader = ls_model_get_reader (ls_player_get_model (player));

  self->trace_path = g_strdup (ls_session_get_trace_path (ls_player_get_session (player)));
  self->path = g_strdup (path);
  self->options = *options;
  self->options.caption = NULL;
  self->program = ls_program_name_recorded (ls_trace_reader_get_process (reader));
  self->options.program = self->program;
  self->all_steps = all_steps;
  self->end = ls_player_get_end (player);
  self->resolutions = g_array_new (FALSE, FALSE, sizeof (Resolution));
  g_array_set_clear_func (self->resolutions, clear_resolution);
  collect_resolutions (self, reader);
  return self;
}

char *
ls_export_job_name_step (const char *path, guint64 step, guint64 n_steps)
{
  const char *slash = strrchr (path, '/'), *dot = strrchr (path, '.');
  g_autofree char *digits = g_strdup_printf ("%" G_GUINT64_FORMAT, n_steps);
  int width = MAX ((int) strlen (digits), 3);

  if (dot == NULL || (slash != NULL && dot < slash))
    dot = path + strlen (path);
  return g_strdup_printf ("%.*s-%0*" G_GUINT64_FORMAT "%s", (int) (dot - path), path, width, step,
                          dot);
}

static LsModel *
open_model (LsExportJob *self, GError **error)
{
  g_autoptr (LsTraceReader) reader = ls_trace_reader_new (self->trace_path, error);
  LsModel *model;

  if (reader == NULL)
    return NULL;
  for (guint i = 0; i < self->resolutions->len; i++)
    {
      Resolution *r = &g_array_index (self->resolutions, Resolution, i);

      ls_trace_reader_resolve (reader, r->id, r->file, r->function, r->line);
    }
  model = ls_model_new (reader);
  while (ls_model_update (model, -1))
    ;
  return model;
}

static gboolean
write_steps (LsExportJob *self, LsModel *model, GCancellable *cancellable, GError **error)
{
  guint64 n = ls_model_get_unit (model, LS_GRAIN_STEP, self->end);

  g_atomic_int_set (&self->total, (int) MIN (n, G_MAXINT));
  for (guint64 step = 1; step <= n; step++)
    {
      LsPictureOptions options = self->options;
      g_autofree char *path = ls_export_job_name_step (self->path, step, n);

      options.position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
      if (!ls_picture_write (model, &options, path, cancellable, error))
        return FALSE;
      self->n_written++;
      g_atomic_int_inc (&self->done);
    }
  return TRUE;
}

static void
note_progress (guint done, guint total, gpointer data)
{
  LsExportJob *self = data;

  g_atomic_int_set (&self->total, (int) total);
  g_atomic_int_set (&self->done, (int) done);
}

static gboolean
write_one (LsExportJob *self, LsModel *model, GCancellable *cancellable, GError **error)
{
  LsPictureOptions options = self->options;

  options.progress = note_progress;
  options.progress_data = self;
  if (self->all_steps)
    options.position = self->end;
  if (!ls_picture_write (model, &options, self->path, cancellable, error))
    return FALSE;
  self->n_written = 1;
  return TRUE;
}

static void
run_thread (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  LsExportJob *self = data;
  GError *error = NULL;
  g_autoptr (LsModel) model = open_model (self, &error);
  gboolean written = FALSE;

  if (model != NULL && self->all_steps && self->options.view == LS_VIEW_STAGE)
    written = write_steps (self, model, cancellable, &error);
  else if (model != NULL)
    written = write_one (self, model, cancellable, &error);
  if (written)
    g_task_return_int (task, self->n_written);
  else
    g_task_return_error (task, error);
}

void
ls_export_job_run (LsExportJob *self, GCancellable *cancellable, GAsyncReadyCallback callback,
                   gpointer data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_task_data (task, self, (GDestroyNotify) ls_export_job_free);
  g_task_run_in_thread (task, run_thread);
}

LsExportJob *
ls_export_job_get (GAsyncResult *result)
{
  return g_task_get_task_data (G_TASK (result));
}

int
ls_export_job_finish (GAsyncResult *result, GError **error)
{
  return (int) g_task_propagate_int (G_TASK (result), error);
}

double
ls_export_job_get_progress (LsExportJob *self)
{
  int total = g_atomic_int_get (&self->total);

  return total > 0 ? (double) g_atomic_int_get (&self->done) / total : -1;
}
