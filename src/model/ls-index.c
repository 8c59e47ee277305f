/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-index.h"
#include "ls-state-private.h"

#include <string.h>

/* A turn that takes longer than asyncio's own slow_callback_duration without a sign of life held the loop. */
#define HELD (100 * G_GINT64_CONSTANT (1000000))

struct _LsIndex
{
  LsTraceReader *reader;                /* not owned */
  GArray        *units[LS_N_GRAINS];    /* guint64 */
  GHashTable    *depths;                /* queue: GArray of LsDepth */
  GArray        *gaps;                  /* LsGap */
  GArray        *output;                /* LsOutputLine */
  GStringChunk  *texts;                 /* of it */
  GArray        *alarms;                /* LsAlarm */
  gboolean       open_line;             /* the last write ended without a newline */
  GHashTable    *created[LS_SPACE_SYNC + 1];   /* id: seq + 1 */
  GHashTable    *works;                 /* future: seq + 1 of what tells what it is about */
  GHashTable    *stints;                /* worker: GArray of LsStint */
  GHashTable    *told;                  /* task: GArray of LsTold */
  gboolean       in_snapshot;
  LsEventKind    last_kind;
  gint64         last_time;
  guint32        holder;                /* the last task that ran in this handle, until the next one is run, or 0 */
};

LsIndex *
ls_index_new (LsTraceReader *reader)
{
  LsIndex *self = g_new0 (LsIndex, 1);

  self->reader = reader;
  for (guint i = 0; i < LS_N_GRAINS; i++)
    self->units[i] = g_array_new (FALSE, FALSE, sizeof (guint64));
  self->depths = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->gaps = g_array_new (FALSE, FALSE, sizeof (LsGap));
  self->output = g_array_new (FALSE, FALSE, sizeof (LsOutputLine));
  self->texts = g_string_chunk_new (4096);
  self->alarms = g_array_new (FALSE, FALSE, sizeof (LsAlarm));
  for (guint i = 0; i < G_N_ELEMENTS (self->created); i++)
    self->created[i] = g_hash_table_new (NULL, NULL);
  self->works = g_hash_table_new (NULL, NULL);
  self->stints = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);
  self->told = g_hash_table_new_full (NULL, NULL, NULL, (GDestroyNotify) g_array_unref);

  return self;
}

void
ls_index_free (LsIndex *self)
{
  for (guint i = 0; i < LS_N_GRAINS; i++)
    g_array_unref (self->units[i]);
  g_hash_table_unref (self->depths);
  g_array_unref (self->gaps);
  g_array_unref (self->output);
  g_string_chunk_free (self->texts);
  g_array_unref (self->alarms);
  for (guint i = 0; i < G_N_ELEMENTS (self->created); i++)
    g_hash_table_unref (self->created[i]);
  g_hash_table_unref (self->works);
  g_hash_table_unref (self->stints);
  g_hash_table_unref (self->told);
  g_free (self);
}

/* What a snapshot tells did not happen there. */
static void
add_units (LsIndex *self, const LsEvent *event)
{
  guint64 position = event->seq + 1;

  if (self->in_snapshot)
    return;

  for (guint grain = LS_GRAIN_STEP; grain < LS_N_GRAINS; grain++)
    if (ls_record_ends (&event->rec, grain))
      g_array_append_val (self->units[grain], position);
}

static void
add_depth (LsIndex *self, const LsState *state, const LsEvent *event)
{
  const LsQueueState *queue = ls_state_get_queue (state, event->rec.subject);
  GArray *depths = g_hash_table_lookup (self->depths, GUINT_TO_POINTER (event->rec.subject));
  LsDepth depth = { .position = event->seq + 1, .time = event->time };

  if (queue == NULL || state->skipping)
    return;

  if (depths == NULL)
    {
      depths = g_array_new (FALSE, FALSE, sizeof (LsDepth));
      g_hash_table_insert (self->depths, GUINT_TO_POINTER (event->rec.subject), depths);
    }
  depth.depth = queue->items->len - queue->n_left;
  g_array_append_val (depths, depth);
}

/* Time passes between two events: in a poll that waits, in a call that blocks, or in a long turn, after whose end it may show. */
static void
add_gap (LsIndex *self, const LsEvent *event)
{
  gint64 length = event->time - self->last_time;
  LsGap gap = {
    .from = event->seq,
    .to = event->seq + 1,
    .time_from = self->last_time,
    .time_to = event->time,
    .blocker = self->holder,
  };

  if (length <= 0 || event->seq == 0)
    return;

  if (self->last_kind == LS_EVENT_POLL)
    gap.blocker = 0;
  else if (self->holder == 0 || (length < HELD && self->last_kind != LS_EVENT_BLOCKING))
    return;

  g_array_append_val (self->gaps, gap);
}

static void
add_line (LsIndex *self, const LsEvent *event, const char *text, gsize length)
{
  LsOutputLine line = {
    .position = event->seq + 1,
    .task = event->rec.subject,
    .is_stderr = event->rec.detail == 2,
    .text = g_string_chunk_insert_len (self->texts, text, (gssize) length),
  };

  g_array_append_val (self->output, line);
}

/* Whether this write is only the newline that an earlier one of the same task and stream lacked. */
static gboolean
ends_open_line (LsIndex *self, const LsEvent *event, const char *text)
{
  const LsOutputLine *last;

  if (!self->open_line || self->output->len == 0 || strcmp (text, "\n") != 0)
    return FALSE;

  last = &g_array_index (self->output, LsOutputLine, self->output->len - 1);
  return last->task == event->rec.subject && last->is_stderr == (event->rec.detail == 2);
}

static void
add_output (LsIndex *self, const LsEvent *event)
{
  const char *text = ls_trace_reader_get_string (self->reader, (guint32) event->rec.value);
  const char *end;

  if ((event->rec.tag != LS_TAG_STRING && event->rec.tag != LS_TAG_TEXT) || text[0] == '\0')
    return;

  if (ends_open_line (self, event, text))
    {
      self->open_line = FALSE;
      return;
    }

  for (; (end = strchr (text, '\n')) != NULL; text = end + 1)
    add_line (self, event, text, (gsize) (end - text));
  self->open_line = text[0] != '\0';
  if (self->open_line)
    add_line (self, event, text, strlen (text));
}

static void
add_creation (LsIndex *self, LsIdSpace space, const LsEvent *event)
{
  gpointer id = GUINT_TO_POINTER (event->rec.subject);

  if (event->rec.subject != 0 && !g_hash_table_contains (self->created[space], id))
    g_hash_table_insert (self->created[space], id, GSIZE_TO_POINTER (event->seq + 1));
}

/* Sleeps and the like are many, have no names, and are told by their task. */
static gboolean
is_told_of (LsFutureKind kind)
{
  return kind == LS_FUTURE_PLAIN || kind == LS_FUTURE_GATHER || kind == LS_FUTURE_WAITER
         || kind == LS_FUTURE_SHIELD || kind == LS_FUTURE_IO;
}

static void
add_work (LsIndex *self, guint32 future, const LsEvent *event)
{
  if (future != 0)
    g_hash_table_insert (self->works, GUINT_TO_POINTER (future), GSIZE_TO_POINTER (event->seq + 1));
}

/* What a worker does from here on. */
static void
add_stint (LsIndex *self, const LsState *state, const LsEvent *event)
{
  const LsJobState *job = ls_state_get_job (state, event->rec.subject);
  gpointer worker = GUINT_TO_POINTER (event->rec.a);
  GArray *stints = g_hash_table_lookup (self->stints, worker);
  LsStint stint = {
    .future = event->rec.subject, .task = job != NULL ? job->task : 0, .from = event->seq + 1,
    .to = G_MAXUINT64, .time_from = event->time, .time_to = event->time,
  };

  if (event->rec.a == 0 || event->rec.a > LS_MAX_WORKERS)
    return;

  if (stints == NULL)
    {
      stints = g_array_new (FALSE, FALSE, sizeof (LsStint));
      g_hash_table_insert (self->stints, worker, stints);
    }
  g_array_append_val (stints, stint);
}

static void
end_stint (LsIndex *self, const LsEvent *event)
{
  GArray *stints = g_hash_table_lookup (self->stints, GUINT_TO_POINTER (event->rec.a));
  LsStint *last;

  if (stints == NULL || stints->len == 0)
    return;

  last = &g_array_index (stints, LsStint, stints->len - 1);
  if (last->to == G_MAXUINT64 && last->future == event->rec.subject)
    {
      last->to = event->seq + 1;
      last->time_to = event->time;
    }
}

/* A warning is about whoever runs then. */
static void
add_alarm (LsIndex *self, const LsEvent *event, guint32 ran)
{
  LsAlarm alarm = { event->seq + 1, event->time, event->rec.subject != 0 ? event->rec.subject : ran };

  g_array_append_val (self->alarms, alarm);
}

/* A frame may stand between the locals of two. */
static void
add_local (LsIndex *self, const LsEvent *event)
{
  gpointer task = GUINT_TO_POINTER (event->rec.subject);
  GArray *all = g_hash_table_lookup (self->told, task);
  LsTold told = { event->seq + 1, event->seq + 1 };
  LsTold *last;

  if (all == NULL)
    {
      all = g_array_new (FALSE, FALSE, sizeof (LsTold));
      g_hash_table_insert (self->told, task, all);
    }
  last = all->len > 0 ? &g_array_index (all, LsTold, all->len - 1) : NULL;
  if (last != NULL && last->to + (self->last_kind == LS_EVENT_FRAME ? 2 : 1) == told.to)
    last->to = told.to;
  else
    g_array_append_val (all, told);
}

void
ls_index_add (LsIndex *self, const LsState *state, const LsEvent *event, guint32 ran)
{
  switch ((int) event->rec.kind)
    {
    case LS_EVENT_SNAPSHOT_BEGIN:
    case LS_EVENT_SNAPSHOT_END:
      self->in_snapshot = event->rec.kind == LS_EVENT_SNAPSHOT_BEGIN;
      break;

    case LS_EVENT_OUTPUT:
      add_output (self, event);
      break;

    case LS_EVENT_LOCAL:
      add_local (self, event);
      break;

    case LS_EVENT_WARNING:
    case LS_EVENT_EXCEPTION_HANDLER:
      add_alarm (self, event, ran);
      break;

    case LS_EVENT_QUEUE_CREATED:
      add_creation (self, LS_SPACE_SYNC, event);
      add_depth (self, state, event);
      break;

    case LS_EVENT_QUEUE_ITEM_PUT:
    case LS_EVENT_QUEUE_ITEM_GOT:
      add_depth (self, state, event);
      break;

    case LS_EVENT_SYNC_CREATED:
      add_creation (self, LS_SPACE_SYNC, event);
      break;

    case LS_EVENT_CORO_CREATED:
      add_creation (self, LS_SPACE_CORO, event);
      break;

    case LS_EVENT_FUTURE_CREATED:
      if (is_told_of (event->rec.detail))
        add_creation (self, LS_SPACE_FUTURE, event);
      break;

    case LS_EVENT_JOB_SUBMITTED:
      add_work (self, event->rec.subject, event);
      break;

    case LS_EVENT_JOB_STARTED:
      add_stint (self, state, event);
      break;

    case LS_EVENT_JOB_DONE:
      end_stint (self, event);
      break;

    case LS_EVENT_FD_WATCHED:
    case LS_EVENT_CHILD_WATCHED:
      add_work (self, event->rec.b, event);
      break;

    default:
      break;
    }

  add_units (self, event);
  if (ls_record_is_workers (&event->rec))
    return;
  if (ran != 0)
    self->holder = ran;
  add_gap (self, event);
  if (event->rec.kind == LS_EVENT_HANDLE_RUN || event->rec.kind == LS_EVENT_POLL)
    self->holder = 0;
  self->last_kind = event->rec.kind;
  self->last_time = event->time;
}

const GArray *
ls_index_get_units (LsIndex *self, LsGrain grain)
{
  return self->units[grain];
}

const GArray *
ls_index_get_depths (LsIndex *self, guint32 queue)
{
  return g_hash_table_lookup (self->depths, GUINT_TO_POINTER (queue));
}

const GArray *
ls_index_get_gaps (LsIndex *self)
{
  return self->gaps;
}

const GArray *
ls_index_get_output (LsIndex *self)
{
  return self->output;
}

gboolean
ls_index_get_creation (LsIndex *self, LsIdSpace space, guint32 id, LsEvent *event)
{
  gsize seq = GPOINTER_TO_SIZE (g_hash_table_lookup (self->created[space], GUINT_TO_POINTER (id)));

  return seq != 0 && ls_trace_reader_get (self->reader, seq - 1, event);
}

gboolean
ls_index_get_work (LsIndex *self, guint32 future, LsEvent *event)
{
  gsize seq = GPOINTER_TO_SIZE (g_hash_table_lookup (self->works, GUINT_TO_POINTER (future)));

  return seq != 0 && ls_trace_reader_get (self->reader, seq - 1, event);
}

const GArray *
ls_index_get_stints (LsIndex *self, guint32 worker)
{
  return g_hash_table_lookup (self->stints, GUINT_TO_POINTER (worker));
}

const GArray *
ls_index_get_alarms (LsIndex *self)
{
  return self->alarms;
}

const GArray *
ls_index_get_told (LsIndex *self, guint32 task)
{
  return g_hash_table_lookup (self->told, GUINT_TO_POINTER (task));
}
