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

void
ls_tell_sync_acquired (LsTelling *telling)
{
  const LsLockState *lock = ls_state_get_lock (telling->state, telling->rec->subject);
  g_autofree char *name = ls_model_get_sync_name (telling->model, telling->rec->subject);
  guint32 first;
  guint n = count_waiting (telling, lock, &first);

  telling->about = telling->rec->a;
  telling->what = g_strdup_printf (_("%1$s acquires %2$s."),
                                   ls_tell_name (telling, telling->rec->a), name);
  if (n > 0)
    telling->why = g_strdup_printf (ngettext ("%u task waits for it.", "%u tasks wait for it.", n), n);
}

void
ls_tell_sync_released (LsTelling *telling)
{
  const LsLockState *lock = ls_state_get_lock (telling->state, telling->rec->subject);
  g_autofree char *name = ls_model_get_sync_name (telling->model, telling->rec->subject);
  guint32 first;
  guint n = count_waiting (telling, lock, &first);

  telling->about = telling->rec->a;
  telling->what = g_strdup_printf (_("%1$s releases %2$s."),
                                   ls_tell_name (telling, telling->rec->a), name);
  if (n > 0)
    telling->why = g_strdup_printf (_("%s waits first in line: it is next to get it, in a turn of "
                                      "its own."), ls_tell_name (telling, first));
  else
    telling->why = g_strdup (_("Nobody waits for it."));
}

void
ls_tell_lock_wait (LsTelling *telling, const LsTaskState *task)
{
  const LsLockState *lock = ls_state_get_lock (telling->state, task->object);
  g_autofree char *name = ls_model_get_sync_name (telling->model, task->object);

  telling->what = g_strdup_printf (_("%1$s waits for %2$s."), ls_tell_name (telling, task->id),
                                   name);
  if (lock != NULL && lock->holder == task->id)
    telling->why = g_strdup_printf (_("%s holds it itself, and will not release it while it "
                                      "waits."), ls_tell_name (telling, task->id));
  else if (lock != NULL && lock->holder != 0)
    telling->why = g_strdup_printf (_("%s holds it. Its release() wakes the first who waits."),
                                    ls_tell_name (telling, lock->holder));
  else
    telling->why = g_strdup (_("Nobody holds it just now, but others asked for it before."));
}

void
ls_tell_lock_woke (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *name = ls_model_get_sync_name (telling->model, task->object);

  telling->what = g_strdup_printf (_("%1$s is woken, since %2$s is free."),
                                   ls_tell_name (telling, task->id), name);
  telling->why = g_strdup (_("It is only told so: it acquires it in its own turn, in the next "
                             "iteration."));
}
