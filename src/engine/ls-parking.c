/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-parking-private.h"

#include "ls-loop-private.h"

gboolean
ls_parking_enter (LsParking *self, LsParked *parked, LsFutureKind kind, guint32 object,
                  gconstpointer site, GError **error)
{
  parked->task = ls_task_require (error);
  if (parked->task == NULL)
    return FALSE;
  ls_future_enter (&parked->future, kind, object, site);
  parked->previous = self->last;
  parked->next = NULL;
  *(self->last != NULL ? &self->last->next : &self->first) = parked;
  self->last = parked;
  parked->linked = TRUE;
  return TRUE;
}

void
ls_parking_unlink (LsParking *self, LsParked *parked)
{
  if (!parked->linked)
    return;
  *(parked->previous != NULL ? &parked->previous->next : &self->first) = parked->next;
  *(parked->next != NULL ? &parked->next->previous : &self->last) = parked->previous;
  parked->linked = FALSE;
}

void
ls_parking_leave (LsParking *self, LsParked *parked)
{
  ls_parking_unlink (self, parked);
  ls_future_leave (&parked->future);
}

LsParked *
ls_parking_find_pending (const LsParking *self)
{
  for (LsParked *parked = self->first; parked != NULL; parked = parked->next)
    if (parked->future.state == LS_FUTURE_PENDING)
      return parked;
  return NULL;
}

gboolean
ls_parking_is_waited_at (const LsParking *self)
{
  for (LsParked *parked = self->first; parked != NULL; parked = parked->next)
    if (parked->future.state != LS_FUTURE_CANCELLED)
      return TRUE;
  return FALSE;
}
