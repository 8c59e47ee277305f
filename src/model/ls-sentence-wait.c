/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Why and for what a task gives up its turn. */

/* Whom the loop turns to now; 0 if no task is ready. */
static guint32
get_next (LsTelling *telling)
{
  const GArray *ready = telling->state->ready;

  for (guint i = 0; i < ready->len; i++)
    if (g_array_index (ready, LsReadyItem, i).task != 0)
      return g_array_index (ready, LsReadyItem, i).task;

  return 0;
}

static void
tell_sleep (LsTelling *telling, const LsTaskState *task)
{
  const char *name = ls_tell_name (telling, task->id);
  guint32 next = get_next (telling);

  if (isnan (task->deadline))
    telling->what = g_strdup_printf (_("%s sleeps."), name);
  else
    {
      g_autofree char *length = ls_model_format_duration (task->deadline - task->armed);
      g_autofree char *until = ls_model_format_time (task->deadline);

      telling->what = g_strdup_printf (_("%1$s sleeps for %2$s, until %3$s."), name, length, until);
    }

  if (next != 0)
    telling->why = g_strdup_printf (_("It gives the loop back until a timer wakes it. The next to "
                                      "run is %s."), ls_tell_name (telling, next));
  else
    telling->why = g_strdup (_("It gives the loop back until a timer wakes it. No other task is "
                               "ready."));
}

static void
tell_gather (LsTelling *telling, const LsTaskState *task)
{
  const LsGatherState *gather = ls_state_get_gather (telling->state, task->future);
  guint n = gather != NULL ? gather->children->len : task->object;
  guint n_done = gather != NULL ? gather->n_done : 0;

  telling->what = g_strdup_printf (ngettext ("%2$s waits for the %1$u task that it gathers.",
                                             "%2$s waits for the %1$u tasks that it gathers.", n),
                                   n, ls_tell_name (telling, task->id));
  if (n_done == 0)
    telling->why = g_strdup (_("It takes no turn before the last of them is done; they take turns "
                               "meanwhile."));
  else
    telling->why = g_strdup_printf (ngettext ("%u of them is done already. It takes no turn before "
                                              "the last of them is.",
                                              "%u of them are done already. It takes no turn "
                                              "before the last of them is.", n_done), n_done);
}

static char *
explain_awaited (LsTelling *telling, const LsTaskState *awaited, const char *name)
{
  if (awaited == NULL)
    return g_strdup (_("It is woken when that task is done."));

  if (awaited->status == LS_STATUS_READY && awaited->turns == 0)
    return g_strdup_printf (_("%s is ready but has not started yet. The await ends when it is "
                              "done."), name);
  if (awaited->status == LS_STATUS_READY)
    return g_strdup_printf (_("%s is in the ready queue. The await ends when it is done."), name);
  if (awaited->wait == LS_WAIT_SLEEP && !isnan (awaited->deadline))
    {
      g_autofree char *until = ls_model_format_time (awaited->deadline);

      return g_strdup_printf (_("%1$s sleeps until %2$s. The await ends when it is done."), name,
                              until);
    }

  return g_strdup_printf (_("%s waits for something itself. The await ends when it is done."),
                          name);
}

static void
tell_task (LsTelling *telling, const LsTaskState *task)
{
  const char *awaited = ls_tell_name (telling, task->object);

  telling->what = g_strdup_printf (_("%1$s waits for %2$s."), ls_tell_name (telling, task->id),
                                   awaited);
  telling->why = explain_awaited (telling, ls_state_get_task (telling->state, task->object),
                                  awaited);
}

static void
tell_future (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *future = ls_model_get_future_name (telling->model, task->future);

  telling->what = g_strdup_printf (_("%1$s waits for %2$s."), ls_tell_name (telling, task->id),
                                   future);
  telling->why = g_strdup (_("A future is a result to come: somebody else has to set it, with "
                             "set_result()."));
}

static void
tell_put (LsTelling *telling, const LsTaskState *task)
{
  const LsQueueState *queue = ls_state_get_queue (telling->state, task->object);
  g_autofree char *name = ls_model_get_queue_name (telling->model, task->object);
  g_autofree char *item = ls_model_format_plain (telling->model, task->item_tag, task->item);
  guint n = queue != NULL ? queue->items->len : 0;

  telling->what = g_strdup_printf (_("%1$s waits to put %2$s on %3$s."),
                                   ls_tell_name (telling, task->id), item, name);
  telling->why = g_strdup_printf (ngettext ("%2$s is full with its %1$u item. The next get() makes "
                                            "room and wakes the first who waits.",
                                            "%2$s is full with its %1$u items. The next get() "
                                            "makes room and wakes the first who waits.", n), n,
                                  name);
}

static void
tell_get (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *name = ls_model_get_queue_name (telling->model, task->object);

  telling->what = g_strdup_printf (_("%1$s waits to get an item from %2$s."),
                                   ls_tell_name (telling, task->id), name);
  telling->why = g_strdup_printf (_("%s is empty. The next put() wakes the first who waits."),
                                  name);
}

static void
tell_join (LsTelling *telling, const LsTaskState *task)
{
  const LsQueueState *queue = ls_state_get_queue (telling->state, task->object);
  g_autofree char *name = ls_model_get_queue_name (telling->model, task->object);
  guint n = queue != NULL ? queue->unfinished : 0;

  telling->what = g_strdup_printf (_("%1$s waits in join() for the items of %2$s."),
                                   ls_tell_name (telling, task->id), name);
  telling->why = g_strdup_printf (ngettext ("%u item was put for which task_done() has not been "
                                            "called.",
                                            "%u items were put for which task_done() has not been "
                                            "called.", n), n);
}

static void
tell_yield (LsTelling *telling, const LsTaskState *task)
{
  telling->what = g_strdup_printf (_("%s gives way to the others."),
                                   ls_tell_name (telling, task->id));
  telling->why = g_strdup (_("It waits for nothing: it is ready again at once, behind those "
                             "already in line."));
}

static void
tell_timeout (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *until = NULL;

  if (isnan (task->timeout))
    return;

  until = ls_model_format_time (task->timeout);
  ls_tell_add_why (telling, g_strdup_printf (_("The timeout round it ends at %s: then %s is "
                                               "cancelled."), until,
                                             ls_tell_name (telling, task->id)));
}

/* The wait that closes a ring: whatever else goes on, this does not come undone. */
static void
tell_ring (LsTelling *telling, const LsTaskState *task)
{
  g_autoptr (LsKnot) knot = NULL;

  if (task->wait != LS_WAIT_LOCK && task->wait != LS_WAIT_TASK && task->wait != LS_WAIT_GATHER)
    return;

  knot = ls_model_find_knot (telling->model, telling->state);
  if (knot == NULL || knot->n_rings == 0 || !ls_knot_has_task (knot, task->id))
    return;

  telling->is_alarm = TRUE;
  ls_tell_add_why (telling, ls_model_tell_knot (telling->model, knot));
}

void
ls_tell_task_suspended (LsTelling *telling)
{
  const LsTaskState *task = ls_state_get_task (telling->state, telling->rec->subject);

  telling->about = telling->rec->subject;
  if (task == NULL)
    {
      telling->what = g_strdup_printf (_("%s waits."),
                                       ls_tell_name (telling, telling->rec->subject));
      return;
    }

  switch ((int) telling->rec->detail)
    {
    case LS_WAIT_SLEEP:      tell_sleep (telling, task); break;
    case LS_WAIT_GATHER:     tell_gather (telling, task); break;
    case LS_WAIT_TASK:       tell_task (telling, task); break;
    case LS_WAIT_FUTURE:     tell_future (telling, task); break;
    case LS_WAIT_QUEUE_PUT:  tell_put (telling, task); break;
    case LS_WAIT_QUEUE_GET:  tell_get (telling, task); break;
    case LS_WAIT_QUEUE_JOIN: tell_join (telling, task); break;
    case LS_WAIT_YIELD:      tell_yield (telling, task); break;
    case LS_WAIT_WAIT:       ls_tell_several_wait (telling, task); break;
    case LS_WAIT_WAIT_FOR:   ls_tell_limited_wait (telling, task); break;
    case LS_WAIT_SHIELD:     ls_tell_shielded_wait (telling, task); break;
    case LS_WAIT_LOCK:
    case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION:
    case LS_WAIT_SEMAPHORE:
    case LS_WAIT_BARRIER:    ls_tell_sync_wait (telling, task); break;
    default:                 ls_tell_work_wait (telling, task); break;
    }
  tell_ring (telling, task);
  tell_timeout (telling, task);
  ls_tell_held (telling, task->id);
}
