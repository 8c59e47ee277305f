/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-private.h"

#include <math.h>
#include <string.h>

/* Fewer than these are not worth taking out. */
#define LOOSE_ENOUGH 32

static LsQueueState *
queue_state_new (guint32 id)
{
  LsQueueState *queue = g_new0 (LsQueueState, 1);

  queue->id = id;
  queue->items = g_array_new (FALSE, FALSE, sizeof (LsQueueItem));
  for (guint i = 0; i < G_N_ELEMENTS (queue->parked); i++)
    queue->parked[i] = g_array_new (FALSE, FALSE, sizeof (guint32));

  return queue;
}

static void
queue_state_free (gpointer data)
{
  LsQueueState *queue = data;

  g_array_unref (queue->items);
  for (guint i = 0; i < G_N_ELEMENTS (queue->parked); i++)
    g_array_unref (queue->parked[i]);
  g_free (queue);
}

static LsGatherState *
gather_state_new (guint32 id)
{
  LsGatherState *gather = g_new0 (LsGatherState, 1);

  gather->id = id;
  gather->children = g_array_new (FALSE, FALSE, sizeof (guint32));
  gather->ascending = TRUE;

  return gather;
}

static void
gather_state_free (gpointer data)
{
  LsGatherState *gather = data;

  g_array_unref (gather->children);
  g_free (gather);
}

static LsLockState *
lock_state_new (guint32 id)
{
  LsLockState *lock = g_new0 (LsLockState, 1);

  lock->id = id;
  lock->waiting = g_array_new (FALSE, FALSE, sizeof (guint32));

  return lock;
}

static void
lock_state_free (gpointer data)
{
  LsLockState *lock = data;

  g_array_unref (lock->waiting);
  g_free (lock);
}

LsState *
ls_state_new (void)
{
  LsState *state = g_new0 (LsState, 1);

  state->wall = -1;
  state->ready = g_array_new (FALSE, FALSE, sizeof (LsReadyItem));
  state->timers = g_array_new (FALSE, FALSE, sizeof (LsTimerState));
  state->queues = g_ptr_array_new_with_free_func (queue_state_free);
  state->gathers = g_ptr_array_new_with_free_func (gather_state_free);
  state->locks = g_ptr_array_new_with_free_func (lock_state_free);
  state->tasks = g_array_new (FALSE, FALSE, sizeof (LsTaskState));
  state->done = g_array_new (FALSE, FALSE, sizeof (guint32));

  return state;
}

void
ls_state_free (LsState *state)
{
  g_array_unref (state->ready);
  g_array_unref (state->timers);
  g_ptr_array_unref (state->queues);
  g_ptr_array_unref (state->gathers);
  g_ptr_array_unref (state->locks);
  g_array_unref (state->tasks);
  g_array_unref (state->done);
  g_free (state);
}

static void
copy_array (GArray *to, const GArray *from)
{
  g_array_set_size (to, 0);
  if (from->len > 0)
    g_array_append_vals (to, from->data, from->len);
}

static void
queue_state_copy (LsQueueState *to, const LsQueueState *from)
{
  LsQueueState own = *to;

  *to = *from;
  to->items = own.items;
  copy_array (to->items, from->items);
  for (guint i = 0; i < G_N_ELEMENTS (to->parked); i++)
    {
      to->parked[i] = own.parked[i];
      copy_array (to->parked[i], from->parked[i]);
    }
}

static void
gather_state_copy (LsGatherState *to, const LsGatherState *from)
{
  GArray *children = to->children;

  *to = *from;
  to->children = children;
  copy_array (to->children, from->children);
}

static void
copy_queues (GPtrArray *to, const GPtrArray *from)
{
  if (to->len > from->len)
    g_ptr_array_set_size (to, from->len);
  while (to->len < from->len)
    g_ptr_array_add (to, queue_state_new (0));
  for (guint i = 0; i < from->len; i++)
    queue_state_copy (to->pdata[i], from->pdata[i]);
}

static void
copy_gathers (GPtrArray *to, const GPtrArray *from)
{
  if (to->len > from->len)
    g_ptr_array_set_size (to, from->len);
  while (to->len < from->len)
    g_ptr_array_add (to, gather_state_new (0));
  for (guint i = 0; i < from->len; i++)
    gather_state_copy (to->pdata[i], from->pdata[i]);
}

static void
copy_locks (GPtrArray *to, const GPtrArray *from)
{
  if (to->len > from->len)
    g_ptr_array_set_size (to, from->len);
  while (to->len < from->len)
    g_ptr_array_add (to, lock_state_new (0));
  for (guint i = 0; i < from->len; i++)
    {
      LsLockState *lock = to->pdata[i];
      GArray *waiting = lock->waiting;

      *lock = *(const LsLockState *) from->pdata[i];
      copy_array (waiting, lock->waiting);
      lock->waiting = waiting;
    }
}

void
ls_state_copy (LsState *to, const LsState *from)
{
  LsState own = *to;

  *to = *from;
  to->ready = own.ready;
  to->timers = own.timers;
  to->queues = own.queues;
  to->gathers = own.gathers;
  to->locks = own.locks;
  to->tasks = own.tasks;
  to->done = own.done;

  copy_array (to->ready, from->ready);
  copy_array (to->timers, from->timers);
  copy_array (to->tasks, from->tasks);
  copy_array (to->done, from->done);
  copy_queues (to->queues, from->queues);
  copy_gathers (to->gathers, from->gathers);
  copy_locks (to->locks, from->locks);
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
  size += state->timers->len * sizeof (LsTimerState);
  size += state->tasks->len * sizeof (LsTaskState);
  size += state->done->len * sizeof (guint32);
  for (guint i = 0; i < state->queues->len; i++)
    {
      const LsQueueState *queue = state->queues->pdata[i];

      size += sizeof *queue + 4 * sizeof (GArray) + queue->items->len * sizeof (LsQueueItem);
      for (guint j = 0; j < G_N_ELEMENTS (queue->parked); j++)
        size += queue->parked[j]->len * sizeof (guint32);
    }
  for (guint i = 0; i < state->gathers->len; i++)
    {
      const LsGatherState *gather = state->gathers->pdata[i];

      size += sizeof *gather + sizeof (GArray) + gather->children->len * sizeof (guint32);
    }
  for (guint i = 0; i < state->locks->len; i++)
    {
      const LsLockState *lock = state->locks->pdata[i];

      size += sizeof *lock + sizeof (GArray) + lock->waiting->len * sizeof (guint32);
    }

  return size;
}

static void
settle_front (GArray *array, guint *n_left)
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
  settle_front (state->ready, &state->n_run);
  settle_front (state->timers, &state->n_fired);
  settle_tasks (state);
  for (guint i = 0; i < state->queues->len; i++)
    {
      LsQueueState *queue = state->queues->pdata[i];

      settle_front (queue->items, &queue->n_left);
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
    settle_front (array, n_left);
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
  LsTaskState fresh = { .id = task, .armed = NAN, .deadline = NAN };
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

/* Queues, gathers and locks all begin with their id, by which they are sorted: their order of creation. */
static guint
lower_object (const GPtrArray *objects, guint32 id)
{
  guint from = 0, to = objects->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (*(const guint32 *) objects->pdata[middle] < id)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

static gpointer
find_object (const GPtrArray *objects, guint32 id)
{
  guint index = lower_object (objects, id);

  if (index == objects->len || *(const guint32 *) objects->pdata[index] != id)
    return NULL;

  return objects->pdata[index];
}

LsQueueState *
ls_state_find_queue (LsState *state, guint32 queue)
{
  return find_object (state->queues, queue);
}

const LsQueueState *
ls_state_get_queue (const LsState *state, guint32 queue)
{
  return find_object (state->queues, queue);
}

LsQueueState *
ls_state_add_queue (LsState *state, guint32 queue)
{
  LsQueueState *found = find_object (state->queues, queue);

  if (found == NULL)
    {
      found = queue_state_new (queue);
      g_ptr_array_insert (state->queues, (int) lower_object (state->queues, queue), found);
    }

  return found;
}

LsGatherState *
ls_state_find_gather (LsState *state, guint32 future)
{
  return find_object (state->gathers, future);
}

const LsGatherState *
ls_state_get_gather (const LsState *state, guint32 future)
{
  return find_object (state->gathers, future);
}

LsGatherState *
ls_state_add_gather (LsState *state, guint32 future)
{
  LsGatherState *found = find_object (state->gathers, future);

  if (found == NULL)
    {
      found = gather_state_new (future);
      g_ptr_array_insert (state->gathers, (int) lower_object (state->gathers, future), found);
    }

  return found;
}

void
ls_state_end_gather (LsState *state, guint32 future)
{
  guint index = lower_object (state->gathers, future);

  if (find_object (state->gathers, future) != NULL)
    g_ptr_array_remove_index (state->gathers, index);
}

LsLockState *
ls_state_find_lock (LsState *state, guint32 lock)
{
  return find_object (state->locks, lock);
}

const LsLockState *
ls_state_get_lock (const LsState *state, guint32 lock)
{
  return find_object (state->locks, lock);
}

LsLockState *
ls_state_add_lock (LsState *state, guint32 lock)
{
  LsLockState *found = find_object (state->locks, lock);

  if (found == NULL)
    {
      found = lock_state_new (lock);
      g_ptr_array_insert (state->locks, (int) lower_object (state->locks, lock), found);
    }

  return found;
}

guint
ls_state_get_n_tasks (const LsState *state)
{
  return state->tasks->len - state->n_ended + state->done->len;
}
