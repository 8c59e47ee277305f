/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-clock.h"

#include <time.h>

#include "ls-stack.h"
#include "ls-tracer.h"

static __thread LsClock the_clock LS_FAST_TLS;

gint64
ls_monotonic_ns (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static inline void
set_now (LsClock *clock, gint64 now)
{
  clock->now = now;
  ls_tracer_clock.now = now;
}

static void
begin (LsClock *clock, LsClockKind kind, double pace)
{
  *clock = (LsClock) { .kind = kind, .pace = pace, .begun = TRUE };
  if (kind == LS_CLOCK_REAL)
    clock->origin = ls_monotonic_ns ();
  set_now (clock, 0);
}

LsClock *
ls_clock_get (void)
{
  if (G_UNLIKELY (!the_clock.begun))
    begin (&the_clock, LS_CLOCK_REAL, 1);
  return &the_clock;
}

void
ls_clock_follow (gint64 origin)
{
  begin (&the_clock, LS_CLOCK_REAL, 1);
  the_clock.origin = origin;
  the_clock.follows = TRUE;
  ls_clock_read (&the_clock);
}

gint64
ls_clock_read (LsClock *clock)
{
  if (ls_clock_is_virtual (clock))
    set_now (clock, clock->now + 1);
  else
    ls_clock_set_monotonic (clock, ls_monotonic_ns ());
  return clock->now;
}

gint64
ls_clock_peek (const LsClock *clock)
{
  return clock->now;
}

void
ls_clock_advance (LsClock *clock, gint64 ns)
{
  g_assert (ls_clock_is_virtual (clock) && ns >= 0);
  set_now (clock, clock->now + ns);
}

void
ls_clock_set_monotonic (LsClock *clock, gint64 ns)
{
  /* A reading made elsewhere may be a little older than the last of ours. */
  set_now (clock, MAX (clock->now, ns - clock->origin - clock->stopped));
}

void
ls_debug_look_at_clock (void)
{
  if (the_clock.begun && !ls_clock_is_virtual (&the_clock))
    ls_clock_read (&the_clock);
}

void
ls_debug_set_clock (LsClockKind kind, double pace)
{
  g_return_if_fail (pace > 0 || kind != LS_CLOCK_PACED);

  begin (&the_clock, kind, pace);
}

LsClockKind
ls_debug_get_clock (void)
{
  return ls_clock_get ()->kind;
}

const char *
ls_clock_kind_name (LsClockKind kind)
{
  static const char *const names[] = { "real", "paced", "instant" };

  return names[kind];
}

void
ls_debug_interrupt_at (double seconds)
{
  g_return_if_fail (seconds > 0);

  ls_clock_get ()->interrupt_at = (gint64) (seconds * 1e9);
}

void
ls_debug_add_stopped (gint64 ns)
{
  ls_clock_get ()->stopped += ns;
}
