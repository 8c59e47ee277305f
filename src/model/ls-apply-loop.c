/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-change.h"

#include <math.h>

void
ls_apply_loop_created (LsState *state, const LsChange *change)
{
  state->loop = (guint8) change->rec->subject;
  state->phase = LS_PHASE_NONE;
}

void
ls_apply_loop_stopped (LsState *state, const LsChange *change)
{
  ls_change_end_handle (state, change);
  state->phase = LS_PHASE_NONE;
  state->sleeping = FALSE;
}

void
ls_apply_loop_closed (LsState *state, const LsChange *change)
{
  ls_apply_loop_stopped (state, change);
  state->phase = LS_PHASE_CLOSED;
}

void
ls_apply_iteration (LsState *state, const LsChange *change)
{
  ls_change_end_handle (state, change);
  state->iteration = change->rec->value;
  state->phase = LS_PHASE_POLL;
}

void
ls_apply_poll_begins (LsState *state, const LsChange *change)
{
  gboolean is_bounded = change->rec->tag == LS_TAG_DOUBLE;
  double timeout = is_bounded ? ls_record_get_double (change->rec) : INFINITY;

  ls_change_end_handle (state, change);
  state->phase = LS_PHASE_POLL;
  state->sleeping = timeout > 0;
  state->poll_until = state->sleeping ? ls_change_seconds (change->event->time) + timeout : 0;
}

void
ls_apply_poll_ends (LsState *state, const LsChange *change)
{
  state->phase = LS_PHASE_TIMERS;
  state->sleeping = FALSE;
  state->poll_until = 0;
}

void
ls_apply_blocking (LsState *state, const LsChange *change)
{
  double length = change->rec->tag == LS_TAG_DOUBLE ? ls_record_get_double (change->rec) : 0;

  state->blocking = length > 0 ? length : 0;
}

/* The youngest is looked for first: it is the one just scheduled. */
gboolean
ls_change_is_scheduled (LsState *state, guint32 handle)
{
  for (guint i = state->ready->len; i-- > state->n_run; )
    if (g_array_index (state->ready, LsReadyItem, i).handle == handle)
      return TRUE;

  return FALSE;
}

void
ls_change_schedule (LsState *state, guint32 handle, guint32 task, guint32 callback)
{
  LsReadyItem item = { .handle = handle, .task = task, .callback = callback, .ended = state->ending };

  g_array_append_val (state->ready, item);
}

void
ls_apply_handle_scheduled (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsTaskState *task = rec->b != 0 ? ls_change_get_task (state, rec->b) : NULL;

  if (rec->subject == 0)
    return;

  ls_change_schedule (state, rec->subject, rec->b, rec->a);
  if (task == NULL)
    return;

  /* In the queue it no longer waits; TASK_READY, which comes next, says why. */
  if (task->status == LS_STATUS_WAITING)
    ls_change_set_ready (state, task, LS_READY_WAKEUP, rec->subject, change);
  else
    task->handle = rec->subject;
}

static void
remove_ready (LsState *state, guint32 handle, LsReadyItem *removed)
{
  for (guint i = state->n_run; i < state->ready->len; i++)
    {
      const LsReadyItem *item = &g_array_index (state->ready, LsReadyItem, i);

      if (item->handle == handle)
        {
          *removed = *item;
          ls_state_take (state->ready, &state->n_run, i);
          return;
        }
    }
}

void
ls_apply_handle_run (LsState *state, const LsChange *change)
{
  LsReadyItem item = { 0 };

  ls_change_end_handle (state, change);
  remove_ready (state, change->rec->subject, &item);
  state->phase = LS_PHASE_RUN;
  state->callback = change->rec->subject;
  state->callback_name = item.callback;
  state->callback_scope = item.scope;
  state->callback_ended = item.ended;
}

void
ls_apply_handle_cancelled (LsState *state, const LsChange *change)
{
  LsReadyItem item;

  remove_ready (state, change->rec->subject, &item);
}

/* A snapshot tells of who waits before it tells of timers. */
static void
find_sleeper (LsState *state, const LsTimerState *timer)
{
  for (guint i = 0; timer->future != 0 && i < state->tasks->len; i++)
    {
      LsTaskState *task = &g_array_index (state->tasks, LsTaskState, i);

      if (task->status == LS_STATUS_WAITING && task->future == timer->future)
        ls_change_set_deadline (state, task);
    }
}

void
ls_apply_timer_armed (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsTimerState timer = {
    .handle = rec->subject,
    .callback = rec->a,
    .future = rec->b,
    .armed = ls_change_seconds (change->event->time),
    .deadline = rec->tag == LS_TAG_DOUBLE ? ls_record_get_double (rec) : NAN,
  };

  if (ls_state_find_task (state, rec->b) != NULL)
    {
      timer.task = rec->b;
      timer.is_timeout = TRUE;
    }
  ls_state_add_timer (state, &timer);
  if (timer.is_timeout)
    ls_change_set_timeout (state, timer.task);
  else if (state->holes)
    find_sleeper (state, &timer);
}

/* Takes the timer of a handle away and returns what it was; of an unknown one only the handle is known. */
static LsTimerState
take_timer (LsState *state, guint32 handle)
{
  LsTimerState *timer = ls_state_find_timer (state, handle);
  LsTimerState taken = { .handle = handle };

  if (timer == NULL)
    return taken;

  taken = *timer;
  ls_state_remove_timer (state, timer);
  if (taken.is_timeout)
    ls_change_set_timeout (state, taken.task);

  return taken;
}

void
ls_apply_timer_fired (LsState *state, const LsChange *change)
{
  LsTimerState fired = take_timer (state, change->rec->subject);

  ls_change_schedule (state, fired.handle, 0, fired.callback);
  if (fired.is_timeout)
    g_array_index (state->ready, LsReadyItem, state->ready->len - 1).scope = fired.task;
  state->phase = LS_PHASE_TIMERS;
}

void
ls_apply_timer_cancelled (LsState *state, const LsChange *change)
{
  take_timer (state, change->rec->subject);
}
