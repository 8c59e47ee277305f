/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <pthread.h>
#include <string.h>

#include "ls-executor.h"
#include "run-main.h"

/* asyncio: test_base_events.py, test_events.py (run_in_executor), test_threads.py; Python: test_concurrent_futures.py */

#define SHORT 0.02

/* The functions that workers call. */

static LsValue
add (const LsValue *args, GError **error)
{
  return LS_INT (ls_value_get_int (args[0]) + ls_value_get_int (args[1]));
}

static LsValue
fail (const LsValue *args, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "no %s", ls_value_get_string (args[0]));
  return LS_NONE;
}

static LsValue
name_of_thread (const LsValue *args, GError **error)
{
  char name[16];

  pthread_getname_np (pthread_self (), name, sizeof name);
  return ls_value_string (name);
}

static LsValue
sleep_ms (const LsValue *args, GError **error)
{
  g_usleep (1000 * ls_value_get_int (args[0]));
  return LS_NONE;
}

static LsValue
await_in_thread (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  return LS_NONE;
}

/* Holds its worker until it is opened. */
typedef struct { GMutex lock; GCond change; gboolean is_open; int n_entered; } Gate;

static LsValue
pass (const LsValue *args, GError **error)
{
  Gate *gate = ls_value_get_pointer (args[0]);
  int n;

  g_mutex_lock (&gate->lock);
  n = ++gate->n_entered;
  g_cond_broadcast (&gate->change);
  while (!gate->is_open)
    g_cond_wait (&gate->change, &gate->lock);
  g_mutex_unlock (&gate->lock);
  return LS_INT (n);
}

static void
open_gate (Gate *gate)
{
  g_mutex_lock (&gate->lock);
  gate->is_open = TRUE;
  g_cond_broadcast (&gate->change);
  g_mutex_unlock (&gate->lock);
}

static int
count_entered (Gate *gate)
{
  int n;

  g_mutex_lock (&gate->lock);
  n = gate->n_entered;
  g_mutex_unlock (&gate->lock);
  return n;
}

static void
wait_entered (Gate *gate, int n)
{
  g_mutex_lock (&gate->lock);
  while (gate->n_entered < n)
    g_cond_wait (&gate->change, &gate->lock);
  g_mutex_unlock (&gate->lock);
}

/* The tests */

static LsValue
results (const LsValue *args, GError **error)
{
  g_auto (LsValue) list = LS_NONE;
  g_autofree char *repr = NULL;

  list = ls_await (ls_gather (ls_to_thread (add, LS_INT (1), LS_INT (2)), ls_to_thread (add, LS_INT (3), LS_INT (4)),
                              ls_loop_run_in_executor (ls_get_running_loop (), NULL, add, LS_INT (5), LS_INT (6))),
                   error);
  g_assert_no_error (*error);
  repr = ls_value_repr (list);
  g_assert_cmpstr (repr, ==, "[3, 7, 11]");
  return LS_NONE;
}

static void
test_results (void)
{
  run_main (results);
}

static LsValue
exceptions (const LsValue *args, GError **error)
{
  g_autoptr (GError) raised = NULL;
  LsValue text = ls_value_string ("luck");

  g_assert_false (ls_await_done (ls_to_thread (fail, text), &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_VALUE);
  g_assert_cmpstr (raised->message, ==, "no luck");
  g_clear_error (&raised);
  g_assert_false (ls_await_done (ls_to_thread (await_in_thread), &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_RUNTIME);
  return LS_NONE;
}

static void
test_exceptions (void)
{
  run_main (exceptions);
}

static LsValue
names (const LsValue *args, GError **error)
{
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 2, .thread_name_prefix = "crew");
  g_auto (LsValue) own = ls_await (ls_to_thread (name_of_thread), error);
  g_auto (LsValue) named = ls_await (ls_loop_run_in_executor (ls_get_running_loop (), executor, name_of_thread), error);

  g_assert_cmpstr (ls_value_get_string (own), ==, "asyncio_0");
  g_assert_cmpstr (ls_value_get_string (named), ==, "crew_0");
  ls_executor_shutdown (executor, TRUE, FALSE);
  return LS_NONE;
}

static void
test_names (void)
{
  run_main (names);
}

/* Two workers for three jobs: the third waits for one of them. */
static LsValue
max_workers (const LsValue *args, GError **error)
{
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 2);
  LsLoop *loop = ls_get_running_loop ();
  Gate gate = { 0 };
  LsValue to_gate = LS_POINTER (&gate);
  LsFuture *all;

  all = ls_gather (ls_loop_run_in_executor (loop, executor, pass, to_gate),
                   ls_loop_run_in_executor (loop, executor, pass, to_gate),
                   ls_loop_run_in_executor (loop, executor, pass, to_gate));
  wait_entered (&gate, 2);
  g_usleep (5000);
  g_assert_cmpint (count_entered (&gate), ==, 2);
  open_gate (&gate);
  g_assert_true (ls_await_done (all, error));
  g_assert_cmpint (count_entered (&gate), ==, 3);
  return LS_NONE;
}

static void
test_max_workers (void)
{
  run_main (max_workers);
}

/* A job that was not begun is left out; one that was goes on, and nobody hears of its result. */
static LsValue
cancels (const LsValue *args, GError **error)
{
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 1);
  LsLoop *loop = ls_get_running_loop ();
  Gate first = { 0 };
  Gate second = { 0 };
  g_autoptr (LsFuture) begun = ls_future_ref (ls_loop_run_in_executor (loop, executor, pass, LS_POINTER (&first)));
  g_autoptr (LsFuture) waiting = ls_future_ref (ls_loop_run_in_executor (loop, executor, pass, LS_POINTER (&second)));
  g_autoptr (GError) raised = NULL;

  wait_entered (&first, 1);
  g_assert_true (ls_future_cancel (begun));
  g_assert_true (ls_future_cancel (waiting));
  g_assert_false (ls_await_done (waiting, &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_CANCELLED);
  /* The executor is told by a callback. */
  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_sleep (0, error));
  open_gate (&first);
  g_assert_true (ls_await_done (ls_loop_run_in_executor (loop, executor, sleep_ms, LS_INT (0)), error));
  g_assert_cmpint (count_entered (&second), ==, 0);
  g_assert_true (ls_future_cancelled (begun));
  return LS_NONE;
}

static void
test_cancel (void)
{
  run_main (cancels);
}

static LsValue
cancel_task (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_to_thread (sleep_ms, LS_INT (20)));

  LS_TRY (ls_sleep (SHORT / 4, error));
  cancel_and_await (task);
  return LS_NONE;
}

static void
test_cancel_task (void)
{
  run_main (cancel_task);
}

/* run() ends when the workers have: asyncio's shutdown_default_executor(). */
static LsValue
leave_running (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_to_thread (pass, args[0]));

  LS_TRY (ls_sleep (0, error));
  wait_entered (ls_value_get_pointer (args[0]), 1);
  return LS_NONE;
}

static gpointer
open_later (gpointer gate)
{
  g_usleep (20000);
  open_gate (gate);
  return NULL;
}

static void
test_shutdown (void)
{
  Gate gate = { 0 };
  GThread *thread = g_thread_new ("opener", open_later, &gate);
  LsValue argument = LS_POINTER (&gate);
  g_autoptr (GError) error = NULL;

  ls_run (ls_coro_new ("main", leave_running, &argument, 1), &error);
  g_assert_no_error (error);
  g_thread_join (thread);
  g_assert_true (gate.is_open);
}

static LsValue
after_shutdown (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 1);
  g_autoptr (GError) raised = NULL;

  ls_executor_shutdown (executor, TRUE, FALSE);
  g_assert_false (ls_await_done (ls_loop_run_in_executor (loop, executor, sleep_ms, LS_INT (0)), &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr (raised->message, ==, "cannot schedule new futures after shutdown");
  g_clear_error (&raised);
  g_assert_true (ls_loop_shutdown_default_executor (loop, error));
  g_assert_false (ls_await_done (ls_to_thread (sleep_ms, LS_INT (0)), &raised));
  g_assert_cmpstr (raised->message, ==, "Executor shutdown has been called");
  return LS_NONE;
}

static void
test_after_shutdown (void)
{
  run_main (after_shutdown);
}

static LsValue
cancel_jobs (const LsValue *args, GError **error)
{
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 1);
  LsLoop *loop = ls_get_running_loop ();
  Gate gate = { 0 };
  Gate other = { 0 };
  g_autoptr (LsFuture) begun = ls_future_ref (ls_loop_run_in_executor (loop, executor, pass, LS_POINTER (&gate)));
  g_autoptr (LsFuture) waiting = ls_future_ref (ls_loop_run_in_executor (loop, executor, pass, LS_POINTER (&other)));
  g_autoptr (GError) raised = NULL;

  wait_entered (&gate, 1);
  ls_executor_shutdown (executor, FALSE, TRUE);
  open_gate (&gate);
  g_assert_true (ls_await_done (begun, error));
  g_assert_false (ls_await_done (waiting, &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_CANCELLED);
  return LS_NONE;
}

static void
test_cancel_jobs (void)
{
  run_main (cancel_jobs);
}

/* A loop that is closed while a worker works for it: the worker's answer goes nowhere. */
static void
test_close (void)
{
  LsExecutor *executor = ls_executor_new (.max_workers = 1);
  LsLoop *loop = ls_loop_new ();
  Gate gate = { 0 };
  LsFuture *future = ls_future_ref (ls_loop_run_in_executor (loop, executor, pass, LS_POINTER (&gate)));

  wait_entered (&gate, 1);
  ls_loop_close (loop);
  ls_future_unref (future);
  ls_loop_unref (loop);
  open_gate (&gate);
  ls_executor_shutdown (executor, TRUE, FALSE);
  ls_executor_unref (executor);
}

/* Virtual time runs as real while a worker is awaited, and the worker's own time with it. */
static LsValue
now_in_thread (const LsValue *args, GError **error)
{
  g_usleep (20000);
  return LS_DOUBLE (ls_perf_counter ());
}

static LsValue
times (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  gint64 begun = g_get_monotonic_time ();
  double before, after;
  g_auto (LsValue) list = LS_NONE;

  LS_TRY (ls_sleep (1000, error));
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 500000);
  before = ls_loop_time (loop);
  list = ls_await (ls_gather (ls_to_thread (now_in_thread), ls_sleep_coro (0.01)), error);
  after = ls_loop_time (loop);
  /* The loop's runs in its waits only, which begin a little later. */
  g_assert_cmpfloat (after - before, >=, 0.01);
  g_assert_cmpfloat (ls_value_get_double (ls_value_list_get (list, 0)), >=, before + 0.02);
  return LS_NONE;
}

static void
test_time (gconstpointer kind)
{
  run_in_child (run_main, times, GPOINTER_TO_INT (kind), 1e6);
}

/* Many jobs, few workers, several loops' worth: what TSan looks at. */
static LsValue
many (const LsValue *args, GError **error)
{
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 4);
  LsLoop *loop = ls_get_running_loop ();
  LsFuture *jobs[500];
  g_auto (LsValue) list = LS_NONE;
  gint64 sum = 0;

  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    jobs[i] = ls_loop_run_in_executor (loop, executor, add, LS_INT (i), LS_INT (1));
  list = ls_await (ls_gatherv (jobs, G_N_ELEMENTS (jobs), FALSE), error);
  for (guint i = 0; i < G_N_ELEMENTS (jobs); i++)
    sum += ls_value_get_int (ls_value_list_get (list, i));
  g_assert_cmpint (sum, ==, 500 * 499 / 2 + 500);
  return LS_NONE;
}

static void
test_many (void)
{
  run_main (many);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/LsExecutor/results", test_results);
  g_test_add_func ("/LsExecutor/exceptions", test_exceptions);
  g_test_add_func ("/LsExecutor/names", test_names);
  g_test_add_func ("/LsExecutor/max-workers", test_max_workers);
  g_test_add_func ("/LsExecutor/cancel", test_cancel);
  g_test_add_func ("/LsExecutor/cancel-task", test_cancel_task);
  g_test_add_func ("/LsExecutor/shutdown", test_shutdown);
  g_test_add_func ("/LsExecutor/after-shutdown", test_after_shutdown);
  g_test_add_func ("/LsExecutor/cancel-jobs", test_cancel_jobs);
  g_test_add_func ("/LsExecutor/close", test_close);
  g_test_add_data_func ("/LsExecutor/time-instant", GINT_TO_POINTER (LS_CLOCK_INSTANT), test_time);
  g_test_add_data_func ("/LsExecutor/time-paced", GINT_TO_POINTER (LS_CLOCK_PACED), test_time);
  g_test_add_func ("/LsExecutor/many", test_many);
  return g_test_run ();
}
