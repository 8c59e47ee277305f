/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-value.h"

G_BEGIN_DECLS

/**
 * LsFuture:
 *
 * A result that is not there yet.  Tasks and what ls_gather() returns are futures too; LS_FUTURE()
 * makes one of either.  Belongs to a loop and its thread.  A future whose exception nobody asked for
 * reports it as "never retrieved" when its last reference goes.
 *
 * asyncio: "Futures".
 */

/**
 * LsDoneCallback:
 * @future: the future that is done
 * @data: what was given with the callback
 * @error: never %NULL: set it to raise an exception, which goes to the loop's exception handler
 */
typedef void (*LsDoneCallback) (LsFuture *future, gpointer data, GError **error);

/* The future that a task is; checked. */
#define LS_FUTURE(object) (ls_future_check (object))
LsFuture     *ls_future_check             (gpointer object);

/**
 * ls_future_new:
 *
 * Makes a future of the running loop.  asyncio: loop.create_future().
 *
 * Returns: (transfer full): a pending future
 */
LsFuture     *ls_future_new               (void);

LsFuture     *ls_future_ref               (LsFuture *future);
void          ls_future_unref             (LsFuture *future);
guint32       ls_future_get_id            (LsFuture *future);
LsLoop       *ls_future_get_loop          (LsFuture *future);   /* (transfer none) */

gboolean      ls_future_done              (LsFuture *future);
gboolean      ls_future_cancelled         (LsFuture *future);

/**
 * ls_future_result:
 * @future: a future
 * @error: return location: its exception, CancelledError, or InvalidStateError while it is pending
 *
 * Returns: (transfer full): its result
 */
LsValue       ls_future_result            (LsFuture *future, GError **error);

/**
 * ls_future_exception:
 * @future: a future
 * @error: return location: CancelledError, or InvalidStateError while it is pending
 *
 * Returns: (transfer none) (nullable): its exception, lent by @future; %NULL where there is a result
 */
const GError *ls_future_exception         (LsFuture *future, GError **error);

/**
 * ls_future_set_result:
 * @future: a future that is not a task
 * @value: the result
 * @error: return location: InvalidStateError where it is done already
 *
 * Marks it done and schedules its callbacks, the steps of those who await it among them.
 */
gboolean      ls_future_set_result        (LsFuture *future, LsValue value, GError **error);

/* Likewise with an exception, copied. */
gboolean      ls_future_set_exception     (LsFuture *future, const GError *exception,
                                           GError **error);

/**
 * ls_future_cancel:
 * @future: a future; a task is asked as ls_task_cancel() does, a gather asks its children
 *
 * Returns: %FALSE where it was done already
 */
gboolean      ls_future_cancel            (LsFuture *future);
gboolean      ls_future_cancel_message    (LsFuture *future, const char *message);

/**
 * ls_future_add_done_callback:
 * @future: a future
 * @func: a [callback@Ls.DoneCallback]
 * @data: for @func
 *
 * Has @func called, by the loop, once @future is done; callbacks are called in order of adding.
 */
#define ls_future_add_done_callback(future, func, data) \
  ls_future_add_named_callback (future, #func, func, data)
void          ls_future_add_named_callback (LsFuture *future, const char *name,
                                            LsDoneCallback func, gpointer data);

/* Takes back every @func added with @data; returns how many there were. */
guint         ls_future_remove_done_callback (LsFuture *future, LsDoneCallback func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsFuture, ls_future_unref)

G_END_DECLS
