/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-condition.h"

#include "ls-lock-private.h"
#include "ls-sync-private.h"

struct _LsCondition
{
  LsSync  sync;
  LsLock *lock;            /* owned */
};

static void
finalize (LsSync *sync)
{
  ls_lock_unref (((LsCondition *) sync)->lock);
}

LsCondition *
ls_condition_new_with (const LsConditionOptions *options)
{
  LsLock *lock = options->lock != NULL ? ls_lock_ref (options->lock) : ls_lock_new_from (options->name, LS_CALLER);
  LsCondition *self = ls_sync_new (sizeof (LsCondition), LS_SYNC_CONDITION, options->name, 0, LS_CALLER);

  self->lock = lock;
  self->sync.finalize = finalize;
  return self;
}

LsCondition *
ls_condition_ref (LsCondition *condition)
{
  g_return_val_if_fail (ls_sync_is (condition, LS_SYNC_CONDITION), NULL);
  return ls_object_ref (condition);
}

void
ls_condition_unref (LsCondition *condition)
{
  g_return_if_fail (ls_sync_is (condition, LS_SYNC_CONDITION));
  ls_sync_unref (&condition->sync);
}

guint32
ls_condition_get_id (LsCondition *condition)
{
  g_return_val_if_fail (ls_sync_is (condition, LS_SYNC_CONDITION), 0);
  return condition->sync.id;
}

LsLock *
ls_condition_get_lock (LsCondition *condition)
{
  g_return_val_if_fail (ls_sync_is (condition, LS_SYNC_CONDITION), NULL);
  return condition->lock;
}

static gboolean
is_held (LsCondition *self, const char *message, GError **error)
{
  if (ls_lock_locked (self->lock))
    return TRUE;
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, message);
  return FALSE;
}

/* However often it is cancelled; the last of those is what is raised then. */
static gboolean
acquire_again (LsCondition *self, gconstpointer site, GError **error)
{
  gboolean was_cancelled = FALSE;
  GError *raised = NULL;

  while (!ls_lock_acquire_from (self->lock, site, &raised))
    {
      if (!ls_error_catch (&raised, LS_ERROR_CANCELLED))
        {
          g_propagate_error (error, raised);
          return FALSE;
        }
      was_cancelled = TRUE;
    }
  if (was_cancelled)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_CANCELLED, "");
  return !was_cancelled;
}

gboolean
ls_condition_wait (LsCondition *condition, GError **error)
{
  g_autoptr (LsCondition) self = NULL;
  g_autoptr (GError) raised = NULL;

  g_return_val_if_fail (ls_sync_is (condition, LS_SYNC_CONDITION), FALSE);

  if (!is_held (condition, "cannot wait on un-acquired lock", error))
    return FALSE;
  self = ls_condition_ref (condition);
  ls_lock_release_from (self->lock, LS_CALLER, NULL);
  ls_sync_park (&self->sync, LS_WAIT_CONDITION, NULL, LS_CALLER, &raised);
  if (!acquire_again (self, LS_CALLER, error))
    return FALSE;
  if (raised == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&raised));
  return FALSE;
}

/* As in 3.11, one that is woken and then cancelled has used its notification up. */
gboolean
ls_condition_notify (LsCondition *condition, guint n, GError **error)
{
  LsParked *parked;

  g_return_val_if_fail (ls_sync_is (condition, LS_SYNC_CONDITION), FALSE);

  if (!is_held (condition, "cannot notify on un-acquired lock", error))
    return FALSE;
  for (; n > 0 && (parked = ls_parking_find_pending (&condition->sync.parking)) != NULL; n--)
    ls_sync_wake (&condition->sync, parked, LS_BOOL (FALSE));
  return TRUE;
}

gboolean
ls_condition_notify_all (LsCondition *condition, GError **error)
{
  return ls_condition_notify (condition, G_MAXUINT, error);
}

LsValue
ls_condition_value (LsCondition *condition)
{
  return (LsValue) { .type = LS_VALUE_SYNC, .id = ls_condition_get_id (condition), .as.p = condition };
}

LsCondition *
ls_value_get_condition (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_SYNC && ls_sync_is (value.as.p, LS_SYNC_CONDITION), NULL);
  return value.as.p;
}
