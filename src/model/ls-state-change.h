/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-state-private.h"

G_BEGIN_DECLS

/*
 * What each kind of event does to a state: one small function a kind, in a table in ls-state-apply.c.
 * Kinds that change nothing that a state holds (a coroutine object, a frame, a line of output) have none.
 */
typedef struct
{
  const LsEvent  *event;
  const LsRecord *rec;
  LsStringFunc    string;     /* (nullable) */
  gpointer        data;
} LsChange;

static inline double
ls_change_seconds (gint64 time)
{
  return (double) time / 1e9;
}

/* The task, also one whose creation is missing; (nullable). */
LsTaskState * ls_change_get_task     (LsState *state, guint32 id);

/* Sets @task ready and notes what it waited for, unless it is ready already. */
void          ls_change_set_ready    (LsState *state, LsTaskState *task, LsReadyCause cause,
                                      guint32 handle,
                                      const LsChange *change);

/* Notes the timer armed last as the one that @task waits for, if it is. */
void          ls_change_set_deadline (LsState *state, LsTaskState *task);

/* Notes when the timeout scope of @task that ends first does so, after one was made or is gone. */
void          ls_change_set_timeout  (LsState *state, guint32 task);

/* No handle runs any longer: a task whose suspension is missing waits for something unknown. */
void          ls_change_end_handle   (LsState *state, const LsChange *change);

gboolean      ls_change_is_scheduled (LsState *state, guint32 handle);
void          ls_change_schedule     (LsState *state, guint32 handle, guint32 task,
                                      guint32 callback);

/* Counts it in the gathers whose child it is. */
void          ls_change_task_child_done (LsState *state, const LsTaskState *task);

/* Takes a task that goes on out of the line it was in. */
void          ls_change_leave_line   (LsState *state, const LsTaskState *task);

/* ls-apply-loop.c */
void ls_apply_loop_created     (LsState *state, const LsChange *change);
void ls_apply_loop_stopped     (LsState *state, const LsChange *change);
void ls_apply_loop_closed      (LsState *state, const LsChange *change);
void ls_apply_iteration        (LsState *state, const LsChange *change);
void ls_apply_poll_begins      (LsState *state, const LsChange *change);
void ls_apply_poll_ends        (LsState *state, const LsChange *change);
void ls_apply_blocking         (LsState *state, const LsChange *change);
void ls_apply_handle_scheduled (LsState *state, const LsChange *change);
void ls_apply_handle_run       (LsState *state, const LsChange *change);
void ls_apply_handle_cancelled (LsState *state, const LsChange *change);
void ls_apply_timer_armed      (LsState *state, const LsChange *change);
void ls_apply_timer_fired      (LsState *state, const LsChange *change);
void ls_apply_timer_cancelled  (LsState *state, const LsChange *change);

/* ls-apply-world.c */
void ls_apply_descriptor_watched (LsState *state, const LsChange *change);
void ls_apply_descriptor_ready   (LsState *state, const LsChange *change);
void ls_apply_descriptor_left    (LsState *state, const LsChange *change);
void ls_apply_child_watched      (LsState *state, const LsChange *change);
void ls_apply_child_exited       (LsState *state, const LsChange *change);
void ls_apply_job_submitted      (LsState *state, const LsChange *change);
void ls_apply_job_started        (LsState *state, const LsChange *change);
void ls_apply_job_done           (LsState *state, const LsChange *change);
void ls_apply_generator_resumed  (LsState *state, const LsChange *change);
void ls_apply_generator_paused   (LsState *state, const LsChange *change);
void ls_apply_coro_closed        (LsState *state, const LsChange *change);

/* ls-apply-task.c */
void ls_apply_task_created     (LsState *state, const LsChange *change);
void ls_apply_task_ready       (LsState *state, const LsChange *change);
void ls_apply_turn             (LsState *state, const LsChange *change);
void ls_apply_task_suspended   (LsState *state, const LsChange *change);
void ls_apply_cancel_requested (LsState *state, const LsChange *change);
void ls_apply_cancel_delivered (LsState *state, const LsChange *change);
void ls_apply_task_done        (LsState *state, const LsChange *change);

/* ls-apply-future.c */
void ls_apply_future_child     (LsState *state, const LsChange *change);
void ls_apply_future_awaited   (LsState *state, const LsChange *change);
void ls_apply_future_resolved  (LsState *state, const LsChange *change);

/* ls-apply-queue.c */
void ls_apply_queue_created    (LsState *state, const LsChange *change);
void ls_apply_queue_put        (LsState *state, const LsChange *change);
void ls_apply_queue_get        (LsState *state, const LsChange *change);
void ls_apply_queue_task_done  (LsState *state, const LsChange *change);
void ls_apply_queue_parked     (LsState *state, const LsChange *change);
void ls_apply_queue_left       (LsState *state, const LsChange *change);

/* ls-apply-sync.c */
void ls_apply_sync_created     (LsState *state, const LsChange *change);
void ls_apply_sync_acquired    (LsState *state, const LsChange *change);
void ls_apply_sync_parked      (LsState *state, const LsChange *change);
void ls_apply_sync_woken       (LsState *state, const LsChange *change);
void ls_apply_sync_released    (LsState *state, const LsChange *change);

G_END_DECLS
