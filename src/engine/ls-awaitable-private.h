/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-awaitable.h"
#include "ls-coro-private.h"

G_BEGIN_DECLS

/* One run of its await(), as the coroutine that Python's __await__() returns.  (transfer floating) */
LsCoro *ls_awaitable_to_coro (LsAwaitable *self, gconstpointer site);

/* A coroutine that awaits it, for a task: asyncio's _wrap_awaitable().  (transfer floating) */
LsCoro *ls_awaitable_wrap    (LsAwaitable *self, gconstpointer site);

G_END_DECLS
