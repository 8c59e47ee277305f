/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-change.h"

static gboolean
find_ascending (const GArray *ids, guint32 id)
{
  guint from = 0, to = ids->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (ids, guint32, middle) < id)
        from = middle + 1;
      else
        to = middle;
    }

  return from < ids->len && g_array_index (ids, guint32, from) == id;
}

/* The same child may have been given more than once. */
static void
count_done (LsGatherState *gather, guint32 future)
{
  guint n = 0;

  if (gather->ascending)
    n = find_ascending (gather->children, future);
  else
    for (guint i = 0; i < gather->children->len; i++)
      n += g_array_index (gather->children, guint32, i) == future;

  gather->n_done = MIN (gather->n_done + n, gather->children->len);
}

static void
child_done (LsState *state, guint32 future)
{
  for (guint i = 0; i < state->gathers->len; i++)
    count_done (state->gathers->pdata[i], future);
}

void
ls_change_task_child_done (LsState *state, const LsTaskState *task)
{
  LsGatherState *gather;

  if (task->parent == G_MAXUINT32)
    child_done (state, task->id);
  else if (task->parent != 0)
    {
      gather = ls_state_find_gather (state, task->parent);
      if (gather != NULL)
        count_done (gather, task->id);
    }
}

static gboolean
is_done (const LsState *state, guint32 task)
{
  for (guint i = state->done->len; i-- > 0; )
    if (g_array_index (state->done, guint32, i) == task)
      return TRUE;

  return FALSE;
}

void
ls_apply_future_child (LsState *state, const LsChange *change)
{
  guint32 child = change->rec->a;
  LsGatherState *gather;
  LsTaskState *task;

  if (change->rec->subject == 0 || child == 0)
    return;

  gather = ls_state_add_gather (state, change->rec->subject);
  if (gather->children->len > 0)
    gather->ascending &= g_array_index (gather->children, guint32,
                                        gather->children->len - 1) < child;
  g_array_append_val (gather->children, child);

  task = ls_state_find_task (state, child);
  if (task != NULL)
    task->parent = task->parent == 0 || task->parent == gather->id ? gather->id : G_MAXUINT32;
  else if (is_done (state, child))
    gather->n_done++;
}

void
ls_apply_future_awaited (LsState *state, const LsChange *change)
{
  LsTimerState *timer = ls_state_find_timer_of (state, change->rec->subject);

  if (timer != NULL)
    timer->task = change->rec->a;
}

/* Those that no program holds are nobody's child; and a task's end is TASK_DONE, whatever else says so. */
static gboolean
may_be_child (LsFutureKind kind)
{
  switch (kind)
    {
    case LS_FUTURE_PLAIN:
    case LS_FUTURE_GATHER:
    case LS_FUTURE_SHIELD:
    case LS_FUTURE_JOB:
    case LS_FUTURE_IO:
      return TRUE;

    case LS_FUTURE_TASK:
    case LS_FUTURE_SLEEP:
    case LS_FUTURE_WAITER:
    case LS_FUTURE_PUTTER:
    case LS_FUTURE_GETTER:
    case LS_FUTURE_JOINER:
    case LS_FUTURE_SYNC:
    case LS_FUTURE_INTERNAL:
    default:
      return FALSE;
    }
}

void
ls_apply_future_resolved (LsState *state, const LsChange *change)
{
  ls_state_end_gather (state, change->rec->subject);
  if (may_be_child (change->rec->b))
    child_done (state, change->rec->subject);
}
