/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a coroutine of a random program may do in a step: the actions of random-program.py. */
#include "random-program.h"

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

static gboolean
has_room (void)
{
  return world.count < MOST && !world.over;
}

static Body *
new_child (Body *self)
{
  return new_body (g_strdup_printf ("%s.%d%c", self->name, self->step, "?abcd"[++self->made]));
}

/* A task of a higher number, or NULL. */
static LsTask *
later_task (Body *self)
{
  int later[MOST], n = 0;

  for (int i = 0; i < world.n_tasks; i++)
    if (world.tasks[i] > self->number)
      later[n++] = world.tasks[i];
  return n > 0 ? world.bodies[later[below (self, n)]].task : NULL;
}

static LsTask *
any_task (Body *self)
{
  return world.bodies[world.tasks[below (self, world.n_tasks)]].task;
}

static LsQueue *
any_queue (Body *self)
{
  return world.queues[below (self, 4)];
}

static LsLock *
any_lock (Body *self)
{
  return world.locks[below (self, 2)];
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
        some[n++] = ls_coro (body, LS_INT (new_child (self)->number));
    }
  return n;
}

/* Actions */

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
  child = new_child (self);
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
  result = ls_await (ls_coro (body, LS_INT (new_child (self)->number)), error);
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
  ls_future_set_result (world.futures[below (self, 2)], LS_INT (self->number), error);
  return TRUE;
}

static gboolean
await_future (Body *self, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_ref (world.futures[below (self, 2)]);
  LsValue result = ls_await (future, error);

  if (*error == NULL)
    printf ("%d future %d\n", self->number, (int) ls_value_get_int (result));
  return TRUE;
}

static gboolean
cancel_future (Body *self, GError **error)
{
  printf ("%d cancel %s\n", self->number, str (ls_future_cancel (world.futures[below (self, 2)])));
  return TRUE;
}

static gboolean
renew_future (Body *self, GError **error)
{
  guint k = below (self, 2);

  if (!ls_future_done (world.futures[k]))
    return TRUE;
  ls_future_unref (world.futures[k]);
  world.futures[k] = ls_future_new ();
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
  both = ls_future_ref (ls_gather (task, world.futures[0]));
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
  gpointer inner = task != NULL ? (gpointer) task : world.futures[0];
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
set_event (Body *self, GError **error)
{
  ls_event_set (world.events[below (self, 2)]);
  return TRUE;
}

static gboolean
clear_event (Body *self, GError **error)
{
  ls_event_clear (world.events[below (self, 2)]);
  return TRUE;
}

static gboolean
await_event (Body *self, GError **error)
{
  if (ls_event_wait (world.events[below (self, 2)], error))
    printf ("%d event True\n", self->number);
  return TRUE;
}

static gboolean
use_semaphore (Body *self, GError **error)
{
  LsSemaphore *semaphore = world.semaphores[below (self, 2)];

  if (!ls_semaphore_acquire (semaphore, error))
    return TRUE;
  printf ("%d has a permit %s\n", self->number, str (ls_semaphore_locked (semaphore)));
  if (ls_sleep (below (self, 3) / 2.0, error))
    ls_semaphore_release (semaphore, error);
  return TRUE;
}

static gboolean
release_semaphore (Body *self, GError **error)
{
  ls_semaphore_release (world.semaphores[below (self, 2)], error);
  return TRUE;
}

static gboolean
await_condition (Body *self, GError **error)
{
  LS_WITH_LOCK (ls_condition_get_lock (world.condition), error)
    if (ls_condition_wait (world.condition, error))
      printf ("%d notified True\n", self->number);
  return TRUE;
}

static gboolean
wait_for_condition (Body *self, GError **error)
{
  LS_WITH_LOCK (ls_condition_get_lock (world.condition), error)
    {
      double seconds = below (self, 3) / 2.0;

      LS_WITH_TIMEOUT (seconds, error)
        if (ls_condition_wait (world.condition, error))
          printf ("%d notified True\n", self->number);
    }
  return TRUE;
}

static gboolean
notify (Body *self, GError **error)
{
  LS_WITH_LOCK (ls_condition_get_lock (world.condition), error)
    ls_condition_notify (world.condition, 1 + below (self, 2), error);
  return TRUE;
}

static gboolean
notify_all (Body *self, GError **error)
{
  LS_WITH_LOCK (ls_condition_get_lock (world.condition), error)
#ifdef WITH_FAULT
    ls_condition_notify (world.condition, 1, error);
#else
    ls_condition_notify_all (world.condition, error);
#endif
  return TRUE;
}

static gboolean
notify_unlocked (Body *self, GError **error)
{
  ls_condition_notify (world.condition, 1, error);
  return TRUE;
}

static gboolean
call_soon (Body *self, GError **error)
{
  world.handles[world.n_handles++] = ls_handle_ref (ls_loop_call_soon (world.loop, ring, LS_INT (self->number)));
  return TRUE;
}

static gboolean
call_later (Body *self, GError **error)
{
  double delay = below (self, 3) / 1000.0;

  world.handles[world.n_handles++] = ls_handle_ref (ls_loop_call_later (world.loop, delay, ring, LS_INT (self->number)));
  return TRUE;
}

static gboolean
cancel_handle (Body *self, GError **error)
{
  if (world.n_handles > 0)
    ls_handle_cancel (world.handles[below (self, world.n_handles)]);
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

const Action all_actions[] = {
  sleep_, spawn, doze, block, spawn, spawn, nest, await_task, await_task,
  cancel, cancel, uncancel, put, put, get, get, put_nowait, get_nowait,
  task_done, join, set_result, await_future, cancel_future, renew_future, gather,
  gather, cancel_gather, call_soon, call_later, cancel_handle, tell, fail, stop,
  wait_for, wait_for, wait_for_item, shield, cancel_shield, wait_, wait_,
  as_completed, limit, limit, lock, lock, wait_for_lock,
  set_event, clear_event, await_event, await_event, use_semaphore, use_semaphore,
  release_semaphore, await_condition, await_condition, wait_for_condition, notify,
  notify_all, notify_unlocked,
};
const guint n_all_actions = G_N_ELEMENTS (all_actions);
