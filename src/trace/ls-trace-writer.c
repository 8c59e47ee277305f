/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-writer.h"

#include <string.h>

#include "ls-interner.h"

/* Records kept free at the end of a block, for DROPPED and the BASE it may need. */
#define RESERVE 2

/* What an event may take: itself, and a BASE before it. */
#define NEED 2

/* Slots of each thread's table of strings by address. */
#define N_LITERALS 256

/* Output shorter than this is likely to come again. */
#define TEXT_SHORT 64

typedef struct
{
  const char *address;
  const char *copy;             /* what stood there: an address may be used again for another text */
  guint32     id;
} Literal;

/* One thread's blocks.  Only that thread touches it, but for `writer`. */
typedef struct
{
  LsTraceWriter *writer;        /* under `leaving`; NULL once closed */
  guint32        thread;
  LsTraceBlock  *events;        /* being filled, or NULL */
  LsRecord      *next, *end;    /* in it; end leaves out the reserve */
  guint64        seq;           /* what the next record's number is if no other thread writes before it */
  gint64         time;          /* of the record before it */
  LsTraceBlock  *measures;      /* likewise, or NULL */
  Literal        literals[N_LITERALS];
} Stream;

struct _LsTraceWriter
{
  guint64       serial;         /* tells writers apart though one may lie where another lay */
  guint64       n_events;       /* atomic: the number of the next event */
  guint64       n_dropped;      /* atomic */
  int           full;           /* atomic: record no more */
  int           closed;         /* likewise, and count nothing either */
  GMutex        lock;           /* covers all below, and the taking of blocks */
  LsTraceSpace  space;
  LsInterner    names;
  LsRecord     *dropped;        /* the DROPPED record, once it is written and while its block is mapped */
  GPtrArray    *streams;
  guint32       n_threads;
};

static void stream_leave (gpointer data);

static GMutex leaving;
static GPrivate stream_private = G_PRIVATE_INIT (stream_leave);
static __thread struct { guint64 serial; Stream *stream; } current __attribute__ ((tls_model ("initial-exec")));

static void
close_events (Stream *self)
{
  LsTraceWriter *w = self->writer;

  if (self->events == NULL)
    return;
  if (w->dropped != NULL && w->dropped == self->next - 1)
    w->dropped = NULL;
  self->events->last_seq = self->seq - 1;
  ls_trace_block_seal (self->events);
  ls_trace_space_unmap (self->events);
  self->events = NULL;
  self->next = self->end = NULL;
}

static void
close_measures (Stream *self)
{
  const LsTraceMeasure *last;

  if (self->measures == NULL)
    return;
  last = (const LsTraceMeasure *) ((guint8 *) self->measures + self->measures->committed) - 1;
  self->measures->last_seq = last->what & LS_MEASURE_SEQ_MASK;
  ls_trace_block_seal (self->measures);
  ls_trace_space_unmap (self->measures);
  self->measures = NULL;
}

/* Under the writer's lock. */
static void
close_stream (Stream *self)
{
  close_events (self);
  close_measures (self);
}

/* A thread ends, or turns to another writer. */
static void
stream_leave (gpointer data)
{
  Stream *self = data;

  g_mutex_lock (&leaving);
  if (self->writer != NULL)
    {
      g_mutex_lock (&self->writer->lock);
      close_stream (self);
      g_ptr_array_remove_fast (self->writer->streams, self);
      g_mutex_unlock (&self->writer->lock);
    }
  g_mutex_unlock (&leaving);
  current.serial = 0;
  g_free (self);
}

static G_NO_INLINE Stream *
make_stream (LsTraceWriter *w)
{
  Stream *self = g_new0 (Stream, 1);

  self->writer = w;
  g_mutex_lock (&w->lock);
  self->thread = ++w->n_threads;
  g_ptr_array_add (w->streams, self);
  g_mutex_unlock (&w->lock);
  g_private_replace (&stream_private, self);
  current.serial = w->serial;
  current.stream = self;
  return self;
}

static inline Stream *
get_stream (LsTraceWriter *w)
{
  return G_LIKELY (current.serial == w->serial) ? current.stream : make_stream (w);
}

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
  ls_interner_init (&self->names, &self->space);
  return self;
}

static void
detach_streams (LsTraceWriter *self)
{
  for (guint i = 0; i < self->streams->len; i++)
    {
      Stream *stream = g_ptr_array_index (self->streams, i);

      /* A thread that still runs may be writing: its blocks stay as they are, unsealed and mapped. */
      if (stream == current.stream && current.serial == self->serial)
        close_stream (stream);
      stream->writer = NULL;
    }
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
  g_mutex_lock (&leaving);
  g_mutex_lock (&self->lock);
  detach_streams (self);
  ls_interner_clear (&self->names);
  ls_trace_space_close (&self->space);
  g_mutex_unlock (&self->lock);
  g_mutex_unlock (&leaving);
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
  ls_trace_space_unmap (block);
}

static inline gboolean
is_full (LsTraceWriter *self)
{
  return __atomic_load_n (&self->full, __ATOMIC_RELAXED) != 0;
}

static G_NO_INLINE guint32
intern (LsTraceWriter *self, const char *text, gsize length, Literal *slot)
{
  const char *copy = NULL;
  guint32 id = 0;

  g_mutex_lock (&self->lock);
  if (!is_full (self))
    {
      id = slot != NULL ? ls_interner_string (&self->names, text, length, &copy)
                        : ls_interner_text (&self->names, text, length);
      if (id == 0)
        __atomic_store_n (&self->full, 1, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&self->lock);
  if (copy != NULL)
    *slot = (Literal) { text, copy, id };
  return id;
}

/**
 * ls_trace_writer_string:
 * @text: (nullable): found first by its address, since most are literals, then by content
 */
guint32
ls_trace_writer_string (LsTraceWriter *self, const char *text)
{
  gsize hash = ((gsize) text ^ ((gsize) text >> 8)) % N_LITERALS;
  Literal *slot;

  if (text == NULL || *text == '\0')
    return 0;
  slot = &get_stream (self)->literals[hash];
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
  Literal slot;

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
  if (!is_full (self))
    {
      id = ls_interner_site (&self->names, &site);
      if (id == 0)
        __atomic_store_n (&self->full, 1, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&self->lock);
  return id;
}

static inline void
commit (Stream *self, const LsRecord *record)
{
  *self->next++ = *record;
  __atomic_store_n (&self->events->committed, (guint32) ((guint8 *) self->next - (guint8 *) self->events),
                    __ATOMIC_RELEASE);
}

/* The record that the events after it count from, written where counting on would not give their number and time. */
static G_NO_INLINE void
rebase (Stream *self, guint64 seq, gint64 time)
{
  LsRecord base = { .kind = LS_EVENT_BASE, .tag = LS_TAG_INT, .value = seq };

  base.a = (guint32) (guint64) time;
  base.b = (guint32) ((guint64) time >> 32);
  commit (self, &base);
  self->time = time;
}

/* The block's own header is its first base; it is completed before the first record is committed. */
static inline void
begin (Stream *self, guint64 seq, gint64 time)
{
  self->events->first.seq = seq;
  self->events->base_time = time;
  self->time = time;
}

static inline void
put (Stream *self, const LsRecord *record, guint64 seq, gint64 time)
{
  LsRecord complete = *record;

  if (G_UNLIKELY (self->events->committed == sizeof (LsTraceBlock)))
    begin (self, seq, time);
  else if (G_UNLIKELY (seq != self->seq || (guint64) time - (guint64) self->time > G_MAXUINT32))
    rebase (self, seq, time);
  complete.dt = (guint32) ((guint64) time - (guint64) self->time);
  commit (self, &complete);
  self->seq = seq + 1;
  self->time = time;
}

static gboolean
open_events (Stream *self)
{
  LsTraceWriter *w = self->writer;
  LsTraceBlock *block = ls_trace_space_take (&w->space, LS_BLOCK_EVENTS, self->thread, NULL);

  if (block == NULL)
    return FALSE;
  close_events (self);
  self->events = block;
  self->next = (LsRecord *) (block + 1);
  self->end = self->next + LS_TRACE_BLOCK_RECORDS - RESERVE;
  return TRUE;
}

/* Says at the end of the trace, where room was kept for it, how many events are missing. */
static G_NO_INLINE void
lose (LsTraceWriter *w, Stream *self, gint64 time)
{
  LsRecord record = { .kind = LS_EVENT_DROPPED, .tag = LS_TAG_INT };

  g_mutex_lock (&w->lock);
  if (!w->closed)
    {
      w->n_dropped++;
      if (w->dropped == NULL && self->events != NULL && self->end != NULL)
        {
          put (self, &record, __atomic_fetch_add (&w->n_events, 1, __ATOMIC_RELAXED), time);
          w->dropped = self->next - 1;
          self->end = NULL;
        }
      if (w->dropped != NULL)
        __atomic_store_n (&w->dropped->value, w->n_dropped, __ATOMIC_RELEASE);
    }
  g_mutex_unlock (&w->lock);
}

static G_NO_INLINE gboolean
make_room (LsTraceWriter *w, Stream *self)
{
  gboolean done = FALSE;

  g_mutex_lock (&w->lock);
  if (!is_full (w))
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
 * @record: all but its `dt`
 * @time: loop ns
 *
 * Returns: its number; %G_MAXUINT64 if it was dropped
 */
guint64
ls_trace_writer_append (LsTraceWriter *self, const LsRecord *record, gint64 time)
{
  Stream *stream = get_stream (self);
  guint64 seq;

  if (G_UNLIKELY (is_full (self)
                  || (stream->next + NEED > stream->end && !make_room (self, stream))))
    {
      lose (self, stream, time);
      return G_MAXUINT64;
    }
  /* Only a thread that has room takes a number, so that each number is written. */
  seq = __atomic_fetch_add (&self->n_events, 1, __ATOMIC_RELAXED);
  put (stream, record, seq, time);
  return seq;
}

guint64
ls_trace_writer_get_n_events (LsTraceWriter *self)
{
  return __atomic_load_n (&self->n_events, __ATOMIC_RELAXED);
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

  return ls_trace_writer_append (self, &record, time);
}

guint64
ls_trace_writer_double (double value)
{
  guint64 bits;

  memcpy (&bits, &value, sizeof bits);
  return bits;
}

static gboolean
open_measures (LsTraceWriter *w, Stream *self, guint64 seq)
{
  g_mutex_lock (&w->lock);
  close_measures (self);
  if (!is_full (w))
    self->measures = ls_trace_space_take (&w->space, LS_BLOCK_MEASURES, self->thread, NULL);
  g_mutex_unlock (&w->lock);
  if (self->measures == NULL)
    return FALSE;
  self->measures->first.seq = seq;
  return TRUE;
}

static void
measure (LsTraceWriter *w, LsTraceMeasureType type, guint64 seq, gint64 value)
{
  Stream *self = get_stream (w);
  LsTraceMeasure *at;

  if (is_full (w))
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
