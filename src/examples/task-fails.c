/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An exception in a task is met where the task is awaited, or nowhere. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
unlock (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "key %d does not fit", (int) ls_value_get_int (args[0]));
  return LS_NONE;
}

static LsValue
knock (const LsValue *args, GError **error)
{
  LsTask *door = ls_value_get_task (args[0]);

  ls_await_done (door, error);
  if (g_error_matches (*error, LS_ERROR, LS_ERROR_VALUE))
    {
      printf ("At the %s door: %s.\n", ls_task_get_name (door), (*error)->message);
      g_clear_error (error);
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) front = ls_create_task (ls_coro (unlock, LS_INT (1)), .name = "front");
  g_autoptr (LsTask) back = ls_create_task (ls_coro (unlock, LS_INT (2)), .name = "back");

  LS_TRY (ls_await_done (ls_coro (knock, ls_task_value (front)), error));
  LS_TRY (ls_sleep (1, error));
  printf ("Is the back door done? %s\n", ls_task_done (back) ? "yes" : "no");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
