/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-state.h"

G_BEGIN_DECLS

/*
 * A state comes in two forms.  *Settled*, as ls-state.h describes it, it is shown.  While events are
 * applied to it, it is *loose*, so that each event costs the same however much is alive: what leaves the
 * front of `ready`, of `timers` or of a queue's items is only counted, a task that is done stays in
 * `tasks` as LS_STATUS_DONE, and both are taken out in one go now and then; timers are gathered in `armed`
 * before many of them are put in their places among `timers` in one go.  Tasks are sorted by id, which
 * is their order of creation, timers by (deadline, handle).
 */

/* Words of strings, for the order of a priority queue; "" for unknown ones. */
typedef const char * (*LsStringFunc) (gpointer data, guint32 id);

LsState     * ls_state_new      (void);
void          ls_state_free     (LsState *state);
void          ls_state_copy     (LsState *to, const LsState *from);
void          ls_state_clear    (LsState *state);       /* as before the first event */
void          ls_state_settle   (LsState *state);
gsize         ls_state_get_size (const LsState *state); /* bytes a copy takes, about */

/* Both settled. */
gboolean      ls_state_equal    (const LsState *a, const LsState *b);

/**
 * ls_state_apply:
 * @string: (nullable): gives the text of a string id
 *
 * Applies one event.  Ids that are not known are passed over, so any sequence of events will do.
 */
void          ls_state_apply    (LsState *state, const LsEvent *event, LsStringFunc string,
                                 gpointer data);

/* Whether @task, which waits with LS_WAIT_WAIT, does so in as_completed(): for one future that stands on another's children. */
gboolean      ls_state_is_as_completed (const LsState *state, const LsTaskState *task);

/* Goes past event @seq, which cannot be read. */
void          ls_state_pass_over (LsState *state, guint64 seq);

/* Whether an event is told by a worker's thread: it may stand anywhere between those of the loop's. */
static inline gboolean
ls_record_is_workers (const LsRecord *rec)
{
  return rec->kind == LS_EVENT_JOB_STARTED || rec->kind == LS_EVENT_JOB_DONE;
}

/* For applying: those that may change, (nullable). */
LsTaskState   * ls_state_find_task   (LsState *state, guint32 task);
LsTaskState   * ls_state_add_task    (LsState *state, guint32 task);    /* found if there already */
void            ls_state_end_task    (LsState *state, LsTaskState *task);
LsQueueState  * ls_state_find_queue  (LsState *state, guint32 queue);
LsQueueState  * ls_state_add_queue   (LsState *state, guint32 queue);
LsGatherState * ls_state_find_gather (LsState *state, guint32 future);
LsGatherState * ls_state_add_gather  (LsState *state, guint32 future);
void            ls_state_end_gather  (LsState *state, guint32 future);
LsLockState   * ls_state_find_lock   (LsState *state, guint32 lock);
LsLockState   * ls_state_add_lock    (LsState *state, guint32 lock);

void            ls_state_add_timer    (LsState *state, const LsTimerState *timer);
LsTimerState  * ls_state_find_timer   (LsState *state, guint32 handle);
LsTimerState  * ls_state_find_timer_of (LsState *state, guint32 future);
LsTimerState  * ls_state_find_timeout (LsState *state, guint32 task);   /* that ends first of those round it */
void            ls_state_remove_timer (LsState *state, LsTimerState *timer);
void            ls_state_settle_timers (LsState *state);

/* Takes the element at @index out of @array, whose first *@n_left elements have left already. */
void            ls_state_take         (GArray *array, guint *n_left, guint index);
/* The same of a line of tasks: who stands near its front mostly. */
void            ls_state_leave_line   (GArray *line, guint *n_gone, guint32 task);

/* Takes those out that have left already. */
void            ls_state_settle_front (GArray *array, guint *n_left);

G_END_DECLS
