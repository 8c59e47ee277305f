/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 2: timers that expired are appended after the callbacks that call_soon() has queued already. */
#include "rule.h"

static void
timer (const LsValue *args, GError **error)
{
  printf ("timer\n");
}

static void
queued (const LsValue *args, GError **error)
{
  printf ("queued\n");
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();

  ls_loop_call_later (loop, 1, timer);
  ls_blocking_sleep (2);
  ls_loop_call_soon (loop, queued);
  LS_TRY (ls_sleep (0, error));
  printf ("main\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
