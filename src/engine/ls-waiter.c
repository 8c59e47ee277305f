/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-waiter-private.h"

#include "ls-loop-private.h"
#include "ls-tracer.h"

LsWaiter *
ls_waiter_new (gconstpointer site)
{
  LsWaiter *self = g_slice_new0 (LsWaiter);

  ls_future_init (&self->future, LS_OBJECT_WAITER, LS_FUTURE_WAITER, ls_running_loop);
  ls_future_enlist (&self->future, site);
  return self;
}

void
ls_waiter_arm (LsWaiter *self, double timeout)
{
  LsLoop *loop = self->future.loop;

  self->timer = ls_handle_ref (ls_wake_call_new (loop, &self->future));
  ls_loop_arm (loop, self->timer, ls_loop_time (loop) + timeout, "release_waiter", self->future.id);
}

void
ls_waiter_disarm (LsWaiter *self)
{
  if (self->timer == NULL)
    return;
  ls_handle_cancel (self->timer);
  g_clear_pointer (&self->timer, ls_handle_unref);
}

void
ls_waiter_take_children (LsWaiter *self, LsFuture **children, guint n)
{
  self->children = children;
  self->n_children = self->n_left = n;
  ls_future_tell_children (&self->future);
}

void
ls_waiter_release (LsWaiter *self)
{
  if (self->future.state == LS_FUTURE_PENDING)
    ls_future_resolve (&self->future, LS_NONE);
}

void
ls_waiter_child_done (LsFuture *child, gpointer data, GError **error)
{
  ls_waiter_release (data);
}

LsFuture *
ls_waiter_get_child (LsFuture *future, guint i)
{
  LsWaiter *self = (LsWaiter *) future;

  return i < self->n_children ? self->children[i] : NULL;
}

void
ls_waiter_finalize (LsFuture *future)
{
  LsWaiter *self = (LsWaiter *) future;

  for (guint i = 0; i < self->n_children; i++)
    ls_future_unref (self->children[i]);
  g_free (self->children);
  g_slice_free (LsWaiter, self);
}
