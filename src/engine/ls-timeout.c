/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-timeout.h"

#include "ls-loop-private.h"

/* asyncio's names of the states of a Timeout; the first is that of a scope that was never entered. */
typedef enum { CREATED, ENTERED, EXPIRING, EXPIRED, EXITED } State;

static const char *const state_words[] = { "created", "active", "expiring", "expired", "finished" };

static void
on_timeout (const LsValue *args, GError **error)
{
  LsTimeout *self = ls_value_get_pointer (args[0]);

  ls_task_request_cancel (self->task, NULL, FALSE);
  self->state = EXPIRING;
  g_clear_pointer (&self->timer, ls_handle_unref);
}

static void
disarm (LsTimeout *self)
{
  if (self->timer == NULL)
    return;
  ls_handle_cancel (self->timer);
  g_clear_pointer (&self->timer, ls_handle_unref);
}

/* The scope lies on the task's stack, and takes its timer back before that goes.  The tracer is told whom it cancels. */
static void
arm (LsTimeout *self, double when)
{
  LsLoop *loop = self->task->future.loop;
  LsHandle *handle;

  disarm (self);
  self->when = when;
  if (when >= LS_FOREVER)
    return;
  handle = ls_call_new (loop, "on_timeout", on_timeout, LS_ARGS (LS_POINTER (self)));
  ((LsCall *) handle)->future = self->task->future.id;
  self->timer = ls_handle_ref (handle);
  if (when <= ls_loop_time (loop))
    {
      ls_loop_schedule (loop, handle, "on_timeout", 0);
      return;
    }
  ((LsCall *) handle)->when = when;
  ls_loop_arm (loop, handle, when, "on_timeout", self->task->future.id);
}

gboolean
ls_timeout_enter_at (LsTimeout *self, double when, GError **error)
{
  LsTask *task = ls_current_task ();

  g_return_val_if_fail (self != NULL, FALSE);

  *self = (LsTimeout) { .task = task, .state = CREATED, .error = self->error };
  if (task == NULL)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "Timeout should be used inside a task");
      return FALSE;
    }
  self->state = ENTERED;
  arm (self, when);
  return TRUE;
}

gboolean
ls_timeout_enter (LsTimeout *self, double delay, GError **error)
{
  double when = LS_FOREVER;

  if (delay < LS_FOREVER && ls_running_loop != NULL)
    when = ls_loop_time (ls_running_loop) + delay;
  return ls_timeout_enter_at (self, when, error);
}

gboolean
ls_timeout_exit (LsTimeout *self, GError **error)
{
  g_return_val_if_fail (self != NULL && error != NULL, FALSE);
  g_return_val_if_fail (self->state == ENTERED || self->state == EXPIRING, FALSE);

  disarm (self);
  if (self->state == ENTERED)
    self->state = EXITED;
  else
    {
      self->state = EXPIRED;
      if (ls_task_uncancel (self->task) == 0 && ls_error_catch (error, LS_ERROR_CANCELLED))
        g_set_error_literal (error, LS_ERROR, LS_ERROR_TIMEOUT, "");
    }
  return *error == NULL;
}

void
ls_timeout_leave (LsTimeout *self)
{
  if (self->state == ENTERED || self->state == EXPIRING)
    ls_timeout_exit (self, self->error);
}

double
ls_timeout_when (const LsTimeout *self)
{
  g_return_val_if_fail (self != NULL, 0);
  return self->when;
}

gboolean
ls_timeout_expired (const LsTimeout *self)
{
  g_return_val_if_fail (self != NULL, FALSE);
  return self->state == EXPIRING || self->state == EXPIRED;
}

gboolean
ls_timeout_reschedule (LsTimeout *self, double when, GError **error)
{
  g_return_val_if_fail (self != NULL && self->state != CREATED, FALSE);

  if (self->state != ENTERED)
    {
      g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "Cannot change state of %s Timeout",
                   state_words[self->state]);
      return FALSE;
    }
  arm (self, when);
  return TRUE;
}
