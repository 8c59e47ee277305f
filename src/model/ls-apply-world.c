/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-change.h"
#include "ls-state-objects.h"

/* What goes on outside the loop: descriptors, child processes, workers; and generators, which only tasks move. */

static void
add_watch (LsState *state, const LsChange *change, LsWatchKind kind)
{
  const LsRecord *rec = change->rec;
  LsWatchState *watch;

  if (rec->subject == 0)
    return;

  watch = ls_records_add (state->watches, rec->subject);
  watch->kind = kind;
  watch->object = rec->a;
  watch->future = rec->b;
}

void
ls_apply_descriptor_watched (LsState *state, const LsChange *change)
{
  add_watch (state, change, change->rec->detail == 2 ? LS_WATCH_WRITE : LS_WATCH_READ);
}

void
ls_apply_descriptor_ready (LsState *state, const LsChange *change)
{
  ls_change_schedule (state, change->rec->subject, 0, 0);
}

void
ls_apply_descriptor_left (LsState *state, const LsChange *change)
{
  ls_records_remove (state->watches, change->rec->subject);
}

void
ls_apply_child_watched (LsState *state, const LsChange *change)
{
  add_watch (state, change, LS_WATCH_CHILD);
}

void
ls_apply_child_exited (LsState *state, const LsChange *change)
{
  ls_records_remove (state->watches, change->rec->subject);
  ls_change_schedule (state, change->rec->subject, 0, 0);
}

void
ls_apply_job_submitted (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsJobState *job;

  if (rec->subject == 0)
    return;

  job = ls_records_add (state->jobs, rec->subject);
  job->name = rec->a;
  job->task = state->running;
  job->since = change->event->time;
}

void
ls_apply_job_started (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsJobState *job = ls_records_find (state->jobs, rec->subject);

  /* An ordinal beyond reason is no worker's. */
  if (rec->a <= LS_MAX_WORKERS)
    state->n_workers = MAX (state->n_workers, rec->a);
  if (job == NULL)
    return;

  job->worker = rec->a;
  job->since = state->time;
}

void
ls_apply_job_done (LsState *state, const LsChange *change)
{
  ls_records_remove (state->jobs, change->rec->subject);
  /* The worker tells the loop, which waits no more, though its poll has not come back yet. */
  state->sleeping = FALSE;
}

void
ls_apply_generator_resumed (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsGeneratorState *generator;

  if (rec->subject == 0)
    return;

  generator = ls_records_add (state->generators, rec->subject);
  generator->task = rec->a;
  generator->is_paused = FALSE;
}

void
ls_apply_generator_paused (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsGeneratorState *generator;

  if (rec->subject == 0)
    return;

  generator = ls_records_add (state->generators, rec->subject);
  generator->is_paused = TRUE;
  generator->n_items++;
  generator->tag = rec->tag;
  generator->value = rec->value;
  generator->site = rec->site;
}

void
ls_apply_coro_closed (LsState *state, const LsChange *change)
{
  if (state->generators->len > 0)
    ls_records_remove (state->generators, change->rec->subject);
}
