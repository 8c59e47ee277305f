/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 3: timers for one deadline fire as a heap without a sequence number gives them. */
#include "rule.h"

static void
ring (const LsValue *args, GError **error)
{
  printf ("%d\n", (int) ls_value_get_int (args[0]));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();

  for (int number = 0; number < 12; number++)
    ls_loop_call_at (loop, 1, ring, LS_INT (number));
  LS_TRY (ls_sleep (2, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
