/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-ensure-future.h"

G_BEGIN_DECLS

/* A coroutine (consumed), a future of any type, or an awaitable of the program's own. */
gboolean  ls_is_awaitable      (gconstpointer object);

/* For a public function that was called from @site.  (transfer full) */
LsFuture *ls_ensure_future_in  (LsLoop *loop, gpointer awaitable, gconstpointer site);

/* Likewise; a task made of a coroutine is nobody else's, so that it is not reported when it is destroyed pending. */
LsFuture *ls_ensure_own_future (LsLoop *loop, gpointer awaitable, gconstpointer site);

G_END_DECLS
