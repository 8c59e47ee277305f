/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The source lines of a trace's sites: found once each as the trace grows, and kept in it at the end. */

#include "config.h"

#include <string.h>
#include <sys/stat.h>

#include "ls-session-private.h"

LsResolver *
ls_session_get_resolver (LsSession *self)
{
  if (self->resolver == NULL)
    self->resolver = ls_resolver_new ();

  return self->resolver;
}

/* Of a recorded trace: a module that is younger is another one, and would tell wrong lines. */
static gboolean
was_replaced (LsSession  *self,
              const char *module)
{
  const LsProcessInfo *process;
  struct stat status;

  if (!ls_session_is_recorded (self))
    return FALSE;
  process = ls_trace_reader_get_process (self->reader);

  return stat (module, &status) != 0 ||
         (process != NULL && process->start_time > 0 &&
          status.st_mtime > process->start_time / G_USEC_PER_SEC + 1);
}

/* Of the functions inlined into one another, the first that is not the engine's own header's. */
static const LsCodeFrame *
choose_frame (const GArray *frames)
{
  for (guint i = 0; i + 1 < frames->len; i++)
    {
      const LsCodeFrame *frame = &g_array_index (frames, LsCodeFrame, i);

      if (!ls_resolver_is_header (frame))
        return frame;
    }

  return &g_array_index (frames, LsCodeFrame, frames->len - 1);
}

/* Notes a module whose lines are missing; those of the engine itself are nobody's loss. */
static void
note_poor_module (LsSession   *self,
                  const char  *module,
                  LsDebugInfo  info)
{
  g_autofree char *base = g_path_get_basename (module);

  if (!g_str_has_prefix (base, "libloopscope-"))
    g_hash_table_insert (self->poor_modules, g_strdup (module), GUINT_TO_POINTER (info));
}

static void
keep_resolution (LsSession         *self,
                 const LsSite      *site,
                 const LsCodeFrame *frame)
{
  LsSite found = *site;

  found.module = g_string_chunk_insert_const (self->strings, site->module);
  found.file = g_string_chunk_insert_const (self->strings, frame->file);
  found.function = g_string_chunk_insert_const (self->strings, frame->function);
  found.line = frame->line;
  g_array_append_val (self->resolved, found);
  ls_trace_reader_resolve (self->reader, found.id, found.file, found.function, found.line);
}

static void
resolve_site (LsSession *self,
              guint32    id)
{
  const LsSite *site = ls_trace_reader_get_site (self->reader, id);
  g_autoptr (GArray) frames = NULL;
  LsDebugInfo info;

  if (site == NULL || site->module[0] == '\0')
    return;
  if (site->function[0] != '\0')
    {
      if (site->line == 0)
        note_poor_module (self, site->module, strchr (site->function, '+') != NULL ? LS_DEBUG_NONE : LS_DEBUG_SYMBOLS);
      return;
    }
  if (was_replaced (self, site->module))
    {
      note_poor_module (self, site->module, LS_DEBUG_MISSING);
      return;
    }

  info = ls_resolver_get_debug_info (ls_session_get_resolver (self), site->module);
  if (info != LS_DEBUG_LINES)
    note_poor_module (self, site->module, info);
  frames = ls_resolver_resolve (self->resolver, site->module, site->offset);
  keep_resolution (self, site, choose_frame (frames));
}

gboolean
ls_session_resolve_sites (LsSession *self,
                          gint64     deadline)
{
  guint n = ls_trace_reader_get_n_sites (self->reader);

  while (self->n_sites_seen < n)
    {
      resolve_site (self, ++self->n_sites_seen);
      if (deadline >= 0 && g_get_monotonic_time () >= deadline)
        break;
    }

  return self->n_sites_seen < n;
}

/* Adds what was found to the trace at @path, which nobody writes any more. */
gboolean
ls_session_write_resolutions (LsSession   *self,
                              const char  *path,
                              GError     **error)
{
  gboolean is_own = g_strcmp0 (path, self->trace_path) == 0;

  if (self->resolved->len == 0 || (is_own && self->are_resolutions_written))
    return TRUE;
  if (!ls_trace_add_resolutions (path, (const LsSite *) self->resolved->data, self->resolved->len, error))
    return FALSE;
  self->are_resolutions_written = self->are_resolutions_written || is_own;

  return TRUE;
}
