/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <stdlib.h>

#include "record.h"

static LsValue
gives (const LsValue *args, GError **error)
{
  return ls_value_printf ("got %d and %s", (int) ls_value_get_int (args[0]),
                          ls_value_get_string (args[1]));
}

static void
test_result (void)
{
  g_auto (LsValue) result = ls_run (ls_coro (gives, LS_INT (1), ls_value_string ("two")), NULL);

  g_assert_cmpstr (ls_value_get_string (result), ==, "got 1 and two");
}

static LsValue
fails (const LsValue *args, GError **error)
{
  g_set_error_literal (error, LS_ERROR, LS_ERROR_QUEUE_EMPTY, "");
  return LS_NONE;
}

static void
test_exit_codes (void)
{
  if (g_test_subprocess ())
    exit (ls_run_main (ls_coro (fails)));
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*asyncio.queues.QueueEmpty\n");
  g_assert_cmpint (ls_run_main (ls_coro (gives, LS_INT (1), LS_STR ("two"))), ==, 0);
}

static LsValue
exits (const LsValue *args, GError **error)
{
  g_set_error_literal (error, LS_ERROR, LS_ERROR_SYSTEM_EXIT, "3");
  return LS_NONE;
}

static void
test_system_exit (void)
{
  g_assert_cmpint (ls_run_main (ls_coro (exits)), ==, 3);
}

static LsValue
runs_inside (const LsValue *args, GError **error)
{
  g_autoptr (GError) refused = NULL;

  ls_run (ls_coro (fails), &refused);
  g_assert_error (refused, LS_ERROR, LS_ERROR_RUNTIME);
  return LS_NONE;
}

static void
test_not_inside (void)
{
  record_run_program (ls_coro (runs_inside));
}

/* Rule 25: Ctrl-C cancels main, which may clean up; run() raises KeyboardInterrupt. */
static LsValue
is_interrupted (const LsValue *args, GError **error)
{
  gboolean *cleaned_up = ls_value_get_pointer (args[0]);

  ls_sleep (100, error);
  *cleaned_up = TRUE;
  return LS_NONE;
}

static gboolean
interrupt (gpointer data)
{
  raise (SIGINT);
  return G_SOURCE_REMOVE;
}

static void
test_interrupt (void)
{
  g_autoptr (GError) error = NULL;
  gboolean cleaned_up = FALSE;

  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  g_timeout_add (5, interrupt, NULL);
  ls_run (ls_coro (is_interrupted, LS_POINTER (&cleaned_up)), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT);
  g_assert_true (cleaned_up);
}

static LsValue
interrupts_itself (const LsValue *args, GError **error)
{
  ls_debug_interrupt ();
  LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

/* In the middle of a turn it is taken when the turn ends. */
static void
test_interrupt_in_a_turn (void)
{
  g_autoptr (GError) error = NULL;

  ls_run (ls_coro (interrupts_itself), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT);
}

/* A main that swallows the first is left by the second. */
static LsValue
swallows (const LsValue *args, GError **error)
{
  g_autoptr (GError) cancelled = NULL;

  ls_debug_interrupt ();
  ls_sleep (0, &cancelled);
  ls_sleep (0, &cancelled);
  g_assert_true (ls_error_is_cancelled (cancelled));
  ls_debug_interrupt ();
  LS_TRY (ls_sleep (100, error));
  return LS_NONE;
}

static void
test_second_interrupt (void)
{
  g_autoptr (GError) error = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_run (ls_coro (swallows), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT);
}

/* A wait ends where the interrupt falls into it, also one that would last for ever. */
static LsValue
waits_for_nothing (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) nothing = ls_future_new ();

  LS_TRY (ls_sleep (2, error));
  ls_await_done (nothing, error);
  g_assert_true (ls_error_is_cancelled (*error));
  g_assert_cmpfloat_with_epsilon (ls_perf_counter (), 2.5, 1e-6);
  return LS_NONE;
}

static void
test_interrupt_at (void)
{
  g_autoptr (GError) error = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_debug_interrupt_at (2.5);
  ls_run (ls_coro (waits_for_nothing), &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT);
}

/* Rule 25: first tasks end, then generators, then the executor's workers, and then the loop. */
static GString *ends;
static LsAsyncGen *left_generator;
static LsFuture *left_job;

static LsValue
ends_late (const LsValue *args, GError **error)
{
  g_usleep (50000);
  g_string_append (ends, "job|");
  return LS_NONE;
}

static LsValue
generates (const LsValue *args, GError **error)
{
  GError *ignored = NULL;

  ls_yield (LS_INT (1), error);
  ls_sleep (0, &ignored);
  g_string_append (ends, "generator|");
  return LS_NONE;
}

static LsValue
is_left_over (const LsValue *args, GError **error)
{
  GError *ignored = NULL;

  ls_sleep (1000, error);
  ls_sleep (0, &ignored);
  g_string_append (ends, "task|");
  return LS_NONE;
}

static LsValue
leaves_all_behind (const LsValue *args, GError **error)
{
  left_job = ls_future_ref (ls_loop_run_in_executor (ls_get_running_loop (), NULL, ends_late));
  left_generator = ls_async_gen_ref (ls_async_gen (generates));
  g_assert_cmpint (ls_value_get_int (ls_await (ls_async_gen_anext (left_generator), error)), ==, 1);
  ls_task_unref (ls_create_task (ls_coro (is_left_over)));
  LS_TRY (ls_sleep (0, error));
  g_string_append (ends, "main|");
  return LS_NONE;
}

static void
test_order_of_shutdown (void)
{
  ends = g_string_new (NULL);
  record_run_program (ls_coro (leaves_all_behind));
  g_assert_cmpstr (ends->str, ==, "main|task|generator|job|");
  g_assert_true (ls_future_done (left_job));
  ls_future_unref (left_job);
  ls_async_gen_unref (left_generator);
  g_string_free (ends, TRUE);
}

static void
test_signal_is_given_back (void)
{
  struct sigaction before = { .sa_handler = SIG_IGN };

  record_run_program (ls_coro (gives, LS_INT (1), LS_STR ("two")));
  g_assert_cmpint (sigaction (SIGINT, NULL, &before), ==, 0);
  g_assert_true (before.sa_handler == SIG_DFL);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Run", "rule-25", "how-run-ends", rule_25);
  record_add_rule ("Run", "rule-25-interrupt", "cancels-main", rule_25_interrupt);
  g_test_add_func ("/Ls/Run/result", test_result);
  g_test_add_func ("/Ls/Run/exit-codes", test_exit_codes);
  g_test_add_func ("/Ls/Run/system-exit", test_system_exit);
  g_test_add_func ("/Ls/Run/not-inside", test_not_inside);
  g_test_add_func ("/Ls/Run/rule-25-order-of-shutdown", test_order_of_shutdown);
  g_test_add_func ("/Ls/Run/rule-25-interrupt", test_interrupt);
  g_test_add_func ("/Ls/Run/interrupt-in-a-turn", test_interrupt_in_a_turn);
  g_test_add_func ("/Ls/Run/rule-26-second-interrupt", test_second_interrupt);
  g_test_add_func ("/Ls/Run/interrupt-at", test_interrupt_at);
  g_test_add_func ("/Ls/Run/signal-is-given-back", test_signal_is_given_back);

  return g_test_run ();
}
