/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 4: a timer is due before now plus a nanosecond; the poll is rounded up to a millisecond. */
#include "rule.h"

static void
ring (const LsValue *args, GError **error)
{
  printf ("%s\n", ls_value_get_string (args[0]));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  double now = ls_loop_time (loop);

  ls_loop_call_at (loop, now + 0.0001, ring, LS_STR ("a"));
  ls_loop_call_at (loop, now + 0.0010, ring, LS_STR ("b"));
  ls_loop_call_at (loop, now + 0.0011, ring, LS_STR ("c"));
  ls_loop_call_at (loop, now + 0.0025, ring, LS_STR ("d"));
  ls_loop_call_at (loop, now - 1, ring, LS_STR ("past"));
  ls_loop_call_at (loop, ls_loop_time (loop) + 2e-9, ring, LS_STR ("two readings from now"));
  LS_TRY (ls_sleep (0, error));
  printf ("yielded\n");
  LS_TRY (ls_sleep (200000, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
