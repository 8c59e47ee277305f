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

/**
 * LS_FUTURE:
 * @object: (transfer none): a future, a task, or what ls_gather() or ls_shield() returned
 *
 * Returns: (transfer none): the future that it is; %NULL, and a critical, where it is none
 */
#define LS_FUTURE(object) (ls_future_check (object))

/**
 * ls_future_check:
 * @object: (transfer none): as for LS_FUTURE()
 *
 * What LS_FUTURE() expands to.
 *
 * Returns: (transfer none): the future that it is; %NULL, and a critical, where it is none
 */
LsFuture     *ls_future_check             (gpointer object);

/**
 * ls_future_new:
 * Makes a future of the running loop.  Never suspends.  asyncio: "Event Loop",
 * loop.create_future().
 *
 * Returns: (transfer full): a pending future
 */
LsFuture     *ls_future_new               (void);

/**
 * ls_future_ref:
 * @future: a future
 *
 * Takes another reference; of a floating one, the first.  Never suspends.
 *
 * Returns: (transfer full): @future
 */
LsFuture     *ls_future_ref               (LsFuture *future);

/**
 * ls_future_unref:
 * @future: a future
 *
 * Gives a reference back; with the last one it is freed, and its exception reported where nobody
 * asked for it.  Never suspends.
 */
void          ls_future_unref             (LsFuture *future);

/**
 * ls_future_get_id:
 * @future: a future
 *
 * Returns: its number, under which traces and the window know it
 */
guint32       ls_future_get_id            (LsFuture *future);

/**
 * ls_future_get_loop:
 * @future: a future
 *
 * Returns: (transfer none): its loop
 */
LsLoop       *ls_future_get_loop          (LsFuture *future);

/**
 * ls_future_done:
 * @future: a future
 *
 * Returns: whether it has a result or an exception or was cancelled
 */
gboolean      ls_future_done              (LsFuture *future);

/**
 * ls_future_cancelled:
 * @future: a future
 *
 * Returns: whether it was cancelled
 */
gboolean      ls_future_cancelled         (LsFuture *future);

/**
 * ls_future_result:
 * @future: a future
 * @error: return location: its exception, CancelledError, or InvalidStateError while it is pending
 *
 * Never suspends.  asyncio: "Futures", Future.result().
 *
 * Returns: (transfer full): its result; None when @error is set
 */
LsValue       ls_future_result            (LsFuture *future, GError **error);

/**
 * ls_future_exception:
 * @future: a future
 * @error: return location: CancelledError, or InvalidStateError while it is pending
 *
 * Never suspends.  asyncio: "Futures", Future.exception().
 *
 * Returns: (transfer none) (nullable): its exception, lent by @future; %NULL where there is a
 *   result,
 *   or when @error is set
 */
const GError *ls_future_exception         (LsFuture *future, GError **error);

/**
 * ls_future_set_result:
 * @future: a future that is not a task
 * @value: the result, referenced
 * @error: return location: InvalidStateError where it is done already; RuntimeError for a task
 *
 * Marks it done and schedules its callbacks, the steps of those who await it among them.  Never
 * suspends.  asyncio: "Futures", Future.set_result().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean      ls_future_set_result        (LsFuture *future, LsValue value, GError **error);

/**
 * ls_future_set_exception:
 * @future: a future that is not a task
 * @exception: the exception, copied
 * @error: return location: InvalidStateError where it is done already; RuntimeError for a task;
 *   TypeError where @exception is StopIteration
 *
 * Like ls_future_set_result(), with an exception.  Never suspends.  asyncio: "Futures",
 * Future.set_exception().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean      ls_future_set_exception     (LsFuture *future, const GError *exception,
                                           GError **error);

/**
 * ls_future_cancel:
 * @future: a future; a task is asked as ls_task_cancel() does, a gather asks its children
 *
 * Never suspends.  asyncio: "Futures", Future.cancel().
 *
 * Returns: %FALSE where it was done already
 */
gboolean      ls_future_cancel            (LsFuture *future);

/**
 * ls_future_cancel_message:
 * @future: as for ls_future_cancel()
 * @message: (nullable): the text of the CancelledError, copied
 *
 * ls_future_cancel() with a text.  Never suspends.
 *
 * Returns: %FALSE where it was done already
 */
gboolean      ls_future_cancel_message    (LsFuture *future, const char *message);

/**
 * ls_future_add_done_callback:
 * @future: a future
 * @func: a [callback@Ls.DoneCallback]
 * @data: for @func, lent until it is called
 *
 * Has @func called, by the loop, once @future is done; callbacks are called in order of adding.
 * Never suspends.  asyncio: "Futures", Future.add_done_callback().
 */
#define ls_future_add_done_callback(future, func, data) \
  ls_future_add_named_callback (future, #func, func, data)

/**
 * ls_future_add_named_callback:
 * @future: a future
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @data: for @func, lent until it is called
 *
 * What ls_future_add_done_callback() expands to.
 */
void          ls_future_add_named_callback (LsFuture *future, const char *name,
                                            LsDoneCallback func, gpointer data);

/**
 * ls_future_remove_done_callback:
 * @future: a future
 * @func: a callback
 * @data: what it was added with
 *
 * Takes back every @func added with @data that is not scheduled yet.  Never suspends.  asyncio:
 * "Futures", Future.remove_done_callback().
 *
 * Returns: how many there were
 */
guint         ls_future_remove_done_callback (LsFuture *future, LsDoneCallback func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsFuture, ls_future_unref)

G_END_DECLS
