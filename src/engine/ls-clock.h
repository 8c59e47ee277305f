/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-debug.h"

G_BEGIN_DECLS

/*
 * LsClock: the time of a thread's loops, in ns since it was set.  Private.
 *
 * A real clock is CLOCK_MONOTONIC less the time the debugger held the program.  A virtual one stands still
 * but for three things: it ticks 1 ns at each reading, so that no two readings are equal; a wait or a
 * blocking sleep moves it on by its length.  It belongs to the thread and not to a loop, as the system's
 * does: a program may read it before and after its loop runs.
 */
typedef struct
{
  LsClockKind kind;
  double      pace;          /* virtual seconds a second, where paced */
  gint64      now;           /* virtual: the time; real: the last reading */
  gint64      origin;        /* real: CLOCK_MONOTONIC at time 0 */
  gint64      stopped;       /* CLOCK_MONOTONIC ns during which the debugger held the program */
  gint64      interrupt_at;  /* when Ctrl-C comes by itself; 0: never */
  gboolean    begun;
  gboolean    follows;       /* a worker's: the time of the loop that it works for */
} LsClock;

LsClock  *ls_clock_get            (void);                             /* this thread's */

static inline gboolean ls_clock_is_virtual (const LsClock *clock) { return clock->kind != LS_CLOCK_REAL; }
static inline double   ls_clock_seconds    (gint64 ns)            { return (double) ns / 1e9; }

gint64    ls_clock_read           (LsClock *clock);                   /* ticks a virtual clock */
gint64    ls_clock_peek           (const LsClock *clock);             /* never ticks; the last reading of a real one */
void      ls_clock_advance        (LsClock *clock, gint64 ns);        /* virtual only */
void      ls_clock_set_monotonic  (LsClock *clock, gint64 ns);        /* real only: a reading made by someone else */

/* This thread, which has no loop of its own, is to have real time from now on, that was 0 at @origin. */
void      ls_clock_follow         (gint64 origin);

/* CLOCK_MONOTONIC in ns. */
gint64    ls_monotonic_ns         (void);

G_END_DECLS
