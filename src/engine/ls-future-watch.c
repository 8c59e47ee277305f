/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-future-private.h"

#include "ls-loop-private.h"

/*
 * Those whom a future tells that it is done: never by a call, but by a handle of the loop's.
 */

static inline void
drop (const LsWatcher *watcher)
{
  if (watcher->holds)
    ls_object_unref (watcher->data);
  if (watcher->context != NULL)
    ls_context_unref (watcher->context);
}

/* The list is taken away first: what goes with its last reference may come here again. */
void
ls_future_leave_watchers (LsFuture *self)
{
  LsWatcher first = self->watcher;
  g_autofree LsWatcher *more = g_steal_pointer (&self->more);
  guint n_watchers = self->n_watchers;

  self->n_watchers = self->n_more = 0;
  for (guint i = 0; i < n_watchers; i++)
    drop (i == 0 ? &first : &more[i - 1]);
}

void
ls_future_notify (LsFuture *self, const LsWatcher *watcher)
{
  if (watcher->func == NULL)
    ls_task_schedule (watcher->data, LS_READY_WAKEUP, self->id);
  else
    ls_loop_schedule (self->loop, ls_done_call_new (self, watcher), watcher->name, 0);
}

/* The list is taken away first: what is scheduled may add to it anew. */
void
ls_future_notify_all (LsFuture *self)
{
  LsWatcher first = self->watcher;
  g_autofree LsWatcher *more = g_steal_pointer (&self->more);
  guint n_watchers = self->n_watchers;

  self->n_watchers = self->n_more = 0;
  if (n_watchers > 0)
    ls_future_notify (self, &first);
  for (guint i = 1; i < n_watchers; i++)
    ls_future_notify (self, &more[i - 1]);
}

void
ls_future_watch (LsFuture *self, LsWatcher watcher)
{
  guint i = self->n_watchers++;

  if (i == 0)
    {
      self->watcher = watcher;
      return;
    }
  if (i > self->n_more)
    {
      self->n_more = MAX (4, self->n_more * 2);
      self->more = g_renew (LsWatcher, self->more, self->n_more);
    }
  self->more[i - 1] = watcher;
}

/* To be given back once the list is in order. */
static void
collect (GPtrArray **contexts, LsContext *context)
{
  if (*contexts == NULL)
    *contexts = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_context_unref);
  g_ptr_array_add (*contexts, context);
}

guint
ls_future_unwatch (LsFuture *self, LsDoneCallback func, gpointer data)
{
  LsWatcher gone = { 0 };
  g_autoptr (GPtrArray) contexts = NULL;
  guint kept = 0;
  guint n_watchers = self->n_watchers;

  for (guint i = 0; i < n_watchers; i++)
    {
      LsWatcher watcher = i == 0 ? self->watcher : self->more[i - 1];

      if (watcher.func == func && watcher.data == data)
        {
          gone = watcher;
          if (G_UNLIKELY (watcher.context != NULL))
            collect (&contexts, g_steal_pointer (&gone.context));
          continue;
        }
      *(kept == 0 ? &self->watcher : &self->more[kept - 1]) = watcher;
      kept++;
    }
  self->n_watchers = kept;
  for (guint i = kept; i < n_watchers; i++)
    drop (&gone);
  return n_watchers - kept;
}
