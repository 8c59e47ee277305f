/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * ls_sleep:
 * @seconds: how long; 0 or less lets the others that are ready take a turn
 * @error: return location: CancelledError
 *
 * Suspends the task until the time has passed on the loop's clock.  asyncio: sleep().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_sleep           (double seconds, GError **error);

/* The same as a coroutine object, for ls_gather() and ls_create_task().  (transfer floating) */
LsCoro   *ls_sleep_coro      (double seconds);

/**
 * ls_blocking_sleep:
 * @seconds: how long
 *
 * Holds up the thread, and with it the whole loop: what not to do in a coroutine.  Python: time.sleep().
 */
void      ls_blocking_sleep  (double seconds);

/* Seconds on the loop's clock, from a beginning of no meaning; may be asked without a loop.  Python:
 * time.perf_counter(). */
double    ls_perf_counter    (void);

G_END_DECLS
