/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

static LsValue
fail_after (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "late");
  return LS_NONE;
}

static void
count (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  ++*(int *) data;
}

static LsValue
cancels_the_outer (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) outer = ls_future_ref (ls_shield (ls_coro (fail_after, LS_INT (2))));

  LS_TRY (ls_sleep (1, error));
  ls_future_cancel (outer);
  LS_TRY (ls_sleep (2, error));
  return LS_NONE;
}

static int
count_reported (LsCoroFunc func)
{
  g_autoptr (LsLoop) loop = NULL;
  int reported = 0;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_loop_set_exception_handler (loop, count, &reported);
  ls_loop_run_until_complete (loop, ls_coro_new ("main", func, NULL, 0), NULL);
  ls_loop_close (loop);
  return reported;
}

/* Nobody is left to be told of the inner's exception. */
static void
test_never_retrieved (void)
{
  g_assert_cmpint (count_reported (cancels_the_outer), ==, 1);
}

static LsValue
shields_what_never_ends (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) never = ls_future_new ();
  g_autoptr (LsFuture) outer = ls_future_ref (ls_shield (never));

  ls_shield (never);
  return LS_NONE;
}

/* The ring of outer and inner opens as the loop closes; ASan sees if it does not. */
static void
test_never_done (void)
{
  g_assert_cmpint (count_reported (shields_what_never_ends), ==, 0);
}

static LsValue
nothing (const LsValue *args, GError **error)
{
  return LS_INT (5);
}

static LsValue
ensures (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsFuture) same = ls_ensure_future (future);
  g_autoptr (LsFuture) task = ls_ensure_future (ls_coro (nothing));

  g_assert_true (same == future);
  g_assert_false (ls_future_done (task));
  g_assert_cmpint (ls_value_get_int (ls_await (task, error)), ==, 5);
  g_assert_true (ls_future_done (task));
  return LS_NONE;
}

static void
test_ensure_future (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (ensures));
}

/* Without a running loop the task belongs to the one that was set, and does not begin before that runs. */
static void
test_ensure_future_before_the_loop (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsFuture) task = NULL;

  ls_set_event_loop (loop);
  task = ls_ensure_future (ls_coro (nothing));
  g_assert_true (ls_future_get_loop (task) == loop);
  g_assert_false (ls_future_done (task));
  g_assert_cmpint (ls_value_get_int (ls_loop_run_until_complete (loop, task, NULL)), ==, 5);
  ls_set_event_loop (NULL);
  ls_loop_close (loop);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Shield", "rule-18", "outer-and-inner-cancelled", rule_18);
  g_test_add_func ("/Ls/Shield/never-retrieved", test_never_retrieved);
  g_test_add_func ("/Ls/Shield/never-done", test_never_done);
  g_test_add_func ("/Ls/EnsureFuture/same-or-task", test_ensure_future);
  g_test_add_func ("/Ls/EnsureFuture/before-the-loop", test_ensure_future_before_the_loop);

  return g_test_run ();
}
