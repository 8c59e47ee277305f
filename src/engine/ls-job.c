/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-job-private.h"

#include "ls-context.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

static void set_state (const LsValue *args, GError **error);

LsJob *
ls_job_ref (LsJob *self)
{
  g_atomic_int_inc (&self->ref_count);
  return self;
}

void
ls_job_unref (LsJob *self)
{
  if (!g_atomic_int_dec_and_test (&self->ref_count))
    return;
  for (guint i = 0; i < self->n_args; i++)
    ls_value_clear (&self->args[i]);
  ls_value_clear (&self->result);
  g_clear_error (&self->error);
  g_clear_pointer (&self->context, ls_context_unref);
  g_mutex_clear (&self->lock);
  g_free (self);
}

/* The worker's side */

/* Has the loop settle it.  It may be gone by then: nobody waits any more. */
static void
answer (LsJob *self, const char *name)
{
  g_mutex_lock (&self->lock);
  if (self->loop != NULL)
    ls_loop_call_soon_threadsafe_named (self->loop, name, set_state, LS_ARGS (LS_POINTER (self)));
  g_mutex_unlock (&self->lock);
}

void
ls_job_do (LsJob *self, guint worker)
{
  if (!g_atomic_int_compare_and_exchange (&self->state, LS_JOB_PENDING, LS_JOB_RUNNING))
    return;
  g_atomic_int_set (&self->worker, worker);
  ls_clock_follow (self->origin);
  if (worker != 0)
    LS_TRACE (job_started, self->id, worker);
  if (self->context != NULL)
    self->result = ls_context_run_with (self->context, self->func, self->args, self->n_args, &self->error);
  else
    self->result = ls_value_take (self->func (self->args, &self->error));
  ls_clock_read (ls_clock_get ());
  /* A snapshot that is taken meanwhile may leave it out too early, but must not keep it. */
  g_atomic_int_set (&self->state, LS_JOB_DONE);
  if (worker != 0)
    LS_TRACE (job_done, self->id, worker, self->error == NULL ? LS_OUTCOME_RESULT : LS_OUTCOME_EXCEPTION);
  answer (self, worker != 0 ? "set_state" : "set_result");
}

void
ls_job_leave_out (LsJob *self)
{
  if (g_atomic_int_compare_and_exchange (&self->state, LS_JOB_PENDING, LS_JOB_CANCELLED))
    answer (self, "set_state");
}

/* The loop's side */

static void
leave (LsJob *self)
{
  LsOutside *outside = &self->future->loop->outside;
  LsFuture *future = g_steal_pointer (&self->future);

  *(self->previous != NULL ? &self->previous->next : &outside->jobs) = self->next;
  if (self->next != NULL)
    self->next->previous = self->previous;
  ls_job_unref (self);
  ls_future_unref (future);
}

/* asyncio's _set_state(). */
static void
set_state (const LsValue *args, GError **error)
{
  LsJob *self = ls_value_get_pointer (args[0]);

  self->settled = TRUE;
  if (self->future->state != LS_FUTURE_PENDING)
    ;
  else if (g_atomic_int_get (&self->state) == LS_JOB_CANCELLED)
    ls_future_abort (self->future, NULL);
  else if (self->error != NULL)
    ls_future_fail (self->future, g_steal_pointer (&self->error));
  else
    ls_future_resolve (self->future, self->result);
  if (self->checked)
    leave (self);
}

/* asyncio's _call_check_cancel(): passes a cancel on. */
static void
call_check_cancel (LsFuture *future, gpointer data, GError **error)
{
  LsJob *self = data;

  self->checked = TRUE;
  if (future->state == LS_FUTURE_CANCELLED)
    ls_job_leave_out (self);
  if (self->settled)
    leave (self);
}

static gint64
origin_of (const LsClock *clock)
{
  return ls_clock_is_virtual (clock) ? ls_monotonic_ns () - ls_clock_peek (clock) : clock->origin + clock->stopped;
}

static void
enter_loop (LsJob *self, LsLoop *loop)
{
  self->next = loop->outside.jobs;
  if (self->next != NULL)
    self->next->previous = self;
  loop->outside.jobs = self;
}

LsJob *
ls_job_new (LsLoop *loop, LsFutureKind kind, const char *name, LsCoroFunc func, const LsValue *args, gsize n_args,
            gconstpointer site)
{
  LsJob *self = g_malloc0 (sizeof (LsJob) + n_args * sizeof (LsValue));

  self->ref_count = 1;
  self->name = name;
  self->func = func;
  self->origin = origin_of (loop->clock);
  self->loop = loop;
  g_mutex_init (&self->lock);
  self->n_args = n_args;
  for (guint i = 0; i < n_args; i++)
    self->args[i] = ls_value_copy (args[i]);
  self->future = ls_future_create (loop, kind, site);
  self->id = self->future->id;
  self->checked = kind != LS_FUTURE_JOB;      /* asyncio has no more than a future for those */
  if (kind == LS_FUTURE_JOB)
    {
      ls_future_add_named_callback (self->future, "call_check_cancel", call_check_cancel, self);
      LS_TRACE (job_submitted, self->id, name, site);
    }
  enter_loop (self, loop);
  return self;
}

void
ls_job_refuse (LsJob *self, const char *why)
{
  self->settled = TRUE;
  ls_future_fail (self->future, g_error_new_literal (LS_ERROR, LS_ERROR_RUNTIME, why));
}

void
ls_outside_close_jobs (LsLoop *loop)
{
  LsJob *next;

  for (LsJob *job = loop->outside.jobs; job != NULL; job = next)
    {
      next = job->next;
      g_mutex_lock (&job->lock);
      job->loop = NULL;
      g_mutex_unlock (&job->lock);
      ls_future_remove_done_callback (job->future, call_check_cancel, job);
      leave (job);
    }
}

static void
tell (LsJob *self)
{
  LsJobState state = g_atomic_int_get (&self->state);
  guint worker = g_atomic_int_get (&self->worker);

  if (self->future == NULL || self->future->kind != LS_FUTURE_JOB || state == LS_JOB_CANCELLED || state == LS_JOB_DONE)
    return;
  LS_TRACE (job_submitted, self->id, self->name, NULL);
  if (state == LS_JOB_RUNNING && worker != 0)
    LS_TRACE (job_started, self->id, worker);
}

void
ls_jobs_tell (LsLoop *loop)
{
  LsJob *oldest = loop->outside.jobs;

  while (oldest != NULL && oldest->next != NULL)
    oldest = oldest->next;
  for (LsJob *job = oldest; job != NULL; job = job->previous)
    tell (job);
}
