/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

static void
tell_starts (LsTelling *telling, const LsTaskState *task)
{
  const char *name = ls_tell_name (telling, task->id);

  telling->what = g_strdup_printf (_("%s starts."), name);
  if (ls_tell_cancelled (telling, task))
    telling->why = g_strdup (_("It was cancelled before its first turn: none of its code runs."));
  else
    telling->why = g_strdup (_("It was the first in the ready queue. It runs until it has to wait "
                               "or ends; nobody takes the loop from it."));
}

static char *
explain_queue_turn (LsTelling *telling, const LsTaskState *task)
{
  const LsQueueState *queue = ls_state_get_queue (telling->state, task->object);
  g_autofree char *name = ls_model_get_queue_name (telling->model, task->object);

  switch ((int) task->woken_from)
    {
    case LS_WAIT_QUEUE_PUT:
      return g_strdup_printf (_("It waited to put, and looks again whether %s has room."), name);

    case LS_WAIT_QUEUE_GET:
      if (queue != NULL && queue->items->len == 0)
        return g_strdup_printf (_("It waited to get, but somebody was faster: %s is empty again."),
                                name);
      return g_strdup_printf (_("It waited to get, and now %s has an item."), name);

    default:
      return g_strdup_printf (_("It waited in join(), and every item of %s is done."), name);
    }
}

static char *
explain_awaited (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *awaited = task->woken_from == LS_WAIT_TASK
                             ? g_strdup (ls_tell_name (telling, task->future))
                             : ls_model_get_future_name (telling->model, task->future);
  const LsTaskFacts *facts = ls_model_get_task (telling->model, task->future);

  if (facts != NULL && facts->outcome == LS_OUTCOME_EXCEPTION)
    return g_strdup_printf (_("%s, which it awaited, has failed: the await raises its exception."),
                            awaited);
  if (facts != NULL && facts->outcome == LS_OUTCOME_CANCELLED)
    return g_strdup_printf (_("%s, which it awaited, was cancelled: the await raises "
                              "CancelledError."), awaited);

  return g_strdup_printf (_("%s, which it awaited, is done: the await gives its result."), awaited);
}

static char *
explain_job (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *job = ls_model_get_work_name (telling->model, task->future);

  return g_strdup_printf (_("%s, which it handed to a worker, is done: the await gives its "
                            "result."), job);
}

static char *
explain_turn (LsTelling *telling, const LsTaskState *task)
{
  if (ls_tell_cancelled (telling, task))
    return g_strdup (_("It was cancelled: CancelledError is raised at the await where it waited."));

  switch ((int) task->woken_from)
    {
    case LS_WAIT_SLEEP:
      return g_strdup (_("Its sleep is over, and it was the first in the ready queue."));
    case LS_WAIT_TASK:
    case LS_WAIT_FUTURE:
      return explain_awaited (telling, task);
    case LS_WAIT_GATHER:
      return g_strdup (_("gather() gives it the results of its tasks."));
    case LS_WAIT_QUEUE_PUT:
    case LS_WAIT_QUEUE_GET:
    case LS_WAIT_QUEUE_JOIN:
      return explain_queue_turn (telling, task);
    case LS_WAIT_WAIT:
    case LS_WAIT_WAIT_FOR:
    case LS_WAIT_SHIELD:
    case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION:
    case LS_WAIT_SEMAPHORE:
    case LS_WAIT_BARRIER:
    case LS_WAIT_IO:
    case LS_WAIT_CHILD:
    case LS_WAIT_GROUP:
      return g_strdup (_("Its wait was over, and it was the first in the ready queue."));
    case LS_WAIT_LOCK:
      return g_strdup (_("It was woken to acquire the lock that it waited for."));
    case LS_WAIT_THREAD:
      return explain_job (telling, task);
    case LS_WAIT_YIELD:
      return g_strdup (_("It had given way, and all that stood before it in the ready queue have "
                         "run."));
    default:
      return g_strdup (_("It was the first in the ready queue."));
    }
}

void
ls_tell_turn (LsTelling *telling)
{
  const LsTaskState *task = ls_state_get_task (telling->state, telling->rec->subject);
  gint64 held = ls_trace_reader_get_held (telling->model->reader, telling->event->seq);
  g_autofree char *length = ls_model_format_duration ((double) held / 1e9);

  telling->about = telling->rec->subject;
  if (task != NULL && task->turns <= 1 && task->woken_from == LS_WAIT_NONE)
    {
      tell_starts (telling, task);
    }
  else
    {
      telling->what = g_strdup_printf (_("%s goes on."),
                                       ls_tell_name (telling, telling->rec->subject));
      if (task != NULL)
        telling->why = explain_turn (telling, task);
    }
  if (held > 0)
    ls_tell_add_why (telling, g_strdup_printf (_("This turn holds the loop for %s."), length));
}

/* The position after the last turn of @task that has begun, or 0. */
static guint64
find_turn (LsTelling *telling, guint32 task)
{
  const GArray *spans = ls_model_get_spans (telling->model, task);

  for (guint i = spans->len; i-- > 0; )
    {
      const LsSpan *span = &g_array_index (spans, LsSpan, i);

      if (span->status == LS_STATUS_RUNNING && span->from <= telling->event->seq)
        return span->from;
    }

  return 0;
}

void
ls_tell_held (LsTelling *telling, guint32 task)
{
  guint64 turn = find_turn (telling, task);
  gint64 held = turn > 0 ? ls_trace_reader_get_held (telling->model->reader, turn - 1) : 0;
  g_autofree char *length = ls_model_format_duration ((double) held / 1e9);

  if (held > 0)
    ls_tell_add_why (telling, g_strdup_printf (_("This turn held the loop for %s: nobody else "
                                                 "could run, and no timer fired."), length));
}

static char *
explain_gathered_end (LsTelling *telling, guint32 awaiter)
{
  const LsTaskState *task = ls_state_get_task (telling->state, awaiter);
  const LsGatherState *gather = task != NULL ? ls_state_get_gather (telling->state, task->future)
                                             : NULL;
  const char *name = ls_tell_name (telling, awaiter);
  guint n = gather != NULL ? gather->children->len : 0;

  if (gather == NULL)
    return NULL;
  if (gather->n_done == n)
    return g_strdup_printf (ngettext ("It was the %1$u task that %2$s gathers: %2$s will be woken.",
                                      "It was the last of the %1$u tasks that %2$s gathers: %2$s "
                                      "will be woken.", n), n, name);

  return g_strdup_printf (ngettext ("%3$s gathers %2$u tasks, of which %1$u is done now.",
                                    "%3$s gathers %2$u tasks, of which %1$u are done now.",
                                    gather->n_done), gather->n_done, n, name);
}

static char *
explain_outcome (LsOutcome outcome)
{
  switch (outcome)
    {
    case LS_OUTCOME_EXCEPTION:
      return g_strdup (_("Nobody awaits it at the moment. It keeps its exception for whoever does "
                         "later."));
    case LS_OUTCOME_CANCELLED:
      return g_strdup (_("CancelledError has left its coroutine. Whoever awaits it later gets "
                         "CancelledError too."));
    case LS_OUTCOME_RESULT:
    default:
      return g_strdup (_("Nobody awaits it at the moment. It keeps its result for whoever does "
                         "later."));
    }
}

typedef enum { NOT_TOLD, TOLD, NOT_KNOWN } Told;

/* Whether a task that has just ended tells a callback of this name.  It does at once: not known where the trace ends first. */
static Told
tells_callback (LsTelling *telling, const char *name)
{
  const char *callback;
  LsEvent event;

  for (guint64 at = telling->event->seq + 2; ls_model_get_event (telling->model, at, &event); at++)
    switch ((int) event.rec.kind)
      {
      case LS_EVENT_HANDLE_SCHEDULED:
        callback = ls_model_get_string (telling->model, event.rec.a);
        if (strstr (callback, name) != NULL)
          return TOLD;
        break;

      case LS_EVENT_HANDLE_RUN:
      case LS_EVENT_ITERATION:
      case LS_EVENT_LOOP_STOPPED:
        return NOT_TOLD;

      default:
        break;
      }

  return NOT_KNOWN;
}

/*
 * Whether the loop was run for a task that has just ended: its callback is the loop's own.  Where the
 * trace ends before that, the first task is taken for it.
 */
static gboolean
is_run_for (LsTelling *telling, const LsTaskFacts *facts)
{
  Told told = tells_callback (telling, "run_until_complete");

  return told == TOLD
         || (told == NOT_KNOWN && (facts->index == 0 || ls_tell_find_cleanup (telling, facts) != NULL));
}

/* What a TaskGroup does with the end of a task of its own. */
static char *
explain_group (LsOutcome outcome)
{
  switch (outcome)
    {
    case LS_OUTCOME_EXCEPTION:
      return g_strdup (_("Its task group cancels those of its tasks that are not done, and raises the "
                         "exception, in an exception group, at the end of its block."));
    case LS_OUTCOME_CANCELLED:
      return g_strdup (_("Its task group need not wait for it any more. To the group a task that ends "
                         "cancelled has not failed."));
    case LS_OUTCOME_RESULT:
    default:
      return g_strdup (_("Its task group need not wait for it any more."));
    }
}

static char *
explain_end (LsTelling *telling, guint32 id)
{
  const LsTaskFacts *facts = ls_model_get_task (telling->model, id);
  LsWaitKind how;
  guint32 awaiter = ls_model_get_awaiter (telling->model, telling->state, id, &how);
  Told group;

  if (how == LS_WAIT_GROUP)
    return explain_group (telling->rec->detail);
  if (awaiter != 0 && how == LS_WAIT_GATHER)
    return explain_gathered_end (telling, awaiter);
  if (awaiter != 0 && how == LS_WAIT_WAIT)
    return g_strdup_printf (_("%s waits for it, and perhaps for others."),
                            ls_tell_name (telling, awaiter));
  if (awaiter != 0)
    return g_strdup_printf (_("%s awaits it and will be woken."), ls_tell_name (telling, awaiter));
  group = tells_callback (telling, LS_TELL_GROUP_CALLBACK);
  if (group == TOLD)
    return explain_group (telling->rec->detail);
  if (facts != NULL && facts->creator == 0 && is_run_for (telling, facts))
    return g_strdup (_("It is the task that the loop was run for: the loop stops at the end of "
                       "the next iteration."));
  /* A program that is stepped stands here: whether a group has the task is told next. */
  if (group == NOT_KNOWN && telling->rec->detail == LS_OUTCOME_EXCEPTION)
    return g_strdup (_("It keeps its exception for whoever asks: a task that awaits it, or its task group."));

  return explain_outcome (telling->rec->detail);
}

void
ls_tell_task_done (LsTelling *telling)
{
  const LsRecord *rec = telling->rec;
  const char *name = ls_tell_name (telling, rec->subject);
  g_autofree char *result = ls_model_format_value (telling->model, rec->tag, rec->value);

  telling->about = rec->subject;
  telling->why = explain_end (telling, rec->subject);

  if (rec->detail == LS_OUTCOME_CANCELLED)
    telling->what = g_strdup_printf (_("%s ends cancelled."), name);
  else if (rec->detail == LS_OUTCOME_EXCEPTION)
    telling->what = g_strdup_printf (_("%1$s fails with %2$s."), name,
                                     ls_model_get_string (telling->model, rec->a));
  else if (rec->tag == LS_TAG_NONE)
    telling->what = g_strdup_printf (_("%s is done."), name);
  else
    telling->what = g_strdup_printf (_("%1$s is done and returns %2$s."), name, result);
  ls_tell_held (telling, rec->subject);
}

static char *
explain_cancel (LsTelling *telling, const LsTaskState *task)
{
  if (task == NULL)
    return g_strdup (_("It is done already, so nothing happens."));

  switch (task->status)
    {
    case LS_STATUS_RUNNING:
      return g_strdup (_("It goes on for now: CancelledError is raised at its next await that "
                         "waits."));

    case LS_STATUS_READY:
      if (task->turns == 0)
        return g_strdup (_("It has not started yet: it will end without running a line."));
      return g_strdup (_("CancelledError is raised in its next turn."));

    case LS_STATUS_WAITING:
      if (task->wait == LS_WAIT_SLEEP)
        return g_strdup (_("cancel() only asks: the sleep is cancelled, and CancelledError is "
                           "raised at it when the task gets its next turn."));
      return g_strdup (_("cancel() only asks: what it waits for is cancelled, and CancelledError "
                         "is raised at the await when the task gets its next turn."));

    case LS_STATUS_DONE:
    case LS_N_STATUSES:
    default:
      return NULL;
    }
}

/* Between the end of the task that the loop was first run for and the loop's closing. */
static gboolean
is_clean_up (LsTelling *telling)
{
  const LsState *state = telling->state;

  return state->phase == LS_PHASE_NONE && state->done->len > 0;
}

/* Who waits for a task and was cancelled, which cancels the task in its turn; or 0. */
static guint32
get_cancelled_awaiter (LsTelling *telling, guint32 id, LsWaitKind *how)
{
  guint32 awaiter = ls_model_get_awaiter (telling->model, telling->state, id, how);
  const LsTaskState *task = ls_state_get_task (telling->state, awaiter);

  return task != NULL && task->cancelling > 0 && (*how == LS_WAIT_GATHER || *how == LS_WAIT_TASK)
         ? awaiter : 0;
}

static char *
tell_passed_on (LsTelling *telling, guint32 from, LsWaitKind how, const char *name)
{
  if (how == LS_WAIT_GATHER)
    return g_strdup_printf (_("gather() passes the cancel() of %1$s on to %2$s."),
                            ls_tell_name (telling, from), name);
  return g_strdup_printf (_("The cancel() of %1$s goes on to %2$s, which it awaits."),
                          ls_tell_name (telling, from), name);
}

static gboolean
is_interrupt (LsTelling *telling)
{
  LsEvent before;

  return ls_model_get_event (telling->model, telling->event->seq, &before)
         && before.rec.kind == LS_EVENT_SIGNAL;
}

static void
tell_timed_out (LsTelling *telling, const char *name)
{
  telling->what = g_strdup_printf (_("The timeout of %1$s is over, so %1$s is cancelled."), name);
  ls_tell_add_why (telling, g_strdup (_("Where its block ends the scope makes a TimeoutError of "
                                        "the CancelledError.")));
}

/* Whether the callback runs by which a TaskGroup is told that a task is done: it cancels when that has failed. */
static gboolean
is_group_failing (LsTelling *telling)
{
  const char *name = ls_model_get_string (telling->model, telling->state->callback_name);

  return strcmp (name, LS_TELL_GROUP_CALLBACK) == 0;
}

static void
tell_group_cancels (LsTelling *telling, const char *name)
{
  guint32 failed = telling->state->callback_ended;

  if (failed != 0)
    telling->what = g_strdup_printf (_("The task group cancels %1$s, because %2$s failed."), name,
                                     ls_tell_name (telling, failed));
  else
    telling->what = g_strdup_printf (_("The task group cancels %s, because a task of it failed."), name);
}

static void
tell_interrupt (LsTelling *telling, const char *name)
{
  telling->what = g_strdup_printf (_("Ctrl-C cancels %s."), name);
  g_free (telling->why);
  telling->why = g_strdup (_("run() makes a cancel() of the signal, so that main can clean up, and "
                             "raises KeyboardInterrupt when all is closed."));
}

static void
tell_clean_up (LsTelling *telling, const char *name)
{
  telling->what = g_strdup_printf (_("%s is cancelled while the loop stands still."), name);
  g_free (telling->why);
  telling->why = g_strdup (_("It was left over when the loop stopped, and is asked to end, as run() "
                             "asks all that main leaves. When the loop runs again it gets turns to "
                             "clean up."));
}

void
ls_tell_cancel_requested (LsTelling *telling)
{
  const LsRecord *rec = telling->rec;
  const LsTaskState *task = ls_state_get_task (telling->state, rec->subject);
  const char *name = ls_tell_name (telling, rec->subject);
  guint32 actor = telling->state->running;
  LsWaitKind how;
  guint32 awaiter = get_cancelled_awaiter (telling, rec->subject, &how);

  telling->about = rec->subject;
  telling->why = explain_cancel (telling, task);

  if (rec->detail == 1)
    telling->what = g_strdup_printf (_("You cancel %s."), name);
  else if (actor == rec->subject)
    telling->what = g_strdup_printf (_("%s cancels itself."), name);
  else if (actor != 0)
    telling->what = g_strdup_printf (_("%1$s cancels %2$s."), ls_tell_name (telling, actor), name);
  else if (awaiter != 0)
    telling->what = tell_passed_on (telling, awaiter, how, name);
  else if (telling->state->callback_scope == rec->subject)
    tell_timed_out (telling, name);
  else if (is_group_failing (telling))
    tell_group_cancels (telling, name);
  else if (is_interrupt (telling))
    tell_interrupt (telling, name);
  else if (is_clean_up (telling))
    tell_clean_up (telling, name);
  else
    telling->what = g_strdup_printf (_("%s is cancelled from outside any task."), name);
}
