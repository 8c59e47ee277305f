/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsSemaphore:
 *
 * A number of permits, which tasks take and give back; those who wait get theirs in the order of asking.
 *
 * asyncio: Semaphore, BoundedSemaphore.
 */
typedef struct _LsSemaphore LsSemaphore;

/* The keyword arguments: a name for the window. */
typedef struct { const char *name; } LsSemaphoreOptions;

/**
 * ls_semaphore_new:
 * @value: permits at the beginning, 0 or more
 * @...: keyword arguments: `.name = "…"`
 *
 * Never suspends.  asyncio: "Synchronization Primitives", Semaphore().
 *
 * Returns: (transfer full): a semaphore
 */
#define ls_semaphore_new(value, ...) \
  ls_semaphore_new_with ((value), FALSE, &(const LsSemaphoreOptions) { __VA_ARGS__ })

/**
 * ls_bounded_semaphore_new:
 * @value: permits at the beginning, 0 or more
 * @...: keyword arguments: `.name = "…"`
 *
 * A semaphore that refuses, with ValueError, to be given back more than it had.  Never suspends.
 * asyncio: "Synchronization Primitives", BoundedSemaphore().
 *
 * Returns: (transfer full): a semaphore
 */
#define ls_bounded_semaphore_new(value, ...) \
  ls_semaphore_new_with ((value), TRUE, &(const LsSemaphoreOptions) { __VA_ARGS__ })

/**
 * ls_semaphore_new_with:
 * @value: permits at the beginning, 0 or more
 * @is_bounded: whether it refuses to be given back more than it had
 * @options: the keyword arguments, copied
 *
 * What ls_semaphore_new() and ls_bounded_semaphore_new() expand to.
 *
 * Returns: (transfer full): a semaphore
 */
LsSemaphore *ls_semaphore_new_with     (gint64 value, gboolean is_bounded, const LsSemaphoreOptions *options);

/**
 * ls_semaphore_ref:
 * @semaphore: a semaphore
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @semaphore
 */
LsSemaphore *ls_semaphore_ref          (LsSemaphore *semaphore);

/**
 * ls_semaphore_unref:
 * @semaphore: a semaphore
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void         ls_semaphore_unref        (LsSemaphore *semaphore);

/**
 * ls_semaphore_get_id:
 * @semaphore: a semaphore
 *
 * Returns: its number, under which traces and the window know it
 */
guint32      ls_semaphore_get_id       (LsSemaphore *semaphore);

/**
 * ls_semaphore_locked:
 * @semaphore: a semaphore
 *
 * Returns: whether ls_semaphore_acquire() would suspend
 */
gboolean     ls_semaphore_locked       (LsSemaphore *semaphore);

/**
 * ls_semaphore_acquire:
 * @semaphore: a semaphore
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Takes a permit.  May suspend: only where there is none, or others wait already.  asyncio:
 * "Synchronization Primitives", Semaphore.acquire().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean     ls_semaphore_acquire      (LsSemaphore *semaphore, GError **error);

/**
 * ls_semaphore_release:
 * @semaphore: a semaphore
 * @error: return location: ValueError where a bounded one would have more permits than at first
 *
 * Gives a permit back, and it to the first who waits.  Never suspends.  asyncio: "Synchronization
 * Primitives", Semaphore.release().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean     ls_semaphore_release      (LsSemaphore *semaphore, GError **error);

/**
 * ls_semaphore_acquire_coro:
 * @semaphore: a semaphore, referenced
 *
 * ls_semaphore_acquire() as a coroutine object, for ls_wait_for() and ls_create_task(): its result
 * is True.  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro      *ls_semaphore_acquire_coro (LsSemaphore *semaphore);

/**
 * ls_semaphore_value:
 * @semaphore: a semaphore, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue      ls_semaphore_value        (LsSemaphore *semaphore);

/**
 * ls_value_get_semaphore:
 * @value: a value that holds a semaphore
 *
 * Returns: (transfer none): the semaphore, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsSemaphore *ls_value_get_semaphore    (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsSemaphore, ls_semaphore_unref)

G_END_DECLS
