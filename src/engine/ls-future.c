/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-future-private.h"

#include "ls-as-completed-private.h"
#include "ls-context-private.h"
#include "ls-gather-private.h"
#include "ls-loop-private.h"
#include "ls-pool.h"
#include "ls-shield-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"
#include "ls-waiter-private.h"

/* From pending to done */

void
ls_future_tell_done (LsFuture *self)
{
  static const LsOutcome outcomes[] = { 0, LS_OUTCOME_CANCELLED, LS_OUTCOME_RESULT };
  LsOutcome how = self->state == LS_FUTURE_FINISHED && self->error != NULL ? LS_OUTCOME_EXCEPTION
                                                                          : outcomes[self->state];
  const LsValue *result = how == LS_OUTCOME_RESULT ? &self->result : NULL;
  GError cancelled = { LS_ERROR, LS_ERROR_CANCELLED, self->cancel_message != NULL ? self->cancel_message : (char *) "" };
  const GError *error = how == LS_OUTCOME_CANCELLED && self->error == NULL ? &cancelled : self->error;
  LsErrorText text;

  if (self->kind == LS_FUTURE_TASK)
    ls_tracer->task_done (self->id, how, result, ls_error_describe (error, &text));
  else
    ls_tracer->future_resolved (self->id, self->kind, how, result,
                                ls_error_describe (self->error, &text));
}

static void
finish (LsFuture *self, LsFutureState state)
{
  g_assert (self->state == LS_FUTURE_PENDING);
  self->state = state;
  if (G_UNLIKELY (ls_tracer != NULL))
    ls_future_tell_done (self);
  if (self->listed && !self->base.floating)
    ls_future_unlist (self);
  ls_future_notify_all (self);
}

void
ls_future_resolve_taking (LsFuture *self, LsValue value)
{
  self->result = value;
  finish (self, LS_FUTURE_FINISHED);
}

void
ls_future_resolve (LsFuture *self, LsValue value)
{
  ls_future_resolve_taking (self, ls_value_copy (value));
}

void
ls_future_fail (LsFuture *self, GError *error)
{
  self->error = error;
  self->unretrieved = TRUE;
  finish (self, LS_FUTURE_FINISHED);
}

void
ls_future_abort (LsFuture *self, const char *message)
{
  if (self->cancel_message != message)
    {
      g_free (self->cancel_message);
      self->cancel_message = g_strdup (message);
    }
  finish (self, LS_FUTURE_CANCELLED);
}

gboolean
ls_future_request_cancel (LsFuture *self, const char *message)
{
  if (self->base.type == LS_OBJECT_TASK)
    return ls_task_request_cancel ((LsTask *) self, message, FALSE);
  if (self->base.type == LS_OBJECT_GATHER)
    return ls_gather_request_cancel (self, message);

  self->unretrieved = FALSE;
  if (self->state != LS_FUTURE_PENDING)
    return FALSE;
  ls_future_abort (self, message);
  return TRUE;
}

GError *
ls_future_cancelled_error (LsFuture *self)
{
  if (self->state == LS_FUTURE_CANCELLED && self->error != NULL)
    return g_steal_pointer (&self->error);
  return g_error_new_literal (LS_ERROR, LS_ERROR_CANCELLED,
                              self->cancel_message != NULL ? self->cancel_message : "");
}

GError *
ls_future_take_exception (LsFuture *self)
{
  if (self->state == LS_FUTURE_CANCELLED)
    return ls_future_cancelled_error (self);
  self->unretrieved = FALSE;
  return self->error != NULL ? g_error_copy (self->error) : NULL;
}

/* Beginning and end */

void
ls_future_list_add (LsFutureList *list, LsFuture *future)
{
  future->listed = TRUE;
  future->previous = list->last;
  future->next = NULL;
  *(list->last != NULL ? &list->last->next : &list->first) = future;
  list->last = future;
}

void
ls_future_list_remove (LsFutureList *list, LsFuture *future)
{
  future->listed = FALSE;
  *(future->previous != NULL ? &future->previous->next : &list->first) = future->next;
  *(future->next != NULL ? &future->next->previous : &list->last) = future->previous;
}

void
ls_future_init (LsFuture *self, LsObjectType type, LsFutureKind kind, LsLoop *loop)
{
  *self = (LsFuture) {
    .base = LS_OBJECT_INIT (type), .kind = kind, .id = LS_NEXT_ID (future), .loop = loop,
  };
}

void
ls_future_enlist (LsFuture *self, gconstpointer site)
{
  ls_object_ref (self->loop);
  ls_future_list_add (&self->loop->futures, self);
  LS_TRACE (future_created, self->id, self->kind, self->object, NULL, site);
}

void
ls_future_unlist (LsFuture *self)
{
  LsLoop *loop = self->loop;

  ls_future_list_remove (self->base.type == LS_OBJECT_TASK ? &loop->tasks : &loop->futures, self);
}

LsFuture *
ls_future_create_named (LsLoop *loop, LsFutureKind kind, const char *name, gconstpointer site)
{
  LsFuture *self = ls_pool_new (LsFuture);

  ls_future_init (self, LS_OBJECT_FUTURE, kind, loop);
  ls_object_ref (loop);
  ls_future_list_add (&loop->futures, self);
  LS_TRACE (future_created, self->id, kind, 0, name, site);
  return self;
}

LsFuture *
ls_future_create (LsLoop *loop, LsFutureKind kind, gconstpointer site)
{
  return ls_future_create_named (loop, kind, NULL, site);
}

void
ls_future_enter (LsFuture *self, LsFutureKind kind, guint32 object, gconstpointer site)
{
  ls_future_init (self, LS_OBJECT_FUTURE, kind, ls_running_loop);
  self->object = object;
  LS_TRACE (future_created, self->id, kind, object, NULL, site);
}

void
ls_future_leave (LsFuture *self)
{
  ls_future_leave_watchers (self);
  ls_value_clear (&self->result);
  g_clear_error (&self->error);
  g_free (self->cancel_message);
  self->base.magic = 0;
}

const char *
ls_future_type_name (LsFuture *self)
{
  if (self->base.type == LS_OBJECT_TASK)
    return "Task";
  return self->base.type == LS_OBJECT_GATHER ? "_GatheringFuture" : "Future";
}

static void
report_unretrieved (LsFuture *self)
{
  char message[64];
  LsExceptionContext context = { .message = message, .exception = self->error, .future = self };

  g_snprintf (message, sizeof message, "%s exception was never retrieved",
              ls_future_type_name (self));
  ls_loop_call_exception_handler (self->loop, &context);
}

static void
free_by_type (LsFuture *self)
{
  switch ((int) self->base.type)
    {
    case LS_OBJECT_TASK:         ls_task_finalize ((LsTask *) self); break;
    case LS_OBJECT_GATHER:       ls_gather_finalize (self); break;
    case LS_OBJECT_SHIELD:       ls_shield_finalize (self); break;
    case LS_OBJECT_WAITER:       ls_waiter_finalize (self); break;
    case LS_OBJECT_AS_COMPLETED: ls_as_completed_finalize (self); break;
    default:                     ls_pool_free (LsFuture, self);
    }
}

LsFuture *
ls_future_get_child (LsFuture *self, guint i)
{
  switch ((int) self->base.type)
    {
    case LS_OBJECT_GATHER:       return ls_gather_get_child (self, i);
    case LS_OBJECT_SHIELD:       return ls_shield_get_child (self, i);
    case LS_OBJECT_WAITER:       return ls_waiter_get_child (self, i);
    case LS_OBJECT_AS_COMPLETED: return ls_as_completed_get_child (self, i);
    default:                     return NULL;
    }
}

void
ls_future_tell_children (LsFuture *self)
{
  LsFuture *child;

  if (G_LIKELY (ls_tracer == NULL))
    return;
  for (guint i = 0; (child = ls_future_get_child (self, i)) != NULL; i++)
    ls_tracer->future_child (self->id, child->id, i);
}

void
ls_future_finalize (LsFuture *self)
{
  LsLoop *loop = self->loop;

  /* The handler that is told of it may hold it for a while. */
  self->base.ref_count = 1;
  if (self->unretrieved)
    report_unretrieved (self);
  if (self->listed)
    ls_future_unlist (self);
  ls_future_leave (self);
  free_by_type (self);
  ls_loop_unref (loop);
}

/* The program's side */

LsFuture *
ls_future_check (gpointer object)
{
  g_return_val_if_fail (ls_object_is_future (object), NULL);
  return object;
}

LsFuture *
ls_future_new (void)
{
  g_return_val_if_fail (ls_running_loop != NULL, NULL);
  return ls_future_create (ls_running_loop, LS_FUTURE_PLAIN, LS_CALLER);
}

LsFuture *
ls_loop_create_future (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), NULL);
  return ls_future_create (loop, LS_FUTURE_PLAIN, LS_CALLER);
}

LsFuture *
ls_future_ref (LsFuture *future)
{
  g_return_val_if_fail (ls_object_is_future (future), NULL);
  return ls_object_ref (future);
}

void
ls_future_unref (LsFuture *future)
{
  if (ls_object_drop (future))
    ls_future_finalize (future);
}

guint32
ls_future_get_id (LsFuture *future)
{
  g_return_val_if_fail (ls_object_is_future (future), 0);
  return future->id;
}

LsLoop *
ls_future_get_loop (LsFuture *future)
{
  g_return_val_if_fail (ls_object_is_future (future), NULL);
  return future->loop;
}

gboolean
ls_future_done (LsFuture *future)
{
  g_return_val_if_fail (ls_object_is_future (future), FALSE);
  return future->state != LS_FUTURE_PENDING;
}

gboolean
ls_future_cancelled (LsFuture *future)
{
  g_return_val_if_fail (ls_object_is_future (future), FALSE);
  return future->state == LS_FUTURE_CANCELLED;
}

LsValue
ls_future_result (LsFuture *future, GError **error)
{
  GError *exception;

  g_return_val_if_fail (ls_object_is_future (future), LS_NONE);

  if (future->state == LS_FUTURE_PENDING)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_INVALID_STATE, "Result is not set.");
      return LS_NONE;
    }
  exception = ls_future_take_exception (future);
  if (exception != NULL)
    {
      g_propagate_error (error, exception);
      return LS_NONE;
    }
  return ls_value_copy (future->result);
}

const GError *
ls_future_exception (LsFuture *future, GError **error)
{
  g_return_val_if_fail (ls_object_is_future (future), NULL);

  if (future->state == LS_FUTURE_PENDING)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_INVALID_STATE, "Exception is not set.");
  else if (future->state == LS_FUTURE_CANCELLED)
    g_propagate_error (error, ls_future_cancelled_error (future));
  future->unretrieved = FALSE;
  return future->state == LS_FUTURE_FINISHED ? future->error : NULL;
}

static gboolean
may_be_set (LsFuture *future, const char *operation, GError **error)
{
  if (future->base.type == LS_OBJECT_TASK)
    g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "Task does not support %s operation",
                 operation);
  else if (future->state != LS_FUTURE_PENDING)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_INVALID_STATE, "invalid state");
  else
    return TRUE;
  return FALSE;
}

gboolean
ls_future_set_result (LsFuture *future, LsValue value, GError **error)
{
  g_return_val_if_fail (ls_object_is_future (future), FALSE);

  if (!may_be_set (future, "set_result", error))
    return FALSE;
  ls_tracer_clock.site = LS_CALLER;
  ls_future_resolve (future, value);
  ls_tracer_clock.site = NULL;
  return TRUE;
}

gboolean
ls_future_set_exception (LsFuture *future, const GError *exception, GError **error)
{
  g_return_val_if_fail (ls_object_is_future (future) && exception != NULL, FALSE);

  if (!may_be_set (future, "set_exception", error))
    return FALSE;
  if (g_error_matches (exception, LS_ERROR, LS_ERROR_STOP_ITERATION))
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_TYPE,
                           "StopIteration interacts badly with generators and "
                           "cannot be raised into a Future");
      return FALSE;
    }
  ls_tracer_clock.site = LS_CALLER;
  ls_future_fail (future, g_error_copy (exception));
  ls_tracer_clock.site = NULL;
  return TRUE;
}

gboolean
ls_future_cancel_from (LsFuture *self, const char *message, gconstpointer site)
{
  gboolean asked;

  ls_tracer_clock.site = site;
  asked = ls_future_request_cancel (self, message);
  ls_tracer_clock.site = NULL;
  return asked;
}

gboolean
ls_future_cancel (LsFuture *future)
{
  g_return_val_if_fail (ls_object_is_future (future), FALSE);
  return ls_future_cancel_from (future, NULL, LS_CALLER);
}

gboolean
ls_future_cancel_message (LsFuture *future, const char *message)
{
  g_return_val_if_fail (ls_object_is_future (future), FALSE);
  return ls_future_cancel_from (future, message, LS_CALLER);
}

static void
add_watcher (LsFuture *self, LsWatcher watcher)
{
  if (self->state == LS_FUTURE_PENDING)
    ls_future_watch (self, watcher);
  else
    ls_future_notify (self, &watcher);
}

void
ls_future_add_holding_callback (LsFuture *self, const char *name, LsDoneCallback func, gpointer object)
{
  add_watcher (self, (LsWatcher) { func, ls_object_hold (object), name, TRUE, NULL });
}

void
ls_future_add_named_callback (LsFuture      *future,
                              const char    *name,
                              LsDoneCallback func,
                              gpointer       data)
{
  g_return_if_fail (ls_object_is_future (future) && func != NULL);
  add_watcher (future, (LsWatcher) { func, data, name, FALSE, ls_context_capture () });
}

void
ls_future_add_named_callback_in (LsFuture *future, LsContext *context, const char *name, LsDoneCallback func,
                                 gpointer data)
{
  g_return_if_fail (ls_object_is_future (future) && context != NULL && func != NULL);
  add_watcher (future, (LsWatcher) { func, data, name, FALSE, ls_context_ref (context) });
}

guint
ls_future_remove_done_callback (LsFuture *future, LsDoneCallback func, gpointer data)
{
  g_return_val_if_fail (ls_object_is_future (future) && func != NULL, 0);
  return ls_future_unwatch (future, func, data);
}
