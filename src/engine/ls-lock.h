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
 * Returns: (transfer full): an unlocked lock
 */
#define ls_lock_new(...) ls_lock_new_with (&(const LsLockOptions) { __VA_ARGS__ })
LsLock   *ls_lock_new_with      (const LsLockOptions *options);

LsLock   *ls_lock_ref           (LsLock *lock);
void      ls_lock_unref         (LsLock *lock);
guint32   ls_lock_get_id        (LsLock *lock);
gboolean  ls_lock_locked        (LsLock *lock);

/**
 * ls_lock_acquire:
 * @lock: a lock
 * @error: return location: CancelledError
 *
 * Takes the lock.  Suspends only where another has it, or others wait already.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_lock_acquire       (LsLock *lock, GError **error);

/* Lets it go, and wakes the first who waits; it is free until that one runs.  RuntimeError where nobody has it. */
gboolean  ls_lock_release       (LsLock *lock, GError **error);

/* acquire() as a coroutine object, for ls_wait_for().  (transfer floating) */
LsCoro   *ls_lock_acquire_coro  (LsLock *lock);

LsValue   ls_lock_value         (LsLock *lock);
LsLock   *ls_value_get_lock     (LsValue value);

/*
 * async with lock, in a coroutine whose exceptions go to @error: the block is left out where the lock was not
 * acquired, and may be left by any way but longjmp().
 */
#define LS_WITH_LOCK(lock, error) \
  LS_WITH_LOCK_AS (G_PASTE (ls_lock_, __LINE__), G_PASTE (ls_once_, __LINE__), (lock), (error))
#define LS_WITH_LOCK_AS(scope, once, lock, error)                                              \
  for (LsLockScope scope __attribute__ ((cleanup (ls_lock_leave))) = { (lock), (error) },      \
                   *once = ls_lock_enter (&scope);                                             \
       once != NULL; once = NULL)

typedef struct { LsLock *lock; GError **error; } LsLockScope;

LsLockScope *ls_lock_enter      (LsLockScope *scope);
void         ls_lock_leave      (LsLockScope *scope);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsLock, ls_lock_unref)

G_END_DECLS
