/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model-private.h"

G_BEGIN_DECLS

/*
 * A sentence in the making: what happened, and the world just after it.
 *
 * Each kind of event has one function here that fills in `what`, `why` and `about`.  Every text is a
 * whole sentence with places for names, so that it can be translated.
 */
typedef struct
{
  LsModel        *model;
  const LsState  *state;
  const LsEvent  *event;
  const LsRecord *rec;
  char           *what;
  char           *why;       /* NULL: nothing to add */
  guint32         about;     /* task, or 0 */
  gboolean        is_alarm;
} LsTelling;

/* The callback by which a TaskGroup is told that a task of its own is done. */
#define LS_TELL_GROUP_CALLBACK "TaskGroup.on_task_done"

typedef void (*LsTellFunc) (LsTelling *telling);

/* The name of a task; like all names it lasts as long as the model. */
const char * ls_tell_name      (LsTelling *telling, guint32 task);

/* The task whose doing this is: it runs, or has just ended its turn.  0: nobody's */
guint32      ls_tell_actor     (LsTelling *telling);

/* The event by which @future became done, looked for just before; FALSE if it is not there. */
gboolean     ls_tell_find_end  (LsTelling *telling, guint32 future, LsEvent *event);

/* Whether a CancelledError is delivered to @task in this very turn. */
gboolean     ls_tell_cancelled (LsTelling *telling, const LsTaskState *task);

/* Why run() made a task of its own; NULL for the program's. */
const char * ls_tell_find_cleanup (LsTelling *telling, const LsTaskFacts *facts);

/* Adds a sentence to the reasons; takes @more. */
void         ls_tell_add_why   (LsTelling *telling, char *more);

/* Adds how long the turn of @task that has just ended held the loop, if it was long. */
void         ls_tell_held      (LsTelling *telling, guint32 task);

/* Who awaits @future, or 0. */
guint32      ls_tell_find_waiter (LsTelling *telling, guint32 future);

/* ls-sentence-ready.c */
void ls_tell_task_ready       (LsTelling *telling);

/* ls-sentence-task.c */
void ls_tell_turn             (LsTelling *telling);
void ls_tell_task_done        (LsTelling *telling);
void ls_tell_cancel_requested (LsTelling *telling);

/* ls-sentence-wait.c */
void ls_tell_task_suspended   (LsTelling *telling);

/* ls-sentence-queue.c */
void ls_tell_queue_put        (LsTelling *telling);
void ls_tell_queue_get        (LsTelling *telling);
void ls_tell_queue_task_done  (LsTelling *telling);

/* ls-sentence-limits.c: at suspension, and when the task is woken */
void ls_tell_several_wait     (LsTelling *telling, const LsTaskState *task);
void ls_tell_limited_wait     (LsTelling *telling, const LsTaskState *task);
void ls_tell_shielded_wait    (LsTelling *telling, const LsTaskState *task);
void ls_tell_several_woke     (LsTelling *telling, const LsTaskState *task);
void ls_tell_limited_woke     (LsTelling *telling, const LsTaskState *task);
void ls_tell_shielded_woke    (LsTelling *telling, const LsTaskState *task);

/* ls-sentence-sync.c */
void ls_tell_sync_acquired    (LsTelling *telling);
void ls_tell_sync_released    (LsTelling *telling);
void ls_tell_sync_wait        (LsTelling *telling, const LsTaskState *task);
void ls_tell_sync_woke        (LsTelling *telling, const LsTaskState *task);

/* ls-sentence-world.c */
void ls_tell_descriptor_ready   (LsTelling *telling);
void ls_tell_child_exited       (LsTelling *telling);
void ls_tell_job_submitted      (LsTelling *telling);
void ls_tell_job_started        (LsTelling *telling);
void ls_tell_job_done           (LsTelling *telling);
void ls_tell_signal             (LsTelling *telling);
void ls_tell_generator_resumed  (LsTelling *telling);
void ls_tell_generator_paused   (LsTelling *telling);
void ls_tell_work_wait          (LsTelling *telling, const LsTaskState *task);   /* at suspension */
void ls_tell_work_woke          (LsTelling *telling, const LsTaskState *task);   /* and when it is woken */

/* ls-sentence-loop.c */
void ls_tell_poll             (LsTelling *telling);
void ls_tell_blocking         (LsTelling *telling);
void ls_tell_iteration        (LsTelling *telling);
void ls_tell_timer_fired      (LsTelling *telling);
void ls_tell_future_resolved  (LsTelling *telling);
void ls_tell_output           (LsTelling *telling);
void ls_tell_warning          (LsTelling *telling);
void ls_tell_exception        (LsTelling *telling);
void ls_tell_loop_closed      (LsTelling *telling);

G_END_DECLS
