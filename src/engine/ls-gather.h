/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future.h"

G_BEGIN_DECLS

/**
 * ls_gather:
 * @...: coroutines (consumed, each made a task), tasks and futures
 *
 * Makes a future of the list of all their results, in the order of the arguments.  The first
 * exception is raised at once, while the others go on.  Cancelling it cancels all that are not
 * done.  Never suspends.  asyncio: "Coroutines and Tasks", gather().
 *
 * Returns: (transfer floating): a future, consumed by ls_await(); else to be held with
 *   ls_future_ref()
 */
#define ls_gather(...)            ls_gatherv (LS_AWAITABLES (__VA_ARGS__), FALSE)

/**
 * ls_gather_exceptions:
 * @...: as for ls_gather()
 *
 * ls_gather() that puts exceptions into the list instead of raising the first.  Never suspends.
 * asyncio: "Coroutines and Tasks", gather (return_exceptions=True).
 *
 * Returns: (transfer floating): a future, as of ls_gather()
 */
#define ls_gather_exceptions(...) ls_gatherv (LS_AWAITABLES (__VA_ARGS__), TRUE)

/**
 * LS_AWAITABLES:
 * @...: coroutines, tasks and futures
 *
 * Expands to an array of pointers and its length, as two arguments.
 */
#define LS_AWAITABLES(...)          \
  (gpointer[]) { __VA_ARGS__ },     \
  sizeof ((gpointer[]) { __VA_ARGS__ }) / sizeof (gpointer)

/**
 * ls_gatherv:
 * @awaitables: an array of pointers: LsCoro* (consumed), LsTask* or LsFuture*
 * @n: its length, 0 or more
 * @return_exceptions: whether exceptions are results
 *
 * What ls_gather() expands to, for an array.  Never suspends.
 *
 * Returns: (transfer floating): a future, as of ls_gather()
 */
LsFuture *ls_gatherv (gconstpointer awaitables, gsize n, gboolean return_exceptions);

G_END_DECLS
