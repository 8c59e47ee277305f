/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-enums.h"
#include "ls-stack.h"
#include "ls-value.h"

G_BEGIN_DECLS

/*
 * LsTracer: where the engine says what it does.
 *
 * The engine knows nothing of traces.  It calls the functions of this table, if one is set, at every
 * point where something happens that the vocabulary of src/trace/FORMAT.md names; with none set a
 * trace point costs one predicted branch (see LS_TRACE).  The functions run on whatever stack is
 * current, often a small fiber's: they must be short, must not format, and must never call back into
 * the engine.
 *
 * Ids count from 1; 0 is "none".  They are given out in order of creation, in four spaces:
 *   future    futures, tasks and the outer futures of gather, wait, shield (a task is a future)
 *   handle    handles and timer handles
 *   coro      coroutine objects
 *   sync      queues, locks, events, conditions, semaphores, barriers
 * Names are only valid during the call.  A site is a code address inside the calling instruction (the
 * return address less one), or NULL.
 */

/* The loop's time and number as the tracer may read them: reading never ticks the virtual clock. */
typedef struct
{
  gint64 now;            /* loop time, in ns */
  guint32 task;          /* whose turn it is, 0 none */
  guint8 loop;           /* ordinal of the running loop, from 1; 0 outside any */
  gconstpointer site;    /* of the program's call that cancels or resolves, as long as it lasts; NULL otherwise */
} LsTracerClock;

extern __thread LsTracerClock ls_tracer_clock LS_FAST_TLS;

typedef struct _LsTracer LsTracer;

struct _LsTracer
{
  /* the loop */
  void (*loop)             (LsLoopChange what, guint loop, const char *clock);
  void (*iteration)        (guint64 number);
  void (*poll)             (double timeout, guint n_timers);   /* seconds; negative: for ever.  Before blocking. */
  void (*polled)           (gint64 waited, guint n_io);        /* loop ns */
  void (*blocking)         (double seconds, gconstpointer site); /* a blocking sleep, before it blocks */

  /* coroutine objects; args may be NULL */
  void (*coro)             (LsCoroChange what, guint32 coro, const char *name,
                            const LsValue *args, guint n_args, gconstpointer site);

  /* tasks */
  void (*task_created)     (guint32 task, const char *name, guint32 coro, gconstpointer site);
  void (*task_renamed)     (guint32 task, const char *name);
  void (*task_ready)       (guint32 task, guint32 handle, LsReadyCause cause, guint32 future);
  void (*turn)             (guint32 task, guint32 handle, guint64 turn);
  void (*frame)            (guint32 task, guint depth, guint32 coro, gconstpointer site); /* outermost first, before suspended */
  void (*suspended)        (guint32 task, LsWaitKind what, guint32 object, guint32 future, gconstpointer site);
  void (*cancel_requested) (guint32 task, const char *message, gboolean by_debugger);
  void (*cancel_delivered) (guint32 task);
  void (*task_done)        (guint32 task, LsOutcome how, const LsValue *result, const char *exception);

  /* futures; object: the sync, the gathered count or 0 */
  void (*future_created)   (guint32 future, LsFutureKind kind, guint32 object, const char *name, gconstpointer site);
  void (*future_child)     (guint32 future, guint32 child, guint index);
  void (*future_awaited)   (guint32 future, LsFutureKind kind, guint32 task);
  void (*future_resolved)  (guint32 future, LsFutureKind kind, LsOutcome how, const LsValue *result, const char *exception);

  /* handles and timers; task: whose step it is, or 0; future: what the timer resolves, or 0 */
  void (*scheduled)        (guint32 handle, const char *callback, guint32 task);
  void (*run)              (guint32 handle);
  void (*cancelled)        (guint32 handle);
  void (*timer_armed)      (guint32 handle, const char *callback, double deadline, guint32 future);
  void (*timer_fired)      (guint32 handle);
  void (*timer_cancelled)  (guint32 handle);

  /* queues; item: ordinal of the item in its queue, from 1 */
  void (*queue_created)    (guint32 queue, LsQueueKind kind, const char *name, guint64 maxsize, gconstpointer site);
  void (*queue_put)        (guint32 queue, guint32 item, guint unfinished, const LsValue *value, gconstpointer site);
  void (*queue_get)        (guint32 queue, guint32 item, const LsValue *value, gconstpointer site);
  void (*queue_task_done)  (guint32 queue, guint unfinished, gconstpointer site);
  void (*queue_parked)     (guint32 queue, LsQueueSide side, guint32 task, guint32 future, const LsValue *item);
  void (*queue_woken)      (guint32 queue, LsQueueSide side, guint32 task, guint32 future);   /* its future was resolved */
  void (*queue_left)       (guint32 queue, LsQueueSide side, guint32 task, guint32 future);   /* cancelled: out of the deque */

  /* locks and their like */
  void (*sync_created)     (guint32 sync, LsSyncKind kind, const char *name, gint64 value, gconstpointer site);
  void (*sync_acquired)    (guint32 sync, guint32 task, gint64 value, gconstpointer site);
  void (*sync_parked)      (guint32 sync, guint32 task, guint32 future);
  void (*sync_woken)       (guint32 sync, guint32 task, guint32 future);
  void (*sync_released)    (guint32 sync, guint32 task, gint64 value, gconstpointer site);

  /* asynchronous generators, which are coroutine objects; task: who asks for an item, throws or closes */
  void (*generator_resumed) (guint32 coro, guint32 task, LsGeneratorCall how);
  void (*generator_paused)  (guint32 coro, const LsValue *value, gconstpointer site);

  /* the world outside; direction: 1 read, 2 write; child, worker: ordinals from 1.
   * job_started and job_done are called on the worker's thread, and so alone of all these not on the loop's. */
  void (*fd_watched)       (guint32 handle, guint direction, int fd, guint32 future);
  void (*fd_ready)         (guint32 handle, guint direction, int fd);
  void (*fd_unwatched)     (guint32 handle, guint direction, int fd);
  void (*child_watched)    (guint32 handle, guint child, guint32 future);
  void (*child_exited)     (guint32 handle, guint child, int status);   /* as of waitpid() */
  void (*job_submitted)    (guint32 future, const char *name, gconstpointer site);
  void (*job_started)      (guint32 future, guint worker);
  void (*job_done)         (guint32 future, guint worker, LsOutcome how);
  void (*signal)           (int number);
  void (*warning)          (const char *category, const char *text);
  void (*exception)        (guint32 future, const char *message, const char *exception);  /* the exception handler */

  /* Asked at the end of an iteration's poll phase and wherever the program may stop: see the trace layer. */
  int  (*command_fd)       (void);      /* to be polled with the loop's own descriptors, or -1 */
  void (*command)          (void);      /* it is readable */
};

extern const LsTracer *ls_tracer;

/* Reads the pointer once: a worker may be here while the main thread ends the recording. */
#define LS_TRACE(point, ...)                                                              \
  G_STMT_START {                                                                          \
    const LsTracer *ls_tracer_table = __atomic_load_n (&ls_tracer, __ATOMIC_ACQUIRE);     \
    if (G_UNLIKELY (ls_tracer_table != NULL))                                             \
      ls_tracer_table->point (__VA_ARGS__);                                               \
  } G_STMT_END

/**
 * ls_tracer_set:
 * @tracer: (nullable) (transfer none): the table, which must outlive its use
 *
 * Sets where trace points report to.  To be called while no loop runs.
 */
void ls_tracer_set (const LsTracer *tracer);

G_END_DECLS
