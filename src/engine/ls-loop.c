/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-loop-private.h"

#include <stdio.h>
#include <sys/types.h>
#include <unistd.h>

#include "ls-ensure-future-private.h"
#include "ls-future-private.h"
#include "ls-interrupt.h"
#include "ls-tracer.h"

__thread LsLoop *ls_running_loop LS_FAST_TLS;
static __thread LsLoop *set_loop LS_FAST_TLS;

/* The default context is the main thread's; other threads have their own, or the one they pushed. */
static GMainContext *
context_of_thread (void)
{
  GMainContext *pushed = g_main_context_get_thread_default ();

  if (pushed == NULL && getpid () != gettid ())
    return g_main_context_new ();
  return g_main_context_ref (pushed != NULL ? pushed : g_main_context_default ());
}

LsLoop *
ls_loop_new (void)
{
  static gint n_loops = 0;
  LsLoop *self = g_new0 (LsLoop, 1);

  self->base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_LOOP);
  self->ordinal = g_atomic_int_add (&n_loops, 1) + 1;
  self->context = context_of_thread ();
  self->clock = ls_clock_get ();
  ls_timers_init (&self->timers);
  g_mutex_init (&self->lock);
  self->arrived = g_ptr_array_new ();
  ls_loop_init_debug (self);
  LS_TRACE (loop, LS_LOOP_CREATED, self->ordinal, ls_clock_kind_name (self->clock->kind));
  return self;
}

LsLoop *
ls_loop_ref (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), NULL);
  return ls_object_ref (loop);
}

void
ls_loop_unref (LsLoop *loop)
{
  if (!ls_object_drop (loop))
    return;
  loop->base.ref_count = 1;
  ls_loop_close (loop);
  loop->base.magic = 0;
  g_mutex_clear (&loop->lock);
  g_ptr_array_unref (loop->arrived);
  g_main_context_unref (loop->context);
  g_free (loop);
}

LsLoop *
ls_get_running_loop (void)
{
  return ls_running_loop;
}

void
ls_set_event_loop (LsLoop *loop)
{
  if (loop != NULL)
    ls_object_ref (loop);
  g_clear_pointer (&set_loop, ls_loop_unref);
  set_loop = loop;
}

LsLoop *
ls_get_event_loop (void)
{
  return ls_running_loop != NULL ? ls_running_loop : set_loop;
}

/* Running */

static gboolean
may_run (LsLoop *self, GError **error)
{
  const char *why = NULL;

  if (self->closed)
    why = "Event loop is closed";
  else if (self->running)
    why = "This event loop is already running";
  else if (ls_running_loop != NULL)
    why = "Cannot run the event loop while another loop is running";
  if (why != NULL)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, why);
  return why == NULL;
}

void
ls_loop_enter (LsLoop *self)
{
  self->running = TRUE;
  ls_switch_get_modes (&self->modes);
  ls_running_loop = self;
  ls_tracer_clock.loop = self->ordinal;
}

void
ls_loop_leave (LsLoop *self)
{
  self->running = FALSE;
  ls_running_loop = NULL;
  ls_tracer_clock.loop = 0;
}

gboolean
ls_loop_run_forever (LsLoop *loop, GError **error)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);

  if (!may_run (loop, error))
    return FALSE;
  ls_loop_enter (loop);
  LS_TRACE (loop, LS_LOOP_STARTED, loop->ordinal, ls_clock_kind_name (loop->clock->kind));
  ls_loop_attach (loop);
  while (loop->running)
    g_main_context_iteration (loop->context, TRUE);
  ls_loop_detach (loop);
  loop->stopping = FALSE;
  LS_TRACE (loop, LS_LOOP_STOPPED, loop->ordinal, ls_clock_kind_name (loop->clock->kind));
  ls_loop_leave (loop);
  if (loop->raised == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&loop->raised));
  return FALSE;
}

/* An exception that leaves the loop has left it already: the loop must not be told to stop as well. */
static void
run_until_complete_cb (LsFuture *future, gpointer data, GError **error)
{
  LsLoop *loop = data;
  const GError *exception = NULL;

  if (future->state != LS_FUTURE_CANCELLED)
    exception = ls_future_exception (future, NULL);
  if (exception == NULL || !ls_error_leaves_loop (exception))
    ls_loop_stop (loop);
}

static LsValue
run_until_done (LsLoop *loop, LsFuture *future, gboolean is_new, GError **error)
{
  gboolean ran;

  ls_future_add_done_callback (future, run_until_complete_cb, loop);
  ran = ls_loop_run_forever (loop, error);
  ls_future_remove_done_callback (future, run_until_complete_cb, loop);
  if (ran && future->state != LS_FUTURE_PENDING)
    return ls_future_result (future, error);
  if (ran)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME,
                         "Event loop stopped before Future completed.");
  else if (is_new)
    future->unretrieved = FALSE;
  return LS_NONE;
}

LsValue
ls_loop_run_until_complete (LsLoop *loop, gpointer awaitable, GError **error)
{
  LsObject *object = awaitable;
  LsFuture *future;
  gboolean is_new = !ls_object_is_future (object);
  LsValue value;

  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), LS_NONE);
  g_return_val_if_fail (ls_is_awaitable (object), LS_NONE);

  if (!may_run (loop, error))
    {
      if (object->floating)
        ls_object_unref (object);
      return LS_NONE;
    }
  future = ls_ensure_own_future (loop, awaitable, LS_CALLER);
  value = run_until_done (loop, future, is_new, error);
  ls_future_unref (future);
  return value;
}

void
ls_loop_stop (LsLoop *loop)
{
  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP));
  loop->stopping = TRUE;
}

void
ls_loop_raise (LsLoop *self, const GError *error)
{
  if (self->raised == NULL)
    self->raised = g_error_copy (error);
}

/* Closing */

static void
destroy_tasks (LsLoop *self)
{
  while (self->tasks.first != NULL)
    ls_task_destroy ((LsTask *) self->tasks.first);
}

/* What ls_gather() returned and nobody consumed. */
static void
free_floating_futures (LsLoop *self)
{
  LsFuture *next;

  for (LsFuture *future = self->futures.first; future != NULL; future = next)
    {
      next = future->next;
      if (future->base.floating)
        ls_future_unref (future);
    }
}

/* Futures that stay pending hold who waits for them to be done, and may be held by that in turn. */
static void
leave_watchers (LsLoop *self)
{
  g_autoptr (GPtrArray) pending = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_future_unref);

  for (LsFuture *future = self->futures.first; future != NULL; future = future->next)
    g_ptr_array_add (pending, ls_object_hold (future));
  for (guint i = 0; i < pending->len; i++)
    ls_future_leave_watchers (pending->pdata[i]);
}

/* From now on it is closed, which other threads see under the lock. */
static void
refuse_arrivals (LsLoop *self)
{
  g_mutex_lock (&self->lock);
  self->closed = TRUE;
  g_mutex_unlock (&self->lock);
  g_ptr_array_foreach (self->arrived, (GFunc) (gpointer) ls_handle_unref, NULL);
  g_ptr_array_set_size (self->arrived, 0);
}

void
ls_loop_close (LsLoop *loop)
{
  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP));
  g_return_if_fail (!loop->running);

  if (loop->closed)
    return;
  ls_object_ref (loop);
  ls_outside_close (loop);
  refuse_arrivals (loop);
  ls_ready_clear (&loop->ready);
  ls_timers_clear (&loop->timers);
  destroy_tasks (loop);
  leave_watchers (loop);
  free_floating_futures (loop);
  ls_coro_sweep (loop->ordinal);
  LS_TRACE (loop, LS_LOOP_CLOSED, loop->ordinal, ls_clock_kind_name (loop->clock->kind));
  ls_loop_unref (loop);
}

gboolean
ls_loop_is_running (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);
  return loop->running;
}

gboolean
ls_loop_is_closed (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);
  return loop->closed;
}

/* Scheduling */

double
ls_loop_time (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), 0);
  return ls_clock_seconds (ls_clock_read (loop->clock));
}

void
ls_loop_schedule (LsLoop *self, LsHandle *handle, const char *name, guint32 task)
{
  if (G_UNLIKELY (self->closed))
    {
      ls_handle_unref (handle);
      return;
    }
  handle->id = LS_NEXT_ID (handle);
  ls_ready_push (&self->ready, handle);
  LS_TRACE (scheduled, handle->id, name, task);
}

void
ls_loop_arm (LsLoop *self, LsHandle *handle, double when, const char *name, guint32 future)
{
  handle->id = LS_NEXT_ID (handle);
  ls_timers_push (&self->timers, when, handle);
  LS_TRACE (timer_armed, handle->id, name, when, future);
}

LsHandle *
ls_loop_call_soon_named (LsLoop *loop, const char *name, LsCallback func,
                         const LsValue *args, gsize n_args)
{
  LsHandle *handle;

  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed, NULL);
  g_return_val_if_fail (ls_loop_may_schedule (loop), NULL);

  handle = ls_call_new (loop, name, func, args, n_args);
  ls_loop_schedule (loop, handle, name, 0);
  return handle;
}

LsHandle *
ls_loop_call_at_named (LsLoop *loop, double when, const char *name, LsCallback func,
                       const LsValue *args, gsize n_args)
{
  LsHandle *handle;

  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed, NULL);
  g_return_val_if_fail (ls_loop_may_schedule (loop), NULL);

  handle = ls_call_new (loop, name, func, args, n_args);
  ((LsCall *) handle)->when = when;
  ls_loop_arm (loop, handle, when, name, 0);
  return handle;
}

/* The deadline is counted from a reading of its own, since the callback that asks may have worked for long. */
LsHandle *
ls_loop_call_later_named (LsLoop *loop, double delay, const char *name, LsCallback func,
                          const LsValue *args, gsize n_args)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed, NULL);
  return ls_loop_call_at_named (loop, ls_loop_time (loop) + delay, name, func, args, n_args);
}

gboolean
ls_loop_arrive (LsLoop *self, LsHandle *handle)
{
  gboolean closed;

  g_mutex_lock (&self->lock);
  closed = self->closed;
  if (!closed)
    {
      g_ptr_array_add (self->arrived, handle);
      g_atomic_int_set (&self->has_arrived, TRUE);
    }
  g_mutex_unlock (&self->lock);
  if (closed)
    ls_handle_unref (handle);
  return !closed;
}

gboolean
ls_loop_call_soon_threadsafe_named (LsLoop *loop, const char *name, LsCallback func,
                                    const LsValue *args, gsize n_args)
{
  return ls_loop_call_soon_threadsafe_named_in (loop, NULL, name, func, args, n_args);
}

gboolean
ls_loop_call_soon_threadsafe_named_in (LsLoop *loop, LsContext *context, const char *name, LsCallback func,
                                       const LsValue *args, gsize n_args)
{
  LsHandle *handle;

  g_return_val_if_fail (loop != NULL, FALSE);

  handle = ls_call_new (loop, name, func, args, n_args);
  if (context != NULL)
    ls_handle_set_context (handle, context);
  if (ls_running_loop == loop)
    ls_loop_schedule (loop, handle, name, 0);
  else if (!ls_loop_arrive (loop, handle))
    return FALSE;
  ls_loop_wake (loop);
  return TRUE;
}
