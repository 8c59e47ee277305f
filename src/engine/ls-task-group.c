/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-task-group.h"

#include "ls-error-private.h"
#include "ls-loop-private.h"
#include "ls-waiter-private.h"

/*
 * asyncio's TaskGroup.  It lies on the parent's stack, where it stays until no callback of a task can come any more.
 */
#define CALLBACK_NAME "TaskGroup.on_task_done"     /* what FORMAT.md says it is */

typedef enum { CREATED, ENTERED, EXITING, EXITED } State;

/* A task of the group that is not done: the data of its callback. */
typedef struct _Member Member;

struct _Member
{
  LsTaskGroup *group;
  LsTask      *task;               /* owned */
  Member      *previous, *next;
};

static Member *
add_member (LsTaskGroup *self, LsTask *task)
{
  Member *member = g_slice_new (Member);
  Member *last = self->last;

  *member = (Member) { .group = self, .task = task, .previous = last };
  if (last != NULL)
    last->next = member;
  else
    self->first = member;
  self->last = member;
  self->n_tasks++;
  return member;
}

static void
remove_member (LsTaskGroup *self, Member *member)
{
  if (member->previous != NULL)
    member->previous->next = member->next;
  else
    self->first = member->next;
  if (member->next != NULL)
    member->next->previous = member->previous;
  else
    self->last = member->previous;
  self->n_tasks--;
  ls_task_unref (member->task);
  g_slice_free (Member, member);
}

/* "<TaskGroup tasks=2 errors=1 cancelling>" */
static char *
describe (const LsTaskGroup *self)
{
  GString *out = g_string_new ("<TaskGroup");

  if (self->n_tasks > 0)
    g_string_append_printf (out, " tasks=%u", self->n_tasks);
  if (self->errors != NULL && self->errors->len > 0)
    g_string_append_printf (out, " errors=%u", self->errors->len);
  if (self->aborting)
    g_string_append (out, " cancelling");
  else if (self->state != CREATED)
    g_string_append (out, " entered");
  g_string_append_c (out, '>');
  return g_string_free (out, FALSE);
}

/* Failure */

static void
abort_tasks (LsTaskGroup *self)
{
  self->aborting = TRUE;
  for (Member *member = self->first; member != NULL; member = member->next)
    if (member->task->future.state == LS_FUTURE_PENDING)
      ls_task_request_cancel (member->task, NULL, FALSE);
}

/* KeyboardInterrupt and SystemExit come out of the block bare, before all others. */
static void
note_base_error (LsTaskGroup *self, const GError *error)
{
  if (ls_error_leaves_loop (error) && self->base_error == NULL)
    self->base_error = g_error_copy (error);
}

/* The first failure cancels all, and the parent too: its block may wait for something else. */
static void
note_failure (LsTaskGroup *self, const GError *exception)
{
  g_ptr_array_add (self->errors, g_error_copy (exception));
  note_base_error (self, exception);
  if (self->aborting || self->cancelled_parent)
    return;
  abort_tasks (self);
  self->cancelled_parent = TRUE;
  ls_task_request_cancel (self->parent, NULL, FALSE);
}

static void
on_task_done (LsFuture *future, gpointer data, GError **error)
{
  Member *member = data;
  LsTaskGroup *self = member->group;
  const GError *exception;

  remove_member (self, member);
  if (self->waiter != NULL && self->n_tasks == 0)
    ls_waiter_release (self->waiter);
  if (future->state == LS_FUTURE_CANCELLED)
    return;
  exception = ls_future_exception (future, NULL);
  if (exception != NULL)
    note_failure (self, exception);
}

/* The block's end */

static LsFuture **
copy_pending (LsTaskGroup *self)
{
  LsFuture **pending = g_new (LsFuture *, self->n_tasks);
  guint i = 0;

  for (Member *member = self->first; member != NULL; member = member->next)
    pending[i++] = ls_object_ref (member->task);
  return pending;
}

/* Once: it may be cancelled before all tasks are done. */
static gboolean
wait_once (LsTaskGroup *self, gconstpointer site, GError **error)
{
  LsWaiter *waiter = ls_waiter_new (site);
  gboolean ended;

  ls_waiter_take_children (waiter, copy_pending (self), self->n_tasks);
  self->waiter = waiter;
  ended = ls_task_wait (self->parent, &waiter->future, LS_WAIT_GROUP, self->n_tasks, site, error);
  self->waiter = NULL;
  ls_future_unref (&waiter->future);
  return ended;
}

/* The first CancelledError that comes while nothing has failed is kept in *@cancelled; anything else ends the wait. */
static gboolean
wait_for_tasks (LsTaskGroup *self, GError **cancelled, gconstpointer site, GError **error)
{
  GError *raised = NULL;

  while (self->n_tasks > 0)
    {
      if (wait_once (self, site, &raised))
        continue;
      if (!ls_error_is_cancelled (raised))
        {
          g_propagate_error (error, raised);
          return FALSE;
        }
      if (self->aborting)
        g_clear_error (&raised);
      else
        {
          g_clear_error (cancelled);
          *cancelled = g_steal_pointer (&raised);
          abort_tasks (self);
        }
    }
  return TRUE;
}

/* Where the parent is destroyed, tasks of the group go on without it. */
static void
drop_members (LsTaskGroup *self)
{
  Member *member;

  while ((member = self->first) != NULL)
    {
      ls_future_unwatch (LS_FUTURE (member->task), on_task_done, member);
      remove_member (self, member);
    }
}

/* What comes out of the block, when all are done: taken out of @self, @cancelled and @raised. */
static GError *
outcome_of (LsTaskGroup *self, GError **cancelled, GError **raised)
{
  if (self->base_error != NULL)
    return g_steal_pointer (&self->base_error);
  if (*cancelled != NULL && self->errors->len == 0)
    return g_steal_pointer (cancelled);
  if (*raised != NULL && !ls_error_is_cancelled (*raised))
    g_ptr_array_add (self->errors, g_steal_pointer (raised));
  if (self->errors->len == 0)
    return NULL;
  return ls_exception_group_new ("unhandled errors in a TaskGroup", (GError **) self->errors->pdata,
                                 self->errors->len);
}

static void
exit_from (LsTaskGroup *self, gconstpointer site, GError **error)
{
  g_autoptr (GError) raised = g_steal_pointer (error);
  g_autoptr (GError) cancelled = NULL;

  self->state = EXITING;
  if (raised != NULL)
    note_base_error (self, raised);
  if (ls_error_is_cancelled (raised))
    cancelled = g_error_copy (raised);
  if (self->cancelled_parent && ls_task_uncancel (self->parent) == 0)
    g_clear_error (&cancelled);
  if (raised != NULL && !self->aborting)
    abort_tasks (self);

  if (wait_for_tasks (self, &cancelled, site, error))
    *error = outcome_of (self, &cancelled, &raised);
  drop_members (self);
  self->state = EXITED;
  g_clear_pointer (&self->errors, g_ptr_array_unref);
  g_clear_error (&self->base_error);
}

/* The program's side */

gboolean
ls_task_group_enter (LsTaskGroup *self, GError **error)
{
  g_return_val_if_fail (self != NULL, FALSE);

  *self = (LsTaskGroup) { .parent = ls_current_task (), .state = CREATED, .error = self->error };
  if (self->parent == NULL)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME,
                           "TaskGroup <TaskGroup> cannot determine the parent task");
      return FALSE;
    }
  self->state = ENTERED;
  self->errors = g_ptr_array_new_with_free_func ((GDestroyNotify) g_error_free);
  return TRUE;
}

gboolean
ls_task_group_exit (LsTaskGroup *self, GError **error)
{
  g_return_val_if_fail (self != NULL && self->state == ENTERED && error != NULL, FALSE);

  exit_from (self, LS_CALLER, error);
  return *error == NULL;
}

void
ls_task_group_leave (LsTaskGroup *self)
{
  if (self->state == ENTERED)
    exit_from (self, LS_CALLER, self->error);
}

static gboolean
may_create (LsTaskGroup *self, GError **error)
{
  const char *why = NULL;
  g_autofree char *group = NULL;

  if (self->state == CREATED)
    why = "has not been entered";
  else if (self->state == EXITED || (self->state == EXITING && self->n_tasks == 0))
    why = "is finished";
  else if (self->aborting)
    why = "is shutting down";
  if (why == NULL)
    return TRUE;
  group = describe (self);
  g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "TaskGroup %s %s", group, why);
  return FALSE;
}

LsTask *
ls_task_group_create_task_with (LsTaskGroup *self, LsCoro *coro, const LsTaskOptions *options, GError **error)
{
  LsTask *task;

  g_return_val_if_fail (self != NULL, NULL);
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), NULL);

  if (!may_create (self, error))
    {
      if (coro->base.floating)
        ls_coro_unref (coro);
      return NULL;
    }
  /* asyncio numbers a task also where it names it afterwards. */
  if (options->name != NULL)
    ls_task_next_number ();
  task = ls_task_new_with (self->parent->future.loop, coro, options, LS_CALLER);
  ls_future_add_named_callback (LS_FUTURE (task), CALLBACK_NAME, on_task_done, add_member (self, task));
  return task;
}
