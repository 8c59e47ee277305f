/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

#define BOOL(value) ((value) ? "True" : "False")

static void
first (LsFuture *future, gpointer data, GError **error)
{
  record_print ("first");
}

static void
second (LsFuture *future, gpointer data, GError **error)
{
  record_print ("second");
}

static void
late (LsFuture *future, gpointer data, GError **error)
{
  record_print ("late");
}

static LsValue
rule_07_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();

  ls_future_add_done_callback (future, first, NULL);
  ls_future_add_done_callback (future, second, NULL);
  ls_future_add_done_callback (future, first, NULL);
  ls_future_add_done_callback (future, second, NULL);
  record_print ("removed %u", ls_future_remove_done_callback (future, second, NULL));
  record_print ("removed %u", ls_future_remove_done_callback (future, second, NULL));
  ls_future_add_done_callback (future, second, NULL);
  LS_TRY (ls_future_set_result (future, LS_NONE, error));
  record_print ("set");
  ls_future_add_done_callback (future, late, NULL);
  record_print ("removed %u", ls_future_remove_done_callback (future, first, NULL));
  LS_TRY (ls_sleep (0, error));
  record_print ("main");
  return LS_NONE;
}

static void
rule_07 (void)
{
  record_run_program (ls_coro_new ("main", rule_07_main_, NULL, 0));
}

static LsValue
inner (const LsValue *args, GError **error)
{
  LsValue value = ls_await (ls_value_get_future (args[0]), error);

  if (*error)
    return LS_NONE;
  record_print ("inner got %d", (int) ls_value_get_int (value));
  return LS_INT (ls_value_get_int (value) + 1);
}

static LsValue
ticker (const LsValue *args, GError **error)
{
  for (int tick = 0; tick < 4; tick++)
    {
      record_print ("tick %d", tick);
      LS_TRY (ls_sleep (0, error));
    }
  return LS_NONE;
}

static LsValue
rule_08_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) task = ls_create_task (ls_coro (inner, ls_future_value (future)), .name = "inner");
  g_autoptr (LsTask) ticking = ls_create_task (ls_coro (ticker), .name = "ticker");
  LsValue value;

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_future_set_result (future, LS_INT (1), error));
  record_print ("set");
  value = ls_await (task, error);
  if (*error)
    return LS_NONE;
  record_print ("main got %d", (int) ls_value_get_int (value));
  LS_TRY (ls_await_done (ticking, error));
  return LS_NONE;
}

static void
rule_08 (void)
{
  record_run_program (ls_coro_new ("main", rule_08_main_, NULL, 0));
}

static LsValue
wait_for (const LsValue *args, GError **error)
{
  g_auto (LsValue) value = ls_await (ls_value_get_future (args[0]), error);

  if (*error)
    record_print ("cancelled");
  else
    record_print ("got %s", ls_value_get_string (value));
  return LS_NONE;
}

static LsValue
result_then_cancel (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) task = ls_create_task (ls_coro (wait_for, ls_future_value (future)), .name = "first");
  g_auto (LsValue) result = LS_NONE;
  gboolean future_cancelled;

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_future_set_result (future, LS_STR ("a result"), error));
  future_cancelled = ls_future_cancel (future);
  record_print ("future %s task %s", BOOL (future_cancelled), BOOL (ls_task_cancel (task)));
  LS_TRY (ls_await_done (ls_gather_exceptions (task), error));
  result = ls_future_result (future, error);
  record_print ("%s %s", BOOL (ls_task_cancelled (task)), ls_value_get_string (result));
  return LS_NONE;
}

static LsValue
cancel_then_result (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) task = ls_create_task (ls_coro (wait_for, ls_future_value (future)), .name = "second");
  g_autoptr (GError) refused = NULL;

  LS_TRY (ls_sleep (0, error));
  record_print ("task %s", BOOL (ls_task_cancel (task)));
  if (!ls_future_set_result (future, LS_STR ("too late"), &refused))
    record_print ("%s", ls_error_get_class (refused));
  LS_TRY (ls_await_done (ls_gather_exceptions (task), error));
  record_print ("%s", BOOL (ls_task_cancelled (task)));
  return LS_NONE;
}

static LsValue
rule_11_main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (result_then_cancel), error));
  LS_TRY (ls_await_done (ls_coro (cancel_then_result), error));
  return LS_NONE;
}

static void
rule_11 (void)
{
  record_run_program (ls_coro_new ("main", rule_11_main_, NULL, 0));
}

static void
test_states (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsFuture) future = ls_loop_create_future (loop);
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) value = LS_NONE;

  g_assert_false (ls_future_done (future));
  ls_future_result (future, &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_INVALID_STATE);
  g_assert_cmpstr (error->message, ==, "Result is not ready.");
  g_clear_error (&error);
  g_assert_null (ls_future_exception (future, &error));
  g_assert_cmpstr (error->message, ==, "Exception is not set.");
  g_clear_error (&error);

  g_assert_true (ls_future_set_result (future, ls_value_string ("value"), &error));
  g_assert_true (ls_future_done (future));
  value = ls_future_result (future, &error);
  g_assert_cmpstr (ls_value_get_string (value), ==, "value");
  g_assert_null (ls_future_exception (future, &error));
  g_assert_false (ls_future_cancel (future));
  g_assert_false (ls_future_set_result (future, LS_NONE, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_INVALID_STATE);
  ls_loop_close (loop);
}

static void
test_cancelled_with_message (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsFuture) future = ls_loop_create_future (loop);
  g_autoptr (GError) error = NULL;

  g_assert_true (ls_future_cancel_message (future, "no need"));
  g_assert_true (ls_future_cancelled (future));
  for (int i = 0; i < 2; i++)
    {
      ls_future_result (future, &error);
      g_assert_true (ls_error_is_cancelled (error));
      g_assert_cmpstr (error->message, ==, "no need");
      g_clear_error (&error);
    }
  ls_loop_close (loop);
}

static void
note (LsLoop *loop, const LsExceptionContext *context, gpointer data)
{
  g_string_append_printf (data, "%s|%s|", context->message, context->exception->message);
}

/* Rule 27: told when the last reference goes, not when it is set; asking for it is enough. */
static void
test_never_retrieved (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (GError) failure = g_error_new_literal (LS_ERROR, LS_ERROR_VALUE, "lost");
  g_autoptr (GString) notes = g_string_new (NULL);
  LsFuture *asked = ls_loop_create_future (loop);
  LsFuture *lost = ls_loop_create_future (loop);

  ls_loop_set_exception_handler (loop, note, notes);
  g_assert_true (ls_future_set_exception (asked, failure, NULL));
  g_assert_true (ls_future_set_exception (lost, failure, NULL));
  g_assert_error (ls_future_exception (asked, NULL), LS_ERROR, LS_ERROR_VALUE);
  ls_future_unref (asked);
  g_assert_cmpstr (notes->str, ==, "");
  ls_future_unref (lost);
  g_assert_cmpstr (notes->str, ==, "Future exception was never retrieved|lost|");
  ls_loop_close (loop);
}

static void
count (LsFuture *future, gpointer data, GError **error)
{
  ++*(int *) data;
}

static void
test_many_callbacks (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsFuture) future = ls_loop_create_future (loop);
  int odd = 0, even = 0;

  for (int i = 0; i < 100; i++)
    ls_future_add_done_callback (future, count, i % 2 ? &odd : &even);
  g_assert_cmpint (ls_future_remove_done_callback (future, count, &odd), ==, 50);
  g_assert_true (ls_future_set_result (future, LS_NONE, NULL));
  ls_loop_stop (loop);
  ls_loop_run_forever (loop, NULL);
  g_assert_cmpint (even, ==, 50);
  g_assert_cmpint (odd, ==, 0);
  ls_loop_close (loop);
}

static void
test_stop_iteration_is_refused (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsFuture) future = ls_loop_create_future (loop);
  g_autoptr (GError) stop = g_error_new_literal (LS_ERROR, LS_ERROR_STOP_ITERATION, "");
  g_autoptr (GError) error = NULL;

  g_assert_false (ls_future_set_exception (future, stop, &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_TYPE);
  ls_loop_close (loop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Future", "rule-07-done-callbacks-are-scheduled", rule_07);
  record_add_rule ("Future", "rule-08-waking-costs-one-iteration", rule_08);
  record_add_rule ("Future", "rule-11-result-and-cancel-in-one-iteration", rule_11);
  g_test_add_func ("/Ls/Future/states", test_states);
  g_test_add_func ("/Ls/Future/cancelled-with-message", test_cancelled_with_message);
  g_test_add_func ("/Ls/Future/never-retrieved", test_never_retrieved);
  g_test_add_func ("/Ls/Future/many-callbacks", test_many_callbacks);
  g_test_add_func ("/Ls/Future/stop-iteration-is-refused", test_stop_iteration_is_refused);

  return g_test_run ();
}
