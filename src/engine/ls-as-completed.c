/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-as-completed-private.h"

#include "ls-coro-private.h"
#include "ls-ensure-future-private.h"
#include "ls-handle-private.h"
#include "ls-loop-private.h"
#include "ls-parking-private.h"
#include "ls-tracer.h"

/*
 * Nobody awaits it, but to the tracer it is a future that stands on those it goes through, and is done when they are
 * or the time is over.  Each of those holds it by its callback while it is to do.
 */
struct _LsAsCompleted
{
  LsFuture   future;
  LsObject **awaitables;       /* each once, owned; futures once it has begun */
  guint      n_awaitables;
  guint      n_given;          /* coroutines */
  guint      n_todo;           /* futures whose callback has not come */
  double     timeout;
  LsHandle  *timer;            /* lent by the loop until it fires, and holds this; or NULL */
  gboolean   begun;
  GQueue     done;             /* futures in order of ending, owned; NULL for one that came too late */
  LsParking  getters;
};

static void
wake_next_getter (LsAsCompleted *self)
{
  LsParked *getter = ls_parking_find_pending (&self->getters);

  if (getter == NULL)
    return;
  ls_parking_unlink (&self->getters, getter);
  ls_future_resolve (&getter->future, LS_NONE);
}

static void
put (LsAsCompleted *self, LsFuture *future)
{
  g_queue_push_tail (&self->done, future != NULL ? ls_object_hold (future) : NULL);
  wake_next_getter (self);
}

static void
disarm (LsAsCompleted *self)
{
  LsHandle *timer = g_steal_pointer (&self->timer);

  if (timer != NULL)
    ls_handle_cancel (timer);
}

static void
on_completion (LsFuture *child, gpointer data, GError **error)
{
  LsAsCompleted *self = data;

  if (self->n_todo == 0)
    return;
  self->n_todo--;
  put (self, child);
  if (self->n_todo > 0)
    return;
  disarm (self);
  ls_future_resolve (&self->future, LS_NONE);
}

/* The callback of one that is done may still be scheduled; it finds nothing to do. */
static void
on_timeout (const LsValue *args, GError **error)
{
  LsAsCompleted *self = (LsAsCompleted *) ls_value_get_future (args[0]);
  guint n_late = self->n_todo;

  self->timer = NULL;
  self->n_todo = 0;
  for (guint i = 0; i < self->n_awaitables; i++)
    ls_future_unwatch ((LsFuture *) self->awaitables[i], on_completion, self);
  for (guint i = 0; i < n_late; i++)
    put (self, NULL);
  ls_future_resolve (&self->future, LS_NONE);
}

static void
begin (LsAsCompleted *self, gconstpointer site)
{
  LsLoop *loop = self->future.loop;

  self->begun = TRUE;
  self->n_todo = self->n_awaitables;
  for (guint i = 0; i < self->n_awaitables; i++)
    {
      LsFuture *future = ls_ensure_future_in (loop, self->awaitables[i], site);

      ls_object_unref (self->awaitables[i]);
      self->awaitables[i] = &future->base;
    }
  ls_future_tell_children (&self->future);
  for (guint i = 0; i < self->n_awaitables; i++)
    ls_future_add_holding_callback ((LsFuture *) self->awaitables[i], "on_completion", on_completion, self);
  if (self->n_todo > 0 && self->timeout < LS_FOREVER)
    self->timer = ls_loop_call_later_named (loop, self->timeout, "on_timeout", on_timeout,
                                            LS_ARGS (ls_future_value (&self->future)));
}

/* One that was woken and then cancelled wakes the next in its place. */
static gboolean
park (LsAsCompleted *self, GError **error)
{
  LsParked getter;
  gboolean woken;

  if (!ls_parking_enter (&self->getters, &getter, LS_FUTURE_WAITER, self->n_todo, NULL, error))
    return FALSE;
  LS_TRACE (future_child, getter.future.id, self->future.id, 0);
  woken = ls_task_wait (getter.task, &getter.future, LS_WAIT_WAIT, self->n_todo, NULL, error);
  ls_parking_unlink (&self->getters, &getter);
  if (!woken && getter.future.state == LS_FUTURE_FINISHED && !g_queue_is_empty (&self->done))
    wake_next_getter (self);
  ls_parking_leave (&self->getters, &getter);
  return woken;
}

static LsValue
wait_for_one (const LsValue *args, GError **error)
{
  LsAsCompleted *self = (LsAsCompleted *) ls_value_get_future (args[0]);
  g_autoptr (LsFuture) future = NULL;

  while (g_queue_is_empty (&self->done))
    if (!park (self, error))
      return LS_NONE;
  future = g_queue_pop_head (&self->done);
  if (future != NULL)
    return ls_future_result (future, error);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_TIMEOUT, "");
  return LS_NONE;
}

LsAsCompleted *
ls_as_completed (gconstpointer awaitables, gsize n, double timeout)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  LsLoop *loop = ls_get_event_loop ();
  LsAsCompleted *self;

  g_return_val_if_fail (loop != NULL, NULL);
  for (gsize i = 0; i < n; i++)
    g_return_val_if_fail (ls_is_awaitable (((gpointer const *) awaitables)[i]), NULL);

  self = g_slice_new0 (LsAsCompleted);
  ls_future_init (&self->future, LS_OBJECT_AS_COMPLETED, LS_FUTURE_WAITER, loop);
  ls_future_enlist (&self->future, LS_CALLER);
  self->timeout = timeout;
  self->awaitables = g_new (LsObject *, MAX (n, 1));
  for (gsize i = 0; i < n; i++)
    if (g_hash_table_add (seen, ((gpointer const *) awaitables)[i]))
      self->awaitables[self->n_awaitables++] = ls_object_ref (((gpointer const *) awaitables)[i]);
  return self;
}

LsCoro *
ls_as_completed_next (LsAsCompleted *self)
{
  g_return_val_if_fail (ls_object_is (self, LS_OBJECT_AS_COMPLETED), NULL);

  if (!self->begun)
    begin (self, LS_CALLER);
  if (self->n_given == self->n_awaitables)
    return NULL;
  self->n_given++;
  return ls_coro_new_from ("_wait_for_one", wait_for_one, LS_ARGS (ls_future_value (&self->future)), LS_CALLER);
}

void
ls_as_completed_unref (LsAsCompleted *self)
{
  g_return_if_fail (ls_object_is (self, LS_OBJECT_AS_COMPLETED));
  ls_future_unref (&self->future);
}

LsFuture *
ls_as_completed_get_child (LsFuture *future, guint i)
{
  LsAsCompleted *self = (LsAsCompleted *) future;

  return self->begun && i < self->n_awaitables ? (LsFuture *) self->awaitables[i] : NULL;
}

void
ls_as_completed_tell_getters (LsFuture *future)
{
  for (LsParked *getter = ((LsAsCompleted *) future)->getters.first; getter != NULL; getter = getter->next)
    LS_TRACE (future_child, getter->future.id, future->id, 0);
}

static void
forget_done (gpointer future, gpointer data)
{
  if (future != NULL)
    ls_future_unref (future);
}

void
ls_as_completed_finalize (LsFuture *future)
{
  LsAsCompleted *self = (LsAsCompleted *) future;

  g_queue_foreach (&self->done, forget_done, NULL);
  g_queue_clear (&self->done);
  for (guint i = 0; i < self->n_awaitables; i++)
    ls_object_unref (self->awaitables[i]);
  g_free (self->awaitables);
  g_slice_free (LsAsCompleted, self);
}
