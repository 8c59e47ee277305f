/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <loopscope.h>

#include "ls-debug.h"
#include "record.h"

static LsContextVar who = LS_CONTEXT_VAR_WITH_DEFAULT ("who", LS_INT (0));
static LsContextVar text = LS_CONTEXT_VAR ("text");

static gint64
who_is_it (void)
{
  return ls_value_get_int (ls_context_var_get (&who, NULL));
}

static void
run (LsCoroFunc body)
{
  g_autoptr (GError) error = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_run (ls_coro_new ("main", body, NULL, 0), &error);
  g_assert_no_error (error);
}

/* What was set is given back, in whatever order contexts and tokens go. */
static LsValue
sets_much (const LsValue *args, GError **error)
{
  g_autoptr (LsContext) kept = NULL;
  g_autoptr (LsContextToken) token = NULL;

  for (guint i = 0; i < 1000; i++)
    {
      ls_context_var_set (&text, ls_value_printf ("number %u", i));
      ls_context_var_set (&who, LS_INT (i));
      if (i == 500)
        kept = ls_copy_context ();
      if (i == 700)
        token = ls_context_var_set_token (&text, LS_STR ("token"));
    }
  {
    g_auto (LsValue) now = ls_context_var_get (&text, error);
    g_auto (LsValue) then = ls_context_get (kept, &text, error);
    g_auto (LsValue) before = LS_NONE;

    g_assert_cmpstr (ls_value_get_string (now), ==, "number 999");
    g_assert_cmpstr (ls_value_get_string (then), ==, "number 500");
    g_assert_true (ls_context_var_reset (&text, token, error));
    before = ls_context_var_get (&text, error);
    g_assert_cmpstr (ls_value_get_string (before), ==, "number 700");
  }
  return LS_NONE;
}

static void
test_copies_share (void)
{
  run (sets_much);
  g_assert_cmpint (who_is_it (), ==, 0);
}

static LsValue
sleeps_inside (const LsValue *args, GError **error)
{
  g_assert_cmpint (who_is_it (), ==, 1);
  LS_TRY (ls_sleep (1, error));
  g_assert_cmpint (who_is_it (), ==, 1);
  ls_context_var_set (&who, LS_INT (11));
  return LS_STR ("slept");
}

static LsValue
looks_meanwhile (const LsValue *args, GError **error)
{
  g_assert_cmpint (who_is_it (), ==, 2);
  LS_TRY (ls_sleep (0.5, error));
  g_assert_cmpint (who_is_it (), ==, 2);
  return LS_NONE;
}

/* More than Python has: what is run in a context may await. */
static LsValue
suspends_inside (const LsValue *args, GError **error)
{
  g_autoptr (LsContext) context = NULL;
  g_autoptr (LsTask) other = NULL;
  LsValue result;

  ls_context_var_set (&who, LS_INT (1));
  context = ls_copy_context ();
  ls_context_var_set (&who, LS_INT (2));
  other = ls_create_task (ls_coro (looks_meanwhile));
  result = ls_context_run (context, error, sleeps_inside);
  g_assert_cmpstr (ls_value_get_string (result), ==, "slept");
  g_assert_cmpint (who_is_it (), ==, 2);
  g_assert_cmpint (ls_value_get_int (ls_context_get (context, &who, error)), ==, 11);
  return ls_await (other, error);
}

static void
test_suspends_inside (void)
{
  run (suspends_inside);
}

static LsValue
stays (const LsValue *args, GError **error)
{
  gint64 *seen = ls_value_get_pointer (args[0]);

  ls_context_var_set (&who, LS_INT (3));
  ls_sleep (1000, error);
  *seen = who_is_it ();
  return LS_NONE;
}

static LsValue
stays_inside (const LsValue *args, GError **error)
{
  g_autoptr (LsContext) context = ls_copy_context ();

  return ls_context_run (context, error, stays, args[0]);
}

/* The loop closes while a task is inside a context: nothing of it is left behind. */
static void
test_destroyed_inside (void)
{
  g_autoptr (LsLoop) loop = NULL;
  gint64 seen = -1;

  if (g_test_subprocess ())
    {
      ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
      loop = ls_loop_new ();
      ls_task_unref (ls_loop_create_task (loop, ls_coro (stays_inside, LS_POINTER (&seen))));
      ls_loop_stop (loop);
      g_assert_true (ls_loop_run_forever (loop, NULL));
      ls_loop_close (loop);
      g_assert_cmpint (seen, ==, 0);
      g_assert_cmpint (who_is_it (), ==, 0);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*Task was destroyed but it is pending!*");
}

static LsValue
works (const LsValue *args, GError **error)
{
  gint64 found = who_is_it ();

  ls_context_var_set (&who, LS_INT (found + 100));
  return LS_INT (found);
}

/* to_thread() brings a copy along, run_in_executor() does not; a worker has a context of its own, as a thread has. */
static LsValue
asks_workers (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsExecutor) one = ls_executor_new (.max_workers = 1);

  ls_loop_set_default_executor (loop, one);
  ls_context_var_set (&who, LS_INT (4));
  g_assert_cmpint (ls_value_get_int (ls_await (ls_to_thread (works), error)), ==, 4);
  g_assert_cmpint (ls_value_get_int (ls_await (ls_loop_run_in_executor (loop, NULL, works), error)), ==, 0);
  g_assert_cmpint (ls_value_get_int (ls_await (ls_loop_run_in_executor (loop, NULL, works), error)), ==, 100);
  g_assert_cmpint (ls_value_get_int (ls_await (ls_to_thread (works), error)), ==, 4);
  g_assert_cmpint (who_is_it (), ==, 4);
  return LS_NONE;
}

static void
test_workers (void)
{
  run (asks_workers);
}

typedef struct { LsLoop *loop; LsFuture *future; LsContext *context; } Caller;

static void
settle (const LsValue *args, GError **error)
{
  ls_future_set_result (ls_value_get_pointer (args[0]), LS_INT (who_is_it ()), error);
}

static gpointer
call_from_thread (gpointer data)
{
  Caller *caller = data;

  ls_context_var_set (&who, LS_INT (5));
  if (caller->context != NULL)
    ls_loop_call_soon_threadsafe_in (caller->loop, caller->context, settle, LS_POINTER (caller->future));
  else
    ls_loop_call_soon_threadsafe (caller->loop, settle, LS_POINTER (caller->future));
  return NULL;
}

static gint64
who_is_called (LsContext *context, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  Caller caller = { ls_get_running_loop (), future, context };
  GThread *thread = g_thread_new ("caller", call_from_thread, &caller);
  gint64 found = ls_value_get_int (ls_await (future, error));

  g_thread_join (thread);
  return found;
}

/* A callback from another thread is called in that thread's context, or in the one that it is given. */
static LsValue
is_called (const LsValue *args, GError **error)
{
  g_autoptr (LsContext) copy = NULL;

  ls_context_var_set (&who, LS_INT (7));
  copy = ls_copy_context ();
  ls_context_var_set (&who, LS_INT (6));
  g_assert_cmpint (who_is_called (NULL, error), ==, 5);
  g_assert_cmpint (who_is_called (copy, error), ==, 7);
  g_assert_cmpint (who_is_it (), ==, 6);
  return LS_NONE;
}

static void
test_other_thread (void)
{
  run (is_called);
}

static void
note (LsFuture *future, gpointer data, GError **error)
{
  *(gint64 *) data = who_is_it ();
}

/* Taken back, callbacks let go of their contexts; so do those that are never called. */
static LsValue
takes_back (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsFuture) never = ls_future_new ();
  gint64 seen[2] = { -1, -1 };

  for (guint i = 0; i < 6; i++)
    {
      ls_context_var_set (&who, LS_INT (i));
      ls_future_add_done_callback (future, note, &seen[i % 2]);
      ls_future_add_done_callback (never, note, &seen[0]);
    }
  g_assert_cmpuint (ls_future_remove_done_callback (future, note, &seen[0]), ==, 3);
  ls_future_set_result (future, LS_NONE, NULL);
  ls_handle_cancel (ls_loop_call_later (ls_get_running_loop (), 10, settle, LS_POINTER (NULL)));
  LS_TRY (ls_sleep (0, error));
  g_assert_cmpint (seen[0], ==, -1);
  g_assert_cmpint (seen[1], ==, 5);
  return LS_NONE;
}

static void
test_taken_back (void)
{
  run (takes_back);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Ls/ContextVar/copies-share", test_copies_share);
  g_test_add_func ("/Ls/ContextVar/suspends-inside", test_suspends_inside);
  g_test_add_func ("/Ls/ContextVar/destroyed-inside", test_destroyed_inside);
  g_test_add_func ("/Ls/ContextVar/workers", test_workers);
  g_test_add_func ("/Ls/ContextVar/other-thread", test_other_thread);
  g_test_add_func ("/Ls/ContextVar/taken-back", test_taken_back);
  record_add_rule ("ContextVar", "rule-29", "contexts-are-copied", rule_29);

  return g_test_run ();
}
