/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-reader.h"

#include <string.h>

#include "ls-trace-events.h"
#include "ls-trace-file.h"
#include "ls-trace-measures.h"
#include "ls-trace-names.h"

struct _LsTraceReader
{
  GObject         parent_instance;

  char           *path;
  LsTraceFile     file;
  LsTraceNames    names;
  LsTraceMeasures measures;
  LsTraceEvents   events;
};

G_DEFINE_FINAL_TYPE (LsTraceReader, ls_trace_reader, G_TYPE_OBJECT)

static void
ls_trace_reader_finalize (GObject *object)
{
  LsTraceReader *self = LS_TRACE_READER (object);

  ls_trace_events_clear (&self->events);
  ls_trace_measures_clear (&self->measures);
  ls_trace_names_clear (&self->names);
  ls_trace_file_close (&self->file);
  g_free (self->path);

  G_OBJECT_CLASS (ls_trace_reader_parent_class)->finalize (object);
}

static void
ls_trace_reader_class_init (LsTraceReaderClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ls_trace_reader_finalize;
}

static void
ls_trace_reader_init (LsTraceReader *self)
{
  ls_trace_names_init (&self->names, &self->file);
  ls_trace_measures_init (&self->measures, &self->file);
  ls_trace_events_init (&self->events, &self->file, &self->measures);
}

static void
look (LsTraceReader *self)
{
  ls_trace_names_refresh (&self->names);
  ls_trace_measures_refresh (&self->measures);
  ls_trace_events_refresh (&self->events);
}

/**
 * ls_trace_reader_new:
 * @path: a trace, complete or being written
 * @error: an #LsTraceError or a #GFileError
 *
 * Returns: (transfer full) (nullable)
 */
LsTraceReader *
ls_trace_reader_new (const char *path, GError **error)
{
  g_autoptr (LsTraceReader) self = NULL;

  g_return_val_if_fail (path != NULL, NULL);

  self = g_object_new (LS_TYPE_TRACE_READER, NULL);
  if (!ls_trace_file_open (&self->file, path, error))
    return NULL;
  self->path = g_strdup (path);
  look (self);
  return g_steal_pointer (&self);
}

const char *
ls_trace_reader_get_path (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), NULL);

  return self->path;
}

gboolean
ls_trace_reader_refresh (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), FALSE);

  if (!ls_trace_file_refresh (&self->file))
    return FALSE;
  look (self);
  return TRUE;
}

guint64
ls_trace_reader_get_n_events (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), 0);

  return self->events.n_events;
}

guint64
ls_trace_reader_get_first (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), 0);

  return self->events.first;
}

gboolean
ls_trace_reader_get (LsTraceReader *self, guint64 seq, LsEvent *event)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), FALSE);
  g_return_val_if_fail (event != NULL, FALSE);

  return seq < self->events.n_events && ls_trace_events_get (&self->events, seq, event);
}

/**
 * ls_trace_reader_get_held:
 * @seq: a TURN or HANDLE_RUN
 *
 * Returns: wall ns for which what it began held the loop, if that was measured as long; else 0
 */
gint64
ls_trace_reader_get_held (LsTraceReader *self, guint64 seq)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), 0);

  return ls_trace_measures_held (&self->measures, seq);
}

/**
 * ls_trace_reader_get_string:
 *
 * Returns: (transfer none): valid UTF-8, lasting as long as @self
 */
const char *
ls_trace_reader_get_string (LsTraceReader *self, guint32 id)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), "");

  return ls_trace_names_string (&self->names, id);
}

const LsSite *
ls_trace_reader_get_site (LsTraceReader *self, guint32 id)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), NULL);

  return ls_trace_names_site (&self->names, id);
}

guint
ls_trace_reader_get_n_sites (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), 0);

  return ls_trace_names_n_sites (&self->names);
}

const LsProcessInfo *
ls_trace_reader_get_process (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), NULL);

  return &self->names.process;
}

/**
 * ls_trace_reader_get_problems:
 *
 * Returns: (transfer none) (element-type utf8): what is wrong with the trace, as far as it has been read
 */
const GPtrArray *
ls_trace_reader_get_problems (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), NULL);

  return self->file.problems;
}

gboolean
ls_trace_reader_is_complete (LsTraceReader *self)
{
  g_return_val_if_fail (LS_IS_TRACE_READER (self), FALSE);

  return self->file.header.state == LS_TRACE_COMPLETE;
}

void
ls_trace_reader_resolve (LsTraceReader *self, guint32 id, const char *file, const char *function, guint line)
{
  g_return_if_fail (LS_IS_TRACE_READER (self));
  g_return_if_fail (file != NULL && function != NULL);

  ls_trace_names_resolve (&self->names, id, file, function, line);
}
