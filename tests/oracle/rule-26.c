/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 26: stop() ends after the current iteration; what is ready then stays for the next run; SystemExit leaves it. */
#include "rule.h"

static void
hello (const LsValue *args, GError **error)
{
  printf ("hello\n");
}

static void
stop_and_go_on (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_value_get_loop (args[0]);

  ls_loop_call_soon (loop, hello);
  ls_loop_stop (loop);
  printf ("stopping\n");
}

static void
after (const LsValue *args, GError **error)
{
  printf ("still in this iteration\n");
}

static void
stop (const LsValue *args, GError **error)
{
  ls_loop_stop (ls_value_get_loop (args[0]));
}

static LsValue
leaves (const LsValue *args, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_SYSTEM_EXIT, "enough");
  return LS_NONE;
}

static LsValue
forever (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();

  return ls_await (future, error);
}

int
main (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsTask) task = NULL, left = NULL;
  g_autoptr (GError) error = NULL;

  ls_loop_call_soon (loop, stop_and_go_on, ls_loop_value (loop));
  ls_loop_call_soon (loop, after);
  ls_loop_run_forever (loop, &error);
  printf ("stopped\n");

  ls_loop_stop (loop);
  ls_loop_run_forever (loop, &error);
  printf ("stopped before: one iteration\n");
  g_assert_no_error (error);

  task = ls_loop_create_task (loop, ls_coro (forever), .name = "forever");
  ls_loop_call_soon (loop, stop, ls_loop_value (loop));
  ls_loop_run_until_complete (loop, task, &error);
  if (error != NULL)
    printf ("%s\n", error->message);
  g_clear_error (&error);
  printf ("done %s\n", str (ls_task_done (task)));

  ls_task_cancel (task);
  ls_loop_run_until_complete (loop, task, &error);
  if (ls_error_catch (&error, LS_ERROR_CANCELLED))
    printf ("cancelled\n");

  left = ls_loop_create_task (loop, ls_coro (leaves), .name = "leaves");
  ls_loop_call_soon (loop, hello);
  ls_loop_run_until_complete (loop, left, &error);
  if (g_error_matches (error, LS_ERROR, LS_ERROR_SYSTEM_EXIT))
    printf ("left the loop: %s\n", error->message);
  g_clear_error (&error);
  printf ("done %s - %s\n", str (ls_task_done (left)), ls_task_exception (left, NULL)->message);
  ls_loop_call_soon (loop, stop, ls_loop_value (loop));
  ls_loop_run_forever (loop, &error);
  ls_loop_close (loop);
  return 0;
}
