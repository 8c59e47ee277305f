/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 1: one iteration runs only what was ready at its start. */
#include "rule.h"

static void
third (const LsValue *args, GError **error)
{
  printf ("third\n");
}

static void
first (const LsValue *args, GError **error)
{
  printf ("first\n");
  ls_loop_call_soon (ls_value_get_loop (args[0]), third);
}

static void
second (const LsValue *args, GError **error)
{
  printf ("second\n");
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();

  ls_loop_call_soon (loop, first, ls_loop_value (loop));
  ls_loop_call_soon (loop, second);
  LS_TRY (ls_sleep (0, error));
  printf ("main\n");
  LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
