/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <loopscope.h>

#include "ls-debug.h"
#include "record.h"

static LsValue
gives (const LsValue *args, GError **error)
{
  return args[0];
}

static LsValue
fails (const LsValue *args, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "bad");
  return LS_NONE;
}

static LsValue
stays (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1000, error));
  return LS_NONE;
}

static LsValue
leaves_one_behind (const LsValue *args, GError **error)
{
  LsTask **left = ls_value_get_pointer (args[0]);

  *left = ls_create_task (ls_coro (stays), .name = "left");
  LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

static LsValue
runs_another (const LsValue *args, GError **error)
{
  ls_runner_run (ls_value_get_pointer (args[0]), ls_coro (gives, LS_NONE), error);
  return LS_NONE;
}

static void
test_several_runs (void)
{
  g_autoptr (LsRunner) runner = ls_runner_new ();
  g_autoptr (LsTask) left = NULL;
  g_autoptr (GError) error = NULL;
  LsLoop *loop = ls_runner_get_loop (runner, NULL);

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  g_assert_cmpint (ls_value_get_int (ls_runner_run (runner, ls_coro (gives, LS_INT (1)), &error)), ==, 1);
  g_assert_no_error (error);
  g_assert_true (ls_runner_get_loop (runner, NULL) == loop);
  ls_runner_run (runner, ls_coro (fails), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_VALUE);
  g_clear_error (&error);

  ls_runner_run (runner, ls_coro (leaves_one_behind, LS_POINTER (&left)), &error);
  g_assert_no_error (error);
  g_assert_false (ls_task_done (left));
  g_assert_true (ls_runner_close (runner, &error));
  g_assert_true (ls_task_cancelled (left));
}

static void
test_closed (void)
{
  g_autoptr (LsRunner) runner = ls_runner_new ();
  g_autoptr (GError) error = NULL;

  g_assert_true (ls_runner_close (runner, &error));
  g_assert_nonnull (ls_runner_get_loop (runner, &error));
  g_assert_true (ls_runner_close (runner, &error));
  g_assert_true (ls_runner_close (runner, &error));
  g_assert_null (ls_runner_get_loop (runner, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, "Runner is closed");
  g_clear_error (&error);
  ls_runner_run (runner, ls_coro (gives, LS_NONE), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
}

static void
test_not_inside (void)
{
  g_autoptr (LsRunner) runner = ls_runner_new ();
  g_autoptr (GError) error = NULL;

  ls_runner_run (runner, ls_coro (runs_another, LS_POINTER (runner)), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, "Runner.run() cannot be called from a running event loop");
}

/* The block's exception stays; what the block's end raises would take its place. */
static void
test_block (void)
{
  g_autoptr (GError) error = NULL;
  LsLoop *loop = NULL;

  LS_WITH_RUNNER (runner, &error)
    {
      loop = ls_loop_ref (ls_runner_get_loop (runner, NULL));
      g_assert_true (ls_get_event_loop () == loop);
      ls_runner_run (runner, ls_coro (fails), &error);
    }
  g_assert_error (error, LS_ERROR, LS_ERROR_VALUE);
  g_assert_true (ls_loop_is_closed (loop));
  g_assert_null (ls_get_event_loop ());
  ls_loop_unref (loop);
}

static gboolean
is_debugging (LsRunner *runner)
{
  return ls_loop_get_debug (ls_runner_get_loop (runner, NULL));
}

static void
test_debug_by_environment (void)
{
  g_setenv ("LOOPSCOPE_ASYNCIO_DEBUG", "1", TRUE);
  LS_WITH_RUNNER (runner, NULL)
    g_assert_true (is_debugging (runner));
  LS_WITH_RUNNER (runner, NULL, .debug = -1)
    g_assert_false (is_debugging (runner));
  g_setenv ("LOOPSCOPE_ASYNCIO_DEBUG", "", TRUE);
  LS_WITH_RUNNER (runner, NULL)
    g_assert_false (is_debugging (runner));
  LS_WITH_RUNNER (runner, NULL, .debug = TRUE)
    g_assert_true (is_debugging (runner));
  g_unsetenv ("LOOPSCOPE_ASYNCIO_DEBUG");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Ls/Runner/several-runs", test_several_runs);
  g_test_add_func ("/Ls/Runner/closed", test_closed);
  g_test_add_func ("/Ls/Runner/not-inside", test_not_inside);
  g_test_add_func ("/Ls/Runner/block", test_block);
  g_test_add_func ("/Ls/Runner/debug-by-environment", test_debug_by_environment);
  record_add_rule ("Runner", "rule-debug-mode", "slow-callbacks", rule_debug_mode);

  return g_test_run ();
}
