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
 * The bounded one refuses, with ValueError, to be given back more than it had.
 *
 * Returns: (transfer full): a semaphore
 */
#define ls_semaphore_new(value, ...) \
  ls_semaphore_new_with ((value), FALSE, &(const LsSemaphoreOptions) { __VA_ARGS__ })
#define ls_bounded_semaphore_new(value, ...) \
  ls_semaphore_new_with ((value), TRUE, &(const LsSemaphoreOptions) { __VA_ARGS__ })
LsSemaphore *ls_semaphore_new_with     (gint64 value, gboolean is_bounded, const LsSemaphoreOptions *options);

LsSemaphore *ls_semaphore_ref          (LsSemaphore *semaphore);
void         ls_semaphore_unref        (LsSemaphore *semaphore);
guint32      ls_semaphore_get_id       (LsSemaphore *semaphore);

/* Whether acquire() would suspend. */
gboolean     ls_semaphore_locked       (LsSemaphore *semaphore);

/* Takes a permit; suspends only where there is none, or others wait already.  FALSE when CancelledError was raised. */
gboolean     ls_semaphore_acquire      (LsSemaphore *semaphore, GError **error);

/* Gives one back, and it to the first who waits. */
gboolean     ls_semaphore_release      (LsSemaphore *semaphore, GError **error);

/* acquire() as a coroutine object, for ls_wait_for().  (transfer floating) */
LsCoro      *ls_semaphore_acquire_coro (LsSemaphore *semaphore);

LsValue      ls_semaphore_value        (LsSemaphore *semaphore);
LsSemaphore *ls_value_get_semaphore    (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsSemaphore, ls_semaphore_unref)

G_END_DECLS
