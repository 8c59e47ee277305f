/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-handle-private.h"

#include <string.h>

#include "ls-context-private.h"
#include "ls-future-private.h"
#include "ls-loop-private.h"
#include "ls-pool.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

typedef struct
{
  LsHandle       handle;
  LsFuture      *future;
  LsDoneCallback func;
  gpointer       data;
  const char    *name;
  gboolean       holds;        /* a reference to the data */
} LsDoneCall;

typedef struct
{
  LsHandle  handle;
  LsFuture *future;
} LsWakeCall;

static void append_call (GString *out, LsHandle *self);

/*
 * A callback that raised: the loop goes on, unless it was an exception that leaves it.  The handler that is told does
 * not see the callback's context variables, but the loop's.
 */
static void
report_failure (LsHandle *self, GError *error)
{
  g_autoptr (GString) message = NULL;
  LsExceptionContext context = { .exception = error, .handle = self };

  if (G_LIKELY (error == NULL))
    return;
  self->loop->calling = NULL;
  if (ls_error_leaves_loop (error))
    ls_loop_raise (self->loop, error);
  else
    {
      message = g_string_new ("Exception in callback ");
      append_call (message, self);
      context.message = message->str;
      ls_loop_call_exception_handler (self->loop, &context);
    }
  g_error_free (error);
}

static void
call_run (LsHandle *handle)
{
  LsCall *self = (LsCall *) handle;
  GError *error = NULL;

  self->func (self->args, &error);
  report_failure (handle, error);
}

static void
call_forget (LsHandle *handle)
{
  LsCall *self = (LsCall *) handle;

  for (guint i = 0; i < self->n_args; i++)
    ls_value_clear (&self->args[i]);
}

static const LsHandleClass call_class = { call_run, call_forget, sizeof (LsCall) };

LsHandle *
ls_call_new (LsLoop *loop, const char *name, LsCallback func, const LsValue *args, gsize n_args)
{
  LsCall *self = ls_pool_take (sizeof (LsCall) + n_args * sizeof (LsValue));

  ls_handle_init (&self->handle, &call_class, loop);
  self->handle.context = ls_context_capture ();
  self->when = 0;
  self->name = name;
  self->func = func;
  self->n_args = n_args;
  self->future = 0;
  for (gsize i = 0; i < n_args; i++)
    self->args[i] = ls_value_copy (args[i]);
  return &self->handle;
}

static void
done_call_run (LsHandle *handle)
{
  LsDoneCall *self = (LsDoneCall *) handle;
  GError *error = NULL;

  self->func (self->future, self->data, &error);
  report_failure (handle, error);
}

static void
done_call_forget (LsHandle *handle)
{
  LsDoneCall *self = (LsDoneCall *) handle;

  g_clear_pointer (&self->future, ls_future_unref);
  if (self->holds)
    ls_object_unref (self->data);
}

static const LsHandleClass done_call_class = {
  done_call_run, done_call_forget, sizeof (LsDoneCall),
};

LsHandle *
ls_done_call_new (LsFuture *future, const LsWatcher *watcher)
{
  LsDoneCall *self = ls_pool_new (LsDoneCall);

  ls_handle_init (&self->handle, &done_call_class, future->loop);
  self->handle.context = watcher->context;
  self->future = ls_future_hold (future);
  self->func = watcher->func;
  self->data = watcher->data;
  self->name = watcher->name;
  self->holds = watcher->holds;
  return &self->handle;
}

static void
wake_call_run (LsHandle *handle)
{
  LsWakeCall *self = (LsWakeCall *) handle;

  if (self->future->state == LS_FUTURE_PENDING)
    ls_future_resolve (self->future, LS_NONE);
}

static void
wake_call_forget (LsHandle *handle)
{
}

static const LsHandleClass wake_call_class = {
  wake_call_run, wake_call_forget, sizeof (LsWakeCall),
};

LsHandle *
ls_wake_call_new (LsLoop *loop, LsFuture *future)
{
  LsWakeCall *self = ls_pool_new (LsWakeCall);

  ls_handle_init (&self->handle, &wake_call_class, loop);
  self->future = future;
  return &self->handle;
}

const char *
ls_handle_get_name (LsHandle *self)
{
  if (self->klass == &call_class)
    return ((LsCall *) self)->name;
  if (self->klass == &done_call_class)
    return ((LsDoneCall *) self)->name;
  if (self->klass == &wake_call_class && ((LsWakeCall *) self)->future->kind == LS_FUTURE_IO)
    return "ready";
  if (self->klass == &wake_call_class)
    return ((LsWakeCall *) self)->future->kind == LS_FUTURE_SLEEP ? "sleep" : "release_waiter";
  return self->klass->name != NULL ? self->klass->name : "step";
}

guint32
ls_handle_get_future (LsHandle *self)
{
  if (self->klass == &call_class)
    return ((LsCall *) self)->future;
  return self->klass == &wake_call_class ? ((LsWakeCall *) self)->future->id : 0;
}

/* The call that it makes, or would have made. */
static void
append_call (GString *out, LsHandle *self)
{
  LsValue future = LS_NONE;
  const LsValue *args = NULL;
  guint n_args = 0;

  if (self->klass == &call_class)
    {
      args = ((LsCall *) self)->args;
      n_args = ((LsCall *) self)->n_args;
    }
  else if (self->klass == &done_call_class)
    {
      future = ls_value_of_awaitable (((LsDoneCall *) self)->future);
      args = &future;
      n_args = 1;
    }
  g_string_append_printf (out, "%s(", ls_handle_get_name (self));
  for (guint i = 0; i < n_args; i++)
    {
      g_autofree char *repr = ls_value_repr (args[i]);

      g_string_append_printf (out, i == 0 ? "%s" : ", %s", repr);
    }
  g_string_append_c (out, ')');
}

char *
ls_handle_repr (LsHandle *self)
{
  GString *out = g_string_new (NULL);
  double when = self->klass == &call_class ? ((LsCall *) self)->when : 0;

  g_string_append (out, when > 0 ? "<TimerHandle" : "<Handle");
  if (self->flags & LS_HANDLE_CANCELLED)
    g_string_append (out, " cancelled");
  if (when > 0)
    {
      g_autofree char *seconds = ls_value_repr (LS_DOUBLE (when));

      g_string_append_printf (out, " when=%s", seconds);
    }
  if ((self->flags & LS_HANDLE_CANCELLED) == 0)
    {
      g_string_append_c (out, ' ');
      append_call (out, self);
    }
  g_string_append_c (out, '>');
  return g_string_free (out, FALSE);
}

LsHandle *
ls_handle_ref (LsHandle *handle)
{
  g_return_val_if_fail (ls_object_is (handle, LS_OBJECT_HANDLE), NULL);
  return ls_object_ref (handle);
}

static gsize
allocated_size (LsHandle *self)
{
  if (self->klass == &call_class)
    return sizeof (LsCall) + ((LsCall *) self)->n_args * sizeof (LsValue);
  return self->klass->size;
}

void
ls_handle_unref (LsHandle *handle)
{
  if (!ls_object_drop (handle))
    return;
  if ((handle->flags & LS_HANDLE_FORGOTTEN) == 0)
    handle->klass->forget (handle);
  if (G_UNLIKELY (handle->context != NULL))
    ls_context_unref (handle->context);
  handle->base.magic = 0;
  ls_pool_give (handle, allocated_size (handle));
}

guint32
ls_handle_get_id (LsHandle *handle)
{
  g_return_val_if_fail (ls_object_is (handle, LS_OBJECT_HANDLE), 0);
  return handle->id;
}

void
ls_handle_cancel (LsHandle *handle)
{
  g_return_if_fail (ls_object_is (handle, LS_OBJECT_HANDLE));

  if (handle->flags & LS_HANDLE_CANCELLED)
    return;
  handle->flags |= LS_HANDLE_CANCELLED;
  if (handle->flags & LS_HANDLE_IN_HEAP)
    {
      handle->loop->timers.n_cancelled++;
      LS_TRACE (timer_cancelled, handle->id);
    }
  else if ((handle->flags & LS_HANDLE_HAS_RUN) == 0 && handle->id != 0)
    LS_TRACE (cancelled, handle->id);
  /* One that runs is still using them. */
  if (handle->flags & LS_HANDLE_HAS_RUN)
    return;
  handle->flags |= LS_HANDLE_FORGOTTEN;
  handle->klass->forget (handle);
}

gboolean
ls_handle_cancelled (LsHandle *handle)
{
  g_return_val_if_fail (ls_object_is (handle, LS_OBJECT_HANDLE), FALSE);
  return (handle->flags & LS_HANDLE_CANCELLED) != 0;
}

double
ls_handle_when (LsHandle *handle)
{
  g_return_val_if_fail (ls_object_is (handle, LS_OBJECT_HANDLE), 0);
  g_return_val_if_fail (handle->klass == &call_class, 0);
  return ((LsCall *) handle)->when;
}
