/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/* What stands where Python has timeout=None. */
#define LS_FOREVER ((double) G_MAXDOUBLE)

/**
 * ls_wait_for:
 * @awaitable: a coroutine (consumed, made a task), a future or a task
 * @timeout: seconds, or %LS_FOREVER
 * @error: return location: TimeoutError, CancelledError, or what @awaitable raised; RuntimeError
 *   outside of a task; ValueError for a future of another loop
 *
 * Waits for @awaitable, but no longer than the time: then cancels it, and waits until it has
 * ended.  What it returns or raises in spite of that is what is returned or raised here; with 0 or
 * less it is not begun.  Where who waits is cancelled, so is @awaitable.  May suspend.  asyncio:
 * "Coroutines and Tasks", wait_for(), as of Python 3.11.
 *
 * Returns: (transfer full): the result; None when @error is set
 */
LsValue  ls_wait_for       (gpointer awaitable, double timeout, GError **error);

/**
 * ls_wait_for_done:
 * @awaitable: as for ls_wait_for()
 * @timeout: seconds, or %LS_FOREVER
 * @error: return location, as of ls_wait_for()
 *
 * Like ls_wait_for() where the result does not matter.  May suspend.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean ls_wait_for_done  (gpointer awaitable, double timeout, GError **error);

/**
 * ls_wait_for_coro:
 * @awaitable: as for ls_wait_for(); a future or task is referenced
 * @timeout: seconds, or %LS_FOREVER
 *
 * ls_wait_for() as a coroutine object, for ls_gather() and ls_create_task().  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro  *ls_wait_for_coro  (gpointer awaitable, double timeout);

G_END_DECLS
