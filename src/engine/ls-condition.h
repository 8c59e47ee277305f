/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-lock.h"

G_BEGIN_DECLS

/**
 * LsCondition:
 *
 * Where tasks that have a lock wait, without it, to be told of a change.
 *
 *   LS_WITH_LOCK (ls_condition_get_lock (condition), error)
 *     LS_TRY (ls_condition_wait (condition, error));
 *
 * asyncio: Condition.
 */
typedef struct _LsCondition LsCondition;

/* The keyword arguments of Condition(): a lock instead of one of its own, and a name for the window. */
typedef struct
{
  LsLock     *lock;
  const char *name;
} LsConditionOptions;

/**
 * ls_condition_new:
 * @...: keyword arguments: `.lock = …` (a lock to use instead of one of its own, referenced),
 *   `.name = "…"`
 *
 * Never suspends.  asyncio: "Synchronization Primitives", Condition().
 *
 * Returns: (transfer full): a condition
 */
#define ls_condition_new(...) ls_condition_new_with (&(const LsConditionOptions) { __VA_ARGS__ })

/**
 * ls_condition_new_with:
 * @options: the keyword arguments, copied
 *
 * What ls_condition_new() expands to.
 *
 * Returns: (transfer full): a condition
 */
LsCondition *ls_condition_new_with   (const LsConditionOptions *options);

/**
 * ls_condition_ref:
 * @condition: a condition
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @condition
 */
LsCondition *ls_condition_ref        (LsCondition *condition);

/**
 * ls_condition_unref:
 * @condition: a condition
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void         ls_condition_unref      (LsCondition *condition);

/**
 * ls_condition_get_id:
 * @condition: a condition
 *
 * Returns: its number, under which traces and the window know it
 */
guint32      ls_condition_get_id     (LsCondition *condition);

/**
 * ls_condition_get_lock:
 * @condition: a condition
 *
 * Returns: (transfer none): its lock
 */
LsLock      *ls_condition_get_lock   (LsCondition *condition);

/**
 * ls_condition_wait:
 * @condition: a condition whose lock is held
 * @error: return location: CancelledError; RuntimeError where the lock is not held, or outside of
 *   a task
 *
 * Releases the lock, waits to be notified, and acquires it again: also where it was cancelled.  May
 * suspend.  asyncio: "Synchronization Primitives", Condition.wait().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean     ls_condition_wait       (LsCondition *condition, GError **error);

/**
 * ls_condition_notify:
 * @condition: a condition whose lock is held
 * @n: how many tasks to wake at most
 * @error: return location: RuntimeError where the lock is not held
 *
 * Wakes as many as @n of those who wait, in the order of waiting; they go on once they have the
 * lock.  Never suspends.  asyncio: "Synchronization Primitives", Condition.notify().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean     ls_condition_notify     (LsCondition *condition, guint n, GError **error);

/**
 * ls_condition_notify_all:
 * @condition: a condition whose lock is held
 * @error: return location: RuntimeError where the lock is not held
 *
 * Wakes all who wait.  Never suspends.  asyncio: "Synchronization Primitives",
 * Condition.notify_all().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean     ls_condition_notify_all (LsCondition *condition, GError **error);

/**
 * ls_condition_value:
 * @condition: a condition, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue      ls_condition_value      (LsCondition *condition);

/**
 * ls_value_get_condition:
 * @value: a value that holds a condition
 *
 * Returns: (transfer none): the condition, lent while the value lives; %NULL, and a critical,
 *   where it holds something else
 */
LsCondition *ls_value_get_condition  (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsCondition, ls_condition_unref)

G_END_DECLS
