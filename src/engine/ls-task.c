/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-task-private.h"

#include <string.h>

#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/* Waits that a destroyed task is refused before it is given up with all that its stack owns. */
#define MAX_REFUSALS 16

/* The task that is being destroyed, while its body runs for the last time. */
static __thread LsTask *destroyed;

static void step_run (LsHandle *handle);

static void
step_forget (LsHandle *handle)
{
}

static const LsHandleClass step_class = { step_run, step_forget, 0 };

guint32
ls_task_next_number (void)
{
  static gint n_named = 0;

  return g_atomic_int_add (&n_named, 1) + 1;
}

static void
name_by_number (LsTask *self, guint32 number)
{
  char *at = self->own_name + sizeof self->own_name - 1;

  *at = '\0';
  for (; number > 0; number /= 10)
    *--at = '0' + number % 10;
  at -= 5;
  memcpy (at, "Task-", 5);
  self->name = at;
}

static inline gboolean
has_own_name (LsTask *self)
{
  return self->name >= self->own_name && self->name < self->own_name + sizeof self->own_name;
}

LsTask *
ls_task_new (LsLoop *loop, LsCoro *coro, const char *name, gconstpointer site)
{
  LsTask *self = g_slice_new0 (LsTask);

  ls_future_init (&self->future, LS_OBJECT_TASK, LS_FUTURE_TASK, loop);
  ls_handle_init (&self->step, &step_class, loop);
  ls_object_ref (loop);
  self->coro = ls_object_sink (coro);
  if (name != NULL)
    self->name = g_strdup (name);
  else
    name_by_number (self, ls_task_next_number ());
  ls_future_list_add (&loop->tasks, ls_future_hold (&self->future));
  LS_TRACE (task_created, self->future.id, self->name, coro->id, site);
  ls_task_schedule (self, LS_READY_CREATED, 0);
  return self;
}

void
ls_task_schedule (LsTask *self, LsReadyCause cause, guint32 future)
{
  if (G_UNLIKELY (self->future.loop->closed))
    return;
  self->step.id = LS_NEXT_ID (handle);
  self->step.flags = 0;
  ls_ready_push (&self->future.loop->ready, &self->step);
  LS_TRACE (scheduled, self->step.id, cause == LS_READY_WAKEUP ? "wakeup" : "step", self->future.id);
  LS_TRACE (task_ready, self->future.id, self->step.id, cause, future);
}

/* Outermost first, which is the other way round than they are linked. */
static void
tell_frames (LsTask *self, LsFrame *frame, guint depth)
{
  if (frame == NULL)
    return;
  tell_frames (self, frame->outer, depth - 1);
  LS_TRACE (frame, self->future.id, depth, frame->coro->id, frame->site);
}

void
ls_task_tell_suspended (LsTask *self)
{
  guint n_frames = 0;

  for (LsFrame *frame = self->frame; frame != NULL; frame = frame->outer)
    n_frames++;
  tell_frames (self, self->frame, n_frames - 1);
  LS_TRACE (suspended, self->future.id, self->wait_kind, self->wait_object,
            self->awaited != NULL ? self->awaited->id : 0, self->frame != NULL ? self->frame->site : NULL);
}

/* A step */

static gpointer
task_main (gpointer data)
{
  LsTask *self = data;

  self->value = ls_coro_run (self->coro, self, &self->raised);
  return NULL;
}

static LsFiber *
ready_fiber (LsTask *self)
{
  if (self->fiber == NULL)
    {
      self->fiber = ls_fiber_new (task_main, self);
      ls_fiber_set_name (self->fiber, self->name);
    }
  self->suspended = FALSE;
  return self->fiber;
}

/* After a turn. */
static void
leave_fiber (LsTask *self)
{
  if (ls_fiber_is_done (self->fiber))
    g_clear_pointer (&self->fiber, ls_fiber_free);
  else
    self->suspended = TRUE;
}

static void
wait_for (LsTask *self, LsFuture *future)
{
  ls_future_watch (future, (LsWatcher) { NULL, self, NULL });
  self->awaited = future;
  if (G_UNLIKELY (ls_tracer != NULL))
    {
      ls_tracer->future_awaited (future->id, future->kind, self->future.id);
      ls_task_tell_suspended (self);
    }
  if (G_UNLIKELY (self->must_cancel) && ls_future_request_cancel (future, self->future.cancel_message))
    self->must_cancel = FALSE;
}

/* asyncio refuses some waits, by an exception in the next iteration. */
static void
refuse_wait (LsTask *self, LsFuture *future)
{
  g_set_error (&self->thrown, LS_ERROR, LS_ERROR_RUNTIME,
               future == &self->future ? "Task cannot await on itself: %s"
                                       : "Task %s got Future attached to a different loop", self->name);
  self->wait_kind = LS_WAIT_YIELD;
  if (G_UNLIKELY (ls_tracer != NULL))
    ls_task_tell_suspended (self);
  ls_task_schedule (self, LS_READY_THROW, 0);
}

static void
settle_wait (LsTask *self, LsFuture *future)
{
  if (future == NULL)
    {
      if (G_UNLIKELY (ls_tracer != NULL))
        ls_task_tell_suspended (self);
      ls_task_schedule (self, LS_READY_YIELD, 0);
    }
  else if (G_UNLIKELY (future == &self->future || future->loop != self->future.loop))
    refuse_wait (self, future);
  else
    wait_for (self, future);
}

static void
settle_end (LsTask *self)
{
  GError *raised = g_steal_pointer (&self->raised);

  if (raised == NULL && !self->must_cancel)
    ls_future_resolve (&self->future, self->value);
  else if (raised == NULL)
    ls_future_abort (&self->future, self->future.cancel_message);
  else if (ls_error_is_cancelled (raised))
    {
      self->future.error = raised;
      ls_future_abort (&self->future, NULL);
    }
  else
    {
      if (ls_error_leaves_loop (raised))
        ls_loop_raise (self->future.loop, raised);
      ls_future_fail (&self->future, raised);
    }
  self->must_cancel = FALSE;
  ls_value_clear (&self->value);
  ls_future_unref (&self->future);
}

static inline void
set_current (LsTask *self, LsTask *current)
{
  self->future.loop->current = current;
  ls_tracer_clock.task = current != NULL ? current->future.id : 0;
}

/* CancelledError, unless it is thrown already. */
static void
throw_cancelled (LsTask *self)
{
  self->must_cancel = FALSE;
  if (ls_error_is_cancelled (self->thrown))
    return;
  g_clear_error (&self->thrown);
  self->thrown = ls_future_cancelled_error (&self->future);
}

LsFiber *
ls_task_begin_step (LsTask *self)
{
  LsFuture *awaited = g_steal_pointer (&self->awaited);

  if (awaited != NULL)
    self->thrown = ls_future_take_exception (awaited);
  if (G_UNLIKELY (self->must_cancel))
    throw_cancelled (self);
  set_current (self, self);
  LS_TRACE (turn, self->future.id, self->step.id, ++self->n_turns);
  if (G_LIKELY (self->thrown == NULL))
    return ready_fiber (self);

  if (self->cancel_asked && ls_error_is_cancelled (self->thrown))
    {
      self->cancel_asked = FALSE;
      LS_TRACE (cancel_delivered, self->future.id);
    }
  if (self->coro->state != LS_CORO_FRESH)
    return ready_fiber (self);
  ls_coro_close (self->coro);
  self->raised = g_steal_pointer (&self->thrown);
  return NULL;
}

void
ls_task_end_step (LsTask *self, LsFuture *awaited)
{
  if (self->fiber != NULL)
    leave_fiber (self);
  if (self->suspended)
    settle_wait (self, awaited);
  set_current (self, NULL);
  if (self->fiber == NULL)
    settle_end (self);
}

static void
step_run (LsHandle *handle)
{
  ls_task_step (ls_task_of_step (handle));
}

/* Waiting, on the task's own stack */

/* A body that takes no notice is left where it is, and never comes back. */
static void
refuse_to_destroyed (GError **error)
{
  if (destroyed->n_refusals++ == MAX_REFUSALS)
    ls_fiber_suspend (NULL);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "coroutine ignored GeneratorExit");
}

LsTask *
ls_task_require (GError **error)
{
  LsTask *task = ls_current_task ();

  if (G_LIKELY (task != NULL))
    return task;
  if (destroyed != NULL && ls_fiber_current () == destroyed->fiber)
    refuse_to_destroyed (error);
  else
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "await outside of a task");
  return NULL;
}

static gboolean
suspend (LsTask *self, LsFuture *future, gconstpointer site, GError **error)
{
  self->frame->site = site;
  ls_fiber_suspend (future);
  if (G_UNLIKELY (self->thrown != NULL))
    {
      g_propagate_error (error, g_steal_pointer (&self->thrown));
      return FALSE;
    }
  return TRUE;
}

gboolean
ls_task_wait (LsTask *self, LsFuture *future, LsWaitKind kind, guint32 object, gconstpointer site, GError **error)
{
  self->wait_kind = kind;
  self->wait_object = object;
  if (!suspend (self, future, site, error))
    return FALSE;
  if (future->state != LS_FUTURE_PENDING)
    return TRUE;
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "await wasn't used with future");
  return FALSE;
}

gboolean
ls_task_yield (LsTask *self, gconstpointer site, GError **error)
{
  self->wait_kind = LS_WAIT_YIELD;
  self->wait_object = 0;
  return suspend (self, NULL, site, error);
}

/* Cancelling and destroying */

gboolean
ls_task_request_cancel (LsTask *self, const char *message, gboolean by_debugger)
{
  self->future.unretrieved = FALSE;
  if (self->future.state != LS_FUTURE_PENDING)
    return FALSE;
  LS_TRACE (cancel_requested, self->future.id, message, by_debugger);
  self->n_cancels++;
  self->cancel_asked = TRUE;
  if (self->awaited != NULL && ls_future_request_cancel (self->awaited, message))
    return TRUE;
  self->must_cancel = TRUE;
  g_free (self->future.cancel_message);
  self->future.cancel_message = g_strdup (message);
  return TRUE;
}

/* Raises GeneratorExit where the body waits, and lets it come to its end. */
static void
unwind (LsTask *self)
{
  g_clear_error (&self->thrown);
  self->thrown = g_error_new_literal (LS_ERROR, LS_ERROR_GENERATOR_EXIT, "");
  destroyed = self;
  ls_fiber_resume (ready_fiber (self), NULL);
  destroyed = NULL;
  if (!ls_fiber_is_done (self->fiber))
    g_printerr ("Task %s goes on after GeneratorExit: what its stack owns is lost\n", self->name);
  g_clear_pointer (&self->fiber, ls_fiber_free);
  g_clear_error (&self->raised);
  ls_value_clear (&self->value);
}

void
ls_task_destroy (LsTask *self)
{
  LsExceptionContext context = { .message = "Task was destroyed but it is pending!", .task = self };

  if (!self->quiet)
    ls_loop_call_exception_handler (self->future.loop, &context);
  if (self->awaited != NULL)
    ls_future_unwatch (self->awaited, NULL, self);
  self->awaited = NULL;
  ls_future_unlist (&self->future);
  if (self->fiber != NULL)
    unwind (self);
  ls_future_leave_watchers (&self->future);
  ls_future_unref (&self->future);
}

void
ls_task_finalize (LsTask *self)
{
  g_clear_error (&self->thrown);
  if (!has_own_name (self))
    g_free ((char *) self->name);
  ls_coro_unref (self->coro);
  g_slice_free (LsTask, self);
}

/* The program's side */

LsTask *
ls_create_task_with (LsCoro *coro, const LsTaskOptions *options)
{
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), NULL);
  g_return_val_if_fail (ls_running_loop != NULL, NULL);

  /* asyncio.create_task() numbers a task also where it names it afterwards; loop.create_task() does not. */
  if (options->name != NULL)
    ls_task_next_number ();
  return ls_task_new (ls_running_loop, coro, options->name, LS_CALLER);
}

LsTask *
ls_loop_create_task_with (LsLoop *loop, LsCoro *coro, const LsTaskOptions *options)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed, NULL);
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), NULL);

  return ls_task_new (loop, coro, options->name, LS_CALLER);
}

LsTask *
ls_task_ref (LsTask *task)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), NULL);
  return ls_object_ref (task);
}

void
ls_task_unref (LsTask *task)
{
  g_return_if_fail (ls_object_is (task, LS_OBJECT_TASK));
  ls_future_unref (&task->future);
}

guint32
ls_task_get_id (LsTask *task)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), 0);
  return task->future.id;
}

const char *
ls_task_get_name (LsTask *task)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), NULL);
  return task->name;
}

void
ls_task_set_name (LsTask *task, const char *name)
{
  char *old;

  g_return_if_fail (ls_object_is (task, LS_OBJECT_TASK) && name != NULL);

  old = has_own_name (task) ? NULL : (char *) task->name;
  task->name = g_strdup (name);
  if (task->fiber != NULL)
    ls_fiber_set_name (task->fiber, task->name);
  g_free (old);
  LS_TRACE (task_renamed, task->future.id, task->name);
}

LsCoro *
ls_task_get_coro (LsTask *task)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), NULL);
  return task->coro;
}

gboolean
ls_task_cancel (LsTask *task)
{
  return ls_task_cancel_message (task, NULL);
}

gboolean
ls_task_cancel_message (LsTask *task, const char *message)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), FALSE);
  return ls_task_request_cancel (task, message, FALSE);
}

guint
ls_task_cancelling (LsTask *task)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), 0);
  return task->n_cancels;
}

guint
ls_task_uncancel (LsTask *task)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), 0);

  if (task->n_cancels > 0)
    task->n_cancels--;
  return task->n_cancels;
}

gboolean
ls_task_done (LsTask *task)
{
  return ls_future_done (LS_FUTURE (task));
}

gboolean
ls_task_cancelled (LsTask *task)
{
  return ls_future_cancelled (LS_FUTURE (task));
}

LsValue
ls_task_result (LsTask *task, GError **error)
{
  return ls_future_result (LS_FUTURE (task), error);
}

const GError *
ls_task_exception (LsTask *task, GError **error)
{
  return ls_future_exception (LS_FUTURE (task), error);
}

LsTask *
ls_current_task (void)
{
  return ls_running_loop != NULL ? ls_running_loop->current : NULL;
}

GPtrArray *
ls_all_tasks (LsLoop *loop)
{
  GPtrArray *all = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_task_unref);

  if (loop == NULL)
    loop = ls_running_loop;
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), all);
  for (LsFuture *task = loop->tasks.first; task != NULL; task = task->next)
    g_ptr_array_add (all, ls_future_hold (task));
  return all;
}
