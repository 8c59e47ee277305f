/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-writer-private.h"

#include <string.h>

/* Records kept free at the end of a block, for DROPPED and the BASE it may need. */
#define RESERVE 2

/* What an event may take: itself, and a BASE before it. */
#define NEED 2

static void stream_leave (gpointer data);

/* Held while a stream and its writer part, whichever ends first. */
static GMutex leaving;
static GPrivate stream_private = G_PRIVATE_INIT (stream_leave);
__thread LsTraceCurrent ls_trace_current;

static void
close_events (LsTraceStream *self)
{
  LsTraceWriter *w = self->writer;

  if (self->events == NULL)
    return;
  if (w->dropped != NULL && w->dropped == self->next - 1)
    w->dropped = NULL;
  self->events->last_seq = self->seq - 1;
  ls_trace_block_seal (self->events);
  ls_trace_space_release (&w->space, self->events);
  ls_trace_ration_add (&w->ration, self->events_index, self->seq - 1);
  self->events = NULL;
  self->next = self->end = NULL;
}

static void
close_measures (LsTraceStream *self)
{
  LsTraceWriter *w = self->writer;

  if (self->measures == NULL)
    return;
  ls_trace_block_seal (self->measures);
  ls_trace_space_release (&w->space, self->measures);
  ls_trace_ration_add (&w->ration, self->measures_index, __atomic_load_n (&w->n_events, __ATOMIC_RELAXED));
  self->measures = NULL;
}

/* Seals what the stream has.  Under the writer's lock. */
void
ls_trace_stream_close (LsTraceStream *self)
{
  close_events (self);
  close_measures (self);
}

/* A thread ends, or turns to another writer. */
static void
stream_leave (gpointer data)
{
  LsTraceStream *self = data;

  g_mutex_lock (&leaving);
  if (self->writer != NULL)
    {
      g_mutex_lock (&self->writer->lock);
      ls_trace_stream_close (self);
      g_ptr_array_remove_fast (self->writer->streams, self);
      g_mutex_unlock (&self->writer->lock);
    }
  g_mutex_unlock (&leaving);
  ls_trace_current.serial = 0;
  g_free (self);
}

LsTraceStream *
ls_trace_stream_make (LsTraceWriter *w)
{
  LsTraceStream *self = g_new0 (LsTraceStream, 1);

  self->writer = w;
  g_mutex_lock (&w->lock);
  self->thread = ++w->n_threads;
  g_ptr_array_add (w->streams, self);
  g_mutex_unlock (&w->lock);
  g_private_replace (&stream_private, self);
  ls_trace_current.serial = w->serial;
  ls_trace_current.stream = self;
  return self;
}

/* The writer closes.  A thread that still runs may be writing: its blocks stay as they are, unsealed and mapped. */
void
ls_trace_stream_detach (LsTraceWriter *self)
{
  g_mutex_lock (&leaving);
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->streams->len; i++)
    {
      LsTraceStream *stream = g_ptr_array_index (self->streams, i);

      if (stream == ls_trace_current.stream && ls_trace_current.serial == self->serial)
        ls_trace_stream_close (stream);
      stream->writer = NULL;
    }
  g_mutex_unlock (&self->lock);
  g_mutex_unlock (&leaving);
}

static inline void
commit (LsTraceStream *self)
{
  self->next++;
  __atomic_store_n (&self->events->committed, (guint32) ((guint8 *) self->next - (guint8 *) self->events),
                    __ATOMIC_RELEASE);
}

/* The record that the events after it count from, written where counting on would not give their number and time. */
static G_NO_INLINE void
rebase (LsTraceStream *self, guint64 seq, gint64 time)
{
  LsRecord base = { .kind = LS_EVENT_BASE, .tag = LS_TAG_INT, .value = seq };

  base.a = (guint32) (guint64) time;
  base.b = (guint32) ((guint64) time >> 32);
  *self->next = base;
  commit (self);
  self->time = time;
}

/* The block's own header is its first base; it is completed before the first record is committed. */
static inline void
begin (LsTraceStream *self, guint64 seq, gint64 time)
{
  self->events->first.seq = seq;
  self->events->base_time = time;
  self->time = time;
}

/* What differs from @record is written over it in place: a copy that is completed would be read back as a whole just
 * after it was written in parts, for which the processor waits. */
static inline void
put (LsTraceStream *self, const LsRecord *record, guint loop, guint64 seq, gint64 time)
{
  if (G_UNLIKELY (self->events->committed == sizeof (LsTraceBlock)))
    begin (self, seq, time);
  else if (G_UNLIKELY (seq != self->seq || (guint64) time - (guint64) self->time > G_MAXUINT32))
    rebase (self, seq, time);
  *self->next = *record;
  self->next->loop = (guint8) loop;
  self->next->dt = (guint32) ((guint64) time - (guint64) self->time);
  commit (self);
  self->seq = seq + 1;
  self->time = time;
}

/* A block that can be given back again. */
static LsTraceBlock *
take_block (LsTraceWriter *self, LsTraceBlockKind kind, guint32 thread, guint32 *index)
{
  return ls_trace_ration_allow (&self->ration) ? ls_trace_space_take (&self->space, kind, thread, index) : NULL;
}

static gboolean
open_events (LsTraceStream *self)
{
  guint32 index;
  LsTraceBlock *block = take_block (self->writer, LS_BLOCK_EVENTS, self->thread, &index);

  if (block == NULL)
    return FALSE;
  close_events (self);
  self->events = block;
  self->events_index = index;
  self->next = (LsRecord *) (block + 1);
  self->end = self->next + LS_TRACE_BLOCK_RECORDS - RESERVE;
  return TRUE;
}

/* Says at the end of the trace, where room was kept for it, how many events are missing. */
static G_NO_INLINE void
lose (LsTraceWriter *w, LsTraceStream *self, gint64 time)
{
  LsRecord record = { .kind = LS_EVENT_DROPPED, .tag = LS_TAG_INT };

  /* In a forked child the lock may be held for ever. */
  if (__atomic_load_n (&w->closed, __ATOMIC_ACQUIRE))
    return;
  g_mutex_lock (&w->lock);
  if (!w->closed)
    {
      w->n_dropped++;
      if (w->dropped == NULL && self->events != NULL && self->end != NULL)
        {
          put (self, &record, 0, __atomic_fetch_add (&w->n_events, 1, __ATOMIC_RELAXED), time);
          w->dropped = self->next - 1;
          self->end = NULL;
        }
      if (w->dropped != NULL)
        __atomic_store_n (&w->dropped->value, w->n_dropped, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&w->lock);
}

static G_NO_INLINE gboolean
make_room (LsTraceWriter *w, LsTraceStream *self)
{
  gboolean done = FALSE;

  g_mutex_lock (&w->lock);
  if (!ls_trace_writer_is_full (w))
    {
      done = open_events (self);
      if (!done)
        __atomic_store_n (&w->full, 1, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&w->lock);
  return done;
}

/**
 * ls_trace_writer_append:
 * @record: all but its `loop` and `dt`
 * @loop: the loop's ordinal, or 0
 * @time: loop ns
 *
 * Returns: its number; %G_MAXUINT64 if it was dropped
 */
guint64
ls_trace_writer_append (LsTraceWriter *self, const LsRecord *record, guint loop, gint64 time)
{
  LsTraceStream *stream = ls_trace_stream_get (self);
  guint64 seq;

  if (G_UNLIKELY (ls_trace_writer_is_full (self)
                  || (stream->next + NEED > stream->end && !make_room (self, stream))))
    {
      lose (self, stream, time);
      return G_MAXUINT64;
    }
  /* Only a thread that has room takes a number, so that each number is written. */
  seq = __atomic_fetch_add (&self->n_events, 1, __ATOMIC_RELAXED);
  put (stream, record, loop, seq, time);
  return seq;
}

static gboolean
open_measures (LsTraceWriter *w, LsTraceStream *self, guint64 seq)
{
  g_mutex_lock (&w->lock);
  close_measures (self);
  if (!ls_trace_writer_is_full (w))
    self->measures = take_block (w, LS_BLOCK_MEASURES, self->thread, &self->measures_index);
  g_mutex_unlock (&w->lock);
  if (self->measures == NULL)
    return FALSE;
  self->measures->first.seq = seq;
  return TRUE;
}

static void
measure (LsTraceWriter *w, LsTraceMeasureType type, guint64 seq, gint64 value)
{
  LsTraceStream *self = ls_trace_stream_get (w);
  LsTraceMeasure *at;

  if (ls_trace_writer_is_full (w))
    return;
  if ((self->measures == NULL || self->measures->committed + sizeof *at > LS_TRACE_BLOCK_SIZE)
      && !open_measures (w, self, seq))
    return;
  at = (LsTraceMeasure *) ((guint8 *) self->measures + self->measures->committed);
  at->what = (guint64) type << 56 | (seq & LS_MEASURE_SEQ_MASK);
  at->value = value;
  __atomic_store_n (&self->measures->committed, self->measures->committed + (guint32) sizeof *at, __ATOMIC_RELEASE);
}

/**
 * ls_trace_writer_mark:
 * @wall: wall ns since the trace began
 *
 * Notes when the event that comes next happened.
 */
void
ls_trace_writer_mark (LsTraceWriter *self, gint64 wall)
{
  measure (self, LS_MEASURE_WALL, ls_trace_writer_get_n_events (self), wall);
}

/**
 * ls_trace_writer_held:
 * @seq: the TURN or HANDLE_RUN that began it
 * @wall: wall ns
 *
 * Notes that the loop was held up by one call.
 */
void
ls_trace_writer_held (LsTraceWriter *self, guint64 seq, gint64 wall)
{
  measure (self, LS_MEASURE_HELD, seq, wall);
}
