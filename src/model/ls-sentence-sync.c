/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>

/* What tasks do with locks and their like. */

/* Who waits first for it, and how many do.  One that was cancelled stands there until its turn, but waits no longer. */
static guint
count_waiting (LsTelling *telling, const LsLockState *lock, guint32 *first)
{
  guint n = 0;

  *first = 0;
  for (guint i = 0; lock != NULL && i < lock->waiting->len; i++)
    {
      const LsTaskState *task = ls_state_get_task (telling->state,
                                                   g_array_index (lock->waiting, guint32, i));

      if (task == NULL || task->status != LS_STATUS_WAITING)
        continue;
      if (n++ == 0)
        *first = task->id;
    }

  return n;
}

static gboolean
is_event (const LsLockState *lock)
{
  return lock != NULL && lock->kind == LS_SYNC_EVENT;
}

static gboolean
is_barrier (const LsLockState *lock)
{
  return lock != NULL && lock->kind == LS_SYNC_BARRIER;
}

void
ls_tell_sync_acquired (LsTelling *telling)
{
  const LsLockState *lock = ls_state_get_lock (telling->state, telling->rec->subject);
  g_autofree char *name = ls_model_get_sync_name (telling->model, telling->rec->subject);
  guint32 first;
  guint n = count_waiting (telling, lock, &first);

  telling->about = telling->rec->a;
  telling->what = g_strdup_printf (is_event (lock)     ? _("%1$s clears %2$s.")
                                   : is_barrier (lock) ? _("%1$s makes %2$s whole again.")
                                                       : _("%1$s acquires %2$s."),
                                   ls_tell_name (telling, telling->rec->a), name);
  if (n > 0 && !is_event (lock) && !is_barrier (lock))
    telling->why = g_strdup_printf (ngettext ("%u task waits for it.", "%u tasks wait for it.", n),
                                    n);
}

/* A barrier is released by who comes last; broken, it has no parties any more. */
static void
tell_barrier_released (LsTelling *telling, const LsLockState *barrier, const char *name, guint n)
{
  const char *task = ls_tell_name (telling, telling->rec->a);

  if (barrier->value == 0)
    {
      telling->what = g_strdup_printf (_("%1$s breaks %2$s."), task, name);
      telling->why = g_strdup (_("Who waits there, and who comes from now on, gets a "
                                 "BrokenBarrierError."));
      return;
    }
  telling->what = g_strdup_printf (_("%1$s is the last to come to %2$s."), task, name);
  if (n > 0)
    telling->why = g_strdup_printf (ngettext ("%u task waits there and is woken.",
                                              "%u tasks wait there, and all are woken.", n), n);
}

void
ls_tell_sync_released (LsTelling *telling)
{
  const LsLockState *lock = ls_state_get_lock (telling->state, telling->rec->subject);
  g_autofree char *name = ls_model_get_sync_name (telling->model, telling->rec->subject);
  guint32 first;
  guint n = count_waiting (telling, lock, &first);

  telling->about = telling->rec->a;
  if (is_barrier (lock))
    {
      tell_barrier_released (telling, lock, name, n);
      return;
    }
  telling->what = g_strdup_printf (is_event (lock) ? _("%1$s sets %2$s.")
                                                   : _("%1$s releases %2$s."),
                                   ls_tell_name (telling, telling->rec->a), name);
  if (n > 0 && is_event (lock))
    telling->why = g_strdup_printf (ngettext ("%u task waits for it and is woken.",
                                              "%u tasks wait for it, and all are woken.", n), n);
  else if (n > 0)
    telling->why = g_strdup_printf (_("%s waits first in line: it is next to get it, in a turn of "
                                      "its own."), ls_tell_name (telling, first));
  else
    telling->why = g_strdup (_("Nobody waits for it."));
}

static char *
explain_lock (LsTelling *telling, const LsTaskState *task)
{
  const LsLockState *lock = ls_state_get_lock (telling->state, task->object);

  if (lock != NULL && lock->holder == task->id)
    return g_strdup_printf (_("%s holds it itself, and will not release it while it waits."),
                            ls_tell_name (telling, task->id));
  if (lock != NULL && lock->holder != 0)
    return g_strdup_printf (_("%s holds it. Its release() wakes the first who waits."),
                            ls_tell_name (telling, lock->holder));
  if (lock != NULL && ls_lock_is_free (lock))
    return g_strdup (_("Nobody holds it just now, but others asked for it before."));
  return g_strdup (_("It was taken before the recording began: who holds it is not known."));
}

static char *
explain_barrier (LsTelling *telling, const LsTaskState *task)
{
  const LsLockState *barrier = ls_state_get_lock (telling->state, task->object);
  guint parties = barrier != NULL ? (guint) MAX (barrier->value, 0) : 0;
  guint n = barrier != NULL ? barrier->waiting->len : 0;

  if (parties <= n)
    return g_strdup (_("All go on when the last of them has come."));
  return g_strdup_printf (ngettext ("%1$u of %2$u is there. All go on when the last of them has "
                                    "come.",
                                    "%1$u of %2$u are there. All go on when the last of them has "
                                    "come.", n), n, parties);
}

void
ls_tell_sync_wait (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *name = ls_model_get_sync_name (telling->model, task->object);

  telling->what = g_strdup_printf (_("%1$s waits for %2$s."), ls_tell_name (telling, task->id),
                                   name);
  switch ((int) task->wait)
    {
    case LS_WAIT_LOCK:
      telling->why = explain_lock (telling, task);
      break;

    case LS_WAIT_EVENT:
      telling->why = g_strdup (_("It is not set. set() wakes all who wait for it."));
      break;

    case LS_WAIT_CONDITION:
      telling->why = g_strdup (_("It has released the lock meanwhile. notify() wakes those who "
                                 "came first."));
      break;

    case LS_WAIT_SEMAPHORE:
      telling->why = g_strdup (_("There is no permit for it. release() gives one to the first who "
                                 "waits."));
      break;

    case LS_WAIT_BARRIER:
      telling->why = explain_barrier (telling, task);
      break;

    default:
      break;
    }
}

void
ls_tell_sync_woke (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *sync = ls_model_get_sync_name (telling->model, task->object);
  const char *name = ls_tell_name (telling, task->id);

  switch ((int) task->woken_from)
    {
    case LS_WAIT_EVENT:
      telling->what = g_strdup_printf (_("%1$s is woken, since %2$s was set."), name, sync);
      telling->why = g_strdup (_("It runs in the next iteration, even if the event is cleared "
                                 "before that."));
      break;

    case LS_WAIT_CONDITION:
      telling->what = g_strdup_printf (_("%1$s is woken, since %2$s was notified."), name, sync);
      telling->why = g_strdup (_("In its own turn, in the next iteration, it has to acquire the "
                                 "lock again."));
      break;

    case LS_WAIT_SEMAPHORE:
      telling->what = g_strdup_printf (_("%1$s is woken, since %2$s has a permit for it."), name,
                                       sync);
      telling->why = g_strdup (_("The permit is its own already; it runs in the next iteration."));
      break;

    case LS_WAIT_BARRIER:
      telling->what = g_strdup_printf (_("%1$s is woken at %2$s."), name, sync);
      telling->why = g_strdup (_("It runs in the next iteration."));
      break;

    default:
      telling->what = g_strdup_printf (_("%1$s is woken, since %2$s is free."), name, sync);
      telling->why = g_strdup (_("It is only told so: it acquires it in its own turn, in the next "
                                 "iteration."));
      break;
    }
}
