/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-change.h"

#include <string.h>

typedef void (*ApplyFunc) (LsState *state, const LsChange *change);

/* What is alive is about to be told anew: known already if nothing is missing before. */
static void
snapshot_begins (LsState *state, const LsChange *change)
{
  g_autoptr (GArray) done = NULL;
  guint n_done[G_N_ELEMENTS (state->n_done)];

  if (change->event->seq > 0 && !state->holes)
    {
      state->skipping = TRUE;
      return;
    }

  done = g_array_copy (state->done);
  memcpy (n_done, state->n_done, sizeof n_done);
  ls_state_clear (state);
  if (done->len > 0)
    g_array_append_vals (state->done, done->data, done->len);
  memcpy (state->n_done, n_done, sizeof n_done);
  state->holes = TRUE;
}

/* After a snapshot nothing that exists is unknown. */
static void
snapshot_ends (LsState *state, const LsChange *change)
{
  state->holes &= state->skipping;
  state->skipping = FALSE;
}

static const ApplyFunc functions[LS_N_EVENTS] = {
  [LS_EVENT_LOOP_CREATED] = ls_apply_loop_created,
  [LS_EVENT_LOOP_STARTED] = ls_apply_loop_created,
  [LS_EVENT_LOOP_STOPPED] = ls_apply_loop_stopped,
  [LS_EVENT_LOOP_CLOSED] = ls_apply_loop_closed,
  [LS_EVENT_ITERATION] = ls_apply_iteration,
  [LS_EVENT_POLL] = ls_apply_poll_begins,
  [LS_EVENT_POLLED] = ls_apply_poll_ends,
  [LS_EVENT_BLOCKING] = ls_apply_blocking,
  [LS_EVENT_TASK_CREATED] = ls_apply_task_created,
  [LS_EVENT_TASK_READY] = ls_apply_task_ready,
  [LS_EVENT_TURN] = ls_apply_turn,
  [LS_EVENT_TASK_SUSPENDED] = ls_apply_task_suspended,
  [LS_EVENT_CANCEL_REQUESTED] = ls_apply_cancel_requested,
  [LS_EVENT_CANCEL_DELIVERED] = ls_apply_cancel_delivered,
  [LS_EVENT_TASK_DONE] = ls_apply_task_done,
  [LS_EVENT_FUTURE_CHILD] = ls_apply_future_child,
  [LS_EVENT_FUTURE_AWAITED] = ls_apply_future_awaited,
  [LS_EVENT_FUTURE_RESOLVED] = ls_apply_future_resolved,
  [LS_EVENT_HANDLE_SCHEDULED] = ls_apply_handle_scheduled,
  [LS_EVENT_HANDLE_RUN] = ls_apply_handle_run,
  [LS_EVENT_HANDLE_CANCELLED] = ls_apply_handle_cancelled,
  [LS_EVENT_TIMER_ARMED] = ls_apply_timer_armed,
  [LS_EVENT_TIMER_FIRED] = ls_apply_timer_fired,
  [LS_EVENT_TIMER_CANCELLED] = ls_apply_timer_cancelled,
  [LS_EVENT_QUEUE_CREATED] = ls_apply_queue_created,
  [LS_EVENT_QUEUE_ITEM_PUT] = ls_apply_queue_put,
  [LS_EVENT_QUEUE_ITEM_GOT] = ls_apply_queue_get,
  [LS_EVENT_QUEUE_TASK_DONE] = ls_apply_queue_task_done,
  [LS_EVENT_QUEUE_PARKED] = ls_apply_queue_parked,
  [LS_EVENT_QUEUE_WOKEN] = ls_apply_queue_left,
  [LS_EVENT_QUEUE_LEFT] = ls_apply_queue_left,
  [LS_EVENT_SYNC_CREATED] = ls_apply_sync_created,
  [LS_EVENT_SYNC_ACQUIRED] = ls_apply_sync_acquired,
  [LS_EVENT_SYNC_PARKED] = ls_apply_sync_parked,
  [LS_EVENT_SYNC_WOKEN] = ls_apply_sync_woken,
  [LS_EVENT_SYNC_RELEASED] = ls_apply_sync_released,
  [LS_EVENT_FD_WATCHED] = ls_apply_descriptor_watched,
  [LS_EVENT_FD_READY] = ls_apply_descriptor_ready,
  [LS_EVENT_FD_UNWATCHED] = ls_apply_descriptor_left,
  [LS_EVENT_CHILD_WATCHED] = ls_apply_child_watched,
  [LS_EVENT_CHILD_EXITED] = ls_apply_child_exited,
  [LS_EVENT_JOB_SUBMITTED] = ls_apply_job_submitted,
  [LS_EVENT_JOB_STARTED] = ls_apply_job_started,
  [LS_EVENT_JOB_DONE] = ls_apply_job_done,
  [LS_EVENT_GENERATOR_RESUMED] = ls_apply_generator_resumed,
  [LS_EVENT_GENERATOR_PAUSED] = ls_apply_generator_paused,
  [LS_EVENT_CORO_CLOSED] = ls_apply_coro_closed,
  [LS_EVENT_SNAPSHOT_BEGIN] = snapshot_begins,
  [LS_EVENT_SNAPSHOT_END] = snapshot_ends,
};

/* A C program's line is known wherever it calls the engine. */
static void
note_site (LsState *state, guint32 site)
{
  LsTaskState *task = ls_state_find_task (state, state->running);

  if (task != NULL)
    task->site = site;
}

void
ls_state_apply (LsState *state, const LsEvent *event, LsStringFunc string, gpointer data)
{
  const LsChange change = { .event = event, .rec = &event->rec, .string = string, .data = data };

  state->holes |= event->seq != state->position;
  /* A worker's clock is not the loop's, and what it tells says nothing of what the loop does. */
  if (!ls_record_is_workers (&event->rec))
    {
      state->time = event->time;
      state->blocking = 0;   /* whatever comes after it shows that it has returned */
    }

  if (event->rec.kind < LS_N_EVENTS && functions[event->rec.kind] != NULL
      && (!state->skipping || event->rec.kind == LS_EVENT_SNAPSHOT_END))
    functions[event->rec.kind] (state, &change);
  if (event->rec.site != 0 && state->running != 0)
    note_site (state, event->rec.site);

  state->position = event->seq + 1;
  state->wall = event->wall;
  if (event->rec.loop != 0)
    state->loop = event->rec.loop;
}

void
ls_state_pass_over (LsState *state, guint64 seq)
{
  state->holes = TRUE;
  state->position = seq + 1;
}
