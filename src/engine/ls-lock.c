/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-lock-private.h"

#include "ls-coro-private.h"
#include "ls-sync-private.h"
#include "ls-tracer.h"

/* Its value is 1 while it is free, but it goes to nobody else once somebody was woken for it. */
struct _LsLock { LsSync sync; };

LsLock *
ls_lock_new_from (const char *name, gconstpointer site)
{
  return ls_sync_new (sizeof (LsLock), LS_SYNC_LOCK, name, 1, site);
}

LsLock *
ls_lock_new_with (const LsLockOptions *options)
{
  return ls_lock_new_from (options->name, LS_CALLER);
}

LsLock *
ls_lock_ref (LsLock *lock)
{
  g_return_val_if_fail (ls_sync_is (lock, LS_SYNC_LOCK), NULL);
  return ls_object_ref (lock);
}

void
ls_lock_unref (LsLock *lock)
{
  g_return_if_fail (ls_sync_is (lock, LS_SYNC_LOCK));
  ls_sync_unref (&lock->sync);
}

guint32
ls_lock_get_id (LsLock *lock)
{
  g_return_val_if_fail (ls_sync_is (lock, LS_SYNC_LOCK), 0);
  return lock->sync.id;
}

gboolean
ls_lock_locked (LsLock *lock)
{
  g_return_val_if_fail (ls_sync_is (lock, LS_SYNC_LOCK), FALSE);
  return lock->sync.value == 0;
}

/* One that is done will run: it takes the lock then, or, cancelled, comes here again. */
static void
wake_up_first (LsLock *self)
{
  LsParked *first = self->sync.parking.first;

  if (first != NULL && first->future.state == LS_FUTURE_PENDING)
    ls_sync_wake (&self->sync, first, LS_BOOL (TRUE));
}

static void
take (LsLock *self, gconstpointer site)
{
  self->sync.value = 0;
  self->sync.holder = ls_tracer_clock.task;
  ls_sync_tell_acquired (&self->sync, site);
}

gboolean
ls_lock_acquire_from (LsLock *self, gconstpointer site, GError **error)
{
  GError *raised = NULL;

  if (!ls_lock_locked (self) && !ls_parking_is_waited_at (&self->sync.parking))
    {
      take (self, site);
      return TRUE;
    }
  if (ls_sync_park (&self->sync, LS_WAIT_LOCK, NULL, site, &raised))
    {
      take (self, site);
      return TRUE;
    }
  if (ls_error_is_cancelled (raised) && !ls_lock_locked (self))
    wake_up_first (self);
  g_propagate_error (error, raised);
  return FALSE;
}

gboolean
ls_lock_release_from (LsLock *self, gconstpointer site, GError **error)
{
  if (!ls_lock_locked (self))
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "Lock is not acquired.");
      return FALSE;
    }
  self->sync.value = 1;
  self->sync.holder = 0;
  ls_sync_tell_released (&self->sync, site);
  wake_up_first (self);
  return TRUE;
}

gboolean
ls_lock_acquire (LsLock *lock, GError **error)
{
  g_return_val_if_fail (ls_sync_is (lock, LS_SYNC_LOCK), FALSE);
  return ls_lock_acquire_from (lock, LS_CALLER, error);
}

gboolean
ls_lock_release (LsLock *lock, GError **error)
{
  g_return_val_if_fail (ls_sync_is (lock, LS_SYNC_LOCK), FALSE);
  return ls_lock_release_from (lock, LS_CALLER, error);
}

static LsValue
acquire_body (const LsValue *args, GError **error)
{
  return LS_BOOL (ls_lock_acquire_from (ls_value_get_lock (args[0]), NULL, error));
}

LsCoro *
ls_lock_acquire_coro (LsLock *lock)
{
  return ls_coro_new_from ("acquire", acquire_body, LS_ARGS (ls_lock_value (lock)), LS_CALLER);
}

LsValue
ls_lock_value (LsLock *lock)
{
  return (LsValue) { .type = LS_VALUE_SYNC, .id = ls_lock_get_id (lock), .as.p = lock };
}

LsLock *
ls_value_get_lock (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_SYNC && ls_sync_is (value.as.p, LS_SYNC_LOCK), NULL);
  return value.as.p;
}

LsLockScope *
ls_lock_enter (LsLockScope *scope)
{
  g_return_val_if_fail (ls_sync_is (scope->lock, LS_SYNC_LOCK), NULL);

  if (ls_lock_acquire_from (scope->lock, LS_CALLER, scope->error))
    {
      ls_object_ref (scope->lock);
      return scope;
    }
  scope->lock = NULL;
  return NULL;
}

/* As in Python, that it is not held is raised in place of what came out of the block. */
void
ls_lock_leave (LsLockScope *scope)
{
  GError *raised = NULL;

  if (scope->lock == NULL)
    return;
  if (!ls_lock_release_from (scope->lock, LS_CALLER, &raised))
    {
      g_clear_error (scope->error);
      g_propagate_error (scope->error, raised);
    }
  ls_lock_unref (scope->lock);
}
