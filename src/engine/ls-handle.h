/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-value.h"

G_BEGIN_DECLS

/**
 * LsHandle:
 *
 * A call that the loop has still to make.  It is lent to whoever scheduled it until it has run; to use
 * it longer, hold it with ls_handle_ref().
 *
 * asyncio: "Callback Handles".
 */

/**
 * LsCallback:
 * @args: the values given with the callback, lent
 * @error: never %NULL: set it to raise an exception, which goes to the loop's exception handler
 */
typedef void (*LsCallback) (const LsValue *args, GError **error);

/**
 * ls_handle_ref:
 * @handle: a handle
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @handle
 */
LsHandle *ls_handle_ref       (LsHandle *handle);

/**
 * ls_handle_unref:
 * @handle: a handle
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void      ls_handle_unref     (LsHandle *handle);

/**
 * ls_handle_get_id:
 * @handle: a handle
 *
 * Returns: its number, under which traces and the window know it
 */
guint32   ls_handle_get_id    (LsHandle *handle);

/**
 * ls_handle_cancel:
 * @handle: a handle
 *
 * Has the call not made, and gives its arguments back at once; does nothing where it was made or
 * cancelled already.  Never suspends.  asyncio: "Event Loop", Handle.cancel().
 */
void      ls_handle_cancel    (LsHandle *handle);

/**
 * ls_handle_cancelled:
 * @handle: a handle
 *
 * Returns: whether it was cancelled
 */
gboolean  ls_handle_cancelled (LsHandle *handle);

/**
 * ls_handle_when:
 * @handle: a handle that ls_loop_call_at() or ls_loop_call_later() gave
 *
 * asyncio: "Event Loop", TimerHandle.when().
 *
 * Returns: its deadline, in seconds of the loop's clock
 */
double    ls_handle_when      (LsHandle *handle);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsHandle, ls_handle_unref)

G_END_DECLS
