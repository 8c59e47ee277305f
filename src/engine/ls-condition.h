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

/* Returns: (transfer full): a condition; `.lock = …`, `.name = "…"` */
#define ls_condition_new(...) ls_condition_new_with (&(const LsConditionOptions) { __VA_ARGS__ })
LsCondition *ls_condition_new_with   (const LsConditionOptions *options);

LsCondition *ls_condition_ref        (LsCondition *condition);
void         ls_condition_unref      (LsCondition *condition);
guint32      ls_condition_get_id     (LsCondition *condition);
LsLock      *ls_condition_get_lock   (LsCondition *condition);     /* (transfer none) */

/**
 * ls_condition_wait:
 * @condition: a condition whose lock is held
 * @error: return location: CancelledError, RuntimeError where the lock is not held
 *
 * Releases the lock, waits to be notified, and acquires it again: also where it was cancelled.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean     ls_condition_wait       (LsCondition *condition, GError **error);

/* Wakes as many as @n of those who wait; RuntimeError where the lock is not held. */
gboolean     ls_condition_notify     (LsCondition *condition, guint n, GError **error);
gboolean     ls_condition_notify_all (LsCondition *condition, GError **error);

LsValue      ls_condition_value      (LsCondition *condition);
LsCondition *ls_value_get_condition  (LsValue value);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsCondition, ls_condition_unref)

G_END_DECLS
