/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "loopscope.h"
#include "ls-debug.h"
#include "ls-tracer.h"

/*
 * What the engine tells its tracer, and in which order: what leads up to a change comes before the event that
 * the change is.
 */
static GString *told;

#define TELL(...) g_string_append_printf (told, __VA_ARGS__)

static void
tell_loop (LsLoopChange what, guint loop, const char *clock)
{
  static const char *const words[] = { "created", "started", "stopped", "closed" };

  TELL ("loop-%s\n", words[what]);
}

static void
tell_iteration (guint64 number)
{
  TELL ("iteration %d\n", (int) number);
}

static void
tell_poll (double timeout, guint n_timers)
{
  TELL ("poll %.3f %u\n", timeout, n_timers);
}

static void
tell_polled (gint64 waited, guint n_io)
{
  TELL ("polled %d ms\n", (int) (waited / 1000000));
}

static void
tell_coro (LsCoroChange what, guint32 coro, const char *name, const LsValue *args, guint n_args,
           gconstpointer site)
{
  static const char *const words[] = { "created", "closed", "never-awaited" };

  TELL ("coro-%s c%u %s %u\n", words[what], coro, name, n_args);
}

static void
tell_task_created (guint32 task, const char *name, guint32 coro, gconstpointer site)
{
  TELL ("task-created f%u c%u\n", task, coro);
}

static void
tell_task_ready (guint32 task, guint32 handle, LsReadyCause cause, guint32 future)
{
  static const char *const words[] = { "created", "yield", "wakeup", "throw" };

  TELL ("task-ready f%u h%u %s f%u\n", task, handle, words[cause], future);
}

static void
tell_turn (guint32 task, guint32 handle, guint64 turn)
{
  TELL ("turn f%u h%u %d\n", task, handle, (int) turn);
}

static void
tell_frame (guint32 task, guint depth, guint32 coro, gconstpointer site)
{
  TELL ("frame f%u %u c%u\n", task, depth, coro);
}

static void
tell_suspended (guint32 task, LsWaitKind what, guint32 object, guint32 future, gconstpointer site)
{
  TELL ("suspended f%u %d %u f%u\n", task, what, object, future);
}

static void
tell_cancel_requested (guint32 task, const char *message, gboolean by_debugger)
{
  TELL ("cancel-requested f%u\n", task);
}

static void
tell_cancel_delivered (guint32 task)
{
  TELL ("cancel-delivered f%u\n", task);
}

static void
tell_task_done (guint32 task, LsOutcome how, const LsValue *result, const char *exception)
{
  TELL ("task-done f%u %d\n", task, how);
}

static void
tell_future_created (guint32 future, LsFutureKind kind, guint32 object, const char *name,
                     gconstpointer site)
{
  TELL ("future-created f%u %d %u\n", future, kind, object);
}

static void
tell_future_child (guint32 future, guint32 child, guint index)
{
  TELL ("future-child f%u f%u %u\n", future, child, index);
}

static void
tell_future_awaited (guint32 future, LsFutureKind kind, guint32 task)
{
  TELL ("future-awaited f%u by f%u\n", future, task);
}

static void
tell_future_resolved (guint32 future, LsFutureKind kind, LsOutcome how, const LsValue *result,
                      const char *exception)
{
  TELL ("future-resolved f%u %d %d\n", future, kind, how);
}

static void
tell_scheduled (guint32 handle, const char *callback, guint32 task)
{
  TELL ("scheduled h%u %s f%u\n", handle, callback, task);
}

static void
tell_run (guint32 handle)
{
  TELL ("run h%u\n", handle);
}

static void
tell_cancelled (guint32 handle)
{
  TELL ("cancelled h%u\n", handle);
}

static void
tell_timer_armed (guint32 handle, const char *callback, double deadline, guint32 future)
{
  TELL ("timer-armed h%u f%u\n", handle, future);
}

static void
tell_timer_fired (guint32 handle)
{
  TELL ("timer-fired h%u\n", handle);
}

static void
tell_timer_cancelled (guint32 handle)
{
  TELL ("timer-cancelled h%u\n", handle);
}

static void
tell_queue_created (guint32 queue, LsQueueKind kind, const char *name, guint64 maxsize,
                    gconstpointer site)
{
  TELL ("queue-created q%u %d\n", queue, (int) maxsize);
}

static void
tell_queue_put (guint32 queue, guint32 item, guint unfinished, const LsValue *value,
                gconstpointer site)
{
  TELL ("queue-put q%u %u unfinished %u\n", queue, item, unfinished);
}

static void
tell_queue_get (guint32 queue, guint32 item, const LsValue *value, gconstpointer site)
{
  TELL ("queue-get q%u %u\n", queue, item);
}

static void
tell_queue_task_done (guint32 queue, guint unfinished, gconstpointer site)
{
  TELL ("queue-task-done q%u %u\n", queue, unfinished);
}

static void
tell_queue_parked (guint32 queue, LsQueueSide side, guint32 task, guint32 future,
                   const LsValue *item)
{
  TELL ("queue-parked q%u %d f%u f%u%s\n", queue, side, task, future,
        item != NULL ? " with item" : "");
}

static void
tell_queue_woken (guint32 queue, LsQueueSide side, guint32 task, guint32 future)
{
  TELL ("queue-woken q%u %d f%u f%u\n", queue, side, task, future);
}

static void
tell_queue_left (guint32 queue, LsQueueSide side, guint32 task, guint32 future)
{
  TELL ("queue-left q%u %d f%u f%u\n", queue, side, task, future);
}

static const LsTracer tracer = {
  .loop = tell_loop, .iteration = tell_iteration, .poll = tell_poll, .polled = tell_polled,
  .coro = tell_coro, .task_created = tell_task_created, .task_ready = tell_task_ready,
  .turn = tell_turn, .frame = tell_frame, .suspended = tell_suspended,
  .cancel_requested = tell_cancel_requested, .cancel_delivered = tell_cancel_delivered,
  .task_done = tell_task_done, .future_created = tell_future_created,
  .future_child = tell_future_child, .future_awaited = tell_future_awaited,
  .future_resolved = tell_future_resolved, .scheduled = tell_scheduled, .run = tell_run,
  .cancelled = tell_cancelled, .timer_armed = tell_timer_armed, .timer_fired = tell_timer_fired,
  .timer_cancelled = tell_timer_cancelled, .queue_created = tell_queue_created,
  .queue_put = tell_queue_put, .queue_get = tell_queue_get,
  .queue_task_done = tell_queue_task_done, .queue_parked = tell_queue_parked,
  .queue_woken = tell_queue_woken, .queue_left = tell_queue_left,
};

/* In a process of its own, where ids begin at 1: all that is told up to the end of the main task. */
static void
expect (LsCoroFunc body, const char *expected)
{
  g_autoptr (GString) mine = g_string_new (NULL);
  const char *end;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  told = mine;
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_tracer_set (&tracer);
  g_assert_cmpint (ls_run_main (ls_coro_new ("main", body, NULL, 0)), ==, 0);
  ls_tracer_set (NULL);
  end = strstr (mine->str, "task-done f1 ");
  g_assert_nonnull (end);
  g_string_truncate (mine, end - mine->str);
  g_assert_cmpstr (mine->str, ==, expected);
}

static LsValue
sleeps (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  LS_TRY (ls_sleep (0, error));
  return LS_NONE;
}

static void
test_sleep (void)
{
  expect (sleeps,
          "coro-created c1 main 0\n" "loop-created\n"
          "task-created f1 c1\n" "scheduled h1 step f1\n" "task-ready f1 h1 created f0\n"
          "loop-started\n"
          "iteration 1\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h1\n" "turn f1 h1 1\n"
          "future-created f2 2 0\n" "timer-armed h2 f2\n" "future-awaited f2 by f1\n"
          "frame f1 0 c1\n"
          "suspended f1 2 0 f2\n"
          "iteration 2\n" "poll 1.000 1\n" "polled 1000 ms\n" "timer-fired h2\n"
          "run h2\n" "future-resolved f2 2 0\n" "scheduled h3 wakeup f1\n"
          "task-ready f1 h3 wakeup f2\n"
          "iteration 3\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h3\n" "turn f1 h3 2\n"
          "frame f1 0 c1\n" "suspended f1 1 0 f0\n" "scheduled h4 step f1\n"
          "task-ready f1 h4 yield f0\n"
          "iteration 4\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h4\n" "turn f1 h4 3\n"
          "coro-closed c1 main 0\n");
}

static LsValue
gives (const LsValue *args, GError **error)
{
  return LS_NONE;
}

static LsValue
gathers (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_gather (ls_coro (gives, LS_INT (1)), ls_coro (gives)), error));
  return LS_NONE;
}

static void
test_gather (void)
{
  expect (gathers,
          "coro-created c1 main 0\n" "loop-created\n"
          "task-created f1 c1\n" "scheduled h1 step f1\n" "task-ready f1 h1 created f0\n"
          "loop-started\n"
          "iteration 1\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h1\n" "turn f1 h1 1\n"
          "coro-created c2 gives 1\n" "coro-created c3 gives 0\n"
          "task-created f2 c2\n" "scheduled h2 step f2\n" "task-ready f2 h2 created f0\n"
          "task-created f3 c3\n" "scheduled h3 step f3\n" "task-ready f3 h3 created f0\n"
          "future-created f4 3 2\n" "future-child f4 f2 0\n" "future-child f4 f3 1\n"
          "future-awaited f4 by f1\n" "frame f1 0 c1\n" "suspended f1 5 2 f4\n"
          "iteration 2\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h2\n" "turn f2 h2 1\n" "coro-closed c2 gives 0\n" "task-done f2 0\n"
          "scheduled h4 done_callback f0\n"
          "run h3\n" "turn f3 h3 1\n" "coro-closed c3 gives 0\n" "task-done f3 0\n"
          "scheduled h5 done_callback f0\n"
          "iteration 3\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h4\n"
          "run h5\n" "future-resolved f4 3 0\n" "scheduled h6 wakeup f1\n"
          "task-ready f1 h6 wakeup f4\n"
          "iteration 4\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h6\n" "turn f1 h6 2\n"
          "coro-closed c1 main 0\n");
}

static LsValue
consumes (const LsValue *args, GError **error)
{
  g_auto (LsValue) item = ls_queue_get (ls_value_get_queue (args[0]), error);

  LS_TRY (*error == NULL);
  LS_TRY (ls_queue_task_done (ls_value_get_queue (args[0]), error));
  ls_queue_get (ls_value_get_queue (args[0]), error);
  return LS_NONE;
}

static LsValue
produces (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = 1);
  g_autoptr (LsTask) consumer = ls_create_task (ls_coro (consumes, ls_queue_value (queue)));

  LS_TRY (ls_queue_put (queue, LS_INT (1), error));
  LS_TRY (ls_queue_put (queue, LS_INT (2), error));
  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (consumer);
  return LS_NONE;
}

static void
test_queue (void)
{
  expect (produces,
          "coro-created c1 main 0\n" "loop-created\n"
          "task-created f1 c1\n" "scheduled h1 step f1\n" "task-ready f1 h1 created f0\n"
          "loop-started\n"
          "iteration 1\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h1\n" "turn f1 h1 1\n"
          "queue-created q1 1\n" "coro-created c2 consumes 1\n"
          "task-created f2 c2\n" "scheduled h2 step f2\n" "task-ready f2 h2 created f0\n"
          "queue-put q1 1 unfinished 1\n"
          "future-created f3 6 1\n" "queue-parked q1 0 f1 f3 with item\n"
          "future-awaited f3 by f1\n"
          "frame f1 0 c1\n" "suspended f1 9 1 f3\n"
          "iteration 2\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h2\n" "turn f2 h2 1\n"
          "queue-get q1 1\n" "queue-woken q1 0 f1 f3\n" "future-resolved f3 6 0\n"
          "scheduled h3 wakeup f1\n" "task-ready f1 h3 wakeup f3\n"
          "queue-task-done q1 0\n"
          "future-created f4 7 1\n" "queue-parked q1 1 f2 f4\n" "future-awaited f4 by f2\n"
          "frame f2 0 c2\n" "suspended f2 10 1 f4\n"
          "iteration 3\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h3\n" "turn f1 h3 2\n"
          "queue-put q1 2 unfinished 1\n" "queue-woken q1 1 f2 f4\n" "future-resolved f4 7 0\n"
          "scheduled h4 wakeup f2\n" "task-ready f2 h4 wakeup f4\n"
          "frame f1 0 c1\n" "suspended f1 1 0 f0\n" "scheduled h5 step f1\n"
          "task-ready f1 h5 yield f0\n"
          "iteration 4\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h4\n" "turn f2 h4 2\n" "queue-get q1 2\n" "coro-closed c2 consumes 0\n"
          "task-done f2 0\n"
          "run h5\n" "turn f1 h5 3\n"
          "coro-closed c1 main 0\n");
}

static LsValue
is_cancelled (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (10, error));
  return LS_NONE;
}

static LsValue
cancels (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (is_cancelled));
  GError *cancelled = NULL;

  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (task);
  ls_await_done (task, &cancelled);
  ls_error_catch (&cancelled, LS_ERROR_CANCELLED);
  return LS_NONE;
}

static void
test_cancel (void)
{
  expect (cancels,
          "coro-created c1 main 0\n" "loop-created\n"
          "task-created f1 c1\n" "scheduled h1 step f1\n" "task-ready f1 h1 created f0\n"
          "loop-started\n"
          "iteration 1\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h1\n" "turn f1 h1 1\n" "coro-created c2 is_cancelled 0\n"
          "task-created f2 c2\n" "scheduled h2 step f2\n" "task-ready f2 h2 created f0\n"
          "frame f1 0 c1\n" "suspended f1 1 0 f0\n" "scheduled h3 step f1\n"
          "task-ready f1 h3 yield f0\n"
          "iteration 2\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h2\n" "turn f2 h2 1\n"
          "future-created f3 2 0\n" "timer-armed h4 f3\n" "future-awaited f3 by f2\n"
          "frame f2 0 c2\n"
          "suspended f2 2 0 f3\n"
          "run h3\n" "turn f1 h3 2\n"
          "cancel-requested f2\n" "future-resolved f3 2 2\n" "scheduled h5 wakeup f2\n"
          "task-ready f2 h5 wakeup f3\n"
          "future-awaited f2 by f1\n" "frame f1 0 c1\n" "suspended f1 4 2 f2\n"
          "iteration 3\n" "poll 0.000 1\n" "polled 0 ms\n"
          "run h5\n" "cancel-delivered f2\n" "turn f2 h5 2\n" "timer-cancelled h4\n"
          "coro-closed c2 is_cancelled 0\n"
          "task-done f2 2\n" "scheduled h6 wakeup f1\n" "task-ready f1 h6 wakeup f2\n"
          "iteration 4\n" "poll 0.000 0\n" "polled 0 ms\n"
          "run h6\n" "turn f1 h6 3\n"
          "coro-closed c1 main 0\n");
}

/* All that is there, in the middle of a callback's run. */
static void
take_snapshot (const LsValue *args, GError **error)
{
  g_string_append (told, "SNAPSHOT\n");
  ls_debug_snapshot ();
  g_string_append (told, "END\n");
  ls_future_set_result (ls_value_get_future (args[0]), LS_NONE, NULL);
}

static LsValue
waits_for (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_value_get_future (args[0]), error));
  return LS_NONE;
}

static LsValue
is_seen (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = 1);
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) putter = NULL;
  g_autoptr (LsTask) sleeper = NULL;

  LS_TRY (ls_queue_put (queue, LS_INT (1), error));
  putter = ls_create_task (ls_queue_put_coro (queue, LS_INT (2)));
  sleeper = ls_create_task (ls_sleep_coro (5));
  ls_loop_call_later (ls_get_running_loop (), 1, take_snapshot, ls_future_value (future));
  LS_TRY (ls_await_done (ls_coro (waits_for, ls_future_value (future)), error));
  return LS_NONE;
}

static void
test_snapshot (void)
{
  g_autoptr (GString) mine = g_string_new (NULL);
  g_autofree char *snapshot = NULL;

  if (!g_test_subprocess ())
    {
      g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
      g_test_trap_assert_passed ();
      return;
    }
  told = mine;
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_tracer_set (&tracer);
  g_assert_cmpint (ls_run_main (ls_coro_new ("main", is_seen, NULL, 0)), ==, 0);
  ls_tracer_set (NULL);
  snapshot = g_strdup (strstr (mine->str, "SNAPSHOT\n") + strlen ("SNAPSHOT\n"));
  *strstr (snapshot, "END\n") = '\0';
  g_assert_cmpstr (snapshot, ==,
                   "loop-created\n" "loop-started\n" "iteration 3\n"
                   "coro-created c4 waits_for 1\n" "coro-created c1 main 0\n"
                   "coro-created c2 put 2\n" "coro-created c3 sleep 1\n"
                   "task-created f1 c1\n" "task-created f3 c2\n" "task-created f4 c3\n"
                   "future-created f2 0 0\n"
                   "future-created f5 6 1\n"
                   "future-created f6 2 0\n"
                   "queue-created q1 1\n" "queue-put q1 1 unfinished 1\n" "queue-task-done q1 1\n"
                   "future-awaited f2 by f1\n" "frame f1 0 c1\n" "frame f1 1 c4\n"
                   "suspended f1 3 0 f2\n" "future-awaited f5 by f3\n" "frame f3 0 c2\n"
                   "suspended f3 9 1 f5\n" "future-awaited f6 by f4\n" "frame f4 0 c3\n"
                   "suspended f4 2 0 f6\n"
                   "queue-parked q1 0 f3 f5 with item\n"
                   "timer-armed h5 f6\n");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Ls/TracePoints/sleep", test_sleep);
  g_test_add_func ("/Ls/TracePoints/gather", test_gather);
  g_test_add_func ("/Ls/TracePoints/queue", test_queue);
  g_test_add_func ("/Ls/TracePoints/cancel", test_cancel);
  g_test_add_func ("/Ls/TracePoints/snapshot", test_snapshot);

  return g_test_run ();
}
