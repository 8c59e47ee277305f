/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "model-trace.h"

/* Every kind of wait has its group on the stage and its sentence. */

enum { WORKER = 1, MAIN = 2, QUEUE = 5, SYNC = 6, FUTURE = 20, WATCH = 30 };

static const struct
{
  LsWaitKind   wait;
  LsFutureKind future;
  guint32      object;
  const char  *title, *what;
} kinds[] = {
  { LS_WAIT_YIELD, LS_FUTURE_PLAIN, 0, "Gave way", "main gives way to the others." },
  { LS_WAIT_SLEEP, LS_FUTURE_SLEEP, 0, "Timers", "main sleeps for 2 s, until 2.000 s." },
  { LS_WAIT_FUTURE, LS_FUTURE_PLAIN, 0, "future", "main waits for answer." },
  { LS_WAIT_TASK, LS_FUTURE_TASK, WORKER, "task", "main waits for worker." },
  { LS_WAIT_GATHER, LS_FUTURE_GATHER, 1, "gather", "main waits for the 1 task that it gathers." },
  { LS_WAIT_WAIT, LS_FUTURE_WAITER, 1, "wait", "main waits in wait() for 1 task." },
  { LS_WAIT_WAIT_FOR, LS_FUTURE_WAITER, WORKER, "wait_for", "main waits for worker, at most 2 s." },
  { LS_WAIT_SHIELD, LS_FUTURE_SHIELD, WORKER, "shield", "main waits for worker, behind a shield." },
  { LS_WAIT_QUEUE_PUT, LS_FUTURE_PUTTER, QUEUE, "q: waits to put", "main waits to put letter on q." },
  { LS_WAIT_QUEUE_GET, LS_FUTURE_GETTER, QUEUE, "q: waits to get", "main waits to get an item from q." },
  { LS_WAIT_QUEUE_JOIN, LS_FUTURE_JOINER, QUEUE, "q: waits in join", "main waits in join() for the items of q." },
  { LS_WAIT_LOCK, LS_FUTURE_SYNC, SYNC, "door: waits to acquire", "main waits for door." },
  { LS_WAIT_EVENT, LS_FUTURE_SYNC, SYNC, "door", "main waits for door." },
  { LS_WAIT_CONDITION, LS_FUTURE_SYNC, SYNC, "door", "main waits for door." },
  { LS_WAIT_SEMAPHORE, LS_FUTURE_SYNC, SYNC, "door", "main waits for door." },
  { LS_WAIT_BARRIER, LS_FUTURE_SYNC, SYNC, "door", "main waits for door." },
  { LS_WAIT_GENERATOR, LS_FUTURE_PLAIN, 0, "Generators", "main waits for a generator's next item." },
  { LS_WAIT_THREAD, LS_FUTURE_JOB, 0, "Threads", "main waits for load(), which no worker has begun yet." },
  { LS_WAIT_IO, LS_FUTURE_IO, 0, "I/O", "main waits until descriptor 5 can be read." },
  { LS_WAIT_CHILD, LS_FUTURE_IO, 0, "Child processes", "main waits until child process 1 ends." },
  { LS_WAIT_GROUP, LS_FUTURE_WAITER, 0, "Task groups", "main waits for 1 task of its group." },
};

static void
make_sync (Trace *trace, LsWaitKind wait)
{
  static const LsSyncKind syncs[LS_N_WAITS] = {
    [LS_WAIT_LOCK] = LS_SYNC_LOCK, [LS_WAIT_EVENT] = LS_SYNC_EVENT, [LS_WAIT_CONDITION] = LS_SYNC_CONDITION,
    [LS_WAIT_SEMAPHORE] = LS_SYNC_SEMAPHORE, [LS_WAIT_BARRIER] = LS_SYNC_BARRIER,
  };

  WRITE (SYNC_CREATED, .detail = syncs[wait], .subject = SYNC, .a = trace_string (trace, "door"),
         .tag = LS_TAG_INT, .value = wait == LS_WAIT_BARRIER ? 3 : 0);
  if (wait == LS_WAIT_LOCK)
    WRITE (SYNC_ACQUIRED, .subject = SYNC, .a = WORKER);
  WRITE (SYNC_PARKED, .subject = SYNC, .a = MAIN, .b = FUTURE);
}

/* What there is of the awaited before somebody waits for it. */
static void
make_awaited (Trace *trace, guint i)
{
  LsWaitKind wait = kinds[i].wait;

  if (kinds[i].future != LS_FUTURE_TASK)
    WRITE (FUTURE_CREATED, .detail = kinds[i].future, .subject = FUTURE, .a = trace_string (trace, "answer"));
  if (wait == LS_WAIT_SLEEP || wait == LS_WAIT_WAIT_FOR)
    WRITE (TIMER_ARMED, .subject = ++trace->handle, .b = FUTURE, .tag = LS_TAG_DOUBLE,
           .value = ls_trace_writer_double (2));
  if (wait == LS_WAIT_THREAD)
    WRITE (JOB_SUBMITTED, .subject = FUTURE, .a = trace_string (trace, "load"));
  if (wait == LS_WAIT_IO)
    WRITE (FD_WATCHED, .detail = 1, .subject = WATCH, .a = 5, .b = FUTURE);
  if (wait == LS_WAIT_CHILD)
    WRITE (CHILD_WATCHED, .subject = WATCH, .a = 1, .b = FUTURE);
  if (kinds[i].object == QUEUE)
    {
      trace_queue (trace, QUEUE, "q", wait == LS_WAIT_QUEUE_PUT ? 1 : 0);
      WRITE (QUEUE_PARKED, .detail = wait - LS_WAIT_QUEUE_PUT, .subject = QUEUE, .a = MAIN, .b = FUTURE,
             .tag = LS_TAG_STRING, .value = trace_string (trace, "letter"));
    }
  if (kinds[i].object == SYNC)
    make_sync (trace, wait);
  if (kinds[i].future == LS_FUTURE_GATHER || kinds[i].future == LS_FUTURE_WAITER
      || kinds[i].future == LS_FUTURE_SHIELD)
    WRITE (FUTURE_CHILD, .subject = FUTURE, .a = WORKER);
}

static void
test_wait (gconstpointer data)
{
  guint i = GPOINTER_TO_UINT (data);
  guint32 future = kinds[i].future == LS_FUTURE_TASK ? WORKER : FUTURE;
  Trace trace_ = { NULL }, *trace = &trace_;
  g_autoptr (GPtrArray) groups = NULL;
  g_autofree char *title = NULL;
  const LsGroup *group;
  guint64 waits;

  trace_set_up (trace, NULL);
  trace_create (trace, WORKER, "worker", "work");
  trace_create (trace, MAIN, "Task-1", "main");
  trace_turn (trace, MAIN, 0);
  make_awaited (trace, i);
  WRITE (FUTURE_AWAITED, .detail = kinds[i].future, .subject = future, .a = MAIN);
  waits = trace_suspend (trace, MAIN, kinds[i].wait, kinds[i].object, future);

  trace_check (trace, waits, kinds[i].what, NULL);
  groups = ls_state_get_groups (ls_model_get_state (trace->model, waits));
  g_assert_cmpuint (groups->len, ==, 1);
  group = groups->pdata[0];
  g_assert_cmpuint (group->tasks->len, ==, 1);
  title = ls_model_group_title (trace->model, group);
  g_assert_cmpstr (title, ==, kinds[i].title);
  trace_tear_down (trace, NULL);
}

/* So that none is forgotten that is added. */
static void
test_all (void)
{
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    g_assert_cmpint (kinds[i].wait, ==, LS_WAIT_YIELD + i);
  g_assert_cmpuint (LS_WAIT_YIELD + G_N_ELEMENTS (kinds), ==, LS_N_WAITS);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopscope/waits/all", test_all);
  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("/loopscope/waits/kind-%u", (guint) kinds[i].wait);

      g_test_add_data_func (path, GUINT_TO_POINTER (i), test_wait);
    }

  return g_test_run ();
}
