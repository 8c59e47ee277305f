/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 5: cancelled timers stay in the heap, until they are more than 100 and more than half of it. */
#include "rule.h"

static void
ring (const LsValue *args, GError **error)
{
  printf ("%d\n", (int) ls_value_get_int (args[0]));
}

static LsValue
fill_and_cancel (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  gint64 n_timers = ls_value_get_int (args[0]), n_cancelled = ls_value_get_int (args[1]);
  double when = ls_loop_time (loop) + 1;
  g_autofree LsHandle **timers = g_new (LsHandle *, n_timers);

  for (gint64 number = 0; number < n_timers; number++)
    timers[number] = ls_loop_call_at (loop, when, ring, LS_INT (number));
  for (gint64 number = 0; number < n_cancelled; number++)
    ls_handle_cancel (timers[number]);
  LS_TRY (ls_sleep (2, error));
  printf ("--\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (fill_and_cancel, LS_INT (12), LS_INT (7)), error));
  LS_TRY (ls_await_done (ls_coro (fill_and_cancel, LS_INT (110), LS_INT (96)), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
