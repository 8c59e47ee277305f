/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A future: a result that is not there yet. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) answer = ls_future_new ();
  LsValue result;

  printf ("Is it done? %s\n", ls_future_done (answer) ? "yes" : "no");
  ls_future_result (answer, error);
  if (g_error_matches (*error, LS_ERROR, LS_ERROR_INVALID_STATE))
    {
      printf ("Too early: %s\n", (*error)->message);
      g_clear_error (error);
    }

  LS_TRY (ls_future_set_result (answer, LS_INT (42), error));
  printf ("Is it done? %s\n", ls_future_done (answer) ? "yes" : "no");
  result = ls_future_result (answer, error);
  LS_TRY (*error == NULL);
  printf ("The answer is %d.\n", (int) ls_value_get_int (result));
  result = ls_await (answer, error);
  LS_TRY (*error == NULL);
  printf ("And awaited it is %d.\n", (int) ls_value_get_int (result));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
