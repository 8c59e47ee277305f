/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-objects.h"
#include "ls-state-private.h"

#include <math.h>
#include <string.h>

/* Fewer than these are not worth taking out. */
#define LOOSE_ENOUGH 32

LsState *
ls_state_new (void)
{
  LsState *state = g_new0 (LsState, 1);

  state->wall = -1;
  state->ready = g_array_new (FALSE, FALSE, sizeof (LsReadyItem));
  state->timers = g_array_new (FALSE, FALSE, sizeof (LsTimerState));
  state->armed = g_array_new (FALSE, FALSE, sizeof (LsTimerState));
  state->queues = ls_objects_new (LS_OBJECT_QUEUE);
  state->gathers = ls_objects_new (LS_OBJECT_GATHER);
  state->locks = ls_objects_new (LS_OBJECT_LOCK);
  state->jobs = g_array_new (FALSE, FALSE, sizeof (LsJobState));
  state->watches = g_array_new (FALSE, FALSE, sizeof (LsWatchState));
  state->generators = g_array_new (FALSE, FALSE, sizeof (LsGeneratorState));
  state->tasks = g_array_new (FALSE, FALSE, sizeof (LsTaskState));
  state->done = g_array_new (FALSE, FALSE, sizeof (guint32));

  return state;
}

void
ls_state_free (LsState *state)
{
  g_array_unref (state->ready);
  g_array_unref (state->timers);
  g_array_unref (state->armed);
  g_ptr_array_unref (state->queues);
  g_ptr_array_unref (state->gathers);
  g_ptr_array_unref (state->locks);
  g_array_unref (state->jobs);
  g_array_unref (state->watches);
  g_array_unref (state->generators);
  g_array_unref (state->tasks);
  g_array_unref (state->done);
  g_free (state);
}

void
ls_state_copy (LsState *to, const LsState *from)
{
  LsState own = *to;

  *to = *from;
  to->ready = own.ready;
  to->timers = own.timers;
  to->armed = own.armed;
  to->queues = own.queues;
  to->gathers = own.gathers;
  to->locks = own.locks;
  to->jobs = own.jobs;
  to->watches = own.watches;
  to->generators = own.generators;
  to->tasks = own.tasks;
  to->done = own.done;

  ls_objects_copy_array (to->ready, from->ready);
  ls_objects_copy_array (to->timers, from->timers);
  ls_objects_copy_array (to->armed, from->armed);
  ls_objects_copy_array (to->tasks, from->tasks);
  ls_objects_copy_array (to->done, from->done);
  ls_objects_copy_array (to->jobs, from->jobs);
  ls_objects_copy_array (to->watches, from->watches);
  ls_objects_copy_array (to->generators, from->generators);
  ls_objects_copy (LS_OBJECT_QUEUE, to->queues, from->queues);
  ls_objects_copy (LS_OBJECT_GATHER, to->gathers, from->gathers);
  ls_objects_copy (LS_OBJECT_LOCK, to->locks, from->locks);
}

void
ls_state_clear (LsState *state)
{
  LsState *fresh = ls_state_new ();

  ls_state_copy (state, fresh);
  ls_state_free (fresh);
}

gsize
ls_state_get_size (const LsState *state)
{
  gsize size = sizeof *state;

  size += state->ready->len * sizeof (LsReadyItem);
  size += (state->timers->len + state->armed->len) * sizeof (LsTimerState);
  size += state->tasks->len * sizeof (LsTaskState);
  size += state->done->len * sizeof (guint32);
  size += state->jobs->len * sizeof (LsJobState);
  size += state->watches->len * sizeof (LsWatchState);
  size += state->generators->len * sizeof (LsGeneratorState);
  size += ls_objects_get_size (LS_OBJECT_QUEUE, state->queues);
  size += ls_objects_get_size (LS_OBJECT_GATHER, state->gathers);
  size += ls_objects_get_size (LS_OBJECT_LOCK, state->locks);

  return size;
}

void
ls_state_settle_front (GArray *array, guint *n_left)
{
  if (*n_left > 0)
    g_array_remove_range (array, 0, *n_left);
  *n_left = 0;
}

static void
settle_tasks (LsState *state)
{
  LsTaskState *tasks = (LsTaskState *) (void *) state->tasks->data;
  guint n = 0;

  if (state->n_ended == 0)
    return;

  for (guint i = 0; i < state->tasks->len; i++)
    if (tasks[i].status != LS_STATUS_DONE)
      {
        if (n != i)
          tasks[n] = tasks[i];
        n++;
      }

  g_array_set_size (state->tasks, n);
  state->n_ended = 0;
}

void
ls_state_settle (LsState *state)
{
  ls_state_settle_front (state->ready, &state->n_run);
  ls_state_settle_timers (state);
  settle_tasks (state);
  for (guint i = 0; i < state->queues->len; i++)
    {
      LsQueueState *queue = state->queues->pdata[i];

      ls_state_settle_front (queue->items, &queue->n_left);
      for (guint side = 0; side < G_N_ELEMENTS (queue->parked); side++)
        ls_state_settle_front (queue->parked[side], &queue->n_gone[side]);
    }
  for (guint i = 0; i < state->locks->len; i++)
    {
      LsLockState *lock = state->locks->pdata[i];

      ls_state_settle_front (lock->waiting, &lock->n_gone);
    }
}

void
ls_state_leave_line (GArray *line, guint *n_gone, guint32 task)
{
  for (guint i = *n_gone; i < line->len; i++)
    if (g_array_index (line, guint32, i) == task)
      {
        ls_state_take (line, n_gone, i);
        return;
      }
}

void
ls_state_take (GArray *array, guint *n_left, guint index)
{
  if (index != *n_left)
    {
      g_array_remove_index (array, index);
      return;
    }

  *n_left += 1;
  if (*n_left == array->len || (*n_left >= LOOSE_ENOUGH && *n_left * 2 >= array->len))
    ls_state_settle_front (array, n_left);
}

/* The index of the first task whose id is not below @id. */
static guint
lower_task (const LsState *state, guint32 id)
{
  guint from = 0, to = state->tasks->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (state->tasks, LsTaskState, middle).id < id)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

LsTaskState *
ls_state_find_task (LsState *state, guint32 task)
{
  return (LsTaskState *) ls_state_get_task (state, task);
}

const LsTaskState *
ls_state_get_task (const LsState *state, guint32 task)
{
  guint index = lower_task (state, task);
  LsTaskState *found;

  if (index == state->tasks->len)
    return NULL;

  found = &g_array_index (state->tasks, LsTaskState, index);
  return found->id == task && found->status != LS_STATUS_DONE ? found : NULL;
}

LsTaskState *
ls_state_add_task (LsState *state, guint32 task)
{
  LsTaskState fresh = { .id = task, .armed = NAN, .deadline = NAN, .timeout = NAN };
  guint index = lower_task (state, task);
  LsTaskState *found;

  if (index == state->tasks->len || g_array_index (state->tasks, LsTaskState, index).id != task)
    g_array_insert_val (state->tasks, index, fresh);

  found = &g_array_index (state->tasks, LsTaskState, index);
  if (found->status == LS_STATUS_DONE)
    {
      *found = fresh;
      state->n_ended--;
    }

  return found;
}

void
ls_state_end_task (LsState *state, LsTaskState *task)
{
  g_array_append_val (state->done, task->id);
  state->n_done[task->outcome]++;
  task->status = LS_STATUS_DONE;
  state->n_ended++;

  if (state->n_ended >= LOOSE_ENOUGH && state->n_ended * 2 >= state->tasks->len)
    settle_tasks (state);
}

LsQueueState *
ls_state_find_queue (LsState *state, guint32 queue)
{
  return ls_objects_find (state->queues, queue);
}

const LsQueueState *
ls_state_get_queue (const LsState *state, guint32 queue)
{
  return ls_objects_find (state->queues, queue);
}

LsQueueState *
ls_state_add_queue (LsState *state, guint32 queue)
{
  return ls_objects_add (LS_OBJECT_QUEUE, state->queues, queue);
}

LsGatherState *
ls_state_find_gather (LsState *state, guint32 future)
{
  return ls_objects_find (state->gathers, future);
}

const LsGatherState *
ls_state_get_gather (const LsState *state, guint32 future)
{
  return ls_objects_find (state->gathers, future);
}

LsGatherState *
ls_state_add_gather (LsState *state, guint32 future)
{
  return ls_objects_add (LS_OBJECT_GATHER, state->gathers, future);
}

void
ls_state_end_gather (LsState *state, guint32 future)
{
  ls_objects_remove (state->gathers, future);
}

LsLockState *
ls_state_find_lock (LsState *state, guint32 lock)
{
  return ls_objects_find (state->locks, lock);
}

gboolean
ls_lock_is_free (const LsLockState *lock)
{
  return lock->holder == 0 && lock->value > 0;
}

const LsLockState *
ls_state_get_lock (const LsState *state, guint32 lock)
{
  return ls_objects_find (state->locks, lock);
}

LsLockState *
ls_state_add_lock (LsState *state, guint32 lock)
{
  return ls_objects_add (LS_OBJECT_LOCK, state->locks, lock);
}

gboolean
ls_state_is_as_completed (const LsState *state, const LsTaskState *task)
{
  const LsGatherState *wait = ls_state_get_gather (state, task->future);

  return wait == NULL || (wait->children->len == 1
                          && ls_state_get_gather (state, g_array_index (wait->children, guint32, 0)));
}

const LsJobState *
ls_state_get_job (const LsState *state, guint32 future)
{
  return ls_records_find (state->jobs, future);
}

const LsGeneratorState *
ls_state_get_generator (const LsState *state, guint32 coro)
{
  return ls_records_find (state->generators, coro);
}

/* Few, and there is mostly none: not worth an order by future. */
const LsWatchState *
ls_state_get_watch (const LsState *state, guint32 future)
{
  for (guint i = 0; future != 0 && i < state->watches->len; i++)
    if (g_array_index (state->watches, LsWatchState, i).future == future)
      return &g_array_index (state->watches, LsWatchState, i);

  return NULL;
}

guint
ls_state_get_n_tasks (const LsState *state)
{
  return state->tasks->len - state->n_ended + state->done->len;
}
