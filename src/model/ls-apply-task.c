/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-change.h"

#include <math.h>

/* The task, also one whose creation is missing. */
LsTaskState *
ls_change_get_task (LsState *state, guint32 id)
{
  LsTaskState *task = ls_state_find_task (state, id);

  if (task == NULL && state->holes && id != 0)
    task = ls_state_add_task (state, id);

  return task;
}

static void
set_status (LsTaskState *task, LsStatus status, const LsChange *change)
{
  if (task->status == LS_STATUS_WAITING)
    task->waited += change->event->time - task->since;
  task->status = status;
  task->since = change->event->time;
  task->since_seq = change->event->seq;
}

static void
set_waiting (LsTaskState *task, LsWaitKind wait, guint32 object, guint32 future,
             const LsChange *change)
{
  set_status (task, LS_STATUS_WAITING, change);
  task->wait = wait;
  task->object = object;
  task->future = future;
  task->armed = NAN;
  task->deadline = NAN;
  task->cause = LS_READY_CREATED;
  task->woken_from = LS_WAIT_NONE;
  task->woken_by = 0;
}

void
ls_change_set_ready (LsState *state, LsTaskState *task, LsReadyCause cause, guint32 handle,
                     const LsChange *change)
{
  if (task->status != LS_STATUS_READY)
    {
      task->woken_from = task->wait;
      task->woken_by = state->running != 0 ? state->running : state->ending;
      set_status (task, LS_STATUS_READY, change);
      task->wait = LS_WAIT_NONE;
      task->item_tag = LS_TAG_NONE;
      task->item = 0;
    }
  task->cause = cause;
  task->handle = handle;
}

/* No task runs any longer: one whose suspension is missing waits for something unknown. */
void
ls_change_end_handle (LsState *state, const LsChange *change)
{
  LsTaskState *task;

  if (state->running != 0)
    {
      task = ls_state_find_task (state, state->running);
      if (task != NULL)
        set_waiting (task, LS_WAIT_NONE, 0, 0, change);
    }
  state->running = 0;
  state->ending = 0;
  state->callback = 0;
  state->callback_name = 0;
  state->callback_scope = 0;
  state->callback_ended = 0;
}

void
ls_apply_task_created (LsState *state, const LsChange *change)
{
  LsTaskState *task;

  if (change->rec->subject == 0 || ls_state_find_task (state, change->rec->subject) != NULL)
    return;

  task = ls_state_add_task (state, change->rec->subject);
  task->status = LS_STATUS_READY;
  task->cause = LS_READY_CREATED;
  task->woken_by = state->running;
  task->site = change->rec->site;
  task->since = change->event->time;
  task->since_seq = change->event->seq;
}

void
ls_apply_task_ready (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsTaskState *task = ls_change_get_task (state, rec->subject);

  if (task == NULL)
    return;

  if (rec->a != 0 && !ls_change_is_scheduled (state, rec->a))
    ls_change_schedule (state, rec->a, task->id, 0);

  if (task->status == LS_STATUS_RUNNING)
    task->handle = rec->a;
  else
    ls_change_set_ready (state, task, rec->detail, rec->a, change);
}

void
ls_apply_turn (LsState *state, const LsChange *change)
{
  LsTaskState *task;

  ls_change_end_handle (state, change);
  task = ls_change_get_task (state, change->rec->subject);
  state->phase = LS_PHASE_RUN;
  if (task == NULL)
    return;

  ls_change_set_ready (state, task, task->cause, 0, change);
  ls_change_leave_line (state, task);
  set_status (task, LS_STATUS_RUNNING, change);
  task->turns = change->rec->tag == LS_TAG_INT ? change->rec->value : task->turns + 1;
  state->running = task->id;
}

void
ls_change_set_deadline (LsState *state, LsTaskState *task)
{
  LsTimerState *timer = ls_state_find_timer_of (state, task->future);

  if (timer == NULL)
    return;

  timer->task = task->id;
  task->armed = timer->armed;
  task->deadline = timer->deadline;
}

void
ls_change_set_timeout (LsState *state, guint32 id)
{
  LsTaskState *task = ls_state_find_task (state, id);
  const LsTimerState *timer = task != NULL ? ls_state_find_timeout (state, id) : NULL;

  if (task != NULL)
    task->timeout = timer != NULL ? timer->deadline : NAN;
}

void
ls_apply_task_suspended (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsTaskState *task = ls_change_get_task (state, rec->subject);
  guint32 handle;

  if (task == NULL)
    return;

  handle = task->handle;
  if (state->running == task->id)
    state->running = 0;
  set_waiting (task, rec->detail < LS_N_WAITS ? rec->detail : LS_WAIT_NONE, rec->a, rec->b, change);
  ls_change_set_deadline (state, task);
  if (rec->site != 0)
    task->site = rec->site;

  /* A bare yield is scheduled again before it gives way. */
  if (handle != 0)
    ls_change_set_ready (state, task, LS_READY_YIELD, handle, change);
}

void
ls_apply_cancel_requested (LsState *state, const LsChange *change)
{
  LsTaskState *task = ls_change_get_task (state, change->rec->subject);

  if (task != NULL)
    task->cancelling++;
}

void
ls_apply_cancel_delivered (LsState *state, const LsChange *change)
{
  LsTaskState *task = ls_change_get_task (state, change->rec->subject);

  if (task != NULL)
    task->cancelling = 0;
}

void
ls_apply_task_done (LsState *state, const LsChange *change)
{
  LsTaskState *task = ls_change_get_task (state, change->rec->subject);

  if (task == NULL)
    return;

  if (state->running == task->id)
    state->running = 0;
  state->ending = task->id;
  task->outcome = MIN (change->rec->detail, LS_OUTCOME_CANCELLED);
  ls_change_task_child_done (state, task);
  ls_state_end_task (state, task);
}
