/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-private.h"

#include <math.h>
#include <string.h>

/* Field by field, since the bytes between fields are anything. */
#define SAME(field) (a->field == b->field)
#define SAME_TIME(field) (a->field == b->field || (isnan (a->field) && isnan (b->field)))

typedef gboolean (*SameFunc) (gconstpointer a, gconstpointer b);

static gboolean
same_ready (gconstpointer pa, gconstpointer pb)
{
  const LsReadyItem *a = pa, *b = pb;

  return SAME (handle) && SAME (task) && SAME (callback) && SAME (scope);
}

static gboolean
same_timer (gconstpointer pa, gconstpointer pb)
{
  const LsTimerState *a = pa, *b = pb;

  return SAME (handle) && SAME (callback) && SAME (future) && SAME (task) && SAME (is_timeout)
         && SAME_TIME (armed) && SAME_TIME (deadline);
}

static gboolean
same_task (gconstpointer pa, gconstpointer pb)
{
  const LsTaskState *a = pa, *b = pb;

  return SAME (id) && SAME (status) && SAME (wait) && SAME (object) && SAME (future)
         && SAME (handle)
         && SAME (cause) && SAME (woken_from) && SAME (woken_by) && SAME (site) && SAME (since)
         && SAME (since_seq) && SAME_TIME (armed) && SAME_TIME (deadline) && SAME_TIME (timeout)
         && SAME (item_tag)
         && SAME (item) && SAME (parent) && SAME (turns) && SAME (waited) && SAME (cancelling)
         && SAME (outcome);
}

static gboolean
same_item (gconstpointer pa, gconstpointer pb)
{
  const LsQueueItem *a = pa, *b = pb;

  return SAME (item) && SAME (from) && SAME (tag) && SAME (value);
}

static gboolean
same_id (gconstpointer pa, gconstpointer pb)
{
  return *(const guint32 *) pa == *(const guint32 *) pb;
}

static gboolean
same_array (const GArray *a, const GArray *b, SameFunc same)
{
  gsize size = g_array_get_element_size ((GArray *) a);

  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!same (a->data + i * size, b->data + i * size))
      return FALSE;

  return TRUE;
}

static gboolean
same_queue (gconstpointer pa, gconstpointer pb)
{
  const LsQueueState *a = pa, *b = pb;

  for (guint i = 0; i < G_N_ELEMENTS (a->parked); i++)
    if (!same_array (a->parked[i], b->parked[i], same_id))
      return FALSE;

  return SAME (id) && SAME (kind) && SAME (name) && SAME (maxsize) && SAME (unfinished)
         && same_array (a->items, b->items, same_item);
}

static gboolean
same_gather (gconstpointer pa, gconstpointer pb)
{
  const LsGatherState *a = pa, *b = pb;

  return SAME (id) && SAME (n_done) && same_array (a->children, b->children, same_id);
}

static gboolean
same_lock (gconstpointer pa, gconstpointer pb)
{
  const LsLockState *a = pa, *b = pb;

  return SAME (id) && SAME (kind) && SAME (name) && SAME (holder) && SAME (value)
         && same_array (a->waiting, b->waiting, same_id);
}

static gboolean
same_job (gconstpointer pa, gconstpointer pb)
{
  const LsJobState *a = pa, *b = pb;

  return SAME (id) && SAME (name) && SAME (task) && SAME (worker) && SAME (since);
}

static gboolean
same_watch (gconstpointer pa, gconstpointer pb)
{
  const LsWatchState *a = pa, *b = pb;

  return SAME (id) && SAME (kind) && SAME (object) && SAME (future);
}

static gboolean
same_generator (gconstpointer pa, gconstpointer pb)
{
  const LsGeneratorState *a = pa, *b = pb;

  return SAME (id) && SAME (task) && SAME (is_paused) && SAME (n_items)
         && SAME (tag) && SAME (value) && SAME (site);
}

static gboolean
same_objects (const GPtrArray *a, const GPtrArray *b, SameFunc same)
{
  if (a->len != b->len)
    return FALSE;

  for (guint i = 0; i < a->len; i++)
    if (!same (a->pdata[i], b->pdata[i]))
      return FALSE;

  return TRUE;
}

static gboolean
same_loop (const LsState *a, const LsState *b)
{
  return SAME (position) && SAME (time) && SAME (wall) && SAME (loop) && SAME (iteration)
         && SAME (phase)
         && SAME (sleeping) && SAME_TIME (poll_until) && SAME (running) && SAME (callback)
         && SAME (callback_name) && SAME (callback_scope)
         && SAME (blocking) && SAME (ending) && SAME (holes)
           && SAME (skipping)
         && same_timer (&a->newest, &b->newest);
}

gboolean
ls_state_equal (const LsState *a, const LsState *b)
{
  return same_loop (a, b)
         && same_array (a->ready, b->ready, same_ready)
         && same_array (a->timers, b->timers, same_timer)
         && same_objects (a->queues, b->queues, same_queue)
         && same_objects (a->gathers, b->gathers, same_gather)
         && same_objects (a->locks, b->locks, same_lock)
         && same_array (a->jobs, b->jobs, same_job) && SAME (n_workers)
         && same_array (a->watches, b->watches, same_watch)
         && same_array (a->generators, b->generators, same_generator)
         && same_array (a->tasks, b->tasks, same_task)
         && same_array (a->done, b->done, same_id)
         && memcmp (a->n_done, b->n_done, sizeof a->n_done) == 0;
}
