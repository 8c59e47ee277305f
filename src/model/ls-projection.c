/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-projection-private.h"

#include <math.h>
#include <string.h>

#include "ls-enums.h"
#include "ls-repr.h"

/* Virtual time moves on by 1 ns where the loop reads it: less than this after a difference is no other. */
#define SHORTEST_DELAY 1000

#define STDERR 2      /* the detail of an output */

/* What a column of an event is to the comparison.  Up to CALLBACK they say what it is about. */
typedef enum
{
  OUT, TASK, KIND, SYNC, HANDLE, ACTOR, OBJECT, CALLBACK,
  TEXT, NAME, NUMBER, VALUE, SECONDS, TIMEOUT, WAITED, DEADLINE
} Meaning;

typedef struct
{
  gboolean is_in;
  gboolean needs_time;       /* says something in virtual time only */
  guint8   subject, detail, a, b, value;
} Rule;

#define IN(...) { TRUE, FALSE, __VA_ARGS__ }

/* The table of FORMAT.md. */
static const Rule rules[LS_N_EVENTS] = {
  [LS_EVENT_LOOP_CREATED]      = IN (OUT, OUT, OUT, OUT, OUT),
  [LS_EVENT_LOOP_STARTED]      = IN (OUT, OUT, OUT, OUT, OUT),
  [LS_EVENT_LOOP_STOPPED]      = IN (OUT, OUT, OUT, OUT, OUT),
  [LS_EVENT_LOOP_CLOSED]       = IN (OUT, OUT, OUT, OUT, OUT),
  [LS_EVENT_ITERATION]         = { TRUE, TRUE, OUT, OUT, OUT, OUT, OUT },
  [LS_EVENT_POLL]              = { TRUE, TRUE, OUT, OUT, OUT, OUT, TIMEOUT },
  [LS_EVENT_POLLED]            = { TRUE, TRUE, OUT, OUT, OUT, OUT, WAITED },
  [LS_EVENT_BLOCKING]          = IN (TASK, OUT, OUT, OUT, SECONDS),
  [LS_EVENT_TASK_CREATED]      = IN (TASK, OUT, NAME, OUT, OUT),
  [LS_EVENT_TASK_RENAMED]      = IN (TASK, OUT, NAME, OUT, OUT),
  [LS_EVENT_TASK_READY]        = IN (TASK, KIND, OUT, OUT, OUT),
  [LS_EVENT_TURN]              = IN (TASK, OUT, OUT, OUT, OUT),
  [LS_EVENT_TASK_SUSPENDED]    = IN (TASK, KIND, OBJECT, OUT, OUT),
  [LS_EVENT_CANCEL_REQUESTED]  = IN (TASK, OUT, TEXT, OUT, OUT),
  [LS_EVENT_CANCEL_DELIVERED]  = IN (TASK, OUT, OUT, OUT, OUT),
  [LS_EVENT_TASK_DONE]         = IN (TASK, NUMBER, TEXT, OUT, VALUE),
  [LS_EVENT_HANDLE_SCHEDULED]  = IN (OUT, OUT, CALLBACK, TASK, OUT),
  [LS_EVENT_HANDLE_RUN]        = IN (HANDLE, OUT, OUT, OUT, OUT),
  [LS_EVENT_HANDLE_CANCELLED]  = IN (HANDLE, OUT, OUT, OUT, OUT),
  [LS_EVENT_TIMER_ARMED]       = IN (ACTOR, OUT, CALLBACK, OUT, DEADLINE),
  [LS_EVENT_TIMER_FIRED]       = IN (HANDLE, OUT, OUT, OUT, OUT),
  [LS_EVENT_TIMER_CANCELLED]   = IN (HANDLE, OUT, OUT, OUT, OUT),
  [LS_EVENT_QUEUE_CREATED]     = IN (SYNC, KIND, OUT, OUT, VALUE),
  [LS_EVENT_QUEUE_ITEM_PUT]    = IN (SYNC, OUT, NUMBER, NUMBER, VALUE),
  [LS_EVENT_QUEUE_ITEM_GOT]    = IN (SYNC, OUT, NUMBER, OUT, VALUE),
  [LS_EVENT_QUEUE_TASK_DONE]   = IN (SYNC, OUT, OUT, NUMBER, OUT),
  [LS_EVENT_QUEUE_PARKED]      = IN (SYNC, KIND, TASK, OUT, OUT),
  [LS_EVENT_QUEUE_WOKEN]       = IN (SYNC, KIND, TASK, OUT, OUT),
  [LS_EVENT_QUEUE_LEFT]        = IN (SYNC, KIND, TASK, OUT, OUT),
  [LS_EVENT_SYNC_CREATED]      = IN (SYNC, KIND, OUT, OUT, VALUE),
  [LS_EVENT_SYNC_ACQUIRED]     = IN (SYNC, OUT, TASK, OUT, VALUE),
  [LS_EVENT_SYNC_PARKED]       = IN (SYNC, OUT, TASK, OUT, OUT),
  [LS_EVENT_SYNC_WOKEN]        = IN (SYNC, OUT, TASK, OUT, OUT),
  [LS_EVENT_SYNC_RELEASED]     = IN (SYNC, OUT, TASK, OUT, VALUE),
  [LS_EVENT_FD_WATCHED]        = IN (ACTOR, KIND, OUT, OUT, OUT),
  [LS_EVENT_FD_READY]          = IN (OUT, KIND, OUT, OUT, OUT),
  [LS_EVENT_FD_UNWATCHED]      = IN (OUT, KIND, OUT, OUT, OUT),
  [LS_EVENT_CHILD_WATCHED]     = IN (ACTOR, OUT, OUT, OUT, OUT),
  [LS_EVENT_CHILD_EXITED]      = IN (OUT, OUT, OUT, OUT, VALUE),
  [LS_EVENT_JOB_SUBMITTED]     = IN (ACTOR, OUT, TEXT, OUT, OUT),
  [LS_EVENT_SIGNAL]            = IN (OUT, OUT, NUMBER, OUT, OUT),
  [LS_EVENT_OUTPUT]            = IN (TASK, KIND, OUT, OUT, VALUE),
  [LS_EVENT_WARNING]           = IN (OUT, OUT, TEXT, OUT, VALUE),
  [LS_EVENT_EXCEPTION_HANDLER] = IN (TASK, OUT, TEXT, OUT, VALUE),
  [LS_EVENT_GENERATOR_RESUMED] = IN (OUT, KIND, TASK, OUT, OUT),
  [LS_EVENT_GENERATOR_PAUSED]  = IN (ACTOR, OUT, OUT, OUT, VALUE),
};

guint64
ls_hash_mix (guint64 hash, guint64 value)
{
  hash = (hash ^ value) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15);

  return hash ^ (hash >> 32);
}

/* A task */

/* Never NULL. */
static const LsProjectedTask *
find_task (LsProjection *self, guint32 id)
{
  static const LsProjectedTask nobody = { 0 };
  const LsProjectedTask *task = id != 0 ? g_hash_table_lookup (self->tasks, GUINT_TO_POINTER (id)) : NULL;

  return task != NULL ? task : &nobody;
}

static guint64
name_task (LsProjection *self, guint32 id)
{
  return find_task (self, id)->path;
}

/* Its path: that of the task that makes it, and how many that made before. */
static void
add_task (LsProjection *self, guint32 id)
{
  LsProjectedTask *creator =
    self->running != 0 ? g_hash_table_lookup (self->tasks, GUINT_TO_POINTER (self->running)) : NULL;
  LsProjectedTask *task = g_new0 (LsProjectedTask, 1);
  guint *n = creator != NULL ? &creator->n_made : &self->n_roots;

  task->path = ls_hash_mix (creator != NULL ? creator->path : 1, ++*n);
  task->place = g_hash_table_size (self->tasks) + 1;
  g_hash_table_insert (self->tasks, GUINT_TO_POINTER (id), task);
}

/* Values: as Python prints them.  Of a list only that it is one: C does not record what is in it. */

static gboolean
is_list (const char *text)
{
  return text[0] == '[' && g_str_has_suffix (text, "]");
}

static char *
print_value (LsTraceReader *reader, LsTag tag, guint64 value)
{
  double number;

  switch ((int) tag)
    {
    case LS_TAG_NONE:   return g_strdup ("None");
    case LS_TAG_BOOL:   return g_strdup (value != 0 ? "True" : "False");
    case LS_TAG_INT:    return g_strdup_printf ("%" G_GINT64_FORMAT, (gint64) value);
    case LS_TAG_DOUBLE:
      memcpy (&number, &value, sizeof number);
      return ls_repr_double (number);
    case LS_TAG_STRING: return ls_repr_string (ls_trace_reader_get_string (reader, (guint32) value));
    case LS_TAG_ERROR:  return ls_repr_error (ls_trace_reader_get_string (reader, (guint32) value));
    default:            return g_strdup (ls_trace_reader_get_string (reader, (guint32) value));
    }
}

/* Whether a runtime tells of a fault. */
static gboolean
is_report (const LsRecord *rec)
{
  return rec->kind == LS_EVENT_WARNING || rec->kind == LS_EVENT_EXCEPTION_HANDLER;
}

static guint64
hash_value (LsProjection *self, guint64 hash, const LsRecord *rec)
{
  LsTag tag = rec->tag;
  guint64 value = rec->value;
  g_autofree char *text = NULL;

  switch ((int) tag)
    {
    case LS_TAG_TASK:
      return ls_hash_mix (ls_hash_mix (hash, tag), name_task (self, (guint32) value));
    case LS_TAG_LIST: case LS_TAG_FUTURE: case LS_TAG_CORO: case LS_TAG_QUEUE: case LS_TAG_SYNC: case LS_TAG_LOOP:
      return ls_hash_mix (hash, tag);
    case LS_TAG_POINTER:
      return ls_hash_mix (ls_hash_mix (hash, tag), value);
    default:
      text = print_value (self->reader, tag, value);
      return tag == LS_TAG_TEXT && is_list (text) ? ls_hash_mix (hash, LS_TAG_LIST)
                                                  : ls_projection_hash_text (self, hash, text, is_report (rec));
    }
}

/* Queues, locks and their like go by their place among those that were seen. */
static guint64
name_sync (LsProjection *self, guint32 id)
{
  guint n = GPOINTER_TO_UINT (g_hash_table_lookup (self->syncs, GUINT_TO_POINTER (id)));

  if (n == 0 && id != 0)
    {
      n = g_hash_table_size (self->syncs) + 1;
      g_hash_table_insert (self->syncs, GUINT_TO_POINTER (id), GUINT_TO_POINTER (n));
    }
  return n;
}

/* What a task waits for: a queue or lock, a task, or how many. */
static guint64
name_object (LsProjection *self, const LsRecord *rec)
{
  switch ((int) rec->detail)
    {
    case LS_WAIT_TASK: case LS_WAIT_SHIELD: case LS_WAIT_WAIT_FOR:
      return name_task (self, rec->a);
    case LS_WAIT_GATHER: case LS_WAIT_WAIT:
      return rec->a;
    case LS_WAIT_QUEUE_PUT: case LS_WAIT_QUEUE_GET: case LS_WAIT_QUEUE_JOIN: case LS_WAIT_LOCK: case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION: case LS_WAIT_SEMAPHORE: case LS_WAIT_BARRIER:
      return name_sync (self, rec->a);
    default:
      return 0;
    }
}

static guint64
hash_column (LsProjection *self, guint64 hash, Meaning meaning, guint32 number, const LsRecord *rec)
{
  switch (meaning)
    {
    case TASK:     return ls_hash_mix (hash, name_task (self, number));
    case ACTOR:    return ls_hash_mix (hash, name_task (self, self->running));
    case SYNC:     return ls_hash_mix (hash, name_sync (self, number));
    case HANDLE:   return ls_hash_mix (hash, ls_projection_find_handle (self, number)->name);
    case OBJECT:   return ls_hash_mix (hash, name_object (self, rec));
    case CALLBACK: return ls_projection_hash_callback (self, hash, ls_trace_reader_get_string (self->reader, number));
    case TEXT:
      return ls_projection_hash_text (self, hash, ls_trace_reader_get_string (self->reader, number), is_report (rec));
    case NAME:     return ls_projection_hash_name (self, hash, ls_trace_reader_get_string (self->reader, number));
    case KIND:
    case NUMBER:   return ls_hash_mix (hash, number);
    case SECONDS:  return ls_hash_mix (hash, (guint64) llround (ls_record_get_double (rec) * 1e9));
    case VALUE:    return hash_value (self, hash, rec);
    default:       return hash;
    }
}

static guint64
hash_columns (LsProjection *self, guint64 hash, const Rule *rule, const LsRecord *rec, gboolean rest)
{
  const struct { Meaning meaning; guint32 number; } columns[] = {
    { rule->subject, rec->subject }, { rule->detail, rec->detail }, { rule->a, rec->a }, { rule->b, rec->b },
    { rule->value, 0 }
  };

  for (guint i = 0; i < G_N_ELEMENTS (columns); i++)
    if ((columns[i].meaning > CALLBACK) == rest)
      hash = hash_column (self, hash, columns[i].meaning, columns[i].number, rec);

  return hash;
}

static gint64
to_ns (double seconds)
{
  return fabs (seconds) < 9e9 ? llround (seconds * 1e9) : G_MAXINT64;
}

static void
set_times (LsProjection *self, const Rule *rule, const LsEvent *event, LsToken *token)
{
  const LsRecord *rec = &event->rec;

  token->time = token->delay = LS_NO_TIME;
  if (!self->scope.with_time)
    return;
  if (rule->value == DEADLINE)
    {
      token->time = to_ns (ls_record_get_double (rec));
      token->delay = token->time - event->time;
    }
  else if (rule->value == TIMEOUT)
    {
      token->delay = rec->tag == LS_TAG_DOUBLE ? to_ns (ls_record_get_double (rec)) : G_MAXINT64;
      token->key = ls_hash_mix (token->key, token->delay == 0 ? 1 : 2);
    }
  else if (rule->value == WAITED)
    token->delay = (gint64) rec->value;
}

/* Callbacks that no task has called for are among those of their name. */
#define IS_CALLBACK (G_GUINT64_CONSTANT (1) << 63)

/* Whose events an event is among: those of the task that it is about, or else that runs. */
static guint64
find_owner (LsProjection *self, const Rule *rule, const LsRecord *rec)
{
  if (rule->subject == HANDLE)
    return ls_projection_find_handle (self, rec->subject)->owner;
  if (rule->subject == TASK && rec->subject != 0)
    return find_task (self, rec->subject)->place;
  if (rule->a == TASK && rec->a != 0)
    return find_task (self, rec->a)->place;
  if (rule->b == TASK && rec->b != 0)
    return find_task (self, rec->b)->place;
  if (rule->a == CALLBACK && self->running == 0)
    return hash_column (self, 0, CALLBACK, rec->a, rec) | IS_CALLBACK;
  return find_task (self, self->running)->place;
}

static void
project (LsProjection *self, const Rule *rule, const LsEvent *event)
{
  LsToken token = { .position = event->seq + 1, .owner = find_owner (self, rule, &event->rec),
                    .part = ls_projection_find_part (self, &event->rec) };

  token.key = hash_columns (self, event->rec.kind, rule, &event->rec, FALSE);
  set_times (self, rule, event, &token);
  token.full = hash_columns (self, token.key, rule, &event->rec, TRUE);
  g_array_append_val (self->tokens, token);
  self->n_compared++;
}

/* Output: by lines, however many writes they take */

static void
add_output (LsProjection *self, gsize length)
{
  g_autofree char *line = g_strndup (self->written->str, length);

  self->output.time = self->output.delay = LS_NO_TIME;
  self->output.full = ls_projection_hash_text (self, self->output.key, line, FALSE);
  g_string_erase (self->written, 0, (gssize) length);
  ls_projection_order (self, LS_EVENT_OUTPUT, 0);
  g_array_append_val (self->tokens, self->output);
}

/* What is no whole line when something else happens, or somebody else writes. */
static void
flush_output (LsProjection *self)
{
  if (self->written->len > 0)
    add_output (self, self->written->len);
}

static void
write_output (LsProjection *self, const LsEvent *event)
{
  guint64 key = hash_columns (self, LS_EVENT_OUTPUT, &rules[LS_EVENT_OUTPUT], &event->rec, FALSE);
  const char *end;

  if (key != self->output.key)
    flush_output (self);
  self->output.key = key;
  self->output.position = event->seq + 1;
  self->output.owner = find_task (self, event->rec.subject)->place;
  self->n_compared++;
  g_string_append (self->written, ls_trace_reader_get_string (self->reader, (guint32) event->rec.value));
  while ((end = memchr (self->written->str, '\n', self->written->len)) != NULL)
    add_output (self, (gsize) (end + 1 - self->written->str));
}

/* How a runtime tells of a fault differs from one to the other; that it does is an event of its own. */
static gboolean
is_text_of_report (LsProjection *self, const LsRecord *rec)
{
  return rec->detail == STDERR && (self->latest == LS_EVENT_WARNING || self->latest == LS_EVENT_EXCEPTION_HANDLER
                                   || self->latest == LS_EVENT_LOOP_CLOSED);
}

static void
follow_scheduled (LsProjection *self, const LsRecord *rec)
{
  LsProjectedHandle handle = {
    .name = rec->b != 0 ? name_task (self, rec->b) : hash_column (self, 0, CALLBACK, rec->a, rec),
    .owner = find_owner (self, &rules[LS_EVENT_HANDLE_SCHEDULED], rec),
    .kind = rec->b != 0 ? LS_HANDLE_STEP : LS_HANDLE_CALLBACK
  };

  ls_projection_add_handle (self, rec->subject, &handle);
}

static void
follow_armed (LsProjection *self, const LsRecord *rec)
{
  LsProjectedHandle handle = {
    .name = ls_hash_mix (name_task (self, self->running), 1), .owner = find_task (self, self->running)->place,
    .kind = LS_HANDLE_TIMER
  };

  ls_projection_add_handle (self, rec->subject, &handle);
}

/* Who runs, and what else later events refer to. */
static void
follow (LsProjection *self, const LsRecord *rec)
{
  switch ((int) rec->kind)
    {
    case LS_EVENT_TURN:
      self->running = rec->subject;
      break;
    case LS_EVENT_TASK_SUSPENDED:
    case LS_EVENT_TASK_DONE:
      self->running = 0;
      break;
    case LS_EVENT_HANDLE_SCHEDULED:
      follow_scheduled (self, rec);
      break;
    case LS_EVENT_TIMER_ARMED:
      follow_armed (self, rec);
      break;
    case LS_EVENT_POLL:
      self->polls = TRUE;
      break;
    case LS_EVENT_HANDLE_RUN:
      self->polls = FALSE;
      G_GNUC_FALLTHROUGH;
    case LS_EVENT_HANDLE_CANCELLED:
    case LS_EVENT_TIMER_CANCELLED:
      ls_projection_drop_handle (self, rec->subject);
      break;
    default:
      break;
    }
}

/* What worker threads do they do beside the loop, in no order with it; their output alone is told.  What they
 * call comes to the loop while it polls. */
static gboolean
is_of_worker (LsProjection *self, const LsEvent *event)
{
  if (event->rec.kind == LS_EVENT_HANDLE_SCHEDULED && event->rec.b == 0 && self->polls)
    return TRUE;
  return event->rec.loop == 0 && event->rec.kind != LS_EVENT_OUTPUT && g_hash_table_size (self->threads) > 0
         && !g_hash_table_contains (self->threads, GUINT_TO_POINTER (event->thread));
}

static void
take (LsProjection *self, const LsEvent *event)
{
  const LsRecord *rec = &event->rec;
  const Rule *rule = &rules[MIN (rec->kind, LS_N_EVENTS - 1)];
  gboolean is_in;

  /* A snapshot in the middle of what was read says again what is known. */
  if (rec->kind == LS_EVENT_SNAPSHOT_BEGIN || rec->kind == LS_EVENT_SNAPSHOT_END)
    self->in_snapshot = rec->kind == LS_EVENT_SNAPSHOT_BEGIN && self->tokens->len > 0;
  if (self->in_snapshot || rec->kind >= LS_N_EVENTS)
    return;
  if (rec->kind == LS_EVENT_LOOP_CREATED || rec->kind == LS_EVENT_LOOP_STARTED)
    g_hash_table_add (self->threads, GUINT_TO_POINTER (event->thread));
  is_in = rule->is_in && !is_of_worker (self, event)
          && (self->scope.without == NULL || !self->scope.without[rec->kind])
          && (!self->scope.without_io || !ls_projection_is_of_io (self, rec));
  if (rec->kind == LS_EVENT_OUTPUT)
    {
      if (is_in && !is_text_of_report (self, rec))
        write_output (self, event);
      return;
    }
  if (rec->kind == LS_EVENT_TASK_CREATED)
    add_task (self, rec->subject);      /* its path is what it is known by */
  if (rule->is_in)
    self->latest = rec->kind;
  if (is_in)
    {
      flush_output (self);
      ls_projection_order (self, rec->kind, rec->subject);
    }
  if (is_in && (!rule->needs_time || self->scope.with_time))
    project (self, rule, event);
  follow (self, rec);
  ls_projection_follow_io (self, rec);
}

gboolean
ls_projection_is_virtual (LsTraceReader *reader)
{
  guint64 n = ls_trace_reader_get_n_events (reader);
  LsEvent event;

  for (guint64 seq = ls_trace_reader_get_first (reader); seq < n; seq++)
    if (ls_trace_reader_get (reader, seq, &event) && event.rec.kind == LS_EVENT_LOOP_CREATED)
      return strcmp (ls_trace_reader_get_string (reader, (guint32) event.rec.value), "real") != 0;

  return FALSE;
}

/* After so many events it asks whether it is cancelled. */
#define LS_PROJECTION_ASKS 4096

LsProjection *
ls_projection_new (LsTraceReader *reader, const LsProjectionScope *scope)
{
  LsProjection *self = g_new0 (LsProjection, 1);
  guint64 n = ls_trace_reader_get_n_events (reader);
  LsEvent event;

  self->reader = g_object_ref (reader);
  self->scope = *scope;
  self->tokens = g_array_new (FALSE, FALSE, sizeof (LsToken));
  self->tasks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  self->syncs = g_hash_table_new (NULL, NULL);
  self->threads = g_hash_table_new (NULL, NULL);
  self->written = g_string_new (NULL);
  ls_projection_init_text (self);
  ls_projection_init_order (self);
  for (guint64 seq = ls_trace_reader_get_first (reader); seq < n; seq++)
    {
      if (seq % LS_PROJECTION_ASKS == 0 && g_cancellable_is_cancelled (scope->cancellable))
        break;
      if (ls_trace_reader_get (reader, seq, &event))
        take (self, &event);
    }
  flush_output (self);
  ls_projection_end_order (self);
  if (scope->without_io)
    ls_projection_join_waits (self);
  if (scope->by_task)
    ls_projection_sort_by_task (self);

  return self;
}

void
ls_projection_free (LsProjection *self)
{
  ls_projection_clear_order (self);
  g_array_unref (self->tokens);
  g_hash_table_unref (self->tasks);
  g_hash_table_unref (self->syncs);
  g_hash_table_unref (self->threads);
  g_string_free (self->written, TRUE);
  ls_projection_clear_text (self);
  g_object_unref (self->reader);
  g_free (self);
}

const GArray *
ls_projection_get_tokens (LsProjection *self)
{
  return self->tokens;
}

guint64
ls_projection_get_n_compared (LsProjection *self)
{
  return self->n_compared;
}

static gboolean
is_near (gint64 one, gint64 other, gint64 distance)
{
  if (one == LS_NO_TIME || other == LS_NO_TIME)
    return one == other;
  return one > other ? (guint64) (one - other) <= (guint64) distance : (guint64) (other - one) <= (guint64) distance;
}

gboolean
ls_token_equal (const LsToken *one, const LsToken *other, gboolean at_once)
{
  return one->full == other->full && (!at_once || is_near (one->time, other->time, 1))
         && is_near (one->delay, other->delay, at_once ? 1 : SHORTEST_DELAY);
}
