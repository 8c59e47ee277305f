/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Ten calls of one second take one second. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
call (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  return ls_value_copy (args[0]);
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  double begun = ls_perf_counter ();
  g_auto (LsValue) answers = LS_NONE;
  LsCoro *calls[10];

  for (int number = 0; number < 10; number++)
    calls[number] = ls_coro (call, LS_INT (number));
  answers = ls_await (ls_gatherv (calls, 10, FALSE), error);
  LS_TRY (*error == NULL);
  printf ("%d calls took %.0f s.\n", (int) ls_value_list_length (answers), ls_perf_counter () - begun);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
