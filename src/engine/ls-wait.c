/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-wait.h"

#include "ls-loop-private.h"
#include "ls-waiter-private.h"

/* Whether it is the one that was waited for.  asyncio asks in this order, and counts an exception as retrieved only
 * where it asks for it. */
static gboolean
ends_wait (LsWaiter *self, LsFuture *child)
{
  if (self->n_left == 0 || self->return_when == LS_FIRST_COMPLETED)
    return TRUE;
  return self->return_when == LS_FIRST_EXCEPTION && child->state != LS_FUTURE_CANCELLED
         && ls_future_exception (child, NULL) != NULL;
}

static void
on_completion (LsFuture *child, gpointer data, GError **error)
{
  LsWaiter *self = data;

  self->n_left--;
  if (!ends_wait (self, child))
    return;
  ls_waiter_disarm (self);
  ls_waiter_release (self);
}

/* References to the futures, each once. */
static LsFuture **
copy_unique (gpointer const *futures, gsize n, guint *n_unique)
{
  g_autoptr (GHashTable) seen = g_hash_table_new (NULL, NULL);
  LsFuture **unique = g_new (LsFuture *, n);

  *n_unique = 0;
  for (gsize i = 0; i < n; i++)
    if (g_hash_table_add (seen, futures[i]))
      unique[(*n_unique)++] = ls_object_ref (futures[i]);
  return unique;
}

static gboolean
may_be_waited_for (gpointer const *futures, gsize n, GError **error)
{
  if (n == 0)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "Set of Tasks/Futures is empty.");
      return FALSE;
    }
  for (gsize i = 0; i < n; i++)
    if (!ls_object_is_future (futures[i]))
      {
        g_set_error_literal (error, LS_ERROR, LS_ERROR_TYPE,
                             "Passing coroutines is forbidden, use tasks explicitly.");
        return FALSE;
      }
  return TRUE;
}

/* Those that are done, or those that are not. */
static void
give (LsWaiter *self, gboolean are_done, GPtrArray **into)
{
  if (into == NULL)
    return;
  *into = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_future_unref);
  for (guint i = 0; i < self->n_children; i++)
    if ((self->children[i]->state != LS_FUTURE_PENDING) == are_done)
      g_ptr_array_add (*into, ls_object_hold (self->children[i]));
}

gboolean
ls_wait (gconstpointer futures, gsize n, double timeout, LsReturnWhen return_when,
         GPtrArray **done, GPtrArray **pending, GError **error)
{
  LsTask *task = ls_task_require (error);
  LsFuture **children;
  LsWaiter *waiter;
  guint n_children;
  gboolean ended;

  if (task == NULL || !may_be_waited_for (futures, n, error))
    return FALSE;

  waiter = ls_waiter_new (LS_CALLER);
  waiter->return_when = return_when;
  if (timeout < LS_FOREVER)
    ls_waiter_arm (waiter, timeout);
  children = copy_unique (futures, n, &n_children);
  ls_waiter_take_children (waiter, children, n_children);
  for (guint i = 0; i < n_children; i++)
    ls_future_add_holding_callback (children[i], "on_completion", on_completion, waiter);
  ended = ls_task_wait (task, &waiter->future, LS_WAIT_WAIT, n_children, LS_CALLER, error);
  ls_waiter_disarm (waiter);
  for (guint i = 0; i < n_children; i++)
    ls_future_unwatch (children[i], on_completion, waiter);
  if (ended)
    {
      give (waiter, TRUE, done);
      give (waiter, FALSE, pending);
    }
  ls_future_unref (&waiter->future);
  return ended;
}
