/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 10: cancel() cancels the future waited on, down the chain; the error comes back by the ordinary wake-ups. */
#include "rule.h"

static LsValue
inner (const LsValue *args, GError **error)
{
  if (!ls_await_done (ls_value_get_future (args[0]), error))
    printf ("inner cancelled\n");
  return LS_NONE;
}

static LsValue
outer (const LsValue *args, GError **error)
{
  if (!ls_await_done (ls_value_get_task (args[0]), error))
    printf ("outer cancelled\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) in_task = ls_create_task (ls_coro (inner, ls_future_value (future)), .name = "inner");
  g_autoptr (LsTask) out_task = ls_create_task (ls_coro (outer, ls_task_value (in_task)), .name = "outer");

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_sleep (0, error));
  printf ("cancel %s\n", str (ls_task_cancel (out_task)));
  printf ("future cancelled %s\n", str (ls_future_cancelled (future)));
  ls_await_done (out_task, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("main sees it\n");
  printf ("%s %s\n", str (ls_task_cancelled (in_task)), str (ls_task_cancelled (out_task)));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
