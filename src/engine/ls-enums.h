/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Enumerations that the engine reports and a trace records.  Their numbers are part of the trace format. */

/* Why a task stopped running; also the heading under which the window shows it. */
typedef enum
{
  LS_WAIT_NONE,
  LS_WAIT_YIELD,         /* sleep(0) or a bare yield: ready again at once */
  LS_WAIT_SLEEP,         /* a timer */
  LS_WAIT_FUTURE,
  LS_WAIT_TASK,
  LS_WAIT_GATHER,
  LS_WAIT_WAIT,          /* wait() and as_completed() */
  LS_WAIT_WAIT_FOR,
  LS_WAIT_SHIELD,
  LS_WAIT_QUEUE_PUT,
  LS_WAIT_QUEUE_GET,
  LS_WAIT_QUEUE_JOIN,
  LS_WAIT_LOCK,
  LS_WAIT_EVENT,
  LS_WAIT_CONDITION,
  LS_WAIT_SEMAPHORE,
  LS_WAIT_BARRIER,
  LS_WAIT_GENERATOR,
  LS_WAIT_THREAD,
  LS_WAIT_IO,
  LS_WAIT_CHILD,
  LS_WAIT_GROUP,         /* the end of a TaskGroup's block */
  LS_N_WAITS
} LsWaitKind;

/* The loop's clock. */
typedef enum
{
  LS_CLOCK_REAL,         /* the system's */
  LS_CLOCK_PACED,        /* virtual, let through at a chosen speed */
  LS_CLOCK_INSTANT       /* virtual, never waits */
} LsClockKind;

/* What a future is for.  Only LS_FUTURE_PLAIN ones are the program's own. */
typedef enum
{
  LS_FUTURE_PLAIN,
  LS_FUTURE_TASK,
  LS_FUTURE_SLEEP,
  LS_FUTURE_GATHER,
  LS_FUTURE_WAITER,      /* wait(), wait_for(), as_completed() */
  LS_FUTURE_SHIELD,
  LS_FUTURE_PUTTER,
  LS_FUTURE_GETTER,
  LS_FUTURE_JOINER,
  LS_FUTURE_SYNC,        /* a waiter of a lock, event, condition, semaphore or barrier */
  LS_FUTURE_JOB,
  LS_FUTURE_IO,
  LS_FUTURE_INTERNAL     /* run()'s shutdown and the like */
} LsFutureKind;

typedef enum { LS_OUTCOME_RESULT, LS_OUTCOME_EXCEPTION, LS_OUTCOME_CANCELLED } LsOutcome;
typedef enum { LS_LOOP_CREATED, LS_LOOP_STARTED, LS_LOOP_STOPPED, LS_LOOP_CLOSED } LsLoopChange;
typedef enum { LS_CORO_CREATED, LS_CORO_CLOSED, LS_CORO_NEVER_AWAITED } LsCoroChange;
typedef enum { LS_READY_CREATED, LS_READY_YIELD, LS_READY_WAKEUP, LS_READY_THROW } LsReadyCause;
typedef enum { LS_QUEUE_FIFO, LS_QUEUE_LIFO, LS_QUEUE_PRIORITY } LsQueueKind;
typedef enum { LS_QUEUE_PUT, LS_QUEUE_GET, LS_QUEUE_JOIN } LsQueueSide;
/* How a generator is asked: for an item, by an exception, or by GeneratorExit, as aclose() does. */
typedef enum { LS_GENERATOR_NEXT, LS_GENERATOR_THROW, LS_GENERATOR_CLOSE } LsGeneratorCall;
typedef enum
{
  LS_SYNC_QUEUE, LS_SYNC_LOCK, LS_SYNC_EVENT, LS_SYNC_CONDITION, LS_SYNC_SEMAPHORE, LS_SYNC_BARRIER
} LsSyncKind;

G_END_DECLS
