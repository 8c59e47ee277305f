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

/* async with timeout (delay) in a coroutine whose exceptions go to @error. */
#define LS_WITH_TIMEOUT(delay, error) \
  LS_WITH_TIMEOUT_AS (G_PASTE (ls_timeout_, __LINE__), G_PASTE (ls_once_, __LINE__), (delay), (error))
#define LS_WITH_TIMEOUT_AS(scope, once, delay, into)                                         \
  for (LsTimeout scope __attribute__ ((cleanup (ls_timeout_leave))) = { .error = (into) },   \
                 *once = ls_timeout_enter (&scope, (delay), (into)) ? &scope : NULL;         \
       once != NULL; once = NULL)

/**
 * ls_timeout_enter:
 * @self: (out): the scope, which lasts until ls_timeout_exit()
 * @delay: seconds from now, or %LS_FOREVER; with 0 or less the block still runs to where it first suspends
 * @error: return location: RuntimeError outside of a task
 *
 * asyncio: timeout(), and its `async with`.
 *
 * Returns: %FALSE when an exception was raised: the block and ls_timeout_exit() are to be left out
 */
gboolean  ls_timeout_enter       (LsTimeout *self, double delay, GError **error);

/* The same with a deadline on the loop's clock: timeout_at(). */
gboolean  ls_timeout_enter_at    (LsTimeout *self, double when, GError **error);

/**
 * ls_timeout_exit:
 * @self: a scope
 * @error: (inout): where the block left its exception, if any
 *
 * Returns: %FALSE where there is an exception now
 */
gboolean  ls_timeout_exit        (LsTimeout *self, GError **error);

double    ls_timeout_when        (const LsTimeout *self);   /* loop seconds, or LS_FOREVER */
gboolean  ls_timeout_expired     (const LsTimeout *self);

/* What LS_WITH_TIMEOUT() calls wherever its block is left. */
void      ls_timeout_leave       (LsTimeout *self);

/* Another deadline, or LS_FOREVER for none; RuntimeError where the time is over. */
gboolean  ls_timeout_reschedule  (LsTimeout *self, double when, GError **error);

G_END_DECLS
