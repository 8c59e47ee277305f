/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-trace.h"

/* Who waits for whom without end: found, told and put in order. */

static void
begin (Trace *trace, guint n_locks)
{
  trace_create (trace, 1, "Ada", "work");
  trace_create (trace, 2, "Ben", "work");
  trace_create (trace, 3, "Task-3", "main");
  for (guint i = 1; i <= n_locks; i++)
    {
      g_autofree char *name = g_strdup_printf ("lock_%u", i);

      WRITE (SYNC_CREATED, .detail = LS_SYNC_LOCK, .subject = i, .a = trace_string (trace, name));
    }
}

static void
take (Trace *trace, guint32 lock, guint32 task)
{
  WRITE (SYNC_ACQUIRED, .subject = lock, .a = task);
}

static guint64
want (Trace *trace, guint32 lock, guint32 task)
{
  trace_turn (trace, task, task);
  WRITE (SYNC_PARKED, .subject = lock, .a = task, .b = 100 + task);
  return trace_suspend (trace, task, LS_WAIT_LOCK, lock, 100 + task);
}

static guint64
await_task (Trace *trace, guint32 task, guint32 awaited)
{
  trace_turn (trace, task, task);
  return trace_suspend (trace, task, LS_WAIT_TASK, awaited, awaited);
}

static guint64
wait_for_ever (Trace *trace)
{
  return WRITE (POLL, .subject = 1);
}

static LsKnot *
find (Trace *trace, guint64 position)
{
  trace_read (trace);
  return ls_model_find_knot (trace->model, ls_model_get_state (trace->model, position));
}

static const LsKnotNode *
nth_node (const LsKnot *knot, guint n)
{
  g_assert_cmpuint (n, <, knot->nodes->len);
  return &g_array_index (knot->nodes, LsKnotNode, n);
}

static void
assert_tie (const LsKnot *knot, guint n, guint from, guint to, gboolean is_hold)
{
  const LsKnotTie *tie = &g_array_index (knot->ties, LsKnotTie, n);

  g_assert_cmpuint (n, <, knot->ties->len);
  g_assert_cmpuint (tie->from, ==, from);
  g_assert_cmpuint (tie->to, ==, to);
  g_assert_cmpint (tie->is_hold, ==, is_hold);
}

static void
test_deadlock (Trace *trace, gconstpointer data)
{
  guint64 before, closed, polls;
  g_autoptr (LsKnot) none = NULL;
  g_autoptr (LsKnot) ring = NULL;
  g_autoptr (LsKnot) total = NULL;
  g_autofree char *detail = NULL;

  begin (trace, 2);
  take (trace, 1, 1);
  take (trace, 2, 2);
  await_task (trace, 3, 1);
  before = want (trace, 2, 1);
  closed = want (trace, 1, 2);
  polls = wait_for_ever (trace);

  none = find (trace, before);
  g_assert_null (none);

  ring = find (trace, closed);
  g_assert_false (ring->is_total);
  g_assert_cmpuint (ring->n_tasks, ==, 2);

  total = find (trace, polls);
  g_assert_true (total->is_total);
  g_assert_cmpuint (total->n_rings, ==, 1);
  g_assert_cmpuint (total->n_tasks, ==, 3);
  g_assert_cmpuint (total->nodes->len, ==, 5);
  g_assert_cmpuint (nth_node (total, 0)->ring, ==, 1);
  g_assert_cmpuint (nth_node (total, 2)->id, ==, 3);
  g_assert_false (nth_node (total, 2)->is_cause);
  g_assert_cmpuint (nth_node (total, 3)->ring, ==, 1);
  assert_tie (total, 0, 0, 3, FALSE);
  assert_tie (total, 1, 3, 1, TRUE);
  assert_tie (total, 2, 1, 4, FALSE);
  assert_tie (total, 3, 4, 0, TRUE);
  assert_tie (total, 4, 2, 0, FALSE);

  trace_check (trace, closed, "Ben waits for lock_1.",
               "Ada holds it. Its release() wakes the first who waits. A deadlock: Ada and Ben wait for "
               "each other.");
  trace_check (trace, polls, "Nothing can run again: Ada and Ben wait for each other.",
               "Ada waits for lock_2, which Ben holds. Ben waits for lock_1, which Ada holds. main waits "
               "for Ada.");
  detail = ls_model_knot_thing_detail (trace->model, ls_model_get_state (trace->model, polls),
                                       nth_node (total, 3));
  g_assert_cmpstr (detail, ==, "held by Ben");
}

static void
test_join (Trace *trace, gconstpointer data)
{
  guint64 polls;
  g_autoptr (LsKnot) knot = NULL;

  begin (trace, 0);
  trace_turn (trace, 1, 1);
  trace_done (trace, 1);
  trace_queue (trace, 5, "queue", 0);
  trace_put (trace, 5, 1, 1, "x");
  trace_get (trace, 5, 1, "x");
  trace_turn (trace, 2, 2);
  trace_park (trace, 5, LS_QUEUE_GET, 2, NULL);
  trace_turn (trace, 3, 3);
  trace_park (trace, 5, LS_QUEUE_JOIN, 3, NULL);
  polls = wait_for_ever (trace);

  knot = find (trace, polls);
  g_assert_true (knot->is_total);
  g_assert_cmpuint (knot->n_rings, ==, 0);
  g_assert_cmpuint (knot->nodes->len, ==, 3);
  assert_tie (knot, 0, 0, 2, FALSE);
  assert_tie (knot, 1, 1, 2, FALSE);
  trace_check (trace, polls,
               "Nothing on the loop can run again: nobody is left to do what Ben and main wait for.",
               "Ben waits for an item of queue: nobody is left to put one. main waits in join(): 1 item "
               "of queue is unfinished, and nobody is left to call task_done().");
}

/* A task that holds a lock gathers one that wants it; and one that takes its own lock again. */
static void
test_rings (Trace *trace, gconstpointer data)
{
  guint64 gathers, own;
  g_autoptr (LsKnot) first = NULL;
  g_autoptr (LsKnot) second = NULL;

  begin (trace, 2);
  take (trace, 1, 3);
  want (trace, 1, 1);
  WRITE (FUTURE_CHILD, .subject = 50, .a = 1);
  trace_turn (trace, 3, 3);
  gathers = trace_suspend (trace, 3, LS_WAIT_GATHER, 1, 50);
  take (trace, 2, 2);
  own = want (trace, 2, 2);

  first = find (trace, gathers);
  g_assert_cmpuint (first->n_rings, ==, 1);
  g_assert_cmpuint (first->n_tasks, ==, 2);
  g_assert_true (ls_knot_has_task (first, 3));
  second = find (trace, own);
  g_assert_cmpuint (second->n_rings, ==, 2);
  g_assert_cmpuint (second->n_tasks, ==, 3);
}

/* A ring comes undone when the time of one in it is limited; and waiting for the world is no knot. */
static void
test_none (Trace *trace, gconstpointer data)
{
  guint64 limited, outside;
  g_autoptr (LsKnot) first = NULL;
  g_autoptr (LsKnot) second = NULL;

  begin (trace, 2);
  take (trace, 1, 1);
  take (trace, 2, 2);
  WRITE (TIMER_ARMED, .subject = 70, .b = 1, .tag = LS_TAG_DOUBLE,
         .value = ls_trace_writer_double (9));
  want (trace, 2, 1);
  limited = want (trace, 1, 2);
  first = find (trace, limited);
  g_assert_null (first);

  WRITE (TIMER_CANCELLED, .subject = 70);
  WRITE (SYNC_RELEASED, .subject = 1, .a = 1);
  WRITE (FD_WATCHED, .detail = 1, .subject = 71, .a = 5);
  outside = wait_for_ever (trace);
  second = find (trace, outside);
  g_assert_null (second);
}

/* A worker that is done has told the loop, though its poll has not come back. */
static void
test_worker_done (Trace *trace, gconstpointer data)
{
  guint64 told;
  g_autoptr (LsKnot) knot = NULL;

  WRITE (SYNC_CREATED, .detail = LS_SYNC_EVENT, .subject = 1, .a = trace_string (trace, "start"));
  trace_create (trace, 1, "main", "main");
  trace_turn (trace, 1, 0);
  WRITE (JOB_SUBMITTED, .subject = 90, .a = trace_string (trace, "work"));
  WRITE (SYNC_PARKED, .subject = 1, .a = 1, .b = 91);
  trace_suspend (trace, 1, LS_WAIT_EVENT, 1, 91);
  wait_for_ever (trace);
  told = WRITE (JOB_DONE, .subject = 90, .a = 1);

  knot = find (trace, told);
  g_assert_null (knot);
}

/* More than can be drawn are counted. */
static void
test_crowd (Trace *trace, gconstpointer data)
{
  guint64 polls;
  g_autoptr (LsKnot) knot = NULL;

  WRITE (SYNC_CREATED, .detail = LS_SYNC_EVENT, .subject = 1, .a = trace_string (trace, "start"));
  for (guint32 task = 1; task <= 200; task++)
    {
      g_autofree char *name = g_strdup_printf ("worker %u", task);

      trace_create (trace, task, name, "work");
      trace_turn (trace, task, 0);
      WRITE (SYNC_PARKED, .subject = 1, .a = task, .b = 1000 + task);
      trace_suspend (trace, task, LS_WAIT_EVENT, 1, 1000 + task);
    }
  polls = wait_for_ever (trace);

  knot = find (trace, polls);
  g_assert_cmpuint (knot->n_tasks, ==, LS_KNOT_MAX_TASKS);
  g_assert_cmpuint (knot->n_left_out, ==, 200 - LS_KNOT_MAX_TASKS);
  trace_check (trace, polls, "Nothing on the loop can run again: nobody is left to do what worker 1, "
               "worker 2, worker 3, worker 4 and 196 more wait for.", NULL);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/loopscope/knot/" path, Trace, NULL, trace_set_up, func, trace_tear_down)
  ADD ("deadlock", test_deadlock);
  ADD ("join", test_join);
  ADD ("rings", test_rings);
  ADD ("none", test_none);
  ADD ("worker-done", test_worker_done);
  ADD ("crowd", test_crowd);

  return g_test_run ();
}
