/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-trace.h"

/* Sentences about workers, descriptors, children, signals, generators, and the kinds of waits that are rare. */

#define FUTURE 20
#define WATCH  90

static void
begin_two (Trace *trace)
{
  trace_create (trace, 1, "a", "work");
  trace_create (trace, 2, "Task-1", "main");
  trace_turn (trace, 2, 2);
}

static guint64
await (Trace *trace, LsWaitKind wait, LsFutureKind kind)
{
  WRITE (FUTURE_AWAITED, .detail = kind, .subject = FUTURE, .a = 2);
  return trace_suspend (trace, 2, wait, 0, FUTURE);
}

static guint64
resolve (Trace *trace, LsFutureKind kind)
{
  WRITE (FUTURE_RESOLVED, .subject = FUTURE, .b = kind);
  return trace_ready (trace, 2, LS_READY_WAKEUP, FUTURE);
}

static void
test_job (Trace *trace, gconstpointer data)
{
  guint64 submitted, waits, started, done, woken, goes_on;
  const LsState *state;

  begin_two (trace);
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_JOB, .subject = FUTURE);
  submitted = WRITE (JOB_SUBMITTED, .subject = FUTURE, .a = trace_string (trace, "load"));
  waits = await (trace, LS_WAIT_THREAD, LS_FUTURE_JOB);
  trace_poll (trace, -1, 0);
  started = WRITE (JOB_STARTED, .subject = FUTURE, .a = 1);
  done = WRITE (JOB_DONE, .subject = FUTURE, .a = 1);
  woken = resolve (trace, LS_FUTURE_JOB);
  goes_on = trace_turn (trace, 2, 0);

  trace_check (trace, submitted, "main hands load() to a worker.", NULL);
  trace_check (trace, waits, "main waits for load(), which no worker has begun yet.", NULL);
  trace_check_detail (trace, waits, 2, "load() waits for a worker");
  trace_check (trace, started, "Worker 1 begins load().", NULL);
  trace_check_detail (trace, started, 2, "load() on worker 1");
  trace_check (trace, done, "Worker 1 has done load().", "It tells the loop, which will wake main.");
  trace_check_detail (trace, done, 2, "load() is done");
  trace_check (trace, woken, "main is woken, since load() is done.", NULL);
  trace_check (trace, goes_on, "main goes on.",
               "load(), which it handed to a worker, is done: the await gives its result.");

  state = ls_model_get_state (trace->model, started);
  g_assert_cmpuint (state->n_workers, ==, 1);
  g_assert_cmpuint (ls_state_get_job (state, FUTURE)->task, ==, 2);
  g_assert_cmpuint (ls_model_get_state (trace->model, done)->jobs->len, ==, 0);
  g_assert_cmpuint (ls_model_get_stints (trace->model, 1)->len, ==, 1);
  g_assert_cmpuint (g_array_index (ls_model_get_stints (trace->model, 1), LsStint, 0).to, ==, done);
}

/* A worker's events may stand anywhere: a poll that waits is a gap all the same. */
static void
test_job_in_poll (Trace *trace, gconstpointer data)
{
  const LsGap *gap;

  begin_two (trace);
  WRITE (JOB_SUBMITTED, .subject = FUTURE, .a = trace_string (trace, "load"));
  await (trace, LS_WAIT_THREAD, LS_FUTURE_JOB);
  WRITE (POLL, .subject = 1);
  WRITE (JOB_STARTED, .subject = FUTURE, .a = 1);
  trace->time += 1000000000;
  WRITE (POLLED, .subject = 1);
  trace_read (trace);

  g_assert_cmpuint (ls_model_get_gaps (trace->model)->len, ==, 1);
  gap = &g_array_index (ls_model_get_gaps (trace->model), LsGap, 0);
  g_assert_cmpuint (gap->blocker, ==, 0);
}

static void
test_descriptor (Trace *trace, gconstpointer data)
{
  guint64 waits, polls, ready, woken;

  begin_two (trace);
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_IO, .subject = FUTURE);
  WRITE (FD_WATCHED, .detail = 1, .subject = WATCH, .a = 5, .b = FUTURE);
  waits = await (trace, LS_WAIT_IO, LS_FUTURE_IO);
  polls = WRITE (POLL, .subject = 1);
  WRITE (POLLED, .subject = 1, .a = 1);
  ready = WRITE (FD_READY, .detail = 1, .subject = WATCH, .a = 5);
  WRITE (HANDLE_RUN, .subject = WATCH);
  WRITE (FD_UNWATCHED, .detail = 1, .subject = WATCH, .a = 5);
  woken = resolve (trace, LS_FUTURE_IO);

  trace_check (trace, waits, "main waits until descriptor 5 can be read.", NULL);
  trace_check_detail (trace, waits, 2, "until descriptor 5 can be read");
  trace_check (trace, polls, "The loop waits for something from outside; nobody runs.",
               "Nothing is ready and no timer is armed: it waits until descriptor 5 can be read.");
  trace_check (trace, ready, "Descriptor 5 can be read.",
               "main waits for that: it is woken in this iteration and runs in the next.");
  trace_check (trace, woken, "main is woken, since descriptor 5 is ready.", NULL);
}

static void
test_child (Trace *trace, gconstpointer data)
{
  guint64 waits, exited, woken;

  begin_two (trace);
  WRITE (CHILD_WATCHED, .subject = WATCH, .a = 1, .b = FUTURE);
  waits = await (trace, LS_WAIT_CHILD, LS_FUTURE_IO);
  exited = WRITE (CHILD_EXITED, .subject = WATCH, .a = 1, .tag = LS_TAG_INT, .value = 3 << 8);
  woken = resolve (trace, LS_FUTURE_IO);

  trace_check (trace, waits, "main waits until child process 1 ends.", NULL);
  trace_check_detail (trace, waits, 2, "until child process 1 ends");
  trace_check (trace, exited, "Child process 1 has ended with exit code 3.", NULL);
  trace_check (trace, woken, "main is woken, since child process 1 is done.", NULL);
}

static void
test_signal (Trace *trace, gconstpointer data)
{
  trace_check (trace, WRITE (SIGNAL, .a = 2), "The program gets Ctrl-C.", NULL);
}

static void
test_generator (Trace *trace, gconstpointer data)
{
  guint64 first, paused, next, closed;
  const LsState *state;
  g_autofree char *detail = NULL;

  begin_two (trace);
  WRITE (CORO_CREATED, .subject = 9, .a = trace_string (trace, "pages"));
  first = WRITE (GENERATOR_RESUMED, .subject = 9, .a = 2);
  paused = WRITE (GENERATOR_PAUSED, .subject = 9, .tag = LS_TAG_INT, .value = 7);
  next = WRITE (GENERATOR_RESUMED, .subject = 9, .a = 2);
  closed = WRITE (CORO_CLOSED, .subject = 9);

  trace_check (trace, first, "main asks the generator pages() for its first item.", NULL);
  trace_check (trace, paused, "pages() yields 7 to main.",
               "It is paused there until it is asked again. main keeps running, and nobody else gets a "
               "turn.");
  trace_check (trace, next, "main asks pages() for its next item.", NULL);

  state = ls_model_get_state (trace->model, paused);
  g_assert_true (ls_state_get_generator (state, 9)->is_paused);
  detail = ls_model_generator_detail (trace->model, ls_state_get_generator (state, 9));
  g_assert_cmpstr (detail, ==, "yielded 7 to main");
  state = ls_model_get_state (trace->model, next);
  g_assert_false (ls_state_get_generator (state, 9)->is_paused);
  g_assert_null (ls_state_get_generator (ls_model_get_state (trace->model, closed), 9));
}

/* athrow() and aclose() were told as if they asked for an item. */
static void
test_generator_thrown_into (Trace *trace, gconstpointer data)
{
  guint64 throws, closes;

  begin_two (trace);
  WRITE (CORO_CREATED, .subject = 9, .a = trace_string (trace, "pages"));
  WRITE (GENERATOR_RESUMED, .subject = 9, .a = 2);
  WRITE (GENERATOR_PAUSED, .subject = 9, .tag = LS_TAG_INT, .value = 7);
  throws = WRITE (GENERATOR_RESUMED, .detail = LS_GENERATOR_THROW, .subject = 9, .a = 2);
  WRITE (GENERATOR_PAUSED, .subject = 9, .tag = LS_TAG_INT, .value = 8);
  closes = WRITE (GENERATOR_RESUMED, .detail = LS_GENERATOR_CLOSE, .subject = 9, .a = 2);

  trace_check (trace, throws, "main throws an exception into pages().",
               "It is raised at the yield where the generator is paused, which goes on from there in the turn "
               "of main, as far as its next yield or its end.");
  trace_check (trace, closes, "main closes the generator pages().",
               "GeneratorExit is raised at the yield where it is paused, so that it cleans up and ends. It does "
               "so in the turn of main.");
}

static guint32
arm_timeout (Trace *trace, double seconds)
{
  WRITE (TIMER_ARMED, .subject = ++trace->handle, .a = trace_string (trace, "on_timeout"), .b = 2,
         .tag = LS_TAG_DOUBLE,
         .value = ls_trace_writer_double ((double) trace->time / 1e9 + seconds));
  return trace->handle;
}

static void
test_timeout (Trace *trace, gconstpointer data)
{
  guint64 waits, polls, fired, cancelled;
  guint32 outer, inner;

  begin_two (trace);
  trace_queue (trace, 5, "q", 0);
  outer = arm_timeout (trace, 9);
  inner = arm_timeout (trace, 2);
  waits = trace_park (trace, 5, LS_QUEUE_GET, 2, NULL);
  polls = trace_poll (trace, 2, 2);
  fired = WRITE (TIMER_FIRED, .subject = inner);
  WRITE (HANDLE_RUN, .subject = inner);
  cancelled = WRITE (CANCEL_REQUESTED, .subject = 2);

  trace_check (trace, waits, "main waits to get an item from q.",
               "q is empty. The next put() wakes the first who waits. The timeout round it ends at "
               "2.000 s: then main is cancelled.");
  trace_check_detail (trace, waits, 2, "wants an item · timeout at 2.000 s");
  trace_check (trace, polls, "The loop sleeps until 2.000 s; nobody runs.",
               "Nothing is ready and the next timer is the timeout of main.");
  trace_check (trace, fired, "The timeout of main was due at 2.000 s.", NULL);
  trace_check (trace, cancelled, "The timeout of main is over, so main is cancelled.", NULL);
  trace_check_detail (trace, cancelled, 2, "wants an item · timeout at 9.000 s");
  WRITE (TIMER_CANCELLED, .subject = outer);
  trace_check_detail (trace, cancelled + 1, 2, "wants an item");
}

static void
test_barrier (Trace *trace, gconstpointer data)
{
  guint64 waits;

  begin_two (trace);
  WRITE (SYNC_CREATED, .detail = LS_SYNC_BARRIER, .subject = 5, .a = trace_string (trace, "start"),
         .tag = LS_TAG_INT, .value = 3);
  WRITE (SYNC_PARKED, .subject = 5, .a = 2, .b = FUTURE);
  waits = trace_suspend (trace, 2, LS_WAIT_BARRIER, 5, FUTURE);

  trace_check (trace, waits, "main waits for start.",
               "1 of 3 is there. All go on when the last of them has come.");
  trace_check_detail (trace, waits, 2, "1 of 3 is there");
}

static void
test_group (Trace *trace, gconstpointer data)
{
  guint64 waits, woken;

  begin_two (trace);
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_WAITER, .subject = FUTURE);
  WRITE (FUTURE_CHILD, .subject = FUTURE, .a = 1);
  waits = await (trace, LS_WAIT_GROUP, LS_FUTURE_WAITER);
  woken = resolve (trace, LS_FUTURE_WAITER);

  trace_check (trace, waits, "main waits for 1 task of its group.", NULL);
  trace_check_detail (trace, waits, 2, "0 of 1 task done");
  trace_check (trace, woken, "main is woken, since the tasks of its group are done.", NULL);
}

/* What a task waits for in as_completed() stands on the whole, and that on the tasks. */
static void
test_as_completed (Trace *trace, gconstpointer data)
{
  guint64 waits;
  LsWaitKind how;

  begin_two (trace);
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_WAITER, .subject = FUTURE);
  WRITE (FUTURE_CHILD, .subject = FUTURE, .a = 1);
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_WAITER, .subject = FUTURE + 1, .b = 1);
  WRITE (FUTURE_CHILD, .subject = FUTURE + 1, .a = FUTURE);
  waits = trace_suspend (trace, 2, LS_WAIT_WAIT, 1, FUTURE + 1);

  trace_check (trace, waits, "main waits for the next of 1 task to end.", NULL);
  trace_check_detail (trace, waits, 2, "next of 1 task");
  g_assert_cmpuint (ls_model_get_awaiter (trace->model, ls_model_get_state (trace->model, waits), 1,
                                          &how), ==, 2);
  g_assert_cmpint (how, ==, LS_WAIT_WAIT);
}

/* A turn that was measured to be long says so where it begins and where it ends. */
static void
test_held (Trace *trace, gconstpointer data)
{
  guint64 turn, done;

  trace_create (trace, 1, "Task-1", "main");
  turn = trace_turn (trace, 1, 1);
  done = trace_done (trace, 1);
  ls_trace_writer_held (trace->writer, turn - 1, 1250000000);

  trace_check (trace, turn, "main starts.",
               "It was the first in the ready queue. It runs until it has to wait or ends; nobody "
               "takes the loop from it. This turn holds the loop for 1.25 s.");
  trace_check (trace, done, "main is done.",
               "It is the task that the loop was run for: the loop stops at the end of the next "
               "iteration. This turn held the loop for 1.25 s: nobody else could run, and no timer "
               "fired.");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/loopscope/sentence-world/" path, Trace, NULL, trace_set_up, func, trace_tear_down)
  ADD ("job", test_job);
  ADD ("job-in-poll", test_job_in_poll);
  ADD ("descriptor", test_descriptor);
  ADD ("child", test_child);
  ADD ("signal", test_signal);
  ADD ("generator", test_generator);
  ADD ("generator-thrown-into", test_generator_thrown_into);
  ADD ("timeout", test_timeout);
  ADD ("barrier", test_barrier);
  ADD ("group", test_group);
  ADD ("as-completed", test_as_completed);
  ADD ("held", test_held);

  return g_test_run ();
}
