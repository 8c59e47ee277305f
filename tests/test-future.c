/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

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
  g_assert_cmpstr (error->message, ==, "Result is not set.");
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
note (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
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

  record_add_rule ("Future", "rule-07", "done-callbacks-are-scheduled", rule_07);
  record_add_rule ("Future", "rule-08", "waking-costs-one-iteration", rule_08);
  record_add_rule ("Future", "rule-11", "result-and-cancel-in-one-iteration", rule_11);
  g_test_add_func ("/Ls/Future/states", test_states);
  g_test_add_func ("/Ls/Future/cancelled-with-message", test_cancelled_with_message);
  g_test_add_func ("/Ls/Future/never-retrieved", test_never_retrieved);
  g_test_add_func ("/Ls/Future/many-callbacks", test_many_callbacks);
  g_test_add_func ("/Ls/Future/stop-iteration-is-refused", test_stop_iteration_is_refused);

  return g_test_run ();
}
