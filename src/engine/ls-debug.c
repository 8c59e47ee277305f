/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-debug.h"

#include "ls-as-completed-private.h"
#include "ls-async-gen-private.h"
#include "ls-interrupt.h"
#include "ls-job-private.h"
#include "ls-loop-private.h"
#include "ls-queue-private.h"
#include "ls-subprocess-private.h"
#include "ls-sync-private.h"
#include "ls-task-private.h"
#include "ls-tracer.h"
#include "ls-watch-private.h"

static LsTask *
find_task (LsLoop *loop, guint32 id)
{
  for (LsFuture *task = loop->tasks.first; task != NULL; task = task->next)
    if (task->id == id)
      return (LsTask *) task;
  return NULL;
}

static void
cancel_by_debugger (const LsValue *args, GError **error)
{
  ls_task_request_cancel (ls_value_get_task (args[0]), NULL, TRUE);
}

gboolean
ls_debug_cancel_task (guint32 task)
{
  LsTask *found = ls_running_loop != NULL ? find_task (ls_running_loop, task) : NULL;

  if (found == NULL)
    return FALSE;
  ls_loop_call_soon_named (ls_running_loop, "cancel", cancel_by_debugger,
                           LS_ARGS (ls_task_value (found)));
  return TRUE;
}

void
ls_debug_interrupt (void)
{
  ls_interrupt_request ();
}

guint32
ls_debug_current_task (void)
{
  return ls_tracer_clock.task;
}

/* The snapshot */

static void
tell_coros (LsLoop *loop)
{
  for (LsFuture *future = loop->tasks.first; future != NULL; future = future->next)
    for (LsFrame *frame = ((LsTask *) future)->frame; frame != NULL; frame = frame->outer)
      if (frame->generator == NULL)
        ls_tracer->coro (LS_CORO_CREATED, frame->coro->id, frame->coro->name,
                         frame->coro->args, frame->coro->n_args, NULL);
  ls_async_gen_tell_all ();
  for (LsCoro *coro = ls_coro_first_fresh (); coro != NULL; coro = coro->next)
    ls_tracer->coro (LS_CORO_CREATED, coro->id, coro->name, coro->args, coro->n_args, NULL);
}

/*
 * Of what a future stands on some may be done already: tasks that nobody else knows, told before it, and others, told
 * after it.  Each once.
 */
static void
tell_done_tasks (LsFuture *future, GHashTable *told)
{
  LsFuture *child;

  for (guint i = 0; (child = ls_future_get_child (future, i)) != NULL; i++)
    if (child->kind == LS_FUTURE_TASK && child->state != LS_FUTURE_PENDING && g_hash_table_add (told, child))
      {
        ls_tracer->task_created (child->id, ((LsTask *) child)->name, ((LsTask *) child)->coro->id, NULL);
        ls_future_tell_done (child);
      }
}

static void
tell_done_children (LsFuture *future, GHashTable *told)
{
  LsFuture *child;

  for (guint i = 0; (child = ls_future_get_child (future, i)) != NULL; i++)
    if (child->state != LS_FUTURE_PENDING && g_hash_table_add (told, child))
      ls_future_tell_done (child);
}

static void
tell_future (LsFuture *future, GHashTable *told)
{
  tell_done_tasks (future, told);
  ls_tracer->future_created (future->id, future->kind, future->object, NULL, NULL);
  ls_future_tell_children (future);
  if (future->base.type == LS_OBJECT_AS_COMPLETED)
    ls_as_completed_tell_getters (future);
}

/* Futures on the stack of the task that waits for them are in no list, nor are those that are done. */
static void
tell_awaited (LsFuture *awaited, GHashTable *told)
{
  if (awaited != NULL && !awaited->listed && awaited->kind != LS_FUTURE_TASK)
    tell_future (awaited, told);
}

static void
tell_futures (LsLoop *loop)
{
  g_autoptr (GHashTable) told = g_hash_table_new (NULL, NULL);

  for (LsFuture *future = loop->tasks.first; future != NULL; future = future->next)
    {
      LsTask *task = (LsTask *) future;

      ls_tracer->task_created (future->id, task->name, task->coro->id, NULL);
    }
  for (LsFuture *future = loop->futures.first; future != NULL; future = future->next)
    if (future->state == LS_FUTURE_PENDING)
      tell_future (future, told);
  for (LsFuture *task = loop->tasks.first; task != NULL; task = task->next)
    tell_awaited (((LsTask *) task)->awaited, told);
  for (LsFuture *future = loop->futures.first; future != NULL; future = future->next)
    if (future->state == LS_FUTURE_PENDING)
      tell_done_children (future, told);
}

static void
tell_waits_for (LsFuture *awaited, guint32 task)
{
  ls_tracer->future_awaited (awaited->id, awaited->kind, task);
  if (awaited->state != LS_FUTURE_PENDING && awaited->kind != LS_FUTURE_TASK)
    ls_future_tell_done (awaited);
}

static void
tell_waiting (LsLoop *loop)
{
  for (LsFuture *future = loop->tasks.first; future != NULL; future = future->next)
    {
      LsTask *task = (LsTask *) future;

      if (task->awaited != NULL)
        tell_waits_for (task->awaited, future->id);
      if (task->suspended)
        ls_task_tell_suspended (task);
      for (guint i = 0; i < task->cancel_asked; i++)
        ls_tracer->cancel_requested (future->id, future->cancel_message, FALSE);
    }
}

/* Of a task that is ready. */
static gboolean
is_woken (LsTask *task)
{
  return task != NULL && task->awaited != NULL;
}

static LsReadyCause
why_ready (LsTask *task)
{
  if (is_woken (task))
    return LS_READY_WAKEUP;
  if (task->thrown != NULL)
    return LS_READY_THROW;
  return task->coro->state == LS_CORO_FRESH ? LS_READY_CREATED : LS_READY_YIELD;
}

static void
tell_ready (LsLoop *loop)
{
  for (guint i = 0; i < ls_ready_size (&loop->ready); i++)
    {
      LsHandle *handle = ls_ready_at (&loop->ready, i);
      LsTask *task = handle->klass->size == 0 ? ls_task_of_step (handle) : NULL;

      if (handle->flags & LS_HANDLE_CANCELLED)
        continue;
      ls_tracer->scheduled (handle->id, is_woken (task) ? "wakeup" : ls_handle_get_name (handle),
                            task != NULL ? task->future.id : 0);
      if (task != NULL)
        ls_tracer->task_ready (task->future.id, handle->id, why_ready (task),
                               task->awaited != NULL ? task->awaited->id : 0);
    }
}

static void
tell_timers (LsLoop *loop)
{
  for (guint i = 0; i < ls_timers_size (&loop->timers); i++)
    {
      LsTimer *timer = ls_timers_at (&loop->timers, i);

      if ((timer->handle->flags & LS_HANDLE_CANCELLED) == 0)
        ls_tracer->timer_armed (timer->handle->id, ls_handle_get_name (timer->handle), timer->when,
                                ls_handle_get_future (timer->handle));
    }
}

void
ls_debug_snapshot (void)
{
  LsLoop *loop = ls_running_loop;

  if (ls_tracer == NULL || loop == NULL)
    return;
  ls_tracer->loop (LS_LOOP_CREATED, loop->ordinal, ls_clock_kind_name (loop->clock->kind));
  ls_tracer->loop (LS_LOOP_STARTED, loop->ordinal, ls_clock_kind_name (loop->clock->kind));
  ls_tracer->iteration (loop->n_iterations);
  tell_coros (loop);
  tell_futures (loop);
  ls_queue_tell_all ();
  ls_sync_tell_all ();
  tell_waiting (loop);
  ls_queue_tell_parked ();
  ls_sync_tell_parked ();
  ls_jobs_tell (loop);
  tell_timers (loop);
  tell_ready (loop);
  ls_watches_tell (loop);
  ls_subprocesses_tell (loop);
  if (loop->current != NULL)
    ls_tracer->turn (loop->current->future.id, loop->current->step.id, loop->current->n_turns);
}
