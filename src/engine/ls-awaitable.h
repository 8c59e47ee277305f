/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsAwaitable:
 *
 * An object of a type of one's own that can be awaited, and stand wherever an awaitable can: in ls_await(),
 * ls_ensure_future(), ls_gather(), ls_wait_for(), ls_shield(), ls_as_completed() and ls_loop_run_until_complete().  Its
 * type's struct begins with an #LsAwaitable:
 *
 *   typedef struct { LsAwaitable awaitable; int minutes; } Egg;
 *
 *   static LsValue
 *   egg_await (gpointer self, GError **error)
 *   {
 *     LS_TRY (ls_sleep (((Egg *) self)->minutes * 60, error));
 *     return LS_STR ("hard");
 *   }
 *
 *   static const LsAwaitableClass egg_class = { .await = egg_await };
 *
 *   Egg *egg = ls_awaitable_new (&egg_class, sizeof (Egg));
 *
 * Unlike a coroutine, one can be awaited many times, each time anew.  It floats: what awaits it consumes it, unless it
 * was referenced before.
 *
 * asyncio: Python's "Awaitable Objects".
 */

/**
 * LsAwaitableClass:
 * @await: what awaiting one does; it may suspend, and its result is transferred
 * @finalize: (nullable): gives back what one holds, before it is freed
 *
 * A type of awaitables; lives as long as the program.
 */
typedef struct
{
  LsValue (*await)    (gpointer self, GError **error);
  void    (*finalize) (gpointer self);
} LsAwaitableClass;

struct _LsAwaitable
{
  /*< private >*/
  LsObject                base;
  const LsAwaitableClass *klass;
};

/**
 * ls_awaitable_new:
 * @klass: its type
 * @size: of its struct, in bytes, which begins with an #LsAwaitable; the rest is 0
 *
 * Never suspends.
 *
 * Returns: (transfer floating): an awaitable
 */
gpointer ls_awaitable_new       (const LsAwaitableClass *klass, gsize size) G_GNUC_MALLOC;

/**
 * ls_awaitable_ref:
 * @awaitable: an #LsAwaitable
 *
 * Takes another reference; of a floating one, the first.  Never suspends.
 *
 * Returns: (transfer full): @awaitable
 */
gpointer ls_awaitable_ref       (gpointer awaitable);

/**
 * ls_awaitable_unref:
 * @awaitable: an #LsAwaitable
 *
 * Gives a reference back; with the last one it is freed.  Never suspends.
 */
void     ls_awaitable_unref     (gpointer awaitable);

/**
 * ls_awaitable_value:
 * @awaitable: an #LsAwaitable, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue  ls_awaitable_value     (gpointer awaitable);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsAwaitable, ls_awaitable_unref)

G_END_DECLS
