/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-value.h"

G_BEGIN_DECLS

/*
 * The last two steps of a runner's clean-up, as bodies of coroutines without arguments, which run on the loop that
 * is to be closed.  Private.
 */

/* Closes the asynchronous generators that were begun and not ended. */
LsValue ls_shutdown_asyncgens         (const LsValue *args, GError **error);

/* Waits for the threads of the default executor to end. */
LsValue ls_shutdown_default_executor  (const LsValue *args, GError **error);

G_END_DECLS
