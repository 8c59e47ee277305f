/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-private.h"

#include <glib.h>
#include <math.h>
#include <string.h>

/* A trace in memory, made by hand, as the engine would write it. */
typedef struct
{
  LsState *state;
  guint64  seq;
  gint64   time;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  fixture->state = ls_state_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ls_state_free (fixture->state);
}

static void
apply (Fixture *fixture, LsRecord rec)
{
  LsEvent event = { .seq = fixture->seq++, .time = fixture->time, .wall = -1, .thread = 1,
                    .rec = rec };

  ls_state_apply (fixture->state, &event, NULL, NULL);
}

#define APPLY(KIND, ...) apply (fixture, (LsRecord) { .kind = LS_EVENT_##KIND, __VA_ARGS__ })

static guint64
bits (double value)
{
  guint64 result;

  memcpy (&result, &value, sizeof result);
  return result;
}

static void
make_task (Fixture *fixture, guint32 task, guint32 handle)
{
  APPLY (TASK_CREATED, .subject = task, .site = 7);
  APPLY (HANDLE_SCHEDULED, .subject = handle, .b = task);
  APPLY (TASK_READY, .detail = LS_READY_CREATED, .subject = task, .a = handle);
}

static void
run_task (Fixture *fixture, guint32 task, guint32 handle)
{
  APPLY (HANDLE_RUN, .subject = handle);
  APPLY (TURN, .subject = task, .a = handle);
}

static void
sleep_task (Fixture *fixture, guint32 task, guint32 future, guint32 handle, double deadline)
{
  APPLY (TIMER_ARMED, .subject = handle, .b = future, .tag = LS_TAG_DOUBLE,
         .value = bits (deadline));
  APPLY (FUTURE_AWAITED, .detail = LS_FUTURE_SLEEP, .subject = future, .a = task);
  APPLY (TASK_SUSPENDED, .detail = LS_WAIT_SLEEP, .subject = task, .b = future);
}

static const LsTaskState *
get (Fixture *fixture, guint32 task)
{
  return ls_state_get_task (fixture->state, task);
}

static void
test_task_life (Fixture *fixture, gconstpointer data)
{
  make_task (fixture, 1, 1);
  g_assert_cmpint (get (fixture, 1)->status, ==, LS_STATUS_READY);
  g_assert_cmpint (get (fixture, 1)->woken_from, ==, LS_WAIT_NONE);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (fixture->state->ready->len, ==, 1);

  run_task (fixture, 1, 1);
  g_assert_cmpuint (fixture->state->running, ==, 1);
  g_assert_cmpuint (get (fixture, 1)->turns, ==, 1);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (fixture->state->ready->len, ==, 0);

  sleep_task (fixture, 1, 2, 2, 1.5);
  g_assert_cmpint (get (fixture, 1)->status, ==, LS_STATUS_WAITING);
  g_assert_cmpfloat (get (fixture, 1)->deadline, ==, 1.5);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (g_array_index (fixture->state->timers, LsTimerState, 0).task, ==, 1);
  g_assert_cmpuint (fixture->state->running, ==, 0);

  fixture->time = 1500000000;
  APPLY (TIMER_FIRED, .subject = 2);
  APPLY (HANDLE_RUN, .subject = 2);
  APPLY (FUTURE_RESOLVED, .subject = 2, .b = LS_FUTURE_SLEEP);
  APPLY (HANDLE_SCHEDULED, .subject = 3, .b = 1);
  APPLY (TASK_READY, .detail = LS_READY_WAKEUP, .subject = 1, .a = 3, .b = 2);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (fixture->state->timers->len, ==, 0);
  g_assert_cmpint (get (fixture, 1)->woken_from, ==, LS_WAIT_SLEEP);
  g_assert_cmpint (get (fixture, 1)->waited, ==, 1500000000);
  g_assert_cmpfloat (get (fixture, 1)->deadline, ==, 1.5);

  run_task (fixture, 1, 3);
  APPLY (TASK_DONE, .detail = LS_OUTCOME_CANCELLED, .subject = 1);
  g_assert_null (get (fixture, 1));
  g_assert_cmpuint (fixture->state->done->len, ==, 1);
  g_assert_cmpuint (fixture->state->n_done[LS_OUTCOME_CANCELLED], ==, 1);
  g_assert_cmpuint (ls_state_get_n_tasks (fixture->state), ==, 1);
}

static void
test_yield (Fixture *fixture, gconstpointer data)
{
  make_task (fixture, 1, 1);
  run_task (fixture, 1, 1);
  if (data != NULL)
    APPLY (TASK_SUSPENDED, .detail = LS_WAIT_YIELD, .subject = 1);
  APPLY (HANDLE_SCHEDULED, .subject = 2, .b = 1);
  APPLY (TASK_READY, .detail = LS_READY_YIELD, .subject = 1, .a = 2);
  if (data == NULL)
    APPLY (TASK_SUSPENDED, .detail = LS_WAIT_YIELD, .subject = 1);

  g_assert_cmpint (get (fixture, 1)->status, ==, LS_STATUS_READY);
  g_assert_cmpint (get (fixture, 1)->cause, ==, LS_READY_YIELD);
  g_assert_cmpint (get (fixture, 1)->woken_from, ==, LS_WAIT_YIELD);
  g_assert_cmpuint (get (fixture, 1)->handle, ==, 2);
}

static void
test_timer_order (Fixture *fixture, gconstpointer data)
{
  const double deadlines[] = { 3, 1, 2, 1, 0.5 };
  const guint32 expected[] = { 5, 2, 4, 3, 1 };

  for (guint i = 0; i < G_N_ELEMENTS (deadlines); i++)
    APPLY (TIMER_ARMED, .subject = i + 1, .tag = LS_TAG_DOUBLE, .value = bits (deadlines[i]));
  ls_state_settle (fixture->state);
  for (guint i = 0; i < G_N_ELEMENTS (expected); i++)
    g_assert_cmpuint (g_array_index (fixture->state->timers, LsTimerState, i).handle, ==,
                      expected[i]);

  APPLY (TIMER_CANCELLED, .subject = 4);
  APPLY (TIMER_FIRED, .subject = 5);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (fixture->state->timers->len, ==, 3);
  g_assert_cmpuint (g_array_index (fixture->state->timers, LsTimerState, 0).handle, ==, 2);
}

static void
check_timers (Fixture *fixture, guint n)
{
  GArray *timers = fixture->state->timers;

  ls_state_settle (fixture->state);
  g_assert_cmpuint (timers->len, ==, n);
  for (guint i = 1; i < n; i++)
    {
      const LsTimerState *a = &g_array_index (timers, LsTimerState, i - 1), *b = a + 1;

      g_assert_true (a->deadline < b->deadline || (a->deadline == b->deadline && a->handle < b->handle));
    }
}

/* More than are put in their places at once, of which some go before and some after that. */
static void
test_many_timers (Fixture *fixture, gconstpointer data)
{
  const guint n = 2000;
  guint n_left = 0;

  for (guint i = 1; i <= n; i++)
    {
      APPLY (TIMER_ARMED, .subject = i, .tag = LS_TAG_DOUBLE, .value = bits (1 + i * 37 % 101));
      if (i % 5 == 0)
        APPLY (TIMER_CANCELLED, .subject = i - 3);
      else if (i % 7 == 0)
        APPLY (TIMER_CANCELLED, .subject = i / 7 * 5 + 1);
    }
  for (guint i = 1; i <= n; i++)
    n_left += ls_state_find_timer (fixture->state, i) != NULL;
  g_assert_cmpuint (n_left, <, n * 4 / 5);
  check_timers (fixture, n_left);

  while (n_left > n / 2)
    {
      APPLY (TIMER_FIRED, .subject = g_array_index (fixture->state->timers, LsTimerState, fixture->state->n_fired).handle);
      n_left--;
    }
  APPLY (TIMER_ARMED, .subject = n + 1, .tag = LS_TAG_DOUBLE, .value = bits (0));
  check_timers (fixture, n_left + 1);
  g_assert_cmpuint (g_array_index (fixture->state->timers, LsTimerState, 0).handle, ==, n + 1);
}

static void
put (Fixture *fixture, guint32 queue, guint32 item, gint64 value)
{
  APPLY (QUEUE_ITEM_PUT, .subject = queue, .a = item, .b = item, .tag = LS_TAG_INT,
         .value = (guint64) value);
}

static void
test_queue_order (Fixture *fixture, gconstpointer data)
{
  const gint64 values[] = { 5, -3, 9, 5 };
  const guint32 expected[][4] = { { 1, 2, 3, 4 }, { 4, 3, 2, 1 }, { 2, 1, 3, 4 } };

  for (guint kind = LS_QUEUE_FIFO; kind <= LS_QUEUE_PRIORITY; kind++)
    {
      const LsQueueState *queue;

      APPLY (QUEUE_CREATED, .detail = kind, .subject = kind + 1, .tag = LS_TAG_INT, .value = 4);
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        put (fixture, kind + 1, i + 1, values[i]);

      queue = ls_state_get_queue (fixture->state, kind + 1);
      g_assert_cmpuint (queue->maxsize, ==, 4);
      for (guint i = 0; i < G_N_ELEMENTS (values); i++)
        g_assert_cmpuint (g_array_index (queue->items, LsQueueItem, i).item, ==, expected[kind][i]);

      APPLY (QUEUE_ITEM_GOT, .subject = kind + 1, .a = expected[kind][0]);
      ls_state_settle (fixture->state);
      g_assert_cmpuint (queue->items->len, ==, 3);
      g_assert_cmpuint (g_array_index (queue->items, LsQueueItem, 0).item, ==, expected[kind][1]);
    }
}

static void
park (Fixture *fixture, guint32 queue, guint32 task, LsQueueSide side)
{
  APPLY (QUEUE_PARKED, .detail = side, .subject = queue, .a = task, .b = task + 50,
         .tag = LS_TAG_INT, .value = task);
  APPLY (TASK_SUSPENDED, .detail = LS_WAIT_QUEUE_PUT + side, .subject = task, .a = queue,
         .b = task + 50);
}

static void
test_groups (Fixture *fixture, gconstpointer data)
{
  g_autoptr (GPtrArray) groups = NULL;
  const LsGroup *group;

  APPLY (QUEUE_CREATED, .subject = 1, .tag = LS_TAG_INT);
  for (guint32 task = 1; task <= 5; task++)
    {
      make_task (fixture, task, task);
      run_task (fixture, task, task);
      if (task <= 2)
        sleep_task (fixture, task, task + 100, task + 100, 5 - task);
      else
        park (fixture, 1, task, task == 5 ? LS_QUEUE_PUT : LS_QUEUE_GET);
    }

  groups = ls_state_get_groups (fixture->state);
  g_assert_cmpuint (groups->len, ==, 3);
  group = groups->pdata[0];
  g_assert_cmpint (group->wait, ==, LS_WAIT_SLEEP);
  g_assert_cmpuint (g_array_index (group->tasks, guint32, 0), ==, 2);
  g_assert_cmpuint (g_array_index (group->tasks, guint32, 1), ==, 1);
  group = groups->pdata[1];
  g_assert_cmpint (group->wait, ==, LS_WAIT_QUEUE_PUT);
  g_assert_cmpuint (group->object, ==, 1);
  group = groups->pdata[2];
  g_assert_cmpint (group->wait, ==, LS_WAIT_QUEUE_GET);
  g_assert_cmpuint (group->tasks->len, ==, 2);
  g_assert_cmpuint (get (fixture, 5)->item, ==, 5);
}

static void
test_gather (Fixture *fixture, gconstpointer data)
{
  for (guint32 task = 1; task <= 3; task++)
    make_task (fixture, task, task);
  for (guint32 i = 0; i < 3; i++)
    APPLY (FUTURE_CHILD, .subject = 9, .a = 3 - i, .b = i);
  g_assert_cmpuint (ls_state_get_gather (fixture->state, 9)->children->len, ==, 3);

  run_task (fixture, 2, 2);
  APPLY (TASK_DONE, .subject = 2);
  APPLY (FUTURE_RESOLVED, .subject = 2, .b = LS_FUTURE_TASK);
  g_assert_cmpuint (ls_state_get_gather (fixture->state, 9)->n_done, ==, 1);

  APPLY (FUTURE_RESOLVED, .subject = 9, .b = LS_FUTURE_GATHER);
  g_assert_null (ls_state_get_gather (fixture->state, 9));
}

static void
test_loop (Fixture *fixture, gconstpointer data)
{
  const LsState *state = fixture->state;

  APPLY (ITERATION, .tag = LS_TAG_INT, .value = 4, .loop = 1);
  g_assert_cmpuint (state->iteration, ==, 4);
  APPLY (POLL, .tag = LS_TAG_DOUBLE, .value = bits (2));
  g_assert_true (state->sleeping);
  g_assert_cmpfloat (state->poll_until, ==, 2);
  APPLY (POLLED);
  g_assert_cmpint (state->phase, ==, LS_PHASE_TIMERS);
  APPLY (POLL);
  g_assert_true (isinf (state->poll_until));
  APPLY (POLL, .tag = LS_TAG_DOUBLE, .value = bits (0));
  g_assert_false (state->sleeping);

  APPLY (BLOCKING, .tag = LS_TAG_DOUBLE, .value = bits (1));
  g_assert_cmpfloat (state->blocking, ==, 1);
  APPLY (OUTPUT);
  g_assert_cmpfloat (state->blocking, ==, 0);
  APPLY (LOOP_CLOSED);
  g_assert_cmpint (state->phase, ==, LS_PHASE_CLOSED);
}

static void
park_at_lock (Fixture *fixture, guint32 lock, guint32 task)
{
  make_task (fixture, task, task);
  run_task (fixture, task, task);
  APPLY (SYNC_PARKED, .subject = lock, .a = task, .b = task + 50);
  APPLY (TASK_SUSPENDED, .detail = LS_WAIT_LOCK, .subject = task, .a = lock, .b = task + 50);
}

/* One that is woken waits no longer; one that is cancelled leaves the line in its own turn. */
static void
test_lock (Fixture *fixture, gconstpointer data)
{
  const LsLockState *lock;
  g_autoptr (GPtrArray) groups = NULL;
  LsState *copy = ls_state_new ();

  APPLY (SYNC_CREATED, .detail = LS_SYNC_LOCK, .subject = 3, .a = 8, .tag = LS_TAG_INT, .value = 1);
  APPLY (SYNC_ACQUIRED, .subject = 3, .a = 1, .tag = LS_TAG_INT);
  for (guint32 task = 12; task >= 10; task--)
    park_at_lock (fixture, 3, task);
  lock = ls_state_get_lock (fixture->state, 3);
  g_assert_cmpuint (lock->name, ==, 8);
  g_assert_cmpuint (lock->holder, ==, 1);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (lock->waiting->len, ==, 3);

  groups = ls_state_get_groups (fixture->state);
  g_assert_cmpuint (groups->len, ==, 1);
  g_assert_cmpuint (((LsGroup *) groups->pdata[0])->object, ==, 3);
  g_assert_cmpuint (g_array_index (((LsGroup *) groups->pdata[0])->tasks, guint32, 0), ==, 12);

  APPLY (TASK_READY, .detail = LS_READY_WAKEUP, .subject = 11, .a = 70);
  run_task (fixture, 11, 70);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (lock->waiting->len, ==, 2);
  ls_state_copy (copy, fixture->state);
  g_assert_true (ls_state_equal (copy, fixture->state));

  APPLY (SYNC_RELEASED, .subject = 3, .a = 1, .tag = LS_TAG_INT, .value = 1);
  APPLY (SYNC_WOKEN, .subject = 3, .a = 12);
  g_assert_cmpuint (lock->holder, ==, 0);
  g_assert_cmpint (lock->value, ==, 1);
  ls_state_settle (fixture->state);
  g_assert_cmpuint (lock->waiting->len, ==, 1);
  APPLY (SYNC_ACQUIRED, .subject = 3, .a = 12, .tag = LS_TAG_INT);
  g_assert_cmpuint (lock->holder, ==, 12);
  copy->position = fixture->state->position;
  g_assert_false (ls_state_equal (copy, fixture->state));
  ls_state_free (copy);
}

static guint
count (const LsState *state, LsStatus status)
{
  guint n = 0;

  for (guint i = 0; i < state->tasks->len; i++)
    n += g_array_index (state->tasks, LsTaskState, i).status == status;

  return n;
}

static void
check_invariants (const LsState *state)
{
  g_autoptr (GPtrArray) groups = ls_state_get_groups (state);
  guint waiting = 0;

  for (guint i = 0; i < groups->len; i++)
    waiting += ((LsGroup *) groups->pdata[i])->tasks->len;

  g_assert_cmpuint (waiting, ==, count (state, LS_STATUS_WAITING));
  g_assert_cmpuint (count (state, LS_STATUS_RUNNING), <=, 1);
  g_assert_cmpuint (count (state, LS_STATUS_RUNNING), ==, state->running != 0);
  g_assert_cmpuint (count (state, LS_STATUS_DONE), ==, 0);
  g_assert_cmpuint (waiting + count (state, LS_STATUS_READY) + count (state, LS_STATUS_RUNNING)
                    + state->done->len,
                    ==, ls_state_get_n_tasks (state));
}

/* Nonsense of any kind: nothing crashes, and what is counted stays consistent. */
static LsEvent
random_event (GRand *rand, guint64 seq)
{
  LsEvent event = { .seq = seq, .time = (gint64) seq * 1000, .wall = -1, .thread = 1 };

  event.rec.kind = (guint8) g_rand_int_range (rand, 0, LS_N_EVENTS + 2);
  event.rec.detail = (guint8) g_rand_int_range (rand, 0, 30);
  event.rec.tag = (guint8) g_rand_int_range (rand, 0, LS_TAG_TEXT + 2);
  event.rec.subject = (guint32) g_rand_int_range (rand, 0, 40);
  event.rec.a = (guint32) g_rand_int_range (rand, 0, 40);
  event.rec.b = (guint32) g_rand_int_range (rand, 0, 40);
  event.rec.site = (guint32) g_rand_int_range (rand, 0, 3);
  event.rec.value = g_rand_boolean (rand) ? bits (g_rand_double_range (rand, -1, 9))
                    : g_rand_int (rand) % 50;

  return event;
}

static void
test_nonsense (Fixture *fixture, gconstpointer data)
{
  LsState *copy = ls_state_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (2026);

  for (guint64 seq = 0; seq < 20000; seq++)
    {
      LsEvent event = random_event (rand, seq + (seq > 10000));

      ls_state_apply (fixture->state, &event, NULL, NULL);
      if (seq % 7 == 0)
        {
          ls_state_copy (copy, fixture->state);
          ls_state_settle (copy);
          check_invariants (copy);
        }
    }
  ls_state_free (copy);
}

/* Settled early or late, the same comes of it. */
static void
test_settled_is_loose (Fixture *fixture, gconstpointer data)
{
  LsState *settled = ls_state_new (), *copy = ls_state_new ();
  g_autoptr (GRand) rand = g_rand_new_with_seed (7);

  for (guint64 seq = 0; seq < 20000; seq++)
    {
      LsEvent event = random_event (rand, seq);

      ls_state_apply (fixture->state, &event, NULL, NULL);
      ls_state_apply (settled, &event, NULL, NULL);
      ls_state_settle (settled);
      if (seq % 7 == 0)
        {
          ls_state_copy (copy, fixture->state);
          ls_state_settle (copy);
          g_assert_true (ls_state_equal (copy, settled));
        }
    }
  ls_state_free (settled);
  ls_state_free (copy);
}

/* Who leaves from the front, as all do whom an event wakes, is not moved up for one by one. */
static void
test_many_leave_a_line (Fixture *fixture, gconstpointer data)
{
  const guint32 n = 3000;
  const LsLockState *event;

  APPLY (SYNC_CREATED, .detail = LS_SYNC_EVENT, .subject = 3);
  for (guint32 task = 1; task <= n; task++)
    park_at_lock (fixture, 3, task);
  APPLY (SYNC_WOKEN, .subject = 3, .a = 7);
  for (guint32 task = 1; task <= n - 2; task++)
    APPLY (SYNC_WOKEN, .subject = 3, .a = task);
  park_at_lock (fixture, 3, n + 1);
  ls_state_settle (fixture->state);

  event = ls_state_get_lock (fixture->state, 3);
  g_assert_cmpuint (event->waiting->len, ==, 3);
  for (guint32 i = 0; i < 3; i++)
    g_assert_cmpuint (g_array_index (event->waiting, guint32, i), ==, n - 1 + i);
}

static void
test_snapshot (Fixture *fixture, gconstpointer data)
{
  make_task (fixture, 1, 1);
  make_task (fixture, 2, 2);

  /* All is known: what the snapshot says is no news. */
  APPLY (SNAPSHOT_BEGIN);
  make_task (fixture, 1, 1);
  APPLY (SNAPSHOT_END);
  g_assert_cmpuint (ls_state_get_n_tasks (fixture->state), ==, 2);

  /* Events are missing: it is the snapshot that knows. */
  fixture->seq += 10;
  APPLY (SNAPSHOT_BEGIN);
  make_task (fixture, 2, 2);
  make_task (fixture, 5, 5);
  make_task (fixture, 6, 6);
  APPLY (SNAPSHOT_END);
  g_assert_cmpuint (ls_state_get_n_tasks (fixture->state), ==, 3);
  g_assert_null (get (fixture, 1));
  g_assert_nonnull (get (fixture, 5));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func) \
  g_test_add ("/loopscope/state/" path, Fixture, data, set_up, func, tear_down)
  ADD ("task-life", NULL, test_task_life);
  ADD ("yield/scheduled-first", NULL, test_yield);
  ADD ("yield/suspended-first", "", test_yield);
  ADD ("timer-order", NULL, test_timer_order);
  ADD ("many-timers", NULL, test_many_timers);
  ADD ("queue-order", NULL, test_queue_order);
  ADD ("groups", NULL, test_groups);
  ADD ("gather", NULL, test_gather);
  ADD ("lock", NULL, test_lock);
  ADD ("loop", NULL, test_loop);
  ADD ("nonsense", NULL, test_nonsense);
  ADD ("settled-is-loose", NULL, test_settled_is_loose);
  ADD ("many-leave-a-line", NULL, test_many_leave_a_line);
  ADD ("snapshot", NULL, test_snapshot);

  return g_test_run ();
}
