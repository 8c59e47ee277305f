/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-task-private.h"

#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/*
 * A task's step: asyncio's Task.__step() and __wakeup(), and what its body does on the other side of the switch.
 */

/* Waits that a body is refused at its end before it is given up with all that its stack owns. */
#define MAX_REFUSALS 16

/* The fiber whose function runs for the last time, while it does. */
static __thread struct { LsFiber *fiber; guint n_refusals; } ending LS_FAST_TLS;

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
            self->awaited != NULL ? self->awaited->id : 0,
            self->frame != NULL ? self->frame->site : NULL);
}

/* A step */

static gpointer
task_main (gpointer data)
{
  LsTask *self = data;

  self->future.result = ls_coro_run (self->coro, self, &self->raised);
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

static G_NO_INLINE void
wait_for (LsTask *self, LsFuture *future)
{
  ls_future_watch (future, (LsWatcher) { .data = self });
  self->awaited = future;
  if (G_UNLIKELY (ls_tracer != NULL))
    {
      ls_tracer->future_awaited (future->id, future->kind, self->future.id);
      ls_task_tell_suspended (self);
    }
  if (G_UNLIKELY (self->must_cancel)
      && ls_future_request_cancel (future, self->future.cancel_message))
    self->must_cancel = FALSE;
}

/* asyncio refuses some waits, by an exception in the next iteration. */
static G_NO_INLINE void
refuse_wait (LsTask *self, LsFuture *future)
{
  g_set_error (&self->thrown, LS_ERROR, LS_ERROR_RUNTIME,
               future == &self->future ? "Task cannot await on itself: %s"
                                       : "Task %s got Future attached to a different loop",
               self->name);
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

static G_NO_INLINE void
settle_end (LsTask *self)
{
  GError *raised = g_steal_pointer (&self->raised);

  if (raised == NULL && !self->must_cancel)
    ls_future_resolve_taking (&self->future, self->future.result);
  else if (raised == NULL)
    {
      ls_value_clear (&self->future.result);
      ls_future_abort (&self->future, self->future.cancel_message);
    }
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

/* Said before the turn begins, so that whoever looks at the turn's beginning knows how it begins. */
static void
tell_delivered (LsTask *self)
{
  if (self->thrown == NULL || !ls_error_is_cancelled (self->thrown))
    return;
  self->cancel_asked = 0;
  LS_TRACE (cancel_delivered, self->future.id);
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
  if (G_UNLIKELY (self->cancel_asked))
    tell_delivered (self);
  LS_TRACE (turn, self->future.id, self->step.id, ++self->n_turns);
  if (G_LIKELY (self->thrown == NULL))
    return ready_fiber (self);

  if (self->coro->state != LS_CORO_FRESH || self->coro->is_asend)
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

/* Waiting, on the task's own stack */

/* Whether what runs is that fiber, or a generator that it asked. */
static gboolean
is_ending (void)
{
  LsFiber *fiber = ls_fiber_current ();

  while (fiber != NULL && fiber != ending.fiber)
    fiber = fiber->caller;
  return fiber != NULL;
}

/* A body that takes no notice is left where it is, and never comes back. */
static void
refuse_to_ending (GError **error)
{
  if (ending.n_refusals++ >= MAX_REFUSALS)
    ls_fiber_suspend (NULL);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "coroutine ignored GeneratorExit");
}

void
ls_task_refuse_wait (GError **error)
{
  if (is_ending ())
    refuse_to_ending (error);
  else
    g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "await outside of a task");
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
ls_task_wait (LsTask *self, LsFuture *future, LsWaitKind kind, guint32 object,
              gconstpointer site, GError **error)
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

/* The end of a task that is not done */

gboolean
ls_task_end_fiber (LsFiber *fiber)
{
  typeof (ending) outer = ending;

  ending.fiber = fiber;
  ending.n_refusals = 0;
  ls_fiber_resume (fiber, NULL);
  ending = outer;
  return ls_fiber_is_done (fiber);
}

/* Raises GeneratorExit where the body waits, and lets it come to its end. */
static void
unwind (LsTask *self)
{
  g_clear_error (&self->thrown);
  self->thrown = g_error_new_literal (LS_ERROR, LS_ERROR_GENERATOR_EXIT, "");
  if (!ls_task_end_fiber (ready_fiber (self)))
    g_printerr ("Task %s goes on after GeneratorExit: what its stack owns is lost\n", self->name);
  g_clear_pointer (&self->fiber, ls_fiber_free);
  g_clear_error (&self->raised);
  ls_value_clear (&self->future.result);
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
