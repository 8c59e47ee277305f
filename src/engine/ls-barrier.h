/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsBarrier:
 *
 * Where a number of tasks wait for one another: all go on once the last of them has come.  Then it fills anew.
 *
 * asyncio: Barrier.
 */
typedef struct _LsBarrier LsBarrier;

/* The keyword arguments of Barrier(): a name for the window. */
typedef struct { const char *name; } LsBarrierOptions;

/**
 * ls_barrier_new:
 * @parties: how many tasks wait for one another, above 0
 * @...: keyword arguments: `.name = "…"`
 *
 * Never suspends.  asyncio: "Synchronization Primitives", Barrier().
 *
 * Returns: (transfer full): a barrier at which nobody waits
 */
#define ls_barrier_new(parties, ...) ls_barrier_new_with ((parties), &(const LsBarrierOptions) { __VA_ARGS__ })

/**
 * ls_barrier_new_with:
 * @parties: how many tasks wait for one another, above 0
 * @options: the keyword arguments, copied
 *
 * What ls_barrier_new() expands to.
 *
 * Returns: (transfer full): a barrier at which nobody waits
 */
LsBarrier *ls_barrier_new_with     (guint parties, const LsBarrierOptions *options);

/**
 * ls_barrier_ref:
 * @barrier: a barrier
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @barrier
 */
LsBarrier *ls_barrier_ref          (LsBarrier *barrier);

/**
 * ls_barrier_unref:
 * @barrier: a barrier
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void       ls_barrier_unref        (LsBarrier *barrier);

/**
 * ls_barrier_get_id:
 * @barrier: a barrier
 *
 * Returns: its number, under which traces and the window know it
 */
guint32    ls_barrier_get_id       (LsBarrier *barrier);

/**
 * ls_barrier_get_parties:
 * @barrier: a barrier
 *
 * asyncio: "Synchronization Primitives", Barrier.parties.
 *
 * Returns: how many tasks wait for one another
 */
guint      ls_barrier_get_parties  (LsBarrier *barrier);

/**
 * ls_barrier_get_n_waiting:
 * @barrier: a barrier
 *
 * asyncio: "Synchronization Primitives", Barrier.n_waiting.
 *
 * Returns: how many have come so far, while it fills
 */
guint      ls_barrier_get_n_waiting (LsBarrier *barrier);

/**
 * ls_barrier_is_broken:
 * @barrier: a barrier
 *
 * asyncio: "Synchronization Primitives", Barrier.broken.
 *
 * Returns: whether ls_barrier_abort() was called, and not ls_barrier_reset() since
 */
gboolean   ls_barrier_is_broken    (LsBarrier *barrier);

/**
 * ls_barrier_wait:
 * @barrier: a barrier
 * @error: return location: BrokenBarrierError where the barrier is broken, or is aborted or reset meanwhile;
 *   CancelledError; RuntimeError outside of a task
 *
 * Waits until all have come.  Who comes while others are still leaving waits for that first.  May suspend: not where
 * the caller is the last to come.  asyncio: "Synchronization Primitives", Barrier.wait(), also as `async with`.
 *
 * Returns: as the how-manieth the caller came, from 0; -1 when an exception was raised
 */
int        ls_barrier_wait         (LsBarrier *barrier, GError **error);

/**
 * ls_barrier_wait_coro:
 * @barrier: a barrier, referenced
 *
 * ls_barrier_wait() as a coroutine object, for ls_wait_for() and ls_create_task(): its result is the same number.
 * Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro    *ls_barrier_wait_coro    (LsBarrier *barrier);

/**
 * ls_barrier_reset:
 * @barrier: a barrier
 *
 * Makes it as it was when it was new; BrokenBarrierError is raised in those who wait.  Never suspends.  asyncio:
 * "Synchronization Primitives", Barrier.reset().
 */
void       ls_barrier_reset        (LsBarrier *barrier);

/**
 * ls_barrier_abort:
 * @barrier: a barrier
 *
 * Breaks it: BrokenBarrierError is raised in those who wait, and in who comes from now on.  Never suspends.
 * asyncio: "Synchronization Primitives", Barrier.abort().
 */
void       ls_barrier_abort        (LsBarrier *barrier);

/**
 * ls_barrier_value:
 * @barrier: a barrier, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue    ls_barrier_value        (LsBarrier *barrier);

/**
 * ls_value_get_barrier:
 * @value: a value that holds a barrier
 *
 * Returns: (transfer none): the barrier, lent while the value lives; %NULL, and a critical, where it holds
 *   something else
 */
LsBarrier *ls_value_get_barrier    (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsBarrier, ls_barrier_unref)

G_END_DECLS
