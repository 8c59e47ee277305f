/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* How many tasks stand in the ready queue before @task.  Callbacks are over before any of them runs. */
static guint
count_before (LsTelling *telling, guint32 task)
{
  const GArray *ready = telling->state->ready;
  guint n = 0;

  for (guint i = 0; i < ready->len && g_array_index (ready, LsReadyItem, i).task != task; i++)
    n += g_array_index (ready, LsReadyItem, i).task != 0;

  return n;
}

/* What run() adds to a program, to leave nothing behind. */
static const struct { const char *coro, *why; } cleanups[] = {
  {
    "shutdown_asyncgens",
    N_("The main task has ended: before run() closes the loop it closes the asynchronous "
       "generators that are left over.")
  },
  {
    "shutdown_default_executor",
    N_("The main task has ended: before run() closes the loop it waits for the threads of the "
       "default executor.")
  },
};

/* Why run() made a task of its own; NULL for the program's. */
const char *
ls_tell_find_cleanup (LsTelling *telling, const LsTaskFacts *facts)
{
  const char *name = ls_model_get_coro_name (telling->model, facts->coro);

  for (guint i = 0; facts->creator == 0 && i < G_N_ELEMENTS (cleanups); i++)
    if (g_str_equal (name, cleanups[i].coro))
      return _(cleanups[i].why);

  return NULL;
}

static char *
format_coro (LsTelling *telling, guint32 task)
{
  const LsTaskFacts *facts = ls_model_get_task (telling->model, task);

  return facts != NULL && facts->coro != 0 ? ls_model_format_coro (telling->model, facts->coro)
                                           : g_strdup ("?");
}

static void
tell_created (LsTelling *telling, const LsTaskState *task)
{
  guint32 actor = ls_tell_actor (telling);
  g_autofree char *coro = format_coro (telling, task->id);
  const LsTaskFacts *facts = ls_model_get_task (telling->model, task->id);
  const char *cleanup = facts != NULL ? ls_tell_find_cleanup (telling, facts) : NULL;
  const char *name = ls_tell_name (telling, task->id);

  if (cleanup != NULL)
    {
      telling->what = g_strdup_printf (_("run() makes %1$s, a task that runs %2$s."), name, coro);
      telling->why = g_strdup (cleanup);
    }
  else if (actor != 0)
    {
      telling->what = g_strdup_printf (_("%1$s makes %2$s, a task that runs %3$s."),
                                       ls_tell_name (telling, actor), name, coro);
      telling->why = g_strdup_printf (_("It goes to the end of the ready queue and starts when its "
                                        "turn comes; %s keeps running."),
                                      ls_tell_name (telling, actor));
    }
  else
    {
      telling->what = g_strdup_printf (_("The loop is given %1$s, a task that runs %2$s."), name,
                                       coro);
      telling->why = g_strdup (_("A coroutine by itself does nothing: as a task it is ready, and "
                                 "starts in the loop's next iteration."));
    }
}

static void
tell_yielded (LsTelling *telling, const LsTaskState *task)
{
  guint before = count_before (telling, task->id);

  telling->what = g_strdup_printf (_("%s is ready again."), ls_tell_name (telling, task->id));
  if (before > 0)
    telling->why = g_strdup_printf (ngettext ("It only gave way: it stands at the end of the ready "
                                              "queue, behind %u other task.",
                                              "It only gave way: it stands at the end of the ready "
                                              "queue, behind %u other tasks.", before), before);
  else if (telling->state->ready->len > 1)
    telling->why = g_strdup (_("It only gave way: the callbacks that stand before it in the ready "
                               "queue run first."));
  else
    telling->why = g_strdup (_("It only gave way, and nobody else is ready: it runs again in the "
                               "next iteration."));
}

/* So much later than it was due a timer is seen to be late. */
#define LATE 0.01

/* Waking costs an iteration: this is where a learner sees it. */
static char *
explain_slept (LsTelling *telling, const LsTaskState *task)
{
  double now = (double) telling->state->time / 1e9;
  guint before = count_before (telling, task->id);

  if (now - task->deadline > LATE)
    {
      g_autofree char *time = ls_model_format_time (now);

      return g_strdup_printf (_("The loop was held up until %s and comes to it only now. It runs "
                                "in the next iteration."), time);
    }
  if (before == 0)
    return g_strdup (_("Its sleep is over: it goes to the ready queue and runs in the next "
                       "iteration."));

  return g_strdup_printf (ngettext ("Its sleep is over: it goes to the end of the ready queue, "
                                    "behind %u other task, and runs in the next iteration.",
                                    "Its sleep is over: it goes to the end of the ready queue, "
                                    "behind %u other tasks, and runs in the next iteration.",
                                    before), before);
}

static void
tell_slept (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *time = ls_model_format_time (task->deadline);
  const char *name = ls_tell_name (telling, task->id);

  if (isnan (task->deadline))
    telling->what = g_strdup_printf (_("The timer of %s was due."), name);
  else
    telling->what = g_strdup_printf (_("The timer of %1$s was due at %2$s."), name, time);
  telling->why = explain_slept (telling, task);
}

static void
tell_awaited (LsTelling *telling, const LsTaskState *task)
{
  const char *awaited = ls_tell_name (telling, task->future);
  const char *name = ls_tell_name (telling, task->id);
  LsEvent end;
  int outcome = ls_tell_find_end (telling, task->future, &end) ? end.rec.detail : LS_OUTCOME_RESULT;

  if (outcome == LS_OUTCOME_CANCELLED)
    telling->what = g_strdup_printf (_("%1$s was cancelled, so %2$s, which awaits it, is woken."),
                                     awaited, name);
  else if (outcome == LS_OUTCOME_EXCEPTION)
    telling->what = g_strdup_printf (_("%1$s has failed, so %2$s, which awaits it, is woken."),
                                     awaited, name);
  else
    telling->what = g_strdup_printf (_("%1$s is done, so %2$s, which awaits it, is woken."),
                                     awaited, name);

  if (outcome == LS_OUTCOME_RESULT)
    telling->why = g_strdup_printf (_("%s goes to the ready queue and gets the result in the next "
                                      "iteration."), name);
  else
    telling->why = g_strdup_printf (_("%s goes to the ready queue; the exception is raised at its "
                                      "await, in the next iteration."), name);
}

static void
tell_gathered (LsTelling *telling, const LsTaskState *task)
{
  const char *name = ls_tell_name (telling, task->id);
  LsEvent end;

  if (ls_tell_find_end (telling, task->future, &end) && end.rec.detail != LS_OUTCOME_RESULT)
    {
      telling->what = g_strdup_printf (_("One of the tasks that %s gathers has failed, so it is "
                                         "woken."), name);
      telling->why = g_strdup (_("gather() passes the first exception on at once, in the next "
                                 "iteration. The other tasks go on."));
      return;
    }

  telling->what = g_strdup_printf (ngettext ("The %1$u task that %2$s gathers is done, so %2$s is "
                                             "woken.",
                                             "All %1$u tasks that %2$s gathers are done, so %2$s "
                                             "is woken.", task->object), task->object, name);
  telling->why = g_strdup (_("It goes to the ready queue and gets their results, in the order of "
                             "the arguments, in the next iteration."));
}

static void
tell_got_future (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *future = ls_model_get_future_name (telling->model, task->future);
  guint32 actor = ls_tell_actor (telling);

  telling->what = g_strdup_printf (_("%1$s is done, so %2$s, which awaits it, is woken."), future,
                                   ls_tell_name (telling, task->id));
  if (actor != 0)
    telling->why = g_strdup_printf (_("It goes to the ready queue and runs in the next iteration; "
                                      "%s keeps running."), ls_tell_name (telling, actor));
  else
    telling->why = g_strdup (_("It goes to the ready queue and runs in the next iteration."));
}

static void
tell_queue_woke (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *queue = ls_model_get_queue_name (telling->model, task->object);
  const char *name = ls_tell_name (telling, task->id);

  switch ((int) task->woken_from)
    {
    case LS_WAIT_QUEUE_PUT:
      telling->what = g_strdup_printf (_("%1$s is woken, since %2$s has room."), name, queue);
      telling->why = g_strdup (_("It is only told so: it puts its item in its own turn, in the "
                                 "next iteration."));
      break;

    case LS_WAIT_QUEUE_GET:
      telling->what = g_strdup_printf (_("%1$s is woken, since %2$s has an item."), name, queue);
      telling->why = g_strdup (_("It is only told so: it takes the item in its own turn, in the "
                                 "next iteration."));
      break;

    default:
      telling->what = g_strdup_printf (_("%1$s is woken, since every item of %2$s is done."), name,
                                       queue);
      telling->why = g_strdup (_("Its join() returns in its own turn, in the next iteration."));
      break;
    }
}

static void
tell_woken (LsTelling *telling, const LsTaskState *task)
{
  const char *name = ls_tell_name (telling, task->id);

  if (task->cancelling > 0)
    {
      telling->what = g_strdup_printf (_("%s is woken to be cancelled."), name);
      telling->why = g_strdup (_("It goes to the ready queue; CancelledError is raised at its "
                                 "await, in the next iteration."));
      return;
    }

  switch ((int) task->woken_from)
    {
    case LS_WAIT_SLEEP:
      tell_slept (telling, task);
      break;

    case LS_WAIT_TASK:
      tell_awaited (telling, task);
      break;

    case LS_WAIT_GATHER:
      tell_gathered (telling, task);
      break;

    case LS_WAIT_FUTURE:
      tell_got_future (telling, task);
      break;

    case LS_WAIT_QUEUE_PUT:
    case LS_WAIT_QUEUE_GET:
    case LS_WAIT_QUEUE_JOIN:
      tell_queue_woke (telling, task);
      break;

    case LS_WAIT_WAIT:
      ls_tell_several_woke (telling, task);
      break;

    case LS_WAIT_WAIT_FOR:
      ls_tell_limited_woke (telling, task);
      break;

    case LS_WAIT_SHIELD:
      ls_tell_shielded_woke (telling, task);
      break;

    case LS_WAIT_LOCK:
    case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION:
    case LS_WAIT_SEMAPHORE:
    case LS_WAIT_BARRIER:
      ls_tell_sync_woke (telling, task);
      break;

    default:
      ls_tell_work_woke (telling, task);
      break;
    }
}

void
ls_tell_task_ready (LsTelling *telling)
{
  const LsTaskState *task = ls_state_get_task (telling->state, telling->rec->subject);

  telling->about = telling->rec->subject;
  if (task == NULL)
    telling->what = g_strdup_printf (_("%s is ready."),
                                     ls_tell_name (telling, telling->rec->subject));
  else if (task->cause == LS_READY_CREATED)
    tell_created (telling, task);
  else if (task->cause == LS_READY_YIELD)
    tell_yielded (telling, task);
  else
    tell_woken (telling, task);
}
