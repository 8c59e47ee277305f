/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 17: cancelling the awaiter of gather(return_exceptions=True) still raises CancelledError in it. */
#include "rule.h"

static LsValue
child (const LsValue *args, GError **error)
{
  ls_sleep (10, error);
  printf ("child ends\n");
  return LS_NONE;
}

static LsValue
waiter (const LsValue *args, GError **error)
{
  if (!ls_await_done (ls_gather_exceptions (ls_coro (child), ls_coro (child)), error))
    printf ("waiter cancelled\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (waiter), .name = "waiter");

  LS_TRY (ls_sleep (1, error));
  printf ("cancel %s\n", str (ls_task_cancel (task)));
  ls_await_done (task, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("main sees it\n");
  printf ("%s\n", str (ls_task_cancelled (task)));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
