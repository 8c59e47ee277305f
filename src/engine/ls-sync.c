/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-sync-private.h"

#include "ls-loop-private.h"
#include "ls-tracer.h"

static __thread LsSync *first_sync LS_FAST_TLS;
static __thread LsSync *last_sync LS_FAST_TLS;

gpointer
ls_sync_new (gsize size, LsSyncKind kind, const char *name, gint64 value, gconstpointer site)
{
  LsSync *self = g_malloc0 (size);

  self->base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_SYNC);
  self->kind = kind;
  self->id = LS_NEXT_ID (sync);
  self->value = value;
  self->name = g_strdup (name);
  self->previous = last_sync;
  *(last_sync != NULL ? &last_sync->next : &first_sync) = self;
  last_sync = self;
  LS_TRACE (sync_created, self->id, kind, self->name, value, site);
  return self;
}

void
ls_sync_unref (LsSync *self)
{
  if (!ls_object_drop (self))
    return;
  *(self->previous != NULL ? &self->previous->next : &first_sync) = self->next;
  *(self->next != NULL ? &self->next->previous : &last_sync) = self->previous;
  if (self->finalize != NULL)
    self->finalize (self);
  g_free (self->name);
  self->base.magic = 0;
  g_free (self);
}

gboolean
ls_sync_park (LsSync *self, LsWaitKind wait, gboolean *was_woken, gconstpointer site, GError **error)
{
  LsParked parked;
  gboolean ended;

  if (!ls_parking_enter (&self->parking, &parked, LS_FUTURE_SYNC, self->id, site, error))
    return FALSE;
  ls_object_hold (self);
  LS_TRACE (sync_parked, self->id, parked.task->future.id, parked.future.id);
  ended = ls_task_wait (parked.task, &parked.future, wait, self->id, site, error);
  if (was_woken != NULL)
    *was_woken = parked.future.state == LS_FUTURE_FINISHED;
  ls_parking_leave (&self->parking, &parked);
  ls_sync_unref (self);
  return ended;
}

void
ls_sync_wake (LsSync *self, LsParked *parked, LsValue result)
{
  LS_TRACE (sync_woken, self->id, parked->task->future.id, parked->future.id);
  ls_future_resolve (&parked->future, result);
}

void
ls_sync_tell_acquired (LsSync *self, gconstpointer site)
{
  LS_TRACE (sync_acquired, self->id, ls_tracer_clock.task, self->value, site);
}

void
ls_sync_tell_released (LsSync *self, gconstpointer site)
{
  LS_TRACE (sync_released, self->id, ls_tracer_clock.task, self->value, site);
}

void
ls_sync_tell_all (void)
{
  for (LsSync *self = first_sync; self != NULL; self = self->next)
    {
      LS_TRACE (sync_created, self->id, self->kind, self->name, self->value, NULL);
      if (self->holder != 0)
        LS_TRACE (sync_acquired, self->id, self->holder, self->value, NULL);
    }
}

/* Who was woken stands in line no longer, who was cancelled does until its turn. */
void
ls_sync_tell_parked (void)
{
  for (LsSync *self = first_sync; self != NULL; self = self->next)
    for (LsParked *parked = self->parking.first; parked != NULL; parked = parked->next)
      if (parked->future.state != LS_FUTURE_FINISHED)
        LS_TRACE (sync_parked, self->id, parked->task->future.id, parked->future.id);
}
