/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that its seed makes up as it goes, as random-program.py does, from which see. */
#include <stdlib.h>

#include "rule.h"

#define MOST 24                 /* coroutines in all */

typedef struct
{
  int     number;
  guint64 state;                /* of its random numbers */
  LsTask *task;                 /* the task that was made of it by spawn(), or NULL */
} Body;

static guint64 seed;
static LsLoop *loop;
static Body bodies[MOST + 1];   /* by number */
static int count;
static int tasks[MOST];         /* the numbers of those with a task, in order of creation */
static int n_tasks;
static LsQueue *queues[2];
static LsFuture *futures[2];
static LsLock *locks[2];
static LsHandle *handles[1000];
static int n_handles;
static gboolean over;

static LsValue body (const LsValue *args, GError **error);

static guint
below (Body *self, guint n)
{
  self->state = self->state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (self->state >> 33) % n;
}

static Body *
new_body (void)
{
  Body *self = &bodies[++count];

  self->number = count;
  self->state = seed * 1000003 + self->number * 7919 + 1;
  below (self, 2);
  return self;
}

static gboolean
has_room (void)
{
  return count < MOST && !over;
}

static void
ring (const LsValue *args, GError **error)
{
  printf ("ring %d\n", (int) ls_value_get_int (args[0]));
}

static void
told (LsFuture *future, gpointer data, GError **error)
{
  printf ("told\n");
}

static void
add_task (Body *self, const char *name)
{
  self->task = ls_create_task (ls_coro (body, LS_INT (self->number)), .name = name);
  tasks[n_tasks++] = self->number;
}

/* A task of a higher number, or NULL. */
static LsTask *
later_task (Body *self)
{
  int later[MOST], n = 0;

  for (int i = 0; i < n_tasks; i++)
    if (tasks[i] > self->number)
      later[n++] = tasks[i];
  return n > 0 ? bodies[later[below (self, n)]].task : NULL;
}

static LsTask *
any_task (Body *self)
{
  return bodies[tasks[below (self, n_tasks)]].task;
}

static LsQueue *
any_queue (Body *self)
{
  return queues[below (self, 2)];
}

static LsLock *
any_lock (Body *self)
{
  return locks[below (self, 2)];
}

static int
some_awaitables (Body *self, gpointer some[3])
{
  int n = 0;

  for (guint i = 1 + below (self, 3); i > 0; i--)
    {
      LsTask *task = later_task (self);

      if (task != NULL && below (self, 2))
        some[n++] = task;
      else if (has_room ())
        some[n++] = ls_coro (body, LS_INT (new_body ()->number));
    }
  return n;
}

/* Actions: FALSE where the coroutine shall return now, with or without an exception. */

static gboolean
sleep_ (Body *self, GError **error)
{
  return ls_sleep (below (self, 4), error);
}

static gboolean
doze (Body *self, GError **error)
{
  return ls_sleep (below (self, 40) / 10000.0, error);
}

static gboolean
block (Body *self, GError **error)
{
  ls_blocking_sleep (below (self, 3) / 1000.0);
  return TRUE;
}

static gboolean
spawn (Body *self, GError **error)
{
  Body *child;
  g_autofree char *name = NULL;

  if (!has_room ())
    return TRUE;
  child = new_body ();
  if (below (self, 2))
    name = g_strdup_printf ("T%d", child->number);
  add_task (child, name);
  return TRUE;
}

static gboolean
nest (Body *self, GError **error)
{
  LsValue result;

  if (!has_room ())
    return TRUE;
  result = ls_await (ls_coro (body, LS_INT (new_body ()->number)), error);
  if (*error == NULL)
    printf ("%d nested %d\n", self->number, (int) ls_value_get_int (result));
  return TRUE;
}

static gboolean
await_task (Body *self, GError **error)
{
  LsTask *task = later_task (self);
  LsValue result = LS_NONE;

  if (task == NULL)
    return TRUE;
  result = ls_await (task, error);
  if (*error == NULL)
    printf ("%d got %d\n", self->number, (int) ls_value_get_int (result));
  return TRUE;
}

static gboolean
cancel (Body *self, GError **error)
{
  LsTask *task = any_task (self);
  g_autofree char *message = below (self, 2) ? g_strdup_printf ("by %d", self->number) : NULL;

  printf ("%d cancel %s\n", self->number, str (ls_task_cancel_message (task, message)));
  return TRUE;
}

static gboolean
uncancel (Body *self, GError **error)
{
  printf ("%d uncancel %u\n", self->number, ls_task_uncancel (ls_current_task ()));
  return TRUE;
}

static gboolean
put (Body *self, GError **error)
{
  if (ls_queue_put (any_queue (self), LS_INT (self->number), error))
    printf ("%d put\n", self->number);
  return TRUE;
}

static gboolean
get (Body *self, GError **error)
{
  LsValue item = ls_queue_get (any_queue (self), error);

  if (*error == NULL)
    printf ("%d get %d\n", self->number, (int) ls_value_get_int (item));
  return TRUE;
}

static gboolean
put_nowait (Body *self, GError **error)
{
  ls_queue_put_nowait (any_queue (self), LS_INT (-self->number), error);
  return TRUE;
}

static gboolean
get_nowait (Body *self, GError **error)
{
  LsValue item = ls_queue_get_nowait (any_queue (self), error);

  if (*error == NULL)
    printf ("%d get %d\n", self->number, (int) ls_value_get_int (item));
  return TRUE;
}

static gboolean
task_done (Body *self, GError **error)
{
  ls_queue_task_done (any_queue (self), error);
  return TRUE;
}

static gboolean
join (Body *self, GError **error)
{
  if (ls_queue_join (any_queue (self), error))
    printf ("%d joined\n", self->number);
  return TRUE;
}

static gboolean
set_result (Body *self, GError **error)
{
  ls_future_set_result (futures[below (self, 2)], LS_INT (self->number), error);
  return TRUE;
}

static gboolean
await_future (Body *self, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_ref (futures[below (self, 2)]);
  LsValue result = ls_await (future, error);

  if (*error == NULL)
    printf ("%d future %d\n", self->number, (int) ls_value_get_int (result));
  return TRUE;
}

static gboolean
cancel_future (Body *self, GError **error)
{
  printf ("%d cancel %s\n", self->number, str (ls_future_cancel (futures[below (self, 2)])));
  return TRUE;
}

static gboolean
renew_future (Body *self, GError **error)
{
  guint k = below (self, 2);

  if (!ls_future_done (futures[k]))
    return TRUE;
  ls_future_unref (futures[k]);
  futures[k] = ls_future_new ();
  return TRUE;
}

static gboolean
gather (Body *self, GError **error)
{
  gpointer children[3];
  g_auto (LsValue) results = LS_NONE;
  int n = some_awaitables (self, children);

  results = ls_await (ls_gatherv (children, n, below (self, 2) == 1), error);
  if (*error != NULL)
    return TRUE;
  printf ("%d gathered", self->number);
  for (gsize i = 0; i < ls_value_list_length (results); i++)
    {
      g_autofree char *text = ls_value_str (ls_value_list_get (results, i));

      printf (" %s", text);
    }
  printf ("\n");
  return TRUE;
}

static gboolean
cancel_gather (Body *self, GError **error)
{
  LsTask *task = later_task (self);
  g_autoptr (LsFuture) both = NULL;

  if (task == NULL)
    return TRUE;
  both = ls_future_ref (ls_gather (task, futures[0]));
  ls_future_add_done_callback (both, told, NULL);
  if (!ls_sleep (below (self, 2), error))
    return TRUE;
  printf ("%d cancel %s\n", self->number, str (ls_future_cancel (both)));
  ls_await_done (both, error);
  return TRUE;
}

static void
say_number (Body *self, const char *what, LsValue value, GError **error)
{
  if (*error == NULL)
    printf ("%d %s %d\n", self->number, what, (int) ls_value_get_int (value));
}

static gboolean
wait_for (Body *self, GError **error)
{
  gpointer some[3];
  int n = some_awaitables (self, some);
  double timeout = ((int) below (self, 5) - 1) / 2.0;

  for (int i = 0; i < n && *error == NULL; i++)
    say_number (self, "in time", ls_wait_for (some[i], timeout, error), error);
  return TRUE;
}

static gboolean
wait_for_item (Body *self, GError **error)
{
  LsCoro *item = ls_queue_get_coro (any_queue (self));

  say_number (self, "get", ls_wait_for (item, below (self, 3) / 2.0, error), error);
  return TRUE;
}

static gboolean
shield (Body *self, GError **error)
{
  LsTask *task = later_task (self);

  if (task != NULL)
    say_number (self, "behind a shield", ls_await (ls_shield (task), error), error);
  return TRUE;
}

static gboolean
cancel_shield (Body *self, GError **error)
{
  LsTask *task = later_task (self);
  gpointer inner = task != NULL ? (gpointer) task : futures[0];
  g_autoptr (LsFuture) outer = ls_future_ref (ls_shield (inner));

  if (!ls_sleep (below (self, 2), error))
    return TRUE;
  printf ("%d cancel %s\n", self->number, str (ls_future_cancel (outer)));
  ls_await_done (outer, error);
  return TRUE;
}

static double
or_forever (double timeout)
{
  return timeout > 0 ? timeout : LS_FOREVER;
}

static gboolean
wait_ (Body *self, GError **error)
{
  g_autoptr (GPtrArray) done = NULL;
  g_autoptr (GPtrArray) pending = NULL;
  gpointer some[3];
  LsReturnWhen condition;
  double timeout;
  int n = 0;

  for (int i = 0; i < 3; i++)
    {
      LsTask *task = later_task (self);

      if (task != NULL)
        some[n++] = task;
    }
  timeout = below (self, 4) / 2.0;
  condition = below (self, 3);
  if (n > 0 && ls_wait (some, n, or_forever (timeout), condition, &done, &pending, error))
    printf ("%d waited %u %u\n", self->number, done->len, pending->len);
  return TRUE;
}

static gboolean
as_completed (Body *self, GError **error)
{
  gpointer some[3];
  int n = some_awaitables (self, some);
  g_autoptr (LsAsCompleted) ends = ls_as_completed (some, n, or_forever (below (self, 4) / 2.0));
  LsCoro *next;

  while (*error == NULL && (next = ls_as_completed_next (ends)) != NULL)
    say_number (self, "next", ls_await (next, error), error);
  return TRUE;
}

static gboolean
lock (Body *self, GError **error)
{
  LS_WITH_LOCK (any_lock (self), error)
    {
      printf ("%d locks\n", self->number);
      ls_sleep (below (self, 3) / 2.0, error);
    }
  return TRUE;
}

static gboolean
limit (Body *self, GError **error)
{
  double seconds = below (self, 4) / 2.0;

  LS_WITH_TIMEOUT (seconds, error)
    lock (self, error);
  return TRUE;
}

static gboolean
wait_for_lock (Body *self, GError **error)
{
  LsLock *wanted = any_lock (self);

  if (ls_wait_for_done (ls_lock_acquire_coro (wanted), below (self, 3) / 2.0, error))
    ls_lock_release (wanted, error);
  return TRUE;
}

static gboolean
call_soon (Body *self, GError **error)
{
  handles[n_handles++] = ls_handle_ref (ls_loop_call_soon (loop, ring, LS_INT (self->number)));
  return TRUE;
}

static gboolean
call_later (Body *self, GError **error)
{
  double delay = below (self, 3) / 1000.0;

  handles[n_handles++] = ls_handle_ref (ls_loop_call_later (loop, delay, ring, LS_INT (self->number)));
  return TRUE;
}

static gboolean
cancel_handle (Body *self, GError **error)
{
  if (n_handles > 0)
    ls_handle_cancel (handles[below (self, n_handles)]);
  return TRUE;
}

static gboolean
tell (Body *self, GError **error)
{
  ls_future_add_done_callback (LS_FUTURE (any_task (self)), told, NULL);
  return TRUE;
}

static gboolean
fail (Body *self, GError **error)
{
  g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "%d", self->number);
  return TRUE;
}

static gboolean
stop (Body *self, GError **error)
{
  return FALSE;
}

static gboolean (* const actions[]) (Body *self, GError **error) = {
  sleep_, doze, block, spawn, spawn, spawn, nest, await_task, await_task,
  cancel, cancel, uncancel, put, put, get, get, put_nowait, get_nowait,
  task_done, join, set_result, await_future, cancel_future, renew_future, gather,
  gather, cancel_gather, call_soon, call_later, cancel_handle, tell, fail, stop,
  wait_for, wait_for, wait_for_item, shield, cancel_shield, wait_, wait_,
  as_completed, limit, limit, lock, lock, wait_for_lock,
};

/* Whether the exception is dealt with. */
static gboolean
handle (Body *self, gboolean stubborn, GError *raised)
{
  if (g_error_matches (raised, LS_ERROR, LS_ERROR_GENERATOR_EXIT))
    return FALSE;
  if (ls_error_is_cancelled (raised))
    {
      printf ("%d cancelled %s %u\n", self->number, raised->message, ls_task_cancelling (ls_current_task ()));
      return stubborn && !over;
    }
  printf ("%d caught %s %s\n", self->number, ls_error_get_class (raised), raised->message);
  return below (self, 3) != 0;
}

static LsValue
body (const LsValue *args, GError **error)
{
  Body *self = &bodies[ls_value_get_int (args[0])];
  gboolean stubborn = below (self, 4) == 0;

  for (guint n = 1 + below (self, 7); n > 0; n--)
    {
      g_autoptr (GError) raised = NULL;
      gboolean goes_on = actions[below (self, G_N_ELEMENTS (actions))] (self, &raised);

      if (raised == NULL && !goes_on)
        break;
      if (raised != NULL && !handle (self, stubborn, raised))
        {
          g_propagate_error (error, g_steal_pointer (&raised));
          return LS_NONE;
        }
    }
  printf ("%d returns\n", self->number);
  return LS_INT (self->number);
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  loop = ls_get_running_loop ();
  queues[0] = ls_queue_new ();
  queues[1] = ls_queue_new (.maxsize = 2);
  for (int i = 0; i < 2; i++)
    {
      futures[i] = ls_future_new ();
      locks[i] = ls_lock_new ();
    }
  for (int i = 0; i < 4; i++)
    add_task (new_body (), NULL);
  LS_TRY (ls_sleep (9, error));
  printf ("main ends\n");
  over = TRUE;
  return LS_NONE;
}

static void
release (void)
{
  for (int i = 0; i < n_tasks; i++)
    ls_task_unref (bodies[tasks[i]].task);
  for (int i = 0; i < 2; i++)
    {
      ls_queue_unref (queues[i]);
      ls_future_unref (futures[i]);
      ls_lock_unref (locks[i]);
    }
  for (int i = 0; i < n_handles; i++)
    ls_handle_unref (handles[i]);
}

int
main (int argc, char **argv)
{
  int code;

  seed = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;
  code = ls_run_main (ls_coro (main_));
  release ();
  return code;
}
