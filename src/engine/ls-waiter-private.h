/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future-private.h"
#include "ls-handle-private.h"

G_BEGIN_DECLS

/*
 * LsWaiter: the future by which a task waits in wait() and wait_for() for others, or for a time.  Private.
 *
 * It does not lie on the task's stack: callbacks of those others may still be scheduled when the wait has ended,
 * and find it done.
 */
typedef struct
{
  LsFuture   future;
  LsFuture **children;     /* those waited for, owned */
  guint      n_children;
  LsHandle  *timer;        /* owned; NULL where there is no limit, or no longer */
  guint      n_left;       /* for wait(): children whose callback has not come */
  guint      return_when;  /* for wait(): LsReturnWhen */
} LsWaiter;

/* Of the running loop.  (transfer full) */
LsWaiter *ls_waiter_new           (gconstpointer site);

/* Ends the wait after @timeout seconds. */
void      ls_waiter_arm           (LsWaiter *self, double timeout);
void      ls_waiter_disarm        (LsWaiter *self);

/* Says for whom it waits: takes the array and its references. */
void      ls_waiter_take_children (LsWaiter *self, LsFuture **children, guint n);

/* asyncio's _release_waiter(); the second is the same as a done callback, whose data is the waiter. */
void      ls_waiter_release       (LsWaiter *self);
void      ls_waiter_child_done    (LsFuture *child, gpointer data, GError **error);

void      ls_waiter_finalize      (LsFuture *future);
LsFuture *ls_waiter_get_child     (LsFuture *future, guint i);

G_END_DECLS
