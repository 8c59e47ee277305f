/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-event.h"

#include "ls-coro-private.h"
#include "ls-sync-private.h"

/* Its value is 1 while it is set.  To the tracer set() is a release, and clear() takes that back. */
struct _LsEvent { LsSync sync; };

LsEvent *
ls_event_new_with (const LsEventOptions *options)
{
  return ls_sync_new (sizeof (LsEvent), LS_SYNC_EVENT, options->name, 0, LS_CALLER);
}

LsEvent *
ls_event_ref (LsEvent *event)
{
  g_return_val_if_fail (ls_sync_is (event, LS_SYNC_EVENT), NULL);
  return ls_object_ref (event);
}

void
ls_event_unref (LsEvent *event)
{
  g_return_if_fail (ls_sync_is (event, LS_SYNC_EVENT));
  ls_sync_unref (&event->sync);
}

guint32
ls_event_get_id (LsEvent *event)
{
  g_return_val_if_fail (ls_sync_is (event, LS_SYNC_EVENT), 0);
  return event->sync.id;
}

gboolean
ls_event_is_set (LsEvent *event)
{
  g_return_val_if_fail (ls_sync_is (event, LS_SYNC_EVENT), FALSE);
  return event->sync.value != 0;
}

void
ls_event_set (LsEvent *event)
{
  g_return_if_fail (ls_sync_is (event, LS_SYNC_EVENT));

  if (ls_event_is_set (event))
    return;
  event->sync.value = 1;
  ls_sync_tell_released (&event->sync, LS_CALLER);
  for (LsParked *parked = event->sync.parking.first; parked != NULL; parked = parked->next)
    if (parked->future.state == LS_FUTURE_PENDING)
      ls_sync_wake (&event->sync, parked, LS_BOOL (TRUE));
}

void
ls_event_clear (LsEvent *event)
{
  g_return_if_fail (ls_sync_is (event, LS_SYNC_EVENT));

  if (!ls_event_is_set (event))
    return;
  event->sync.value = 0;
  ls_sync_tell_acquired (&event->sync, LS_CALLER);
}

static gboolean
wait_from (LsEvent *self, gconstpointer site, GError **error)
{
  return ls_event_is_set (self) || ls_sync_park (&self->sync, LS_WAIT_EVENT, NULL, site, error);
}

gboolean
ls_event_wait (LsEvent *event, GError **error)
{
  g_return_val_if_fail (ls_sync_is (event, LS_SYNC_EVENT), FALSE);
  return wait_from (event, LS_CALLER, error);
}

static LsValue
wait_body (const LsValue *args, GError **error)
{
  return LS_BOOL (wait_from (ls_value_get_event (args[0]), NULL, error));
}

LsCoro *
ls_event_wait_coro (LsEvent *event)
{
  return ls_coro_new_from ("wait", wait_body, LS_ARGS (ls_event_value (event)), LS_CALLER);
}

LsValue
ls_event_value (LsEvent *event)
{
  return (LsValue) { .type = LS_VALUE_SYNC, .id = ls_event_get_id (event), .as.p = event };
}

LsEvent *
ls_value_get_event (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_SYNC && ls_sync_is (value.as.p, LS_SYNC_EVENT), NULL);
  return value.as.p;
}
