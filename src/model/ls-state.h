/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

#include "ls-enums.h"
#include "ls-trace-event.h"

G_BEGIN_DECLS

/*
 * LsState: loops, tasks, timers and queues as they are after the first `position` events of a trace.
 *
 * Read-only to all but the model.  Holds what is alive; what never changes about a task (its name, who
 * made it) is in LsTaskFacts, once for the whole trace.
 */

typedef enum { LS_STATUS_READY, LS_STATUS_RUNNING, LS_STATUS_WAITING, LS_STATUS_DONE, LS_N_STATUSES } LsStatus;

typedef enum { LS_PHASE_NONE, LS_PHASE_POLL, LS_PHASE_TIMERS, LS_PHASE_RUN, LS_PHASE_CLOSED } LsPhase;

/* Thousands of them are copied for each position that is kept, so the kinds are bytes. */
typedef struct
{
  guint32      id;
  LsStatus     status : 8;
  LsWaitKind   wait : 8;      /* while waiting: for what */
  LsReadyCause cause : 8;     /* while ready or running: why */
  LsWaitKind   woken_from : 8; /* while ready or running: what it waited for before; LS_WAIT_NONE for a new task */
  LsTag        item_tag : 8;  /* while waiting to put: the item */
  LsOutcome    outcome : 8;   /* once done */
  guint32      object;        /* what it awaits, or awaited last: queue, lock or task; for a gather its count */
  guint32      future;        /* the future it awaits, or awaited last */
  guint32      handle;        /* while ready: its handle in the ready queue */
  guint32      woken_by;      /* while ready or running: the task that made it so, or 0 for the loop */
  guint32      site;          /* the latest place known in its code; 0 unknown */
  guint32      parent;        /* the gather it is a child of, 0: none, G_MAXUINT32: several */
  guint32      cancelling;    /* cancel requests not yet delivered */
  gint64       since;         /* loop ns at which this status began */
  guint64      since_seq;     /* and the event that began it */
  double       armed;         /* of the sleep it is in, or was in last: loop seconds at which the timer was armed */
  double       deadline;      /* and at which it is due; NAN when there was no timer */
  double       timeout;       /* of the timeout scope round it that ends first: loop seconds; NAN: none */
  guint64      item;          /* see item_tag */
  guint64      turns;         /* turns begun */
  gint64       waited;        /* loop ns spent waiting so far, this wait left out */
} LsTaskState;

typedef struct
{
  guint32      handle;
  guint32      task;          /* whose step it is, or 0: a callback */
  guint32      callback;      /* string */
  guint32      scope;         /* the task whose timeout scope it ends, or 0 */
  guint32      ended;         /* the task whose end had it scheduled, or 0; a snapshot does not tell */
} LsReadyItem;

typedef struct
{
  guint32      handle;
  guint32      callback;      /* string */
  guint32      future;        /* what it will resolve, or 0 */
  guint32      task;          /* who sleeps on that, or whom it cancels; or 0 */
  gboolean     is_timeout;    /* it belongs to a timeout scope of that task's */
  double       armed;         /* loop seconds */
  double       deadline;
} LsTimerState;

typedef struct
{
  guint32      item;          /* ordinal in its queue */
  guint32      from;          /* the task that put it, or 0 */
  LsTag        tag;
  guint64      value;
} LsQueueItem;

typedef struct
{
  guint32      id;
  LsQueueKind  kind;
  guint32      name;          /* string; 0: the program gave none */
  guint64      maxsize;       /* 0: no limit */
  guint        unfinished;
  GArray      *items;         /* LsQueueItem, next to be got first; those of a priority queue as a heap */
  GArray      *parked[3];     /* guint32 tasks by LsQueueSide, first in line first */

  /*< private >*/
  guint        n_left;        /* items at the front that are got, see ls-state-private.h */
  guint        n_gone[3];     /* the same of `parked` */
} LsQueueState;

/* A lock, event, condition, semaphore or barrier. */
typedef struct
{
  guint32      id;
  LsSyncKind   kind;
  guint32      name;          /* string; 0: the program gave none */
  guint32      holder;        /* of a lock: the task that has it; 0: nobody, or it is not known who */
  gint64       value;         /* permits left */
  GArray      *waiting;       /* guint32: tasks that were not woken, first in line first */

  /*< private >*/
  guint        n_gone;        /* tasks at the front that have left, see ls-state-private.h */
} LsLockState;

/* What a future stands on: that of gather(), wait(), as_completed(), wait_for() or shield(). */
typedef struct
{
  guint32      id;            /* of the outer future */
  GArray      *children;      /* guint32 futures, in the order of the arguments */
  guint        n_done;

  /*< private >*/
  gboolean     ascending;     /* the children's ids ascend */
} LsGatherState;

#define LS_MAX_WORKERS 4096   /* more are not counted */

/* A piece of work that was handed to a worker: a thread, or a process.  Gone when it is done. */
typedef struct
{
  guint32      id;            /* of its future */
  guint32      name;          /* string */
  guint32      task;          /* who handed it over, or 0 */
  guint32      worker;        /* ordinal from 1; 0: it waits for one */
  gint64       since;         /* loop ns when it was handed over, or begun */
} LsJobState;

typedef enum { LS_WATCH_CHILD, LS_WATCH_READ, LS_WATCH_WRITE } LsWatchKind;

/* What the loop's poll looks out for, besides its timers. */
typedef struct
{
  guint32      id;            /* of its handle */
  LsWatchKind  kind;
  guint32      object;        /* the descriptor, or the child's ordinal */
  guint32      future;        /* what it will resolve, or 0 */
} LsWatchState;

/* An asynchronous generator that has begun and not ended. */
typedef struct
{
  guint32      id;            /* of its coroutine object */
  guint32      task;          /* who asked it for an item last */
  gboolean     is_paused;     /* at a yield */
  guint64      n_items;       /* so many it has yielded */
  LsTag        tag;           /* what it yielded there */
  guint64      value;
  guint32      site;          /* of that yield; 0 unknown */
} LsGeneratorState;

/* Waiting tasks under one heading; which headings there are depends on what is awaited. */
typedef struct
{
  LsWaitKind   wait;
  guint32      object;        /* the queue or lock it is about, or 0 */
  GArray      *tasks;         /* guint32: sleepers by deadline, those in a line as there, else by since when */
} LsGroup;

typedef struct
{
  guint64      position;      /* events that are in it */
  gint64       time;          /* loop ns */
  gint64       wall;          /* ns since the trace began; -1 unknown */
  guint8       loop;
  guint64      iteration;
  LsPhase      phase;
  gboolean     sleeping;      /* in a poll that waits */
  double       poll_until;    /* while sleeping: loop seconds; INFINITY: until something happens outside */
  guint32      running;       /* the task whose turn it is, or 0 */
  guint32      callback;      /* the handle of the callback that runs, or 0 */
  guint32      callback_name; /* string */
  guint32      callback_scope; /* the task whose timeout scope it ends, or 0 */
  guint32      callback_ended; /* the task whose end had it scheduled, or 0; a snapshot does not tell */
  double       blocking;      /* seconds of the blocking call in progress, or 0 */

  GArray      *ready;         /* LsReadyItem, next to run first */
  GArray      *timers;        /* LsTimerState, next due first; cancelled ones are left out */
  GPtrArray   *queues;        /* LsQueueState, in order of creation */
  GPtrArray   *gathers;       /* LsGatherState not done */
  GPtrArray   *locks;         /* LsLockState, in order of creation */
  GArray      *jobs;          /* LsJobState, in order of submission */
  guint        n_workers;     /* so many have been seen at work */
  GArray      *watches;       /* LsWatchState, by handle */
  GArray      *generators;    /* LsGeneratorState, in order of creation */
  GArray      *tasks;         /* LsTaskState of those not done, in order of creation */
  GArray      *done;          /* guint32: tasks done, in order of ending */
  guint        n_done[3];     /* by LsOutcome */

  /*< private >: see ls-state-private.h */
  guint        n_run;         /* elements at the front of `ready` that have left it */
  guint        n_fired;       /* elements at the front of `timers` that have left it */
  GArray      *armed;         /* LsTimerState: those armed lately, next due first; see ls-state-private.h */
  guint        n_ended;       /* elements of `tasks` that are done */
  guint32      ending;        /* the task whose end the handle that runs still deals with */
  LsTimerState newest;        /* the timer armed last */
  gboolean     holes;         /* events are missing before this position: unknown tasks may turn up */
  gboolean     skipping;      /* in a snapshot that says what is known */
} LsState;

/**
 * ls_state_get_task:
 *
 * Returns: (nullable) (transfer none): the state of @task if it exists at this position and is not done
 */
const LsTaskState  * ls_state_get_task   (const LsState *state, guint32 task);

const LsQueueState * ls_state_get_queue  (const LsState *state, guint32 queue);
const LsGatherState * ls_state_get_gather (const LsState *state, guint32 future);
const LsLockState  * ls_state_get_lock   (const LsState *state, guint32 lock);
gboolean             ls_lock_is_free     (const LsLockState *lock);     /* one taken before recording began is not */
const LsJobState   * ls_state_get_job    (const LsState *state, guint32 future);
const LsWatchState * ls_state_get_watch  (const LsState *state, guint32 future);
const LsGeneratorState * ls_state_get_generator (const LsState *state, guint32 coro);

/**
 * ls_state_get_groups:
 *
 * Returns: (transfer full) (element-type LsGroup): the waiting tasks by what they wait for, in the order
 *   the stage shows them; no group is empty
 */
GPtrArray          * ls_state_get_groups (const LsState *state);

/* How many tasks are known at this position: ready + running + waiting + done. */
guint                ls_state_get_n_tasks (const LsState *state);

G_END_DECLS
