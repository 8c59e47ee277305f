/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-wait-for.h"

G_BEGIN_DECLS

/**
 * LsTimeout:
 *
 * A limit on the time that a block takes, with whatever it awaits.  When it is over, the task is cancelled, and the
 * CancelledError that comes out of the block becomes TimeoutError.  A block that ends by another exception, or that
 * was cancelled by somebody else too, keeps its own.
 *
 *   LS_WITH_TIMEOUT (5, error)
 *     {
 *       LS_TRY (ls_sleep (10, error));
 *     }
 *   if (ls_error_catch (error, LS_ERROR_TIMEOUT))
 *     printf ("too slow\n");
 *
 * The block may be left by any way but longjmp(); after it, `*error` says what came out.  Where the limit is to be
 * moved or asked for, ls_timeout_enter() and ls_timeout_exit() stand before and after the block.
 *
 * asyncio: "Timeouts".
 */
typedef struct
{
  /*< private >*/
  LsTask   *task;
  LsHandle *timer;
  double    when;
  int       state;
  GError  **error;     /* of LS_WITH_TIMEOUT() */
} LsTimeout;

/**
 * LS_WITH_TIMEOUT:
 * @delay: seconds from now, or %LS_FOREVER
 * @error: where the coroutine's exceptions go, not %NULL: TimeoutError when the time was over;
 *   RuntimeError outside of a task
 *
 * Stands before a block of a coroutine: `async with timeout (delay)`.  Never suspends itself.
 * asyncio: "Coroutines and Tasks", "Timeouts", timeout().
 */
#define LS_WITH_TIMEOUT(delay, error) \
  LS_WITH_TIMEOUT_AS (G_PASTE (ls_timeout_, __LINE__), G_PASTE (ls_once_, __LINE__), (delay), (error))

/**
 * LS_WITH_TIMEOUT_AS:
 * @scope: the name of the variable that is the scope
 * @once: the name of the variable that runs the block once
 * @delay: seconds from now, or %LS_FOREVER
 * @into: where the coroutine's exceptions go
 *
 * What LS_WITH_TIMEOUT() expands to.
 */
#define LS_WITH_TIMEOUT_AS(scope, once, delay, into)                                         \
  for (LsTimeout scope __attribute__ ((cleanup (ls_timeout_leave))) = { .error = (into) },   \
                 *once = ls_timeout_enter (&scope, (delay), (into)) ? &scope : NULL;         \
       once != NULL; once = NULL)

/**
 * ls_timeout_enter:
 * @self: (out): the scope, which lasts until ls_timeout_exit()
 * @delay: seconds from now, or %LS_FOREVER; with 0 or less the block still runs to where it first
 *   suspends
 * @error: return location: RuntimeError outside of a task
 *
 * Begins a block that is limited in time.  Never suspends.  asyncio: "Coroutines and Tasks",
 * "Timeouts", timeout() and its `async with`.
 *
 * Returns: %FALSE when an exception was raised: the block and ls_timeout_exit() are to be left out
 */
gboolean  ls_timeout_enter       (LsTimeout *self, double delay, GError **error);

/**
 * ls_timeout_enter_at:
 * @self: (out): the scope, which lasts until ls_timeout_exit()
 * @when: the deadline, in seconds of the loop's clock, or %LS_FOREVER
 * @error: return location: RuntimeError outside of a task
 *
 * ls_timeout_enter() with a deadline.  Never suspends.  asyncio: "Coroutines and Tasks",
 * "Timeouts", timeout_at().
 *
 * Returns: %FALSE when an exception was raised: the block and ls_timeout_exit() are to be left out
 */
gboolean  ls_timeout_enter_at    (LsTimeout *self, double when, GError **error);

/**
 * ls_timeout_exit:
 * @self: a scope that was entered
 * @error: (inout): where the block left its exception, if any; not %NULL.  CancelledError becomes
 *   TimeoutError where the time was over and nobody else cancelled the task
 *
 * Ends the block.  Never suspends.
 *
 * Returns: %FALSE where there is an exception now
 */
gboolean  ls_timeout_exit        (LsTimeout *self, GError **error);

/**
 * ls_timeout_when:
 * @self: a scope
 *
 * Returns: its deadline, in seconds of the loop's clock, or %LS_FOREVER
 */
double    ls_timeout_when        (const LsTimeout *self);

/**
 * ls_timeout_expired:
 * @self: a scope, of a block that goes on or has ended
 *
 * Returns: whether the time was over before the block ended
 */
gboolean  ls_timeout_expired     (const LsTimeout *self);

/**
 * ls_timeout_leave:
 * @self: a scope
 *
 * What LS_WITH_TIMEOUT() calls wherever its block is left: ls_timeout_exit(), unless that was
 * called or the block was left out.  Never suspends.
 */
void      ls_timeout_leave       (LsTimeout *self);

/**
 * ls_timeout_reschedule:
 * @self: a scope that was entered
 * @when: another deadline, in seconds of the loop's clock, or %LS_FOREVER for none
 * @error: return location: RuntimeError where the time is over or the block has ended
 *
 * Moves the deadline.  Never suspends.  asyncio: "Coroutines and Tasks", "Timeouts",
 * Timeout.reschedule().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_timeout_reschedule  (LsTimeout *self, double when, GError **error);

G_END_DECLS
