/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsLock:
 *
 * A lock between tasks of one loop: those who wait for it get it in the order of asking.
 *
 *   LS_WITH_LOCK (lock, error)
 *     {
 *       LS_TRY (ls_sleep (1, error));
 *     }
 *   LS_TRY (*error == NULL);
 *
 * asyncio: Lock.
 */
typedef struct _LsLock LsLock;

/* The keyword arguments of Lock(): a name for the window. */
typedef struct { const char *name; } LsLockOptions;

/**
 * ls_lock_new:
 * @...: keyword arguments: `.name = "…"`
 *
 * Never suspends.  asyncio: "Synchronization Primitives", Lock().
 *
 * Returns: (transfer full): an unlocked lock
 */
#define ls_lock_new(...) ls_lock_new_with (&(const LsLockOptions) { __VA_ARGS__ })

/**
 * ls_lock_new_with:
 * @options: the keyword arguments, copied
 *
 * What ls_lock_new() expands to.
 *
 * Returns: (transfer full): an unlocked lock
 */
LsLock   *ls_lock_new_with      (const LsLockOptions *options);

/**
 * ls_lock_ref:
 * @lock: a lock
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @lock
 */
LsLock   *ls_lock_ref           (LsLock *lock);

/**
 * ls_lock_unref:
 * @lock: a lock
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void      ls_lock_unref         (LsLock *lock);

/**
 * ls_lock_get_id:
 * @lock: a lock
 *
 * Returns: its number, under which traces and the window know it
 */
guint32   ls_lock_get_id        (LsLock *lock);

/**
 * ls_lock_locked:
 * @lock: a lock
 *
 * Returns: whether somebody has it
 */
gboolean  ls_lock_locked        (LsLock *lock);

/**
 * ls_lock_acquire:
 * @lock: a lock
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Takes the lock.  May suspend: only where another has it, or others wait already.  asyncio:
 * "Synchronization Primitives", Lock.acquire().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_lock_acquire       (LsLock *lock, GError **error);

/**
 * ls_lock_release:
 * @lock: a lock
 * @error: return location: RuntimeError where nobody has it
 *
 * Lets it go, and wakes the first who waits; it is free until that one runs.  Never suspends.
 * asyncio: "Synchronization Primitives", Lock.release().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_lock_release       (LsLock *lock, GError **error);

/**
 * ls_lock_acquire_coro:
 * @lock: a lock, referenced
 *
 * ls_lock_acquire() as a coroutine object, for ls_wait_for() and ls_create_task(): its result is
 * True.  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro   *ls_lock_acquire_coro  (LsLock *lock);

/**
 * ls_lock_value:
 * @lock: a lock, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue   ls_lock_value         (LsLock *lock);

/**
 * ls_value_get_lock:
 * @value: a value that holds a lock
 *
 * Returns: (transfer none): the lock, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsLock   *ls_value_get_lock     (LsValue value);

/**
 * LS_WITH_LOCK:
 * @lock: a lock, referenced for the block
 * @error: where the coroutine's exceptions go, not %NULL: CancelledError; RuntimeError outside of
 *   a task, or where the lock is not held at the block's end
 *
 * Stands before a block of a coroutine: `async with lock`.  The block is left out where the lock
 * was not acquired, and may be left by any way but longjmp().  May suspend, before the block.
 * asyncio: "Synchronization Primitives", Lock.
 */
#define LS_WITH_LOCK(lock, error) \
  LS_WITH_LOCK_AS (G_PASTE (ls_lock_, __LINE__), G_PASTE (ls_once_, __LINE__), (lock), (error))

/**
 * LS_WITH_LOCK_AS:
 * @scope: the name of the variable that is the scope
 * @once: the name of the variable that runs the block once
 * @lock: a lock
 * @error: where the coroutine's exceptions go
 *
 * What LS_WITH_LOCK() expands to.
 */
#define LS_WITH_LOCK_AS(scope, once, lock, error)                                              \
  for (LsLockScope scope __attribute__ ((cleanup (ls_lock_leave))) = { (lock), (error) },      \
                   *once = ls_lock_enter (&scope);                                             \
       once != NULL; once = NULL)

typedef struct { LsLock *lock; GError **error; } LsLockScope;

/**
 * ls_lock_enter:
 * @scope: a lock and where exceptions go
 *
 * What LS_WITH_LOCK() calls before its block.  May suspend.
 *
 * Returns: (transfer none) (nullable): @scope, %NULL when an exception was raised
 */
LsLockScope *ls_lock_enter      (LsLockScope *scope);

/**
 * ls_lock_leave:
 * @scope: a scope
 *
 * What LS_WITH_LOCK() calls wherever its block is left: releases the lock, if it was acquired.
 * RuntimeError takes the place of the block's exception where the lock is not held.  Never
 * suspends.
 */
void         ls_lock_leave      (LsLockScope *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsLock, ls_lock_unref)

G_END_DECLS
