/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future.h"

G_BEGIN_DECLS

/**
 * ls_shield:
 * @awaitable: a coroutine (consumed, made a task), a future or a task
 *
 * Makes a future that ends as @awaitable does, but whose cancel leaves @awaitable alone.  Whoever
 * awaits it is still cancelled, and @awaitable is by all other means.  One that is done is given
 * back as it is.  Never suspends.  asyncio: "Coroutines and Tasks", shield().
 *
 * Returns: (transfer floating): a future, consumed by ls_await(); else to be held with
 *   ls_future_ref()
 */
LsFuture *ls_shield (gpointer awaitable);

G_END_DECLS
