/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-value.h"

G_BEGIN_DECLS

/**
 * LsCoroFunc:
 * @args: the arguments given to ls_coro(), lent
 * @error: never %NULL: set it to raise an exception
 *
 * The body of a coroutine: a C function like any other, which may await.  Whether what it awaited
 * failed it sees in the returned %FALSE or in `*error`, and passes the exception on by returning.
 *
 * Returns: (transfer full): the result; of no meaning when @error is set
 */
typedef LsValue (*LsCoroFunc) (const LsValue *args, GError **error);

/**
 * LsCoro:
 *
 * A coroutine object: a function with its arguments, not started.  Calling ls_coro() does no more than
 * that; the body runs when it is awaited or made a task.
 *
 * It floats: ls_await(), ls_create_task(), ls_gather() and ls_run() consume it.  One that is consumed
 * by nobody is warned about as "never awaited" when its last reference goes, or with its loop.
 *
 * asyncio: "Coroutines".
 */

/**
 * ls_coro:
 * @func: a [callback@Ls.CoroFunc]; its name, less one underscore at the end, is the coroutine's
 * @...: values, the arguments, referenced
 *
 * Never suspends.  asyncio: "Coroutines and Tasks", "Coroutines".
 *
 * Returns: (transfer floating): a coroutine object
 */
#define ls_coro(func, ...) ls_coro_new (#func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_coro_new:
 * @name: (transfer none): a name that lives as long as the program
 * @func: the body
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_coro() expands to.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro     *ls_coro_new          (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args);

/**
 * ls_coro_ref:
 * @coro: a coroutine
 *
 * Takes another reference; of a floating one, the first.  Never suspends.
 *
 * Returns: (transfer full): @coro
 */
LsCoro     *ls_coro_ref          (LsCoro *coro);

/**
 * ls_coro_unref:
 * @coro: a coroutine
 *
 * Gives a reference back; with the last one it is freed, and warned about where it was never
 * awaited.  Never suspends.
 */
void        ls_coro_unref        (LsCoro *coro);

/**
 * ls_coro_get_name:
 * @coro: a coroutine
 *
 * Returns: (transfer none): its function's name
 */
const char *ls_coro_get_name     (LsCoro *coro);

/**
 * ls_coro_get_id:
 * @coro: a coroutine
 *
 * Returns: its number, under which traces and the window know it
 */
guint32     ls_coro_get_id       (LsCoro *coro);

/**
 * ls_await:
 * @awaitable: a coroutine (consumed), a future, a task, what ls_gather() returned (consumed), or an #LsAwaitable
 * @error: return location for the exception that it raised; CancelledError; RuntimeError outside
 *   of a task or for a coroutine that was awaited already; TypeError for anything else
 *
 * Waits until @awaitable is done.  A coroutine runs at once, as part of the caller's task; a future
 * or task that is done gives its result without suspending; else the caller's task is suspended.
 * To be called within a coroutine.  May suspend.  asyncio: "Coroutines and Tasks", "Awaitables".
 *
 * A task suspends by this and the engine's other waits alone, and each says what for.  So there is nothing here of
 * asyncio's "Task got bad yield", which is said to a coroutine that suspends with something that is no future.
 *
 * Returns: (transfer full): the result; None when @error is set
 */
LsValue     ls_await             (gpointer awaitable, GError **error);

/**
 * ls_await_done:
 * @awaitable: as for ls_await()
 * @error: return location, as of ls_await()
 *
 * Like ls_await() where the result does not matter.  May suspend.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean    ls_await_done        (gpointer awaitable, GError **error);

/**
 * LS_TRY:
 * @ok: a call that gives %FALSE when an exception was raised
 *
 * Within a coroutine: passes the exception on, as Python does unasked.  What the body has declared with
 * g_auto() and its like is given back.
 */
#define LS_TRY(ok)      \
  G_STMT_START {        \
    if (!(ok))          \
      return LS_NONE;   \
  } G_STMT_END

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsCoro, ls_coro_unref)

G_END_DECLS
