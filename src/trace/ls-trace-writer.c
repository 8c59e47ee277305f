/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-writer-private.h"

#include <string.h>

/* Output shorter than this is likely to come again. */
#define TEXT_SHORT 64

/**
 * ls_trace_writer_new:
 * @path: the file to make; what is there is emptied
 * @error: a #GFileError
 *
 * Returns: (transfer full) (nullable)
 */
LsTraceWriter *
ls_trace_writer_new (const char *path, GError **error)
{
  static guint64 serial;
  LsTraceSpace space;
  LsTraceWriter *self;

  g_return_val_if_fail (path != NULL, NULL);

  if (!ls_trace_space_open (&space, path, error))
    return NULL;
  self = g_new0 (LsTraceWriter, 1);
  self->serial = __atomic_add_fetch (&serial, 1, __ATOMIC_RELAXED);
  self->space = space;
  self->streams = g_ptr_array_new ();
  g_mutex_init (&self->lock);
  ls_trace_ration_init (&self->ration);
  ls_interner_init (&self->names, &self->space, &self->ration, &self->n_events);
  return self;
}

/**
 * ls_trace_writer_close:
 *
 * Ends the trace: it is complete.  Threads may still call in; what they say is not recorded.
 */
void
ls_trace_writer_close (LsTraceWriter *self)
{
  g_return_if_fail (self != NULL);

  if (__atomic_exchange_n (&self->closed, 1, __ATOMIC_ACQ_REL))
    return;
  __atomic_store_n (&self->full, 1, __ATOMIC_RELEASE);
  ls_trace_stream_detach (self);
  g_mutex_lock (&self->lock);
  ls_interner_clear (&self->names);
  ls_trace_space_close (&self->space);
  g_mutex_unlock (&self->lock);
}

/**
 * ls_trace_writer_abandon:
 *
 * For a forked child: touches neither the file nor the locks, which another thread of the parent may have held.
 */
void
ls_trace_writer_abandon (LsTraceWriter *self)
{
  self->closed = 1;
  self->full = 1;
}

/* Closes it too, if need be.  No other thread may use it any more. */
void
ls_trace_writer_free (LsTraceWriter *self)
{
  ls_trace_writer_close (self);
  g_ptr_array_unref (self->streams);
  ls_trace_ration_clear (&self->ration);
  g_mutex_clear (&self->lock);
  g_free (self);
}

void
ls_trace_writer_set_process (LsTraceWriter *self, const LsTraceProcess *process)
{
  const struct { LsTraceEntryType type; const char *text; } texts[] = {
    { LS_ENTRY_RUNTIME, process->runtime },
    { LS_ENTRY_PROGRAM, process->program },
    { LS_ENTRY_ARGUMENTS, process->arguments },
    { LS_ENTRY_EXAMPLE, process->example },
  };
  LsTraceBlock *block;

  g_mutex_lock (&self->lock);
  block = ls_trace_space_take (&self->space, LS_BLOCK_PROCESS, 0, NULL);
  g_mutex_unlock (&self->lock);
  if (block == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    if (texts[i].text != NULL)
      ls_trace_block_add (block, texts[i].type, texts[i].text, MIN (strlen (texts[i].text), LS_TRACE_STRING_MAX / 4));
  ls_trace_block_add (block, LS_ENTRY_PID, &process->pid, sizeof process->pid);
  ls_trace_block_add (block, LS_ENTRY_START_TIME, &process->start_time, sizeof process->start_time);
  ls_trace_block_seal (block);
  g_mutex_lock (&self->lock);
  ls_trace_space_release (&self->space, block);
  g_mutex_unlock (&self->lock);
}

static G_NO_INLINE guint32
intern (LsTraceWriter *self, const char *text, gsize length, LsTraceLiteral *slot)
{
  const char *copy = NULL;
  guint32 id = 0;

  g_mutex_lock (&self->lock);
  if (!ls_trace_writer_is_full (self))
    {
      id = slot != NULL ? ls_interner_string (&self->names, text, length, &copy)
                        : ls_interner_text (&self->names, text, length);
      if (id == 0)
        __atomic_store_n (&self->full, 1, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&self->lock);
  if (copy != NULL)
    *slot = (LsTraceLiteral) { text, copy, id };
  return id;
}

/**
 * ls_trace_writer_string:
 * @text: (nullable): found first by its address, since most are literals, then by content
 */
guint32
ls_trace_writer_string (LsTraceWriter *self, const char *text)
{
  gsize hash = ((gsize) text ^ ((gsize) text >> 8)) % LS_TRACE_LITERALS;
  LsTraceLiteral *slot;

  if (text == NULL || *text == '\0')
    return 0;
  slot = &ls_trace_stream_get (self)->literals[hash];
  if (slot->address == text && strcmp (slot->copy, text) == 0)
    return slot->id;
  return intern (self, text, strlen (text), slot);
}

/**
 * ls_trace_writer_text:
 * @text: bytes, of any content
 *
 * Writes a string that is not likely to come again, such as output.
 */
guint32
ls_trace_writer_text (LsTraceWriter *self, const char *text, gsize length)
{
  LsTraceLiteral slot;

  return length == 0 ? 0 : intern (self, text, length, length < TEXT_SHORT ? &slot : NULL);
}

/**
 * ls_trace_writer_add_site:
 * @module: (nullable): path of the executable or library; %NULL where @file and @line say it all
 * @file: (nullable): %NULL if it is to be resolved later
 *
 * Writes a site; the caller remembers what id it got.
 */
guint32
ls_trace_writer_add_site (LsTraceWriter *self, const char *module, guint64 offset,
                          const char *file, const char *function, guint line)
{
  LsTraceSiteEntry site = {
    .module = ls_trace_writer_string (self, module),
    .line = line,
    .offset = offset,
    .file = ls_trace_writer_string (self, file),
    .function = ls_trace_writer_string (self, function),
  };
  guint32 id = 0;

  g_mutex_lock (&self->lock);
  if (!ls_trace_writer_is_full (self))
    {
      id = ls_interner_site (&self->names, &site);
      if (id == 0)
        __atomic_store_n (&self->full, 1, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&self->lock);
  return id;
}

guint64
ls_trace_writer_get_n_events (LsTraceWriter *self)
{
  return __atomic_load_n (&self->n_events, __ATOMIC_RELAXED);
}

/**
 * ls_trace_writer_set_limit:
 * @bytes: how much of the trace to keep; 0: all.  Names are kept in any case
 *
 * To be called before anything is written.
 */
void
ls_trace_writer_set_limit (LsTraceWriter *self, guint64 bytes)
{
  ls_trace_ration_set (&self->ration, bytes);
}

/**
 * ls_trace_writer_want_segments:
 *
 * From now on it is always time for a segment.
 */
void
ls_trace_writer_want_segments (LsTraceWriter *self)
{
  self->ration.always = TRUE;
  __atomic_store_n (&self->ration.due, 1, __ATOMIC_RELAXED);
}

/**
 * ls_trace_writer_wants_segment:
 *
 * Returns: whether it is time for ls_trace_writer_begin_segment(), if the limit is to be kept
 */
gboolean
ls_trace_writer_wants_segment (LsTraceWriter *self)
{
  return ls_trace_ration_is_due (&self->ration) && !ls_trace_writer_is_full (self);
}

/**
 * ls_trace_writer_begin_segment:
 *
 * Begins a part of the trace that can be read without what is before it: the caller writes a snapshot of all that
 * exists next.  The oldest parts may be given back to the file system.
 */
void
ls_trace_writer_begin_segment (LsTraceWriter *self)
{
  LsTraceStream *stream = ls_trace_stream_get (self);

  g_mutex_lock (&self->lock);
  ls_trace_stream_close (stream);
  ls_interner_begin_segment (&self->names);
  ls_trace_ration_begin (&self->ration, &self->space, ls_trace_writer_get_n_events (self));
  g_mutex_unlock (&self->lock);
}

/**
 * ls_trace_writer_event:
 *
 * ls_trace_writer_append() in one call, for loop 1.
 */
guint64
ls_trace_writer_event (LsTraceWriter *self, LsEventKind kind, guint detail, guint32 subject,
                       guint32 a, guint32 b, LsTag tag, guint64 value, guint32 site, gint64 time)
{
  LsRecord record = {
    .kind = (guint8) kind, .detail = (guint8) detail, .loop = 1, .tag = (guint8) tag,
    .site = site, .subject = subject, .a = a, .b = b, .value = value,
  };

  return ls_trace_writer_append (self, &record, record.loop, time);
}

guint64
ls_trace_writer_double (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

