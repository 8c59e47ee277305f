/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-barrier.h"

#include "ls-coro-private.h"
#include "ls-sync-private.h"

/* asyncio's names.  It drains, or resets, until all who were there when that began have left. */
typedef enum { FILLING, DRAINING, RESETTING, BROKEN } State;

/*
 * asyncio's stands on a Condition, whose lock nobody ever has to wait for: no task keeps it beyond its turn.  Here the
 * condition's line of tasks is enough.
 *
 * Its value is the number of parties, 0 while it is broken.  To the tracer it is released by who comes last and by
 * abort(); reset() takes the latter back.
 */
struct _LsBarrier
{
  LsSync sync;
  guint  parties;
  guint  count;        /* in wait(), but for those who came while it drained or was reset */
  State  state;
};

LsBarrier *
ls_barrier_new_with (guint parties, const LsBarrierOptions *options)
{
  LsBarrier *self;

  g_return_val_if_fail (parties > 0, NULL);

  self = ls_sync_new (sizeof (LsBarrier), LS_SYNC_BARRIER, options->name, parties, LS_CALLER);
  self->parties = parties;
  self->state = FILLING;
  return self;
}

LsBarrier *
ls_barrier_ref (LsBarrier *barrier)
{
  g_return_val_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER), NULL);
  return ls_object_ref (barrier);
}

void
ls_barrier_unref (LsBarrier *barrier)
{
  g_return_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER));
  ls_sync_unref (&barrier->sync);
}

guint32
ls_barrier_get_id (LsBarrier *barrier)
{
  g_return_val_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER), 0);
  return barrier->sync.id;
}

guint
ls_barrier_get_parties (LsBarrier *barrier)
{
  g_return_val_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER), 0);
  return barrier->parties;
}

guint
ls_barrier_get_n_waiting (LsBarrier *barrier)
{
  g_return_val_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER), 0);
  return barrier->state == FILLING ? barrier->count : 0;
}

gboolean
ls_barrier_is_broken (LsBarrier *barrier)
{
  g_return_val_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER), FALSE);
  return barrier->state == BROKEN;
}

static void
wake_all (LsBarrier *self)
{
  for (LsParked *parked = self->sync.parking.first; parked != NULL; parked = parked->next)
    if (parked->future.state == LS_FUTURE_PENDING)
      ls_sync_wake (&self->sync, parked, LS_BOOL (FALSE));
}

/* Who is woken looks at the state anew in its own turn, and may have to wait again. */
static gboolean
wait_while (LsBarrier *self, State state, State other, gconstpointer site, GError **error)
{
  while (self->state == state || self->state == other)
    if (!ls_sync_park (&self->sync, LS_WAIT_BARRIER, NULL, site, error))
      return FALSE;
  return TRUE;
}

static gboolean
is_whole (LsBarrier *self, gboolean is_inside, GError **error)
{
  if (self->state != BROKEN && !(is_inside && self->state == RESETTING))
    return TRUE;
  g_set_error_literal (error, LS_ERROR, LS_ERROR_BROKEN_BARRIER,
                       is_inside ? "Abort or reset of barrier" : "Barrier aborted");
  return FALSE;
}

/* The last of those who leave lets others in. */
static void
leave (LsBarrier *self)
{
  self->count--;
  if (self->count > 0)
    return;
  if (self->state == RESETTING || self->state == DRAINING)
    self->state = FILLING;
  wake_all (self);
}

static int
wait_inside (LsBarrier *self, gconstpointer site, GError **error)
{
  guint index = self->count++;
  gboolean passed = TRUE;

  if (index + 1 == self->parties)
    {
      self->state = DRAINING;
      ls_sync_tell_released (&self->sync, site);
      wake_all (self);
    }
  else
    passed = wait_while (self, FILLING, FILLING, site, error) && is_whole (self, TRUE, error);
  leave (self);
  return passed ? (int) index : -1;
}

static int
wait_from (LsBarrier *barrier, gconstpointer site, GError **error)
{
  g_autoptr (LsBarrier) self = ls_barrier_ref (barrier);

  if (!wait_while (self, DRAINING, RESETTING, site, error) || !is_whole (self, FALSE, error))
    return -1;
  return wait_inside (self, site, error);
}

int
ls_barrier_wait (LsBarrier *barrier, GError **error)
{
  g_return_val_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER), -1);
  return wait_from (barrier, LS_CALLER, error);
}

static LsValue
wait_body (const LsValue *args, GError **error)
{
  return LS_INT (wait_from (ls_value_get_barrier (args[0]), NULL, error));
}

LsCoro *
ls_barrier_wait_coro (LsBarrier *barrier)
{
  return ls_coro_new_from ("wait", wait_body, LS_ARGS (ls_barrier_value (barrier)), LS_CALLER);
}

void
ls_barrier_reset (LsBarrier *barrier)
{
  g_return_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER));

  barrier->state = barrier->count > 0 ? RESETTING : FILLING;
  if (barrier->sync.value == 0)
    {
      barrier->sync.value = barrier->parties;
      ls_sync_tell_acquired (&barrier->sync, LS_CALLER);
    }
  wake_all (barrier);
}

void
ls_barrier_abort (LsBarrier *barrier)
{
  g_return_if_fail (ls_sync_is (barrier, LS_SYNC_BARRIER));

  barrier->state = BROKEN;
  barrier->sync.value = 0;
  ls_sync_tell_released (&barrier->sync, LS_CALLER);
  wake_all (barrier);
}

LsValue
ls_barrier_value (LsBarrier *barrier)
{
  return (LsValue) { .type = LS_VALUE_SYNC, .id = ls_barrier_get_id (barrier), .as.p = barrier };
}

LsBarrier *
ls_value_get_barrier (LsValue value)
{
  g_return_val_if_fail (value.type == LS_VALUE_SYNC && ls_sync_is (value.as.p, LS_SYNC_BARRIER), NULL);
  return value.as.p;
}
