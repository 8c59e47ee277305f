/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-semaphore.h"

#include "ls-coro-private.h"
#include "ls-sync-private.h"

/* A permit is taken for who waits as it is woken, not as it runs. */
struct _LsSemaphore
{
  LsSync sync;
  gint64 bound;
};

LsSemaphore *
ls_semaphore_new_with (gint64 value, gboolean is_bounded, const LsSemaphoreOptions *options)
{
  LsSemaphore *self;

  g_return_val_if_fail (value >= 0, NULL);

  self = ls_sync_new (sizeof (LsSemaphore), LS_SYNC_SEMAPHORE, options->name, value, LS_CALLER);
  self->bound = is_bounded ? value : G_MAXINT64;
  return self;
}

LsSemaphore *
ls_semaphore_ref (LsSemaphore *semaphore)
{
  g_return_val_if_fail (ls_sync_is (semaphore, LS_SYNC_SEMAPHORE), NULL);
  return ls_object_ref (semaphore);
}

void
ls_semaphore_unref (LsSemaphore *semaphore)
{
  g_return_if_fail (ls_sync_is (semaphore, LS_SYNC_SEMAPHORE));
  ls_sync_unref (&semaphore->sync);
}

guint32
ls_semaphore_get_id (LsSemaphore *semaphore)
{
  g_return_val_if_fail (ls_sync_is (semaphore, LS_SYNC_SEMAPHORE), 0);
  return semaphore->sync.id;
}

gboolean
ls_semaphore_locked (LsSemaphore *semaphore)
{
  g_return_val_if_fail (ls_sync_is (semaphore, LS_SYNC_SEMAPHORE), FALSE);
  return semaphore->sync.value == 0 || ls_parking_is_waited_at (&semaphore->sync.parking);
}

static void
wake_up_next (LsSemaphore *self)
{
  LsParked *next = ls_parking_find_pending (&self->sync.parking);

  if (next == NULL)
    return;
  self->sync.value--;
  ls_sync_wake (&self->sync, next, LS_BOOL (TRUE));
}

/* Parks; a permit that came with a cancel is given on. */
static gboolean
wait_for_permit (LsSemaphore *self, gconstpointer site, GError **error)
{
  GError *raised = NULL;
  gboolean was_woken = FALSE;

  if (ls_sync_park (&self->sync, LS_WAIT_SEMAPHORE, &was_woken, site, &raised))
    {
      ls_sync_tell_acquired (&self->sync, site);
      if (self->sync.value > 0)
        wake_up_next (self);
      return TRUE;
    }
  if (ls_error_is_cancelled (raised) && was_woken)
    {
      self->sync.value++;
      wake_up_next (self);
    }
  g_propagate_error (error, raised);
  return FALSE;
}

static gboolean
acquire_from (LsSemaphore *self, gconstpointer site, GError **error)
{
  if (ls_semaphore_locked (self))
    return wait_for_permit (self, site, error);
  self->sync.value--;
  ls_sync_tell_acquired (&self->sync, site);
  return TRUE;
}

gboolean
ls_semaphore_acquire (LsSemaphore *semaphore, GError **error)
{
  g_return_val_if_fail (ls_sync_is (semaphore, LS_SYNC_SEMAPHORE), FALSE);
  return acquire_from (semaphore, LS_CALLER, error);
}

gboolean
ls_semaphore_release (LsSemaphore *semaphore, GError **error)
{
  g_return_val_if_fail (ls_sync_is (semaphore, LS_SYNC_SEMAPHORE), FALSE);

  if (semaphore->sync.value >= semaphore->bound)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "BoundedSemaphore released too many times");
      return FALSE;
    }
  semaphore->sync.value++;
  ls_sync_tell_released (&semaphore->sync, LS_CALLER);
  wake_up_next (semaphore);
  return TRUE;
}

static LsValue
acquire_body (const LsValue *args, GError **error)
{
  return LS_BOOL (acquire_from (ls_value_get_semaphore (args[0]), NULL, error));
}

LsCoro *
ls_semaphore_acquire_coro (LsSemaphore *semaphore)
{
  return ls_coro_new_from ("acquire", acquire_body, LS_ARGS (ls_semaphore_value (semaphore)), LS_CALLER);
}

LsValue
ls_semaphore_value (LsSemaphore *semaphore)
{
  return (LsValue) { .type = LS_VALUE_SYNC, .id = ls_semaphore_get_id (semaphore), .as.p = semaphore };
}

LsSemaphore *
ls_value_get_semaphore (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_SYNC && ls_sync_is (value.as.p, LS_SYNC_SEMAPHORE), NULL);
  return value.as.p;
}
