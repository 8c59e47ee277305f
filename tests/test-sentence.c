/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-trace.h"

static void
test_create (Trace *trace, gconstpointer data)
{
  guint64 created = trace_create (trace, 1, "Task-1", "main");
  guint64 started = trace_turn (trace, 1, 0);
  guint64 other = trace_create (trace, 2, "Consumer 0", "consume");

  trace_check (trace, 0, "Nothing has happened yet.", "");
  trace_check (trace, created, "The loop is given main, a task that runs main('Task-1').", NULL);
  trace_check (trace, started, "main starts.", NULL);
  trace_check (trace, other, "main makes Consumer 0, a task that runs consume('Consumer 0').",
               "It goes to the end of the ready queue and starts when its turn comes; main keeps "
               "running.");
}

static void
test_sleep (Trace *trace, gconstpointer data)
{
  guint64 slept, polled, woken, resumed;
  guint32 timer;

  trace_begin (trace);
  slept = trace_sleep (trace, 1, 10, 2, &timer);
  trace_iteration (trace, 2);
  polled = trace_poll (trace, 2, 2);
  woken = trace_wake (trace, 1, 10, timer);
  resumed = trace_turn (trace, 1, 0);

  trace_check (trace, slept, "main sleeps for 2 s, until 2.000 s.",
               "It gives the loop back until a timer wakes it. No other task is ready.");
  trace_check (trace, polled, "The loop sleeps until 2.000 s; nobody runs.",
               "Nothing is ready and the next timer is main's.");
  trace_check (trace, woken - 4, "The timer of main was due at 2.000 s.",
               "Its callback joins the ready queue and runs in this iteration.");
  trace_check (trace, woken, "The timer of main was due at 2.000 s.",
               "Its sleep is over: it goes to the ready queue and runs in the next iteration.");
  trace_check (trace, resumed, "main goes on.",
               "Its sleep is over, and it was the first in the ready queue.");
  trace_check (trace, resumed - 1, "The timer of main was due at 2.000 s.", NULL);
}

static void
test_late (Trace *trace, gconstpointer data)
{
  guint64 blocked, woken;
  guint32 timer;

  trace_begin (trace);
  trace_sleep (trace, 1, 10, 1, &timer);
  trace_create (trace, 2, "busy", "busy");
  trace_turn (trace, 2, 0);
  blocked = WRITE (BLOCKING, .subject = 2, .tag = LS_TAG_DOUBLE,
                   .value = ls_trace_writer_double (3));
  trace->time += 3000000000;
  trace_done (trace, 2);
  woken = trace_wake (trace, 1, 10, timer);

  trace_check (trace, blocked, "busy blocks the loop for 3 s.", NULL);
  trace_check (trace, woken, "The timer of main was due at 1.000 s.",
               "The loop was held up until 3.000 s and comes to it only now. It runs in the next "
               "iteration.");
}

static void
test_put (Trace *trace, gconstpointer data)
{
  guint64 free, bounded, full, waits, asked;

  trace_begin (trace);
  trace_queue (trace, 1, "q", 0);
  trace_queue (trace, 2, "small", 2);
  free = trace_put (trace, 1, 1, 1, "a4f5b18cd9");
  bounded = trace_put (trace, 2, 1, 1, "x");
  full = trace_put (trace, 2, 2, 2, "y");
  waits = trace_park (trace, 2, LS_QUEUE_PUT, 1, "z");
  trace_create (trace, 2, "getter", "g");
  trace_turn (trace, 2, 0);
  asked = trace_get (trace, 2, 1, "x");

  trace_check (trace, free, "main puts a4f5b18cd9 on q.",
               "q has no size limit, so put() returns at once: main keeps running, and nobody else gets "
               "a turn yet.");
  trace_check (trace, bounded, "main puts x on small.",
               "small has room for 1 more, so put() returns at once and main keeps running.");
  trace_check (trace, full, "main puts y on small.",
               "Now small is full: the next put() has to wait. main keeps running.");
  trace_check (trace, waits, "main waits to put z on small.",
               "small is full with its 2 items. The next get() makes room and wakes the first who "
               "waits.");
  trace_check (trace, asked, "getter gets x from small.",
               "main waits for room, so get() wakes it; getter keeps running.");
}

static void
test_get (Trace *trace, gconstpointer data)
{
  guint64 waits, put, woken, resumed, got;

  trace_begin (trace);
  trace_queue (trace, 1, NULL, 0);
  waits = trace_park (trace, 1, LS_QUEUE_GET, 1, NULL);
  trace_create (trace, 2, "putter", "p");
  trace_turn (trace, 2, 0);
  put = trace_put (trace, 1, 1, 1, "i");
  WRITE (QUEUE_WOKEN, .detail = LS_QUEUE_GET, .subject = 1, .a = 1);
  woken = trace_ready (trace, 1, LS_READY_WAKEUP, 0);
  trace_done (trace, 2);
  resumed = trace_turn (trace, 1, 0);
  got = trace_get (trace, 1, 1, "i");

  trace_check (trace, waits, "main waits to get an item from queue 1.",
               "queue 1 is empty. The next put() wakes the first who waits.");
  trace_check (trace, put, "putter puts i on queue 1.",
               "main waits for an item, so put() wakes it; putter keeps running.");
  trace_check (trace, woken, "main is woken, since queue 1 has an item.",
               "It is only told so: it takes the item in its own turn, in the next iteration.");
  trace_check (trace, resumed, "main goes on.", "It waited to get, and now queue 1 has an item.");
  trace_check (trace, got, "main gets i from queue 1.",
               "That was the last one: queue 1 is empty now. main keeps running.");
}

static void
test_join (Trace *trace, gconstpointer data)
{
  guint64 waits, one, all;

  trace_begin (trace);
  trace_queue (trace, 1, "q", 0);
  trace_put (trace, 1, 1, 1, "a");
  trace_put (trace, 1, 2, 2, "b");
  waits = trace_park (trace, 1, LS_QUEUE_JOIN, 1, NULL);
  trace_create (trace, 2, "worker", "w");
  trace_turn (trace, 2, 0);
  one = WRITE (QUEUE_TASK_DONE, .subject = 1, .b = 1);
  all = WRITE (QUEUE_TASK_DONE, .subject = 1, .b = 0);

  trace_check (trace, waits, "main waits in join() for the items of q.",
               "2 items were put for which task_done() has not been called.");
  trace_check (trace, one, "worker calls task_done(): an item of q is done.",
               "1 item that was put is still unfinished: join() would wait.");
  trace_check (trace, all, "worker calls task_done(): an item of q is done.",
               "It was the last unfinished item, so main, which waits in join(), is woken.");
}

static void
test_gather (Trace *trace, gconstpointer data)
{
  guint64 waits, first, last, woken;

  trace_begin (trace);
  trace_create (trace, 2, "a", "a");
  trace_create (trace, 3, "b", "b");
  for (guint32 task = 2; task <= 3; task++)
    WRITE (FUTURE_CHILD, .subject = 9, .a = task, .b = task);
  waits = trace_suspend (trace, 1, LS_WAIT_GATHER, 2, 9);
  trace_turn (trace, 2, 2);
  first = trace_done (trace, 2);
  trace_turn (trace, 3, 3);
  last = trace_done (trace, 3);
  WRITE (FUTURE_RESOLVED, .subject = 9, .b = LS_FUTURE_GATHER);
  woken = trace_ready (trace, 1, LS_READY_WAKEUP, 9);

  trace_check (trace, waits, "main waits for the 2 tasks that it gathers.", NULL);
  trace_check (trace, first, "a is done.", "main gathers 2 tasks, of which 1 is done now.");
  trace_check (trace, last, "b is done.",
               "It was the last of the 2 tasks that main gathers: main will be woken.");
  trace_check (trace, woken, "All 2 tasks that main gathers are done, so main is woken.", NULL);
}

static void
test_cancel (Trace *trace, gconstpointer data)
{
  guint64 asked, woken, resumed, ended;
  guint32 timer;

  trace_begin (trace);
  trace_create (trace, 2, "download", "download");
  trace_suspend (trace, 1, LS_WAIT_FUTURE, 0, 50);
  trace_turn (trace, 2, 2);
  trace_sleep (trace, 2, 10, 10, &timer);
  trace_ready (trace, 1, LS_READY_WAKEUP, 50);
  trace_turn (trace, 1, 0);
  asked = WRITE (CANCEL_REQUESTED, .subject = 2);
  woken = trace_ready (trace, 2, LS_READY_WAKEUP, 10);
  trace_suspend (trace, 1, LS_WAIT_TASK, 2, 2);
  WRITE (HANDLE_RUN, .subject = trace->handle);
  WRITE (CANCEL_DELIVERED, .subject = 2);
  resumed = WRITE (TURN, .subject = 2, .a = trace->handle);
  ended = WRITE (TASK_DONE, .detail = LS_OUTCOME_CANCELLED, .subject = 2);

  trace_check (trace, asked, "main cancels download.", NULL);
  trace_check (trace, woken, "download is woken to be cancelled.", NULL);
  trace_check (trace, resumed, "download goes on.",
               "It was cancelled: CancelledError is raised at the await where it waited.");
  trace_check (trace, ended, "download ends cancelled.", "main awaits it and will be woken.");
}

static void
test_future (Trace *trace, gconstpointer data)
{
  guint64 waits, set, woken;

  trace_begin (trace);
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_PLAIN, .subject = 5,
         .a = trace_string (trace, "parcel"));
  waits = trace_suspend (trace, 1, LS_WAIT_FUTURE, 0, 5);
  trace_create (trace, 2, "courier", "deliver");
  trace_turn (trace, 2, 0);
  set = WRITE (FUTURE_RESOLVED, .subject = 5, .tag = LS_TAG_STRING,
               .value = trace_string (trace, "a book"));
  woken = trace_ready (trace, 1, LS_READY_WAKEUP, 5);

  trace_check (trace, waits, "main waits for parcel.", NULL);
  trace_check (trace, set, "courier sets the result of parcel to 'a book'.",
               "main awaits it and will be woken.");
  trace_check (trace, woken, "parcel is done, so main, which awaits it, is woken.",
               "It goes to the ready queue and runs in the next iteration; courier keeps running.");
}

static void
test_output (Trace *trace, gconstpointer data)
{
  guint64 one, lines, nobody;

  trace_begin (trace);
  one = trace_output (trace, 1, "One\n");
  lines = trace_output (trace, 1, "first\nsecond\n");
  nobody = trace_output (trace, 0, "\n");

  trace_check (trace, one, "main prints: One", "");
  trace_check (trace, lines, "main prints: first…", "");
  trace_check (trace, nobody, "The program prints an empty line.", "");
}

static void
test_callback (Trace *trace, gconstpointer data)
{
  guint64 rung, set, yielded;

  trace_begin (trace);
  WRITE (HANDLE_SCHEDULED, .subject = 50, .a = trace_string (trace, "ring"));
  trace_suspend (trace, 1, LS_WAIT_YIELD, 0, 0);
  yielded = trace_ready (trace, 1, LS_READY_YIELD, 0);
  WRITE (HANDLE_RUN, .subject = 50);
  rung = trace_output (trace, 0, "bim bam\n");
  set = WRITE (FUTURE_RESOLVED, .subject = 5, .tag = LS_TAG_INT, .value = 3);

  trace_check (trace, yielded, "main is ready again.",
               "It only gave way: the callbacks that stand before it in the ready queue run first.");
  trace_check (trace, rung, "The callback ring() prints: bim bam", "");
  trace_check (trace, set, "The callback ring() sets the result of future 5 to 3.", NULL);
}

static void
test_cancelled_gather (Trace *trace, gconstpointer data)
{
  guint64 asked, passed;

  trace_begin (trace);
  trace_create (trace, 2, "child", "c");
  WRITE (FUTURE_CHILD, .subject = 9, .a = 2);
  trace_suspend (trace, 1, LS_WAIT_GATHER, 1, 9);
  WRITE (SIGNAL, .a = 2);
  asked = WRITE (CANCEL_REQUESTED, .subject = 1);
  passed = WRITE (CANCEL_REQUESTED, .subject = 2);

  trace_check (trace, asked, "Ctrl-C cancels main.", NULL);
  trace_check (trace, passed, "gather() passes the cancel() of main on to child.", NULL);
}

static void
test_complaints (Trace *trace, gconstpointer data)
{
  guint64 other, never_awaited, failed;

  trace_begin (trace);
  other = WRITE (WARNING, .tag = LS_TAG_STRING, .value = trace_string (trace, "it is late"));
  WRITE (CORO_CREATED, .subject = 9, .a = trace_string (trace, "greet"));
  WRITE (CORO_NEVER_AWAITED, .subject = 9);
  never_awaited = WRITE (WARNING, .tag = LS_TAG_STRING,
                         .value = trace_string (trace, "coroutine 'greet' was never awaited"));
  failed = WRITE (EXCEPTION_HANDLER, .a = trace_string (trace, "It went wrong"),
                  .tag = LS_TAG_STRING, .value = trace_string (trace, "ValueError: no"));

  trace_check (trace, other, "The program is warned: “it is late”.", "");
  trace_check (trace, never_awaited,
               "The program is warned: “coroutine 'greet' was never awaited”.",
               "A coroutine object does nothing by itself. This one was neither awaited nor made a task "
               "before it went, so none of its code has run.");
  trace_check (trace, failed, "The loop's exception handler is called: “It went wrong”.",
               "The exception is ValueError: no. Nobody has taken it, so it is reported here.");
}

static void
test_clean_up (Trace *trace, gconstpointer data)
{
  guint64 outside, interrupted, left_over;

  WRITE (LOOP_CREATED, .subject = 1);
  trace_create (trace, 1, "Task-1", "main");
  trace_create (trace, 2, "watch", "watch");
  WRITE (LOOP_STARTED, .subject = 1);
  outside = WRITE (CANCEL_REQUESTED, .subject = 2);
  WRITE (SIGNAL, .a = 2);
  interrupted = WRITE (CANCEL_REQUESTED, .subject = 1);
  trace_turn (trace, 1, 1);
  trace_done (trace, 1);
  WRITE (LOOP_STOPPED, .subject = 1);
  left_over = WRITE (CANCEL_REQUESTED, .subject = 2);

  trace_check (trace, outside, "watch is cancelled from outside any task.", NULL);
  trace_check (trace, interrupted, "Ctrl-C cancels main.",
               "run() makes a cancel() of the signal, so that main can clean up, and raises "
               "KeyboardInterrupt when all is closed.");
  trace_check (trace, left_over, "watch is cancelled while the loop stands still.",
               "It was left over when the loop stopped, and is asked to end, as run() asks all that "
               "main leaves. When the loop runs again it gets turns to clean up.");
}

/* A loop that is run by hand may be run for any of its tasks. */
static void
test_run_for (Trace *trace, gconstpointer data)
{
  guint64 guest, host;

  trace_create (trace, 1, "guest", "count");
  trace_create (trace, 2, "host", "count");
  trace_turn (trace, 1, 1);
  guest = trace_done (trace, 1);
  trace_turn (trace, 2, 2);
  host = trace_done (trace, 2);
  trace_check (trace, host, "host is done.",
               "Nobody awaits it at the moment. It keeps its result for whoever does later.");
  WRITE (HANDLE_SCHEDULED, .subject = 50, .a = trace_string (trace, "run_until_complete_cb"));

  trace_check (trace, guest, "guest is done.",
               "Nobody awaits it at the moment. It keeps its result for whoever does later.");
  trace_check (trace, host, "host is done.",
               "It is the task that the loop was run for: the loop stops at the end of the next "
               "iteration.");
}

/* What a TaskGroup does when a task of its own fails was told as if nobody awaited that, and nobody cancelled the rest. */
static void
test_group_fails (Trace *trace, gconstpointer data)
{
  guint64 fails, sibling, parent, ends;
  guint32 told = 50;

  trace_begin (trace);
  trace_create (trace, 2, "bad", "work");
  trace_create (trace, 3, "good", "work");
  trace_suspend (trace, 1, LS_WAIT_SLEEP, 0, 20);
  trace_turn (trace, 3, 0);
  trace_suspend (trace, 3, LS_WAIT_SLEEP, 0, 21);
  trace_turn (trace, 2, 0);
  fails = WRITE (TASK_DONE, .subject = 2, .detail = LS_OUTCOME_EXCEPTION, .a = trace_string (trace, "ValueError: no"));
  trace_check (trace, fails, "bad fails with ValueError: no.",
               "It keeps its exception for whoever asks: a task that awaits it, or its task group.");
  WRITE (HANDLE_SCHEDULED, .subject = told, .a = trace_string (trace, "TaskGroup.on_task_done"));
  trace_iteration (trace, 2);
  WRITE (HANDLE_RUN, .subject = told);
  sibling = WRITE (CANCEL_REQUESTED, .subject = 3);
  parent = WRITE (CANCEL_REQUESTED, .subject = 1);
  trace_turn (trace, 3, 0);
  ends = WRITE (TASK_DONE, .subject = 3, .detail = LS_OUTCOME_CANCELLED);
  WRITE (HANDLE_SCHEDULED, .subject = told + 1, .a = trace_string (trace, "TaskGroup.on_task_done"));

  trace_check (trace, fails, "bad fails with ValueError: no.",
               "Its task group cancels those of its tasks that are not done, and raises the exception, in an "
               "exception group, at the end of its block.");
  trace_check (trace, sibling, "The task group cancels good, because bad failed.", NULL);
  trace_check (trace, parent, "The task group cancels main, because bad failed.", NULL);
  trace_check (trace, ends, "good ends cancelled.",
               "Its task group need not wait for it any more. To the group a task that ends cancelled has not "
               "failed.");
}

/* An end without any step before it, as when a program is killed. */
static void
test_between_steps (Trace *trace, gconstpointer data)
{
  WRITE (LOOP_CREATED, .subject = 1);
  trace_create (trace, 1, "Task-1", "main");
  WRITE (LOOP_STARTED, .subject = 1);

  trace_check (trace, 1, "The program prepares its first task.", "");
  trace_check (trace, G_MAXUINT64, "The loop is given main, a task that runs main('Task-1').", NULL);
}

static void
test_find (Trace *trace, gconstpointer data)
{
  guint64 slept;
  guint32 timer;

  trace_begin (trace);
  slept = trace_sleep (trace, 1, 10, 4, &timer);
  trace_read (trace);

  g_assert_cmpuint (ls_model_find_sentence (trace->model, "main sleeps for 4 s"), ==, slept);
  g_assert_cmpuint (ls_model_find_sentence (trace->model, "main sleeps for 5 s"), ==, 0);
}

/* Task 2 waits for @object by @wait, and its future 20 stands on @object. */
static guint64
wait_for (Trace *trace, LsWaitKind wait, guint32 object, double seconds)
{
  LsFutureKind kind = wait == LS_WAIT_SHIELD ? LS_FUTURE_SHIELD : LS_FUTURE_WAITER;

  trace_turn (trace, 2, 0);
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_FUTURE_CREATED, .detail = kind, .subject = 20 });
  if (seconds > 0)
    trace_write (trace, (LsRecord) {
      .kind = LS_EVENT_TIMER_ARMED, .subject = ++trace->handle, .b = 20, .tag = LS_TAG_DOUBLE,
      .a = trace_string (trace, "release_waiter"),
      .value = ls_trace_writer_double ((double) trace->time / 1e9 + seconds) });
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_FUTURE_CHILD, .subject = 20, .a = 1 });
  return trace_suspend (trace, 2, wait, object, 20);
}

static guint64
end_wait (Trace *trace)
{
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_FUTURE_RESOLVED, .subject = 20, .b = LS_FUTURE_WAITER });
  return trace_ready (trace, 2, LS_READY_WAKEUP, 20);
}

static void
test_wait_for (Trace *trace, gconstpointer data)
{
  guint64 waits, over, cleans_up, ended;
  g_autofree char *detail = NULL;

  trace_create (trace, 1, "download", "download");
  trace_create (trace, 2, "Task-1", "main");
  waits = wait_for (trace, LS_WAIT_WAIT_FOR, 1, 1);
  trace->time += 1000000000;
  over = end_wait (trace);
  trace_turn (trace, 2, 0);
  cleans_up = trace_suspend (trace, 2, LS_WAIT_WAIT_FOR, 1, 21);
  trace_done (trace, 1);
  ended = trace_ready (trace, 2, LS_READY_WAKEUP, 21);

  trace_check (trace, waits, "main waits for download, at most 1 s.",
               "If download is not done at 1.000 s, wait_for() cancels it and raises TimeoutError.");
  trace_check (trace, over, "The time that main gives download is over, so main is woken.",
               "In its next turn wait_for() cancels download, and waits until it has ended.");
  trace_check (trace, cleans_up, "main waits until download has ended.",
               "wait_for() has cancelled download, and lets it clean up.");
  trace_check (trace, ended, "The wait of main for download is over, so main is woken.", NULL);
  detail = ls_model_task_detail (trace->model, ls_model_get_state (trace->model, waits), 2);
  g_assert_cmpstr (detail, ==, "download, until 1.000 s");
}

static void
test_shield (Trace *trace, gconstpointer data)
{
  guint64 waits, done;

  trace_create (trace, 1, "backup", "save");
  trace_create (trace, 2, "Task-1", "main");
  waits = wait_for (trace, LS_WAIT_SHIELD, 1, 0);
  trace_done (trace, 1);
  done = end_wait (trace);

  trace_check (trace, waits, "main waits for backup, behind a shield.",
               "If main is cancelled, backup goes on all the same.");
  trace_check (trace, done, "backup is done, so main, which waits for it behind a shield, is woken.", NULL);
}

static void
test_wait (Trace *trace, gconstpointer data)
{
  guint64 waits;
  g_autofree char *detail = NULL;

  trace_create (trace, 1, "a", "work");
  trace_create (trace, 2, "Task-1", "main");
  waits = wait_for (trace, LS_WAIT_WAIT, 1, 0.5);

  trace_check (trace, waits, "main waits in wait() for 1 task, at most 0.5 s.",
               "When the time is over, wait() says which are done; it cancels none of them.");
  detail = ls_model_task_detail (trace->model, ls_model_get_state (trace->model, waits), 2);
  g_assert_cmpstr (detail, ==, "0 of 1 task done");
}

static void
test_lock (Trace *trace, gconstpointer data)
{
  guint64 acquired, waits, released, woken;
  g_autofree char *detail = NULL, *title = NULL;

  trace_create (trace, 1, "a", "work");
  trace_create (trace, 2, "b", "work");
  trace_turn (trace, 1, 1);
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_SYNC_CREATED, .detail = LS_SYNC_LOCK, .subject = 5,
                                   .a = trace_string (trace, "lock_a") });
  acquired = trace_write (trace, (LsRecord) { .kind = LS_EVENT_SYNC_ACQUIRED, .subject = 5, .a = 1 });
  trace_suspend (trace, 1, LS_WAIT_SLEEP, 0, 0);
  trace_turn (trace, 2, 2);
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_SYNC_PARKED, .subject = 5, .a = 2, .b = 20 });
  waits = trace_suspend (trace, 2, LS_WAIT_LOCK, 5, 20);
  released = trace_write (trace, (LsRecord) { .kind = LS_EVENT_SYNC_RELEASED, .subject = 5, .a = 1 });
  trace_write (trace, (LsRecord) { .kind = LS_EVENT_SYNC_WOKEN, .subject = 5, .a = 2, .b = 20 });
  woken = trace_ready (trace, 2, LS_READY_WAKEUP, 20);

  trace_check (trace, acquired, "a acquires lock_a.", "");
  trace_check (trace, waits, "b waits for lock_a.", "a holds it. Its release() wakes the first who waits.");
  trace_check (trace, released, "a releases lock_a.",
               "b waits first in line: it is next to get it, in a turn of its own.");
  trace_check (trace, woken, "b is woken, since lock_a is free.", NULL);
  detail = ls_model_task_detail (trace->model, ls_model_get_state (trace->model, waits), 2);
  g_assert_cmpstr (detail, ==, "a holds it");
  title = ls_model_group_title (trace->model, &(LsGroup) { .wait = LS_WAIT_LOCK, .object = 5 });
  g_assert_cmpstr (title, ==, "lock_a: waits to acquire");
}

/* As a snapshot tells of a lock that somebody took before there was a recording. */
static void
test_lock_of_unknown (Trace *trace, gconstpointer data)
{
  const char *unknown = "It was taken before the recording began: who holds it is not known.";
  guint64 waits, asks;
  g_autofree char *detail = NULL, *free = NULL;

  trace_begin (trace);
  WRITE (SYNC_CREATED, .detail = LS_SYNC_LOCK, .subject = 5, .a = trace_string (trace, "lock_a"), .tag = LS_TAG_INT);
  WRITE (SYNC_ACQUIRED, .subject = 5, .tag = LS_TAG_INT);
  WRITE (SYNC_PARKED, .subject = 5, .a = 1, .b = 20);
  waits = trace_suspend (trace, 1, LS_WAIT_LOCK, 5, 20);
  WRITE (SYNC_RELEASED, .subject = 5, .tag = LS_TAG_INT, .value = 1);
  WRITE (SYNC_WOKEN, .subject = 5, .a = 1, .b = 20);
  trace_ready (trace, 1, LS_READY_WAKEUP, 20);
  trace_create (trace, 2, "b", "work");
  trace_turn (trace, 2, 0);
  WRITE (SYNC_PARKED, .subject = 5, .a = 2, .b = 21);
  asks = trace_suspend (trace, 2, LS_WAIT_LOCK, 5, 21);

  trace_check (trace, waits, "main waits for lock_a.", unknown);
  detail = ls_model_task_detail (trace->model, ls_model_get_state (trace->model, waits), 1);
  g_assert_cmpstr (detail, ==, "holder not known");
  trace_check (trace, asks, "b waits for lock_a.", "Nobody holds it just now, but others asked for it before.");
  free = ls_model_task_detail (trace->model, ls_model_get_state (trace->model, asks), 2);
  g_assert_cmpstr (free, ==, "nobody holds it");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/loopscope/sentence/" path, Trace, NULL, trace_set_up, func, trace_tear_down)
  ADD ("create", test_create);
  ADD ("sleep", test_sleep);
  ADD ("late", test_late);
  ADD ("put", test_put);
  ADD ("get", test_get);
  ADD ("join", test_join);
  ADD ("gather", test_gather);
  ADD ("cancel", test_cancel);
  ADD ("future", test_future);
  ADD ("output", test_output);
  ADD ("callback", test_callback);
  ADD ("cancelled-gather", test_cancelled_gather);
  ADD ("complaints", test_complaints);
  ADD ("clean-up", test_clean_up);
  ADD ("run-for", test_run_for);
  ADD ("group-fails", test_group_fails);
  ADD ("between-steps", test_between_steps);
  ADD ("wait-for", test_wait_for);
  ADD ("wait", test_wait);
  ADD ("shield", test_shield);
  ADD ("lock", test_lock);
  ADD ("lock-of-unknown", test_lock_of_unknown);
  ADD ("find", test_find);

  return g_test_run ();
}
