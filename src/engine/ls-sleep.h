/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * ls_sleep:
 * @seconds: how long; 0 or less lets the others that are ready take a turn
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Suspends the task until the time has passed on the loop's clock.  Always suspends.  asyncio:
 * "Coroutines and Tasks", sleep().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_sleep           (double seconds, GError **error);

/**
 * ls_sleep_coro:
 * @seconds: how long, as of ls_sleep()
 *
 * ls_sleep() as a coroutine object, for ls_gather() and ls_create_task().  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro   *ls_sleep_coro      (double seconds);

/**
 * ls_blocking_sleep:
 * @seconds: how long, 0 or more
 *
 * Holds up the thread, and with it the whole loop: what not to do in a coroutine.  Never suspends
 * the task.  asyncio: "Developing with asyncio", "Running Blocking Code"; Python: time.sleep().
 */
void      ls_blocking_sleep  (double seconds);

/**
 * ls_perf_counter:
 * May be asked without a loop.  Never suspends.  Python: time.perf_counter().
 *
 * Returns: seconds on the loop's clock, from a beginning of no meaning
 */
double    ls_perf_counter    (void);

G_END_DECLS
