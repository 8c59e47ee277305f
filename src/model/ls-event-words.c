/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

#include <glib/gi18n-lib.h>

/*
 * An event as a line of the Events table: its kind and whom it is about, then what it carries.  These
 * are the trace's own words, as in a dump; they are not translated.
 */

/* What the numbers of a record mean, by its kind. */
typedef enum
{
  NOTHING, TEXT, TASK, FUTURE, HANDLE, CORO, SYNC, COUNT, ITEM, DEPTH, DESCRIPTOR, WORKER,
  WAIT, OUTCOME, CAUSE, KIND, SIDE, OBJECT
} Meaning;

typedef struct { guint8 detail, a, b; } Meanings;

static const Meanings meanings[LS_N_EVENTS] = {
  [LS_EVENT_POLL] = { NOTHING, COUNT, NOTHING },
  [LS_EVENT_POLLED] = { NOTHING, COUNT, NOTHING },
  [LS_EVENT_CORO_CREATED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_CORO_ARG] = { NOTHING, NOTHING, TEXT },
  [LS_EVENT_TASK_CREATED] = { NOTHING, TEXT, CORO },
  [LS_EVENT_TASK_RENAMED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_TASK_READY] = { CAUSE, HANDLE, NOTHING },
  [LS_EVENT_TURN] = { NOTHING, HANDLE, NOTHING },
  [LS_EVENT_FRAME] = { NOTHING, DEPTH, CORO },
  [LS_EVENT_TASK_SUSPENDED] = { WAIT, OBJECT, NOTHING },
  [LS_EVENT_CANCEL_REQUESTED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_TASK_DONE] = { OUTCOME, TEXT, NOTHING },
  [LS_EVENT_FUTURE_CREATED] = { KIND, TEXT, NOTHING },
  [LS_EVENT_FUTURE_CHILD] = { NOTHING, FUTURE, NOTHING },
  [LS_EVENT_FUTURE_AWAITED] = { KIND, TASK, NOTHING },
  [LS_EVENT_FUTURE_RESOLVED] = { OUTCOME, TEXT, KIND },
  [LS_EVENT_HANDLE_SCHEDULED] = { NOTHING, TEXT, TASK },
  [LS_EVENT_TIMER_ARMED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_QUEUE_CREATED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_QUEUE_ITEM_PUT] = { NOTHING, ITEM, NOTHING },
  [LS_EVENT_QUEUE_ITEM_GOT] = { NOTHING, ITEM, NOTHING },
  [LS_EVENT_QUEUE_TASK_DONE] = { NOTHING, NOTHING, COUNT },
  [LS_EVENT_QUEUE_PARKED] = { SIDE, TASK, NOTHING },
  [LS_EVENT_QUEUE_WOKEN] = { SIDE, TASK, NOTHING },
  [LS_EVENT_QUEUE_LEFT] = { SIDE, TASK, NOTHING },
  [LS_EVENT_SYNC_CREATED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_SYNC_ACQUIRED] = { NOTHING, TASK, NOTHING },
  [LS_EVENT_SYNC_PARKED] = { NOTHING, TASK, NOTHING },
  [LS_EVENT_SYNC_WOKEN] = { NOTHING, TASK, NOTHING },
  [LS_EVENT_SYNC_RELEASED] = { NOTHING, TASK, NOTHING },
  [LS_EVENT_FD_WATCHED] = { NOTHING, DESCRIPTOR, NOTHING },
  [LS_EVENT_FD_READY] = { NOTHING, DESCRIPTOR, NOTHING },
  [LS_EVENT_FD_UNWATCHED] = { NOTHING, DESCRIPTOR, NOTHING },
  [LS_EVENT_JOB_SUBMITTED] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_JOB_STARTED] = { NOTHING, WORKER, NOTHING },
  [LS_EVENT_JOB_DONE] = { OUTCOME, WORKER, NOTHING },
  [LS_EVENT_SIGNAL] = { NOTHING, COUNT, NOTHING },
  [LS_EVENT_LOCAL] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_WARNING] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_EXCEPTION_HANDLER] = { NOTHING, TEXT, NOTHING },
  [LS_EVENT_GENERATOR_RESUMED] = { NOTHING, TASK, NOTHING },
};

static const char * const waits[LS_N_WAITS] = {
  "nothing", "yield", "sleep", "future", "task", "gather", "wait", "wait-for", "shield",
  "queue-put", "queue-get", "queue-join", "lock", "event", "condition", "semaphore", "barrier",
  "generator", "thread", "io", "child", "group"
};
static const char * const outcomes[] = { "result", "exception", "cancelled" };
static const char * const causes[] = { "created", "yield", "wakeup", "throw" };
static const char * const kinds[] = {
  "plain", "task", "sleep", "gather", "waiter", "shield", "putter", "getter", "joiner", "sync",
  "job", "io", "internal"
};
static const char * const sides[] = { "put", "get", "join" };

#define NTH(words, n) ((n) < G_N_ELEMENTS (words) ? (words)[n] : "?")

/* A task by its name, another future by its number. */
static char *
format_future (LsModel *self, guint32 id)
{
  if (ls_roster_get (self->roster, id) != NULL)
    return g_strdup (ls_model_get_task_name (self, id));

  return g_strdup_printf ("future %u", id);
}

static char *
format_subject (LsModel *self, const LsRecord *rec)
{
  if (rec->subject == 0)
    return NULL;

  switch (ls_event_kind_space (rec->kind))
    {
    case LS_SPACE_FUTURE: return format_future (self, rec->subject);
    case LS_SPACE_HANDLE: return g_strdup_printf ("handle %u", rec->subject);
    case LS_SPACE_CORO:   return ls_model_format_coro (self, rec->subject);
    case LS_SPACE_SYNC:   return ls_model_get_queue_name (self, rec->subject);
    case LS_SPACE_NONE:
    case LS_SPACE_LOOP:
    default:              return NULL;
    }
}

/* What a task waits for, when that is something with a name. */
static char *
format_object (LsModel *self, const LsRecord *rec)
{
  if (rec->detail == LS_WAIT_TASK)
    return g_strdup (ls_model_get_task_name (self, rec->a));
  if (rec->detail >= LS_WAIT_QUEUE_PUT && rec->detail <= LS_WAIT_BARRIER)
    return ls_model_get_queue_name (self, rec->a);

  return NULL;
}

static char *
format_number (LsModel *self, Meaning meaning, guint32 n, const LsRecord *rec)
{
  switch (meaning)
    {
    case TEXT:       return n != 0 ? g_strdup (ls_model_get_string (self, n)) : NULL;
    case TASK:       return n != 0 ? g_strdup (ls_model_get_task_name (self, n)) : NULL;
    case FUTURE:     return n != 0 ? format_future (self, n) : NULL;
    case HANDLE:     return n != 0 ? g_strdup_printf ("handle %u", n) : NULL;
    case CORO:       return n != 0 ? ls_model_format_coro (self, n) : NULL;
    case SYNC:       return n != 0 ? ls_model_get_queue_name (self, n) : NULL;
    case COUNT:      return g_strdup_printf ("%u", n);
    case ITEM:       return g_strdup_printf ("item %u", n);
    case DEPTH:      return g_strdup_printf ("frame %u", n);
    case DESCRIPTOR: return g_strdup_printf ("descriptor %u", n);
    case WORKER:     return g_strdup_printf ("worker %u", n);
    case WAIT:       return g_strdup (NTH (waits, n));
    case OUTCOME:    return g_strdup (NTH (outcomes, n));
    case CAUSE:      return g_strdup (NTH (causes, n));
    case KIND:       return g_strdup (NTH (kinds, n));
    case SIDE:       return g_strdup (NTH (sides, n));
    case OBJECT:     return format_object (self, rec);
    case NOTHING:
    default:         return NULL;
    }
}

static char *
format_carried (LsModel *self, const LsRecord *rec)
{
  switch ((int) rec->kind)
    {
    case LS_EVENT_TIMER_ARMED:
      return ls_model_format_time (ls_record_get_double (rec));

    case LS_EVENT_POLL:
    case LS_EVENT_BLOCKING:
      if (rec->tag != LS_TAG_DOUBLE)
        return g_strdup ("∞");
      return ls_model_format_duration (ls_record_get_double (rec));

    case LS_EVENT_POLLED:
      return ls_model_format_duration ((double) (gint64) rec->value / 1e9);

    case LS_EVENT_WARNING:
    case LS_EVENT_EXCEPTION_HANDLER:
      return ls_model_format_plain (self, rec->tag, rec->value);

    default:
      return rec->tag != LS_TAG_NONE ? ls_model_format_value (self, rec->tag, rec->value) : NULL;
    }
}

/* Takes @part. */
static void
append (GString *line, char *part)
{
  if (part != NULL && part[0] != '\0')
    g_string_append_printf (line, "  %s", part);
  g_free (part);
}

char *
ls_model_format_event (LsModel *self, const LsEvent *event)
{
  const LsRecord *rec = &event->rec;
  Meanings meaning = rec->kind < LS_N_EVENTS ? meanings[rec->kind] : (Meanings) { 0 };
  GString *line;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  line = g_string_new (ls_event_kind_name (rec->kind));
  append (line, format_subject (self, rec));
  append (line, format_number (self, meaning.detail, rec->detail, rec));
  append (line, format_number (self, meaning.a, rec->a, rec));
  append (line, format_number (self, meaning.b, rec->b, rec));
  append (line, format_carried (self, rec));

  return g_string_free (line, FALSE);
}
