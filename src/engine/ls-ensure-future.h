/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future.h"

G_BEGIN_DECLS

/**
 * ls_ensure_future:
 * @awaitable: a coroutine (consumed), a future, a task, or an #LsAwaitable
 *
 * Makes a task of a coroutine, which the loop begins in its next iteration, and of one that awaits an awaitable of the
 * program's own; a future or a task is given back as it is.  While no loop runs, the task belongs to the loop set by
 * ls_set_event_loop().  Never suspends.  asyncio: "Futures", ensure_future().
 *
 * Returns: (transfer full): the future, or the task as one
 */
LsFuture *ls_ensure_future (gpointer awaitable) G_GNUC_WARN_UNUSED_RESULT;

G_END_DECLS
