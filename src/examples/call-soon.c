/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A callback runs in the loop's next iteration. */
#include <loopscope.h>
#include <stdio.h>

static void
ring (const LsValue *args, GError **error)
{
  printf ("The %s bell rings.\n", ls_value_get_string (args[0]));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();

  ls_loop_call_soon (loop, ring, LS_STR ("first"));
  ls_loop_call_soon (loop, ring, LS_STR ("second"));
  ls_loop_call_later (loop, 1, ring, LS_STR ("late"));
  printf ("main keeps its turn.\n");
  LS_TRY (ls_sleep (0, error));
  printf ("main is back.\n");
  LS_TRY (ls_sleep (2, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
