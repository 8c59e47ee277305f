/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <loopscope.h>

#include "ls-debug.h"
#include "record.h"

/* Calls from other threads than the loop's. */
#define N_THREADS 4
#define N_CALLS   200

typedef struct
{
  LsLoop    *loop;
  guint      number;
  GPtrArray *order;      /* of the calls, as they are made */
  GThread   *caller;     /* of the callbacks */
} Thread;

static void
note (const LsValue *args, GError **error)
{
  Thread *thread = ls_value_get_pointer (args[0]);

  thread->caller = g_thread_self ();
  g_assert_true (ls_get_running_loop () == thread->loop);
  g_ptr_array_add (thread->order, GUINT_TO_POINTER (thread->number * N_CALLS + (guint) ls_value_get_int (args[1])));
  if (thread->order->len == N_THREADS * N_CALLS)
    ls_loop_stop (thread->loop);
}

static gpointer
call_often (gpointer data)
{
  Thread *thread = data;

  for (guint i = 0; i < N_CALLS; i++)
    g_assert_true (ls_loop_call_soon_threadsafe (thread->loop, note, LS_POINTER (thread), LS_INT (i)));
  return NULL;
}

/* Those of one thread are made in their order, whatever others call, on the loop's thread. */
static void
test_order (void)
{
  g_autoptr (GPtrArray) order = g_ptr_array_new ();
  g_autoptr (LsLoop) loop = NULL;
  Thread threads[N_THREADS];
  GThread *running[N_THREADS];
  guint next[N_THREADS] = { 0 };

  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  loop = ls_loop_new ();
  for (guint i = 0; i < N_THREADS; i++)
    {
      threads[i] = (Thread) { loop, i, order, NULL };
      running[i] = g_thread_new ("caller", call_often, &threads[i]);
    }
  g_assert_true (ls_loop_run_forever (loop, NULL));
  for (guint i = 0; i < N_THREADS; i++)
    {
      g_thread_join (running[i]);
      g_assert_true (threads[i].caller == g_thread_self ());
    }
  for (guint i = 0; i < order->len; i++)
    {
      guint call = GPOINTER_TO_UINT (order->pdata[i]);

      g_assert_cmpuint (call % N_CALLS, ==, next[call / N_CALLS]++);
    }
  ls_loop_close (loop);
}

static void
set_result (const LsValue *args, GError **error)
{
  ls_future_set_result (ls_value_get_pointer (args[0]), LS_STR ("woken"), error);
}

typedef struct { LsLoop *loop; LsFuture *future; } Sleeper;

static gpointer
wake_later (gpointer data)
{
  Sleeper *sleeper = data;

  g_usleep (20000);
  ls_loop_call_soon_threadsafe (sleeper->loop, set_result, LS_POINTER (sleeper->future));
  return NULL;
}

/* The loop's next timer is due in an hour. */
static LsValue
waits (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsFuture) future = ls_future_new ();
  Sleeper sleeper = { loop, future };
  LsHandle *hour = ls_loop_call_later (loop, 3600, set_result, LS_POINTER (NULL));
  GThread *thread = g_thread_new ("waker", wake_later, &sleeper);
  LsValue result = ls_await (future, error);

  g_thread_join (thread);
  ls_handle_cancel (hour);
  return result;
}

static void
test_wakes_sleeping_loop (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) result = LS_NONE;
  gint64 begun = g_get_monotonic_time ();

  ls_debug_set_clock (LS_CLOCK_REAL, 1);
  result = ls_run (ls_coro (waits), &error);
  g_assert_no_error (error);
  g_assert_cmpstr (ls_value_get_string (result), ==, "woken");
  g_assert_cmpint (g_get_monotonic_time () - begun, >=, 20000);
  g_assert_cmpint (g_get_monotonic_time () - begun, <, 60 * G_USEC_PER_SEC);
}

static gpointer
call_closed (gpointer loop)
{
  g_assert_false (ls_loop_call_soon_threadsafe (loop, set_result, LS_STR ("never")));
  return NULL;
}

/* asyncio's "Event loop is closed", whichever thread asks. */
static void
test_closed (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();

  ls_loop_close (loop);
  g_assert_false (ls_loop_call_soon_threadsafe (loop, set_result, LS_STR ("never")));
  g_thread_join (g_thread_new ("caller", call_closed, loop));
}

/* Those that came and were not made yet go with the loop. */
static void
test_closed_before_made (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();

  g_assert_true (ls_loop_call_soon_threadsafe (loop, set_result, LS_STR ("never")));
  ls_loop_close (loop);
}

static gpointer
call_unsafely (gpointer loop)
{
  g_assert_null (ls_loop_call_soon (loop, set_result, LS_STR ("never")));
  g_assert_null (ls_loop_call_later (loop, 1, set_result, LS_STR ("never")));
  return NULL;
}

static LsValue
is_called_unsafely (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();

  g_thread_join (g_thread_new ("caller", call_unsafely, loop));
  return LS_NONE;
}

/* In debug mode it is noticed. */
static void
test_debug_mode (void)
{
  if (g_test_subprocess ())
    {
      g_autoptr (GError) error = NULL;

      g_log_set_always_fatal (G_LOG_FATAL_MASK);
      ls_run (ls_coro (is_called_unsafely), &error, .debug = TRUE);
      g_assert_no_error (error);
      return;
    }
  g_test_trap_subprocess (NULL, 0, 0);
  g_test_trap_assert_passed ();
  g_test_trap_assert_stderr ("*Non-thread-safe operation invoked on an event loop other than the current one*"
                             "Non-thread-safe operation invoked on an event loop other than the current one*");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/Ls/Thread/order", test_order);
  g_test_add_func ("/Ls/Thread/wakes-sleeping-loop", test_wakes_sleeping_loop);
  g_test_add_func ("/Ls/Thread/closed", test_closed);
  g_test_add_func ("/Ls/Thread/closed-before-made", test_closed_before_made);
  g_test_add_func ("/Ls/Thread/debug-mode", test_debug_mode);

  return g_test_run ();
}
