/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future.h"

G_BEGIN_DECLS

/**
 * ls_gather:
 * @...: coroutines (consumed, each made a task), tasks and futures
 *
 * Makes a future of the list of all their results, in the order of the arguments.  The first exception
 * is raised at once, while the others go on.  Cancelling it cancels all that are not done.
 * ls_gather_exceptions() puts exceptions into the list instead: gather (return_exceptions=True).
 *
 * asyncio: gather().
 *
 * Returns: (transfer floating): a future, consumed by ls_await(); else to be held with ls_future_ref()
 */
#define ls_gather(...)            ls_gatherv (LS_AWAITABLES (__VA_ARGS__), FALSE)
#define ls_gather_exceptions(...) ls_gatherv (LS_AWAITABLES (__VA_ARGS__), TRUE)

/* An array of pointers and its length, as two arguments. */
#define LS_AWAITABLES(...)          \
  (gpointer[]) { __VA_ARGS__ },     \
  sizeof ((gpointer[]) { __VA_ARGS__ }) / sizeof (gpointer)

/**
 * ls_gatherv:
 * @awaitables: an array of pointers: LsCoro*, LsTask* or LsFuture*
 * @n: its length
 * @return_exceptions: whether exceptions are results
 *
 * What ls_gather() expands to, for an array.
 *
 * Returns: (transfer floating): a future
 */
LsFuture *ls_gatherv (gconstpointer awaitables, gsize n, gboolean return_exceptions);

G_END_DECLS
