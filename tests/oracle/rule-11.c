/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 11: a result that is set does not save from a cancel() in the same iteration; after cancel() none can be set. */
#include "rule.h"

static LsValue
wait_for (const LsValue *args, GError **error)
{
  g_auto (LsValue) result = ls_await (ls_value_get_future (args[0]), error);

  if (*error == NULL)
    printf ("got %s\n", ls_value_get_string (result));
  else
    printf ("cancelled\n");
  return LS_NONE;
}

static LsValue
result_then_cancel (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) task = ls_create_task (ls_coro (wait_for, ls_future_value (future)), .name = "first");
  const char *future_cancelled;

  LS_TRY (ls_sleep (0, error));
  ls_future_set_result (future, LS_STR ("a result"), error);
  future_cancelled = str (ls_future_cancel (future));
  printf ("future %s task %s\n", future_cancelled, str (ls_task_cancel (task)));
  LS_TRY (ls_await_done (ls_gather_exceptions (task), error));
  printf ("%s %s\n", str (ls_task_cancelled (task)), ls_value_get_string (ls_future_result (future, error)));
  return LS_NONE;
}

static LsValue
cancel_then_result (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) task = ls_create_task (ls_coro (wait_for, ls_future_value (future)), .name = "second");

  LS_TRY (ls_sleep (0, error));
  printf ("task %s\n", str (ls_task_cancel (task)));
  ls_future_set_result (future, LS_STR ("too late"), error);
  if (ls_error_catch (error, LS_ERROR_INVALID_STATE))
    printf ("InvalidStateError\n");
  LS_TRY (ls_await_done (ls_gather_exceptions (task), error));
  printf ("%s\n", str (ls_task_cancelled (task)));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (result_then_cancel), error));
  LS_TRY (ls_await_done (ls_coro (cancel_then_result), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
