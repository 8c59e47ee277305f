/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

#define BOOL(value) ((value) ? "True" : "False")

static LsValue
other (const LsValue *args, GError **error)
{
  record_print ("other runs");
  return LS_NONE;
}

static LsValue
plain (const LsValue *args, GError **error)
{
  return LS_STR ("plain result");
}

static void
print_awaited (gpointer awaitable, GError **error)
{
  g_auto (LsValue) value = ls_await (awaitable, error);
  g_autofree char *text = ls_value_str (value);

  record_print ("%s", text);
}

static LsValue
rule_06_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (other), .name = "other");
  g_autoptr (LsFuture) future = NULL;

  record_print ("created");
  print_awaited (ls_coro (plain), error);
  future = ls_future_new ();
  LS_TRY (ls_future_set_result (future, LS_STR ("future result"), error));
  print_awaited (future, error);
  record_print ("not yielded so far");
  LS_TRY (ls_sleep (0, error));
  record_print ("yielded once");
  print_awaited (task, error);
  LS_TRY (ls_sleep (-1, error));
  record_print ("a sleep below zero is one of zero");
  return LS_NONE;
}

static void
rule_06 (void)
{
  record_run_program (ls_coro_new ("main", rule_06_main_, NULL, 0));
}

static LsValue
never (const LsValue *args, GError **error)
{
  g_assert_not_reached ();
}

static LsValue
rule_09_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (never), .name = "never");
  g_autoptr (GError) cancelled = NULL;

  record_print ("cancel %s", BOOL (ls_task_cancel_message (task, "not wanted")));
  record_print ("cancelled %s", BOOL (ls_task_cancelled (task)));
  ls_await (task, &cancelled);
  record_print ("main: %s", cancelled->message);
  record_print ("cancelled %s", BOOL (ls_task_cancelled (task)));
  record_print ("cancel %s", BOOL (ls_task_cancel (task)));
  return LS_NONE;
}

static void
rule_09 (void)
{
  record_run_program (ls_coro_new ("main", rule_09_main_, NULL, 0));
}

static LsValue
waits (const LsValue *args, GError **error)
{
  LsValue value = ls_await (args[1].as.p, error);

  if (ls_error_is_cancelled (*error))
    record_print ("%s cancelled", ls_value_get_string (args[0]));
  return value;
}

static LsValue
rule_10_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) in_task = ls_create_task (ls_coro_new ("inner", waits, LS_ARGS (LS_STR ("inner"),
                                               ls_future_value (future))), .name = "inner");
  g_autoptr (LsTask) out_task = ls_create_task (ls_coro_new ("outer", waits, LS_ARGS (LS_STR ("outer"),
                                                ls_task_value (in_task))), .name = "outer");
  GError *cancelled = NULL;

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_sleep (0, error));
  record_print ("cancel %s", BOOL (ls_task_cancel (out_task)));
  record_print ("future cancelled %s", BOOL (ls_future_cancelled (future)));
  ls_await (out_task, &cancelled);
  if (ls_error_catch (&cancelled, LS_ERROR_CANCELLED))
    record_print ("main sees it");
  record_print ("%s %s", BOOL (ls_task_cancelled (in_task)), BOOL (ls_task_cancelled (out_task)));
  return LS_NONE;
}

static void
rule_10 (void)
{
  record_run_program (ls_coro_new ("main", rule_10_main_, NULL, 0));
}

static LsValue
plain_12 (const LsValue *args, GError **error)
{
  return LS_STR ("plain");
}

static LsValue
goes_on (const LsValue *args, GError **error)
{
  record_print ("cancel %s", BOOL (ls_task_cancel (ls_current_task ())));
  print_awaited (ls_coro (plain_12), error);
  if (!ls_sleep (5, error))
    record_print ("cancelled at the sleep");
  return LS_NONE;
}

static LsValue
returns (const LsValue *args, GError **error)
{
  ls_task_cancel (ls_current_task ());
  return LS_STR ("lost");
}

static LsValue
watch (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[1]);
  g_autoptr (LsTask) task = ls_create_task (ls_value_get_coro (args[0]), .name = name);
  GError *cancelled = NULL;

  ls_await (task, &cancelled);
  if (ls_error_catch (&cancelled, LS_ERROR_CANCELLED))
    record_print ("main sees %s cancelled", name);
  record_print ("%s", BOOL (ls_task_cancelled (task)));
  return LS_NONE;
}

static LsValue
rule_12_main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (watch, ls_coro_value (ls_coro (goes_on)), LS_STR ("goes on")), error));
  LS_TRY (ls_await_done (ls_coro (watch, ls_coro_value (ls_coro (returns)), LS_STR ("returns")), error));
  return LS_NONE;
}

static void
rule_12 (void)
{
  record_run_program (ls_coro_new ("main", rule_12_main_, NULL, 0));
}

static LsValue
stubborn (const LsValue *args, GError **error)
{
  LsTask *task = ls_current_task ();

  for (int i = 0; i < 2; i++)
    {
      g_autoptr (GError) cancelled = NULL;

      if (!ls_sleep (10, &cancelled))
        record_print ("swallowed %s %u", cancelled->message, ls_task_cancelling (task));
    }
  for (int i = 0; i < 4; i++)
    record_print ("uncancel %u", ls_task_uncancel (task));
  return LS_STR ("alive");
}

static void
cancel_and_print (LsTask *task, const char *message)
{
  gboolean asked = ls_task_cancel_message (task, message);

  record_print ("cancel %s %u", BOOL (asked), ls_task_cancelling (task));
}

static LsValue
rule_13_main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (stubborn), .name = "stubborn");

  LS_TRY (ls_sleep (1, error));
  cancel_and_print (task, "one");
  cancel_and_print (task, "two");
  LS_TRY (ls_sleep (1, error));
  cancel_and_print (task, "three");
  print_awaited (task, error);
  record_print ("%s %u", BOOL (ls_task_cancelled (task)), ls_task_cancelling (task));
  return LS_NONE;
}

static void
rule_13 (void)
{
  record_run_program (ls_coro_new ("main", rule_13_main_, NULL, 0));
}

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
note_message (LsLoop *loop, const LsExceptionContext *context, gpointer data)
{
  g_string_append (data, context->message);
}

static void
stop (const LsValue *args, GError **error)
{
  ls_loop_stop (ls_value_get_loop (args[0]));
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

  record_add_rule ("Task", "rule-06-create-task-does-not-start", rule_06);
  record_add_rule ("Task", "rule-09-cancel-before-the-first-step", rule_09);
  record_add_rule ("Task", "rule-10-cancel-goes-down-the-chain", rule_10);
  record_add_rule ("Task", "rule-12-cancel-of-the-running-task", rule_12);
  record_add_rule ("Task", "rule-13-swallowed-cancel", rule_13);
  g_test_add_func ("/Ls/Task/refused-waits", test_refused_waits);
  g_test_add_func ("/Ls/Task/destroyed-but-pending", test_destroyed_but_pending);
  g_test_add_func ("/Ls/Task/names-and-lists", test_names_and_lists);
  g_test_add_func ("/Ls/Task/exception", test_exception);
  g_test_add_func ("/Ls/Task/debugger", test_debugger);

  return g_test_run ();
}
