/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-change.h"

void
ls_apply_sync_created (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsLockState *lock;

  if (rec->subject == 0)
    return;

  lock = ls_state_add_lock (state, rec->subject);
  lock->kind = rec->detail <= LS_SYNC_BARRIER ? rec->detail : LS_SYNC_LOCK;
  lock->name = rec->a;
  lock->value = rec->tag == LS_TAG_INT ? (gint64) rec->value : 0;
}

/* The lock, also one whose creation is missing. */
static LsLockState *
get_lock (LsState *state, guint32 id)
{
  LsLockState *lock = ls_state_find_lock (state, id);

  if (lock == NULL && state->holes && id != 0)
    {
      lock = ls_state_add_lock (state, id);
      lock->kind = LS_SYNC_LOCK;
    }

  return lock;
}

static void
leave (LsLockState *lock, guint32 task)
{
  ls_state_leave_line (lock->waiting, &lock->n_gone, task);
}

void
ls_apply_sync_parked (LsState *state, const LsChange *change)
{
  LsLockState *lock = get_lock (state, change->rec->subject);
  const LsTaskState *task = ls_state_find_task (state, change->rec->a);

  if (lock == NULL || change->rec->a == 0)
    return;

  /* Who runs stands in no line. */
  if (task == NULL || task->status != LS_STATUS_RUNNING)
    leave (lock, change->rec->a);
  g_array_append_val (lock->waiting, change->rec->a);
}

/* It is in line until it runs, but waits no longer. */
void
ls_apply_sync_woken (LsState *state, const LsChange *change)
{
  LsLockState *lock = get_lock (state, change->rec->subject);

  if (lock == NULL)
    return;

  leave (lock, change->rec->a);
  /* The permit is taken already by who will run next. */
  if (lock->kind == LS_SYNC_SEMAPHORE && lock->value > 0)
    lock->value--;
}

void
ls_apply_sync_acquired (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsLockState *lock = get_lock (state, rec->subject);

  if (lock == NULL)
    return;

  leave (lock, rec->a);
  if (lock->kind == LS_SYNC_LOCK)
    lock->holder = rec->a;
  lock->value = rec->tag == LS_TAG_INT ? (gint64) rec->value : 0;
}

void
ls_apply_sync_released (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsLockState *lock = get_lock (state, rec->subject);

  if (lock == NULL)
    return;

  lock->holder = 0;
  lock->value = rec->tag == LS_TAG_INT ? (gint64) rec->value : 0;
}

/* One that was cancelled while it waited was not woken. */
void
ls_change_leave_line (LsState *state, const LsTaskState *task)
{
  LsLockState *lock = NULL;

  if (task->woken_from >= LS_WAIT_LOCK && task->woken_from <= LS_WAIT_BARRIER)
    lock = ls_state_find_lock (state, task->object);
  if (lock != NULL)
    leave (lock, task->id);
}
