/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-sleep.h"

#include <errno.h>
#include <math.h>
#include <time.h>

#include "ls-coro-private.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"

/* The timer may outlive the sleep in the heap, but is cancelled then and forgets the future. */
static G_NO_INLINE gboolean
wait_for_timer (LsTask *task, double seconds, gconstpointer site, GError **error)
{
  LsLoop *loop = task->future.loop;
  LsFuture future;
  LsHandle *timer;
  gboolean slept;

  ls_future_enter (&future, LS_FUTURE_SLEEP, 0, site);
  timer = ls_handle_ref (ls_wake_call_new (loop, &future));
  ls_loop_arm (loop, timer, ls_loop_time (loop) + seconds, "sleep", future.id);
  slept = ls_task_wait (task, &future, LS_WAIT_SLEEP, 0, site, error);
  ls_handle_cancel (timer);
  ls_handle_unref (timer);
  ls_future_leave (&future);
  return slept;
}

static gboolean
sleep_from (double seconds, gconstpointer site, GError **error)
{
  LsTask *task = ls_task_require (error);

  if (task == NULL)
    return FALSE;
  if (seconds <= 0)
    return ls_task_yield (task, site, error);
  return wait_for_timer (task, seconds, site, error);
}

gboolean
ls_sleep (double seconds, GError **error)
{
  return sleep_from (seconds, LS_CALLER, error);
}

static LsValue
sleep_body (const LsValue *args, GError **error)
{
  sleep_from (args[0].as.d, NULL, error);
  return LS_NONE;
}

LsCoro *
ls_sleep_coro (double seconds)
{
  LsValue argument = LS_DOUBLE (seconds);

  return ls_coro_new_from ("sleep", sleep_body, &argument, 1, LS_CALLER);
}

static void
sleep_on_wall (double seconds)
{
  struct timespec end;
  double whole;

  clock_gettime (CLOCK_MONOTONIC, &end);
  end.tv_nsec += (long) (modf (seconds, &whole) * 1e9);
  end.tv_sec += (time_t) whole + end.tv_nsec / 1000000000;
  end.tv_nsec %= 1000000000;
  while (clock_nanosleep (CLOCK_MONOTONIC, TIMER_ABSTIME, &end, NULL) == EINTR)
    ;
}

void
ls_blocking_sleep (double seconds)
{
  LsClock *clock = ls_clock_get ();

  g_return_if_fail (seconds >= 0);

  if (!clock->follows || ls_running_loop != NULL)
    LS_TRACE (blocking, seconds, LS_CALLER);
  if (clock->kind != LS_CLOCK_INSTANT)
    sleep_on_wall (clock->kind == LS_CLOCK_PACED ? seconds / clock->pace : seconds);
  if (ls_clock_is_virtual (clock))
    ls_clock_advance (clock, (gint64) rint (seconds * 1e9));
  else
    ls_clock_read (clock);               /* what comes next did not happen before this */
}

double
ls_perf_counter (void)
{
  return ls_clock_seconds (ls_clock_read (ls_clock_get ()));
}
