/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"
#include "run-main.h"

static LsValue
work (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_double (args[0]), error));
  return args[0];
}

/* Where it was told that it is over, with all that still waits there. */
static LsValue
is_left_waiting (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) never = ls_future_new ();

  if (ls_value_get_bool (args[0]))
    ls_wait (LS_AWAITABLES (never), 5, LS_ALL_COMPLETED, NULL, NULL, error);
  else
    ls_wait_for_done (never, 5, error);
  g_assert_true (g_error_matches (*error, LS_ERROR, LS_ERROR_GENERATOR_EXIT));
  return LS_NONE;
}

static LsValue
lets_the_loop_end (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  ls_loop_stop (ls_get_running_loop ());
  return LS_NONE;
}

/* A loop that closes ends those who wait; ASan sees what they leave behind. */
static void
test_loop_closes (void)
{
  g_autoptr (LsLoop) loop = NULL;
  g_autoptr (LsTask) one = NULL, two = NULL, three = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_loop_set_exception_handler (loop, ignore_report, NULL);
  one = ls_loop_create_task (loop, ls_coro (is_left_waiting, LS_BOOL (TRUE)));
  two = ls_loop_create_task (loop, ls_coro (is_left_waiting, LS_BOOL (FALSE)));
  three = ls_loop_create_task (loop, ls_coro (lets_the_loop_end));
  g_assert_true (ls_loop_run_forever (loop, NULL));
  ls_loop_close (loop);
}

static LsValue
leaves_an_iterator (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) never = ls_future_new ();
  g_autoptr (LsAsCompleted) begun = ls_as_completed (LS_AWAITABLES (never, ls_coro (work, LS_DOUBLE (1))), 9);
  g_autoptr (LsAsCompleted) fresh = ls_as_completed (LS_AWAITABLES (never), 9);
  g_autoptr (LsAsCompleted) empty = ls_as_completed (NULL, 0, 9);
  LsValue first = ls_await (ls_as_completed_next (begun), error);

  g_assert_cmpfloat (ls_value_get_double (first), ==, 1);
  g_assert_null (ls_as_completed_next (empty));
  return LS_NONE;
}

static void
test_iterator_left (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (leaves_an_iterator));
}

static LsValue
takes_what_was_there (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (work, LS_DOUBLE (0)));
  g_autoptr (GPtrArray) done = NULL, pending = NULL;

  LS_TRY (ls_wait (LS_AWAITABLES (task, task), LS_FOREVER, LS_ALL_COMPLETED, &done, &pending, error));
  g_assert_cmpuint (done->len, ==, 1);
  g_assert_true (done->pdata[0] == task);
  g_assert_cmpuint (pending->len, ==, 0);
  return LS_NONE;
}

static void
test_each_once (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (takes_what_was_there));
}

/* Not within a task there is no waiting; what was to be consumed is. */
static void
test_no_task (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ls_wait_for_done (ls_coro (work, LS_DOUBLE (1)), 1, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("WaitFor", "rule-15", "cancels-and-waits-for-the-clean-up", rule_15);
  record_add_rule ("Wait", "rule-24", "all-that-is-done-on-resuming", rule_24);
  g_test_add_func ("/Ls/Wait/loop-closes", test_loop_closes);
  g_test_add_func ("/Ls/Wait/each-once", test_each_once);
  g_test_add_func ("/Ls/AsCompleted/left", test_iterator_left);
  g_test_add_func ("/Ls/WaitFor/no-task", test_no_task);

  return g_test_run ();
}
