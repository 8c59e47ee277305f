/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-gather.h"
#include "ls-wait-for.h"

G_BEGIN_DECLS

/* What ends a wait(): all are done, or one; or one has raised an exception, CancelledError left out. */
typedef enum { LS_ALL_COMPLETED, LS_FIRST_COMPLETED, LS_FIRST_EXCEPTION } LsReturnWhen;

/**
 * ls_wait:
 * @futures: an array of pointers: LsTask* or LsFuture*; `LS_AWAITABLES (a, b)` is an array and
 *   its length
 * @n: its length
 * @timeout: seconds, or %LS_FOREVER
 * @return_when: what ends the wait
 * @done: (out) (transfer full) (element-type LsFuture) (optional): those that are done then
 * @pending: (out) (transfer full) (element-type LsFuture) (optional): those that are not
 * @error: return location: CancelledError; ValueError where there are none, TypeError for
 *   coroutines, RuntimeError outside of a task
 *
 * Waits for futures without cancelling any and without raising what they raise; a timeout is no
 * exception either.  Both arrays have the order of @futures, each future once; they are not set
 * where an exception was raised.  Always suspends.  asyncio: "Coroutines and Tasks", wait().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean ls_wait (gconstpointer futures, gsize n, double timeout, LsReturnWhen return_when,
                  GPtrArray **done, GPtrArray **pending, GError **error);

G_END_DECLS
