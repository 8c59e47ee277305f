/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-types.h"

G_BEGIN_DECLS

/*
 * What the engine offers the trace layer, and nobody else: not installed.
 *
 * All of it is for the thread whose loop is meant, called from the tracer's `command` (the loop is then in
 * its poll) or before a loop is made; only ls_debug_add_stopped() and ls_debug_look_at_clock() may be
 * called from any tracer function.
 */

/**
 * ls_debug_set_clock:
 * @kind: the clock
 * @pace: for a paced clock: loop seconds a second of wall time; above 0
 *
 * Chooses this thread's clock and sets it to 0.  To be called while no loop runs.
 */
void         ls_debug_set_clock     (LsClockKind kind, double pace);
LsClockKind  ls_debug_get_clock     (void);
const char  *ls_clock_kind_name     (LsClockKind kind);            /* "real", "paced", "instant" */

/* Another pace, also during a wait. */
void         ls_debug_set_pace      (double pace);

/* Something took long: a real clock goes on to now, a virtual one is left alone.  From any tracer function. */
void         ls_debug_look_at_clock (void);

/* The program stood still for @ns of CLOCK_MONOTONIC: so did the clock. */
void         ls_debug_add_stopped   (gint64 ns);

/**
 * ls_debug_cancel_task:
 * @task: a task's id
 *
 * Has the task cancelled by a handle of the loop's, as a callback of the program's own would.
 *
 * Returns: %FALSE where no such task waits or runs
 */
gboolean     ls_debug_cancel_task   (guint32 task);

/* Ctrl-C, as if the signal had come: the running ls_run() cancels its main task. */
void         ls_debug_interrupt     (void);

/* The same at a time of this thread's clock, in seconds above 0, once: the wait in which it falls ends there.
 * To be called after ls_debug_set_clock(). */
void         ls_debug_interrupt_at  (double seconds);

/**
 * ls_debug_snapshot:
 *
 * Calls the tracer's functions as if all that exists on this thread's loop were made now: the loop,
 * coroutines, tasks, futures, queues with their items, those who wait with their frames, jobs, timers, what is
 * ready, and what the poll looks out for, in that order.
 */
void         ls_debug_snapshot      (void);

/* The id of the task whose turn it is on this thread, or 0. */
guint32      ls_debug_current_task  (void);

G_END_DECLS
