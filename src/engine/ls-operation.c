/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-operation-private.h"

#include "ls-tracer.h"

/*
 * The answer comes to a source of the context's, between two dispatches of the loop's; like that of a descriptor it is
 * acted on by a handle of the next iteration.
 */
struct _LsOperation
{
  LsTask       *task;
  LsFuture     *future;
  LsWaitKind    kind;
  guint32       object;
  GCancellable *cancellable;
  GAsyncResult *result;          /* NULL until it has answered */
  gboolean      abandoned;       /* nobody waits any more: freed when it answers */
  LsOperation  *previous, *next; /* of the loop's that have not answered */
};

static void
enter_loop (LsOperation *self, LsLoop *loop)
{
  self->next = loop->outside.operations;
  if (self->next != NULL)
    self->next->previous = self;
  loop->outside.operations = self;
}

static void
leave_loop (LsOperation *self, LsLoop *loop)
{
  *(self->previous != NULL ? &self->previous->next : &loop->outside.operations) = self->next;
  if (self->next != NULL)
    self->next->previous = self->previous;
}

static void
free_operation (LsOperation *self)
{
  ls_future_unref (self->future);
  g_object_unref (self->cancellable);
  g_clear_object (&self->result);
  g_free (self);
}

LsOperation *
ls_operation_begin_for (LsTask *task, const char *name, LsWaitKind kind, guint32 object, gconstpointer site)
{
  LsOperation *self = g_new0 (LsOperation, 1);

  self->task = task;
  self->kind = kind;
  self->object = object;
  self->future = ls_future_create_named (task->future.loop, LS_FUTURE_IO, name, site);
  self->cancellable = g_cancellable_new ();
  enter_loop (self, task->future.loop);
  return self;
}

LsOperation *
ls_operation_begin (const char *name, GError **error)
{
  LsTask *task = ls_task_require (error);

  return task != NULL ? ls_operation_begin_for (task, name, LS_WAIT_IO, 0, LS_CALLER) : NULL;
}

GCancellable *
ls_operation_get_cancellable (LsOperation *operation)
{
  return operation->cancellable;
}

static void
set_result (const LsValue *args, GError **error)
{
  LsFuture *future = ls_value_get_future (args[0]);

  if (future->state == LS_FUTURE_PENDING)
    ls_future_resolve (future, LS_NONE);
}

void
ls_operation_ready (GObject *source, GAsyncResult *result, gpointer operation)
{
  LsOperation *self = operation;
  LsLoop *loop = self->future->loop;

  self->result = g_object_ref (result);
  leave_loop (self, loop);
  if (self->abandoned)
    free_operation (self);
  else if (!loop->closed)
    ls_loop_arrive (loop, ls_call_new (loop, "set_result", set_result, LS_ARGS (ls_future_value (self->future))));
}

/* A cancel has taken the future.  What is waited for from here on is only that the operation lets go. */
static void
cancel_operation (LsOperation *self, gconstpointer site)
{
  LsLoop *loop = self->future->loop;

  g_cancellable_cancel (self->cancellable);
  ls_future_unref (self->future);
  self->future = ls_future_create_named (loop, LS_FUTURE_IO, NULL, site);
}

GAsyncResult *
ls_operation_wait_from (LsOperation *self, gconstpointer site, GError **error)
{
  GError *raised = NULL;

  while (self->result == NULL)
    {
      GError *latest = NULL;

      if (ls_task_wait (self->task, self->future, self->kind, self->object, site, &latest))
        continue;
      if (raised == NULL)
        raised = latest;
      else
        g_error_free (latest);
      if (self->future->loop->closed)
        break;
      if (self->result == NULL)
        cancel_operation (self, site);
    }
  if (raised != NULL)
    g_propagate_error (error, raised);
  return raised == NULL ? self->result : NULL;
}

GAsyncResult *
ls_operation_wait (LsOperation *operation, GError **error)
{
  return ls_operation_wait_from (operation, LS_CALLER, error);
}

void
ls_operation_end (LsOperation *operation)
{
  if (operation->result != NULL)
    free_operation (operation);
  else
    operation->abandoned = TRUE;
}

void
ls_operations_cancel (LsLoop *loop)
{
  for (LsOperation *operation = loop->outside.operations; operation != NULL; operation = operation->next)
    g_cancellable_cancel (operation->cancellable);
}
