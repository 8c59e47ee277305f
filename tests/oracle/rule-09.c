/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 9: a task cancelled before its first step never runs its body. */
#include "rule.h"

static LsValue
never (const LsValue *args, GError **error)
{
  printf ("body\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (never), .name = "never");

  printf ("cancel %s\n", str (ls_task_cancel_message (task, "not wanted")));
  printf ("cancelled %s\n", str (ls_task_cancelled (task)));
  if (!ls_await_done (task, error))
    printf ("main: %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_CANCELLED);
  printf ("cancelled %s\n", str (ls_task_cancelled (task)));
  printf ("cancel %s\n", str (ls_task_cancel (task)));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
