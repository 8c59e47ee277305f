/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-recorder-private.h"

/* What tasks use and wait for: coroutines, futures, queues, locks and their like, and the world outside. */

static void
record_coro (LsCoroChange what, guint32 coro, const char *coro_name, const LsValue *args, guint n_args,
             gconstpointer site)
{
  if (what == LS_CORO_CREATED)
    EMIT (CORO_CREATED, .subject = coro, .a = NAME (coro_name), .b = n_args, SITE (site));
  else if (what == LS_CORO_CLOSED)
    EMIT (CORO_CLOSED, .subject = coro, SITE (site));
  else
    EMIT (CORO_NEVER_AWAITED, .subject = coro, SITE (site));
  if (what == LS_CORO_CREATED && args != NULL)
    for (guint i = 0; i < n_args; i++)
      EMIT_VALUE (CORO_ARG, &args[i], .subject = coro, .a = i);
}

static void
record_future_created (guint32 future, LsFutureKind kind, guint32 object, const char *future_name, gconstpointer site)
{
  EMIT (FUTURE_CREATED, .subject = future, .detail = kind, .a = NAME (future_name), .b = object, SITE (site));
}

static void
record_future_child (guint32 future, guint32 child, guint index)
{
  EMIT (FUTURE_CHILD, .subject = future, .a = child, .b = index);
}

static void
record_future_awaited (guint32 future, LsFutureKind kind, guint32 task)
{
  EMIT (FUTURE_AWAITED, .subject = future, .detail = kind, .a = task);
}

static void
record_future_resolved (guint32 future, LsFutureKind kind, LsOutcome how, const LsValue *result, const char *exception)
{
  EMIT_VALUE (FUTURE_RESOLVED, result, .subject = future, .detail = how, .a = NAME (exception), .b = kind,
              SITE (ls_tracer_clock.site));
}

static void
record_queue_created (guint32 queue, LsQueueKind kind, const char *queue_name, guint64 maxsize, gconstpointer site)
{
  EMIT (QUEUE_CREATED, .subject = queue, .detail = kind, .a = NAME (queue_name), INT (maxsize), SITE (site));
}

static void
record_queue_put (guint32 queue, guint32 item, guint unfinished, const LsValue *value, gconstpointer site)
{
  EMIT_VALUE (QUEUE_ITEM_PUT, value, .subject = queue, .a = item, .b = unfinished, SITE (site));
}

static void
record_queue_get (guint32 queue, guint32 item, const LsValue *value, gconstpointer site)
{
  EMIT_VALUE (QUEUE_ITEM_GOT, value, .subject = queue, .a = item, SITE (site));
}

static void
record_queue_task_done (guint32 queue, guint unfinished, gconstpointer site)
{
  EMIT (QUEUE_TASK_DONE, .subject = queue, .b = unfinished, SITE (site));
}

static void
record_queue_parked (guint32 queue, LsQueueSide side, guint32 task, guint32 future, const LsValue *item)
{
  EMIT_VALUE (QUEUE_PARKED, item, .subject = queue, .detail = side, .a = task, .b = future);
}

static void
record_queue_woken (guint32 queue, LsQueueSide side, guint32 task, guint32 future)
{
  EMIT (QUEUE_WOKEN, .subject = queue, .detail = side, .a = task, .b = future);
}

static void
record_queue_left (guint32 queue, LsQueueSide side, guint32 task, guint32 future)
{
  EMIT (QUEUE_LEFT, .subject = queue, .detail = side, .a = task, .b = future);
}

static void
record_sync_created (guint32 sync, LsSyncKind kind, const char *sync_name, gint64 value, gconstpointer site)
{
  EMIT (SYNC_CREATED, .subject = sync, .detail = kind, .a = NAME (sync_name), INT (value), SITE (site));
}

static void
record_sync_acquired (guint32 sync, guint32 task, gint64 value, gconstpointer site)
{
  EMIT (SYNC_ACQUIRED, .subject = sync, .a = task, INT (value), SITE (site));
}

static void
record_sync_parked (guint32 sync, guint32 task, guint32 future)
{
  EMIT (SYNC_PARKED, .subject = sync, .a = task, .b = future);
}

static void
record_sync_woken (guint32 sync, guint32 task, guint32 future)
{
  EMIT (SYNC_WOKEN, .subject = sync, .a = task, .b = future);
}

static void
record_sync_released (guint32 sync, guint32 task, gint64 value, gconstpointer site)
{
  EMIT (SYNC_RELEASED, .subject = sync, .a = task, INT (value), SITE (site));
}

static void
record_generator_resumed (guint32 coro, guint32 task, LsGeneratorCall how)
{
  EMIT (GENERATOR_RESUMED, .detail = how, .subject = coro, .a = task);
}

static void
record_generator_paused (guint32 coro, const LsValue *value, gconstpointer site)
{
  EMIT_VALUE (GENERATOR_PAUSED, value, .subject = coro, SITE (site));
}

static void
record_fd_watched (guint32 handle, guint direction, int fd, guint32 future)
{
  EMIT (FD_WATCHED, .subject = handle, .detail = direction, .a = (guint32) fd, .b = future);
}

static void
record_fd_ready (guint32 handle, guint direction, int fd)
{
  EMIT (FD_READY, .subject = handle, .detail = direction, .a = (guint32) fd);
}

static void
record_fd_unwatched (guint32 handle, guint direction, int fd)
{
  EMIT (FD_UNWATCHED, .subject = handle, .detail = direction, .a = (guint32) fd);
}

static void
record_child_watched (guint32 handle, guint child, guint32 future)
{
  EMIT (CHILD_WATCHED, .subject = handle, .a = child, .b = future);
}

static void
record_child_exited (guint32 handle, guint child, int status)
{
  EMIT (CHILD_EXITED, .subject = handle, .a = child, INT (status));
}

static void
record_job_submitted (guint32 future, const char *job, gconstpointer site)
{
  __atomic_store_n (&ls_recorder.time, ls_tracer_clock.now, __ATOMIC_RELAXED);
  EMIT (JOB_SUBMITTED, .subject = future, .a = NAME (job), SITE (site));
}

/* This and the next are called on the worker's thread, which fills blocks of its own. */
static void
record_job_started (guint32 future, guint worker)
{
  EMIT (JOB_STARTED, .subject = future, .a = worker);
}

static void
record_job_done (guint32 future, guint worker, LsOutcome how)
{
  EMIT (JOB_DONE, .subject = future, .detail = how, .a = worker);
}

static void
record_signal (int number)
{
  EMIT (SIGNAL, .a = (guint32) number);
}

static void
record_warning (const char *category, const char *text)
{
  EMIT (WARNING, .a = NAME (category), STRING (text));
}

static void
record_exception (guint32 future, const char *message, const char *exception)
{
  EMIT (EXCEPTION_HANDLER, .subject = future, .a = NAME (message), STRING (exception));
}

/* Fills in those of the table's functions that are ls_recorder_here. */
void
ls_recorder_trace_objects (LsTracer *table)
{
  table->coro = record_coro;
  table->future_created = record_future_created;
  table->future_child = record_future_child;
  table->future_awaited = record_future_awaited;
  table->future_resolved = record_future_resolved;
  table->queue_created = record_queue_created;
  table->queue_put = record_queue_put;
  table->queue_get = record_queue_get;
  table->queue_task_done = record_queue_task_done;
  table->queue_parked = record_queue_parked;
  table->queue_woken = record_queue_woken;
  table->queue_left = record_queue_left;
  table->sync_created = record_sync_created;
  table->sync_acquired = record_sync_acquired;
  table->sync_parked = record_sync_parked;
  table->sync_woken = record_sync_woken;
  table->sync_released = record_sync_released;
  table->generator_resumed = record_generator_resumed;
  table->generator_paused = record_generator_paused;
  table->fd_watched = record_fd_watched;
  table->fd_ready = record_fd_ready;
  table->fd_unwatched = record_fd_unwatched;
  table->child_watched = record_child_watched;
  table->child_exited = record_child_exited;
  table->job_submitted = record_job_submitted;
  table->job_started = record_job_started;
  table->job_done = record_job_done;
  table->signal = record_signal;
  table->warning = record_warning;
  table->exception = record_exception;
}
