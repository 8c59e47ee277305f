/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-task-private.h"

#include <string.h>

#include "ls-context-private.h"
#include "ls-loop-private.h"
#include "ls-pool.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/* The loop has the step inline, and does not come here. */
static void
step_run (LsHandle *handle)
{
  ls_task_step (ls_task_of_step (handle), &handle->loop->modes);
}

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
  LsTask *self;

  ls_stack_n_expected++;
  self = ls_pool_new (LsTask);
  memset (self, 0, sizeof *self);
  ls_future_init (&self->future, LS_OBJECT_TASK, LS_FUTURE_TASK, loop);
  ls_handle_init (&self->step, &step_class, loop);
  self->step.context = ls_context_capture ();
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

LsTask *
ls_task_new_with (LsLoop *loop, LsCoro *coro, const LsTaskOptions *options, gconstpointer site)
{
  LsTask *self = ls_task_new (loop, coro, options->name, site);

  if (options->context != NULL)
    ls_context_assign (&self->step.context, options->context);
  return self;
}

/* Not a part of the function below, which would save registers for it each time. */
static G_NO_INLINE void
tell_ready (LsTask *self, LsReadyCause cause, guint32 future)
{
  ls_tracer->scheduled (self->step.id, cause == LS_READY_WAKEUP ? "wakeup" : "step", self->future.id);
  ls_tracer->task_ready (self->future.id, self->step.id, cause, future);
}

void
ls_task_schedule (LsTask *self, LsReadyCause cause, guint32 future)
{
  if (G_UNLIKELY (self->future.loop->closed))
    return;
  self->step.id = LS_NEXT_ID (handle);
  self->step.flags = 0;
  ls_ready_push (&self->future.loop->ready, &self->step);
  if (G_UNLIKELY (ls_tracer != NULL))
    tell_ready (self, cause, future);
}

gboolean
ls_task_request_cancel (LsTask *self, const char *message, gboolean by_debugger)
{
  self->future.unretrieved = FALSE;
  if (self->future.state != LS_FUTURE_PENDING)
    return FALSE;
  LS_TRACE (cancel_requested, self->future.id, message, by_debugger);
  self->n_cancels++;
  self->cancel_asked += self->cancel_asked < G_MAXUINT8;
  if (self->awaited != NULL && ls_future_request_cancel (self->awaited, message))
    return TRUE;
  self->must_cancel = TRUE;
  g_free (self->future.cancel_message);
  self->future.cancel_message = g_strdup (message);
  return TRUE;
}

void
ls_task_finalize (LsTask *self)
{
  g_clear_error (&self->thrown);
  if (!has_own_name (self))
    g_free ((char *) self->name);
  ls_coro_unref (self->coro);
  if (G_UNLIKELY (self->step.context != NULL))
    ls_context_unref (self->step.context);
  ls_pool_free (LsTask, self);
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
  return ls_task_new_with (ls_running_loop, coro, options, LS_CALLER);
}

LsTask *
ls_loop_create_task_with (LsLoop *loop, LsCoro *coro, const LsTaskOptions *options)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed, NULL);
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), NULL);

  return ls_task_new_with (loop, coro, options, LS_CALLER);
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
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), FALSE);
  return ls_future_cancel_from (&task->future, NULL, LS_CALLER);
}

gboolean
ls_task_cancel_message (LsTask *task, const char *message)
{
  g_return_val_if_fail (ls_object_is (task, LS_OBJECT_TASK), FALSE);
  return ls_future_cancel_from (&task->future, message, LS_CALLER);
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
