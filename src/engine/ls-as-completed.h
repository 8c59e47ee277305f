/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-gather.h"
#include "ls-wait-for.h"

G_BEGIN_DECLS

/**
 * LsAsCompleted:
 *
 * Goes through awaitables in the order in which they end.
 *
 *   g_autoptr (LsAsCompleted) ends = ls_as_completed (LS_AWAITABLES (a, b, c), LS_FOREVER);
 *
 *   for (LsCoro *next; (next = ls_as_completed_next (ends)) != NULL;)
 *     LS_TRY (ls_await_done (next, error));
 *
 * asyncio: as_completed().
 */
typedef struct _LsAsCompleted LsAsCompleted;

/**
 * ls_as_completed:
 * @awaitables: an array of pointers: LsCoro* (consumed), LsTask* or LsFuture*;
 *   `LS_AWAITABLES (a, b)` is an array and its length
 * @n: its length
 * @timeout: seconds, or %LS_FOREVER
 *
 * Like the generator that it is in Python, it begins with the first ls_as_completed_next():
 * coroutines are made tasks then.  Awaitables that stand there twice count once.  Never suspends.
 * asyncio: "Coroutines and Tasks", as_completed().
 *
 * Returns: (transfer full): the iterator
 */
LsAsCompleted *ls_as_completed       (gconstpointer awaitables, gsize n, double timeout);

/**
 * ls_as_completed_next:
 * @self: the iterator
 *
 * Never suspends; awaiting what it returns may.
 *
 * Returns: (transfer floating) (nullable): a coroutine that gives the result, or raises the
 *   exception, of the next one that ends, or TimeoutError; %NULL after the last
 */
LsCoro        *ls_as_completed_next  (LsAsCompleted *self);

/**
 * ls_as_completed_unref:
 * @self: the iterator
 *
 * Gives the reference back; what it goes through goes on.  Never suspends.
 */
void           ls_as_completed_unref (LsAsCompleted *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsAsCompleted, ls_as_completed_unref)

G_END_DECLS
