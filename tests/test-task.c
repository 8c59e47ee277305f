/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-task-private.h"
#include "record.h"

/* Rule 28: a task that awaits itself, or a future of another loop, gets RuntimeError. */
static LsValue
awaits_itself (const LsValue *args, GError **error)
{
  g_autoptr (GError) refused = NULL;

  g_assert_false (ls_await_done (ls_current_task (), &refused));
  g_assert_error (refused, LS_ERROR, LS_ERROR_RUNTIME);
  return LS_INT (1);
}

static LsValue
awaits_of_another (const LsValue *args, GError **error)
{
  g_autoptr (GError) refused = NULL;

  g_assert_false (ls_await_done (ls_value_get_future (args[0]), &refused));
  g_assert_error (refused, LS_ERROR, LS_ERROR_RUNTIME);
  return LS_INT (1);
}

static void
test_refused_waits (void)
{
  g_autoptr (LsLoop) elsewhere = ls_loop_new ();
  g_autoptr (LsFuture) future = ls_loop_create_future (elsewhere);

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (awaits_itself));
  record_run_program (ls_coro (awaits_of_another, ls_future_value (future)));
  ls_loop_close (elsewhere);
}

static LsValue
cleans_up (const LsValue *args, GError **error)
{
  g_autoptr (GError) ended = NULL;
  g_autofree char *owned = g_strdup ("freed on the way out");

  g_assert_false (ls_sleep (10, &ended));
  g_assert_error (ended, LS_ERROR, LS_ERROR_GENERATOR_EXIT);
  g_assert_false (ls_sleep (1, NULL));
  ls_value_get_pointer (args[0]);
  *(char **) ls_value_get_pointer (args[0]) = g_steal_pointer (&owned);
  return LS_NONE;
}

static void
note_message (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  g_string_append (data, context->message);
}

static void
stop (const LsValue *args, GError **error)
{
  ls_loop_stop (ls_value_get_loop (args[0]));
}

static void
resume_too_early (const LsValue *args, GError **error)
{
  LsTask *task = ls_value_get_task (args[0]);
  LsFuture *future = ls_value_get_future (args[1]);

  g_assert_cmpuint (ls_future_unwatch (future, NULL, task), ==, 1);
  ls_task_schedule (task, LS_READY_WAKEUP, 0);
}

/* Rule 30: who is resumed while the future that it awaits is pending is told so.  No program can bring that about. */
static LsValue
is_resumed_too_early (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();

  ls_loop_call_soon (ls_get_running_loop (), resume_too_early, ls_task_value (ls_current_task ()),
                     ls_future_value (future));
  g_assert_false (ls_await_done (future, error));
  g_assert_error (*error, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr ((*error)->message, ==, "await wasn't used with future");
  g_assert_false (ls_future_done (future));
  g_clear_error (error);
  return LS_NONE;
}

static void
test_resumed_too_early (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (is_resumed_too_early));
}

/* Rule 27: a loop that closes destroys what still waits, and lets it clean up. */
static void
test_destroyed_but_pending (void)
{
  g_autoptr (GString) notes = g_string_new (NULL);
  g_autofree char *left = NULL;
  g_autoptr (LsLoop) loop = NULL;
  LsTask *task;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_loop_set_exception_handler (loop, note_message, notes);
  task = ls_loop_create_task (loop, ls_coro (cleans_up, LS_POINTER (&left)));
  ls_loop_call_soon (loop, stop, ls_loop_value (loop));
  ls_loop_run_forever (loop, NULL);
  ls_task_unref (task);
  g_assert_null (left);
  ls_loop_close (loop);
  g_assert_cmpstr (left, ==, "freed on the way out");
  g_assert_cmpstr (notes->str, ==, "Task was destroyed but it is pending!");
}

static LsValue
takes_no_notice (const LsValue *args, GError **error)
{
  while (TRUE)
    ls_sleep (1, NULL);
  return LS_NONE;
}

static void
test_destroyed_takes_no_notice (void)
{
  g_autoptr (LsLoop) loop = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, 0);
      g_test_trap_assert_passed ();
      g_test_trap_assert_stderr ("*Task was destroyed but it is pending!\n"
                                 "task: <Task pending name='Task-1' coro=<takes_no_notice()>>\n"
                                 "Task Task-1 goes on after GeneratorExit*");
      return;
    }
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_task_unref (ls_loop_create_task (loop, ls_coro (takes_no_notice)));
  ls_loop_stop (loop);
  ls_loop_run_forever (loop, NULL);
  ls_loop_close (loop);
}

static LsValue
goes_deep (const LsValue *args, GError **error)
{
  volatile char frame[1000];

  frame[0] = 1;
  return frame[0] == 0 ? LS_NONE : goes_deep (args, error);
}

static void
test_overflow_names_the_task (void)
{
  if (g_test_subprocess ())
    {
      ls_run_main (ls_coro (goes_deep));
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_failed ();
  g_test_trap_assert_stderr ("*stack overflow: task 'Task-1'*");
}

static LsValue
looks_around (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) sleeper = ls_create_task (ls_sleep_coro (1), .name = "sleeper");
  g_autoptr (GPtrArray) all = ls_all_tasks (NULL);
  LsTask *self = ls_current_task ();

  g_assert_cmpuint (all->len, ==, 2);
  g_assert_true (all->pdata[0] == self);
  g_assert_true (all->pdata[1] == sleeper);
  g_assert_cmpstr (ls_task_get_name (sleeper), ==, "sleeper");
  ls_task_set_name (sleeper, "renamed");
  g_assert_cmpstr (ls_task_get_name (sleeper), ==, "renamed");
  g_assert_cmpstr (ls_coro_get_name (ls_task_get_coro (sleeper)), ==, "sleep");
  g_assert_true (g_str_has_prefix (ls_task_get_name (self), "Task-"));
  LS_TRY (ls_await_done (sleeper, error));
  g_assert_true (ls_current_task () == self);
  return LS_NONE;
}

static void
test_names_and_lists (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (looks_around));
  g_assert_null (ls_current_task ());
}

static LsValue
fails (const LsValue *args, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "failed with %d", 3);
  return LS_NONE;
}

static LsValue
meets_failure (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (fails));
  g_autoptr (GError) failure = NULL;

  ls_await (task, &failure);
  g_assert_error (failure, LS_ERROR, LS_ERROR_VALUE);
  g_assert_cmpstr (ls_task_exception (task, NULL)->message, ==, "failed with 3");
  return LS_NONE;
}

static void
test_exception (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (meets_failure));
}

/* The debugger cancels by a callback of the loop's, and a snapshot tells what there is. */
static guint32 debugged;
static guint n_told;

static void
tell_task (guint32 task, const char *name, guint32 coro, gconstpointer site)
{
  n_told++;
}

static void
debug_ (const LsValue *args, GError **error)
{
  record_begin ();
  LsTracer tracer = *ls_tracer;
  tracer.task_created = tell_task;
  ls_tracer_set (&tracer);
  ls_debug_snapshot ();
  ls_tracer_set (NULL);
  g_free (record_end ());
  g_assert_cmpuint (n_told, ==, 2);
  g_assert_false (ls_debug_cancel_task (99999));
  g_assert_true (ls_debug_cancel_task (debugged));
}

static LsValue
is_debugged (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = 2);
  g_autoptr (LsTask) getter = ls_create_task (ls_queue_get_coro (queue));

  debugged = ls_task_get_id (getter);
  ls_loop_call_later (ls_get_running_loop (), 1, debug_);
  ls_await (getter, NULL);
  g_assert_true (ls_task_cancelled (getter));
  return LS_NONE;
}

static void
test_debugger (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (is_debugged));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Task", "rule-28", "what-must-not-be-awaited", rule_28);
  record_add_rule ("Task", "rule-06", "create-task-does-not-start", rule_06);
  record_add_rule ("Task", "rule-09", "cancel-before-the-first-step", rule_09);
  record_add_rule ("Task", "rule-10", "cancel-goes-down-the-chain", rule_10);
  record_add_rule ("Task", "rule-12", "cancel-of-the-running-task", rule_12);
  record_add_rule ("Task", "rule-13", "swallowed-cancel", rule_13);
  g_test_add_func ("/Ls/Task/rule-30-await-without-future", test_resumed_too_early);
  g_test_add_func ("/Ls/Task/refused-waits", test_refused_waits);
  g_test_add_func ("/Ls/Task/rule-27-destroyed-but-pending", test_destroyed_but_pending);
  g_test_add_func ("/Ls/Task/rule-27-destroyed-takes-no-notice", test_destroyed_takes_no_notice);
  g_test_add_func ("/Ls/Task/overflow-names-the-task", test_overflow_names_the_task);
  g_test_add_func ("/Ls/Task/names-and-lists", test_names_and_lists);
  g_test_add_func ("/Ls/Task/exception", test_exception);
  g_test_add_func ("/Ls/Task/debugger", test_debugger);

  return g_test_run ();
}
