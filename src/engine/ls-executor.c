/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-executor.h"

#include "ls-context.h"
#include "ls-coro-private.h"
#include "ls-job-private.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"

/*
 * Threads of its own rather than GThreadPool's: those have no names, go from pool to pool, and so would be no workers
 * that the window could show.  When one is started is as Python's ThreadPoolExecutor has it.
 */
#define MOST_WORKERS 32

struct _LsExecutor
{
  gint       n_users;         /* atomic: references */
  gint       n_holders;       /* atomic: the users together, and each worker */
  guint      max_workers;
  char      *prefix;
  GMutex     lock;            /* of all below */
  GCond      change;
  GQueue     jobs;            /* LsJob, each referenced */
  GPtrArray *threads;
  guint      n_idle;          /* jobs done less those asked for since */
  gboolean   shut;
};

typedef struct
{
  LsExecutor *executor;
  guint       ordinal;        /* in the process, from 1 */
} Worker;

LsExecutor *
ls_executor_new_with (const LsExecutorOptions *options)
{
  static gint n_executors = 0;
  LsExecutor *self = g_new0 (LsExecutor, 1);

  self->n_users = self->n_holders = 1;
  self->max_workers = options->max_workers != 0 ? options->max_workers
                                                : MIN (MOST_WORKERS, g_get_num_processors () + 4);
  self->prefix = options->thread_name_prefix != NULL
                   ? g_strdup (options->thread_name_prefix)
                   : g_strdup_printf ("ThreadPool-%d", g_atomic_int_add (&n_executors, 1));
  g_mutex_init (&self->lock);
  g_cond_init (&self->change);
  self->threads = g_ptr_array_new_with_free_func ((GDestroyNotify) g_thread_unref);
  return self;
}

static void
drop_holder (LsExecutor *self)
{
  if (!g_atomic_int_dec_and_test (&self->n_holders))
    return;
  g_free (self->prefix);
  g_mutex_clear (&self->lock);
  g_cond_clear (&self->change);
  g_ptr_array_unref (self->threads);
  g_free (self);
}

LsExecutor *
ls_executor_ref (LsExecutor *executor)
{
  g_return_val_if_fail (executor != NULL, NULL);

  g_atomic_int_inc (&executor->n_users);
  return executor;
}

void
ls_executor_unref (LsExecutor *executor)
{
  g_return_if_fail (executor != NULL);

  if (!g_atomic_int_dec_and_test (&executor->n_users))
    return;
  ls_executor_shutdown (executor, FALSE, FALSE);
  drop_holder (executor);
}

/* The workers */

/* The next job, waited for; NULL: there will be none. */
static LsJob *
take_job (LsExecutor *self)
{
  LsJob *job;

  g_mutex_lock (&self->lock);
  while (g_queue_is_empty (&self->jobs) && !self->shut)
    g_cond_wait (&self->change, &self->lock);
  job = g_queue_pop_head (&self->jobs);
  g_mutex_unlock (&self->lock);
  return job;
}

static gpointer
work (gpointer data)
{
  g_autofree Worker *self = data;
  LsExecutor *executor = self->executor;
  LsJob *job;

  while ((job = take_job (executor)) != NULL)
    {
      ls_job_do (job, self->ordinal);
      ls_job_unref (job);
      g_mutex_lock (&executor->lock);
      executor->n_idle++;
      g_mutex_unlock (&executor->lock);
    }
  drop_holder (executor);
  return NULL;
}

static void
start_worker (LsExecutor *self)
{
  static gint n_workers = 0;
  g_autofree char *name = g_strdup_printf ("%s_%u", self->prefix, self->threads->len);
  Worker *worker = g_new (Worker, 1);

  worker->executor = self;
  worker->ordinal = (guint) g_atomic_int_add (&n_workers, 1) + 1;
  g_atomic_int_inc (&self->n_holders);
  g_ptr_array_add (self->threads, g_thread_new (name, work, worker));
}

/* Whether the job was taken. */
static gboolean
give_job (LsExecutor *self, LsJob *job)
{
  gboolean taken;

  g_mutex_lock (&self->lock);
  taken = !self->shut;
  if (taken)
    {
      g_queue_push_tail (&self->jobs, ls_job_ref (job));
      if (self->n_idle > 0)
        self->n_idle--;
      else if (self->threads->len < self->max_workers)
        start_worker (self);
      g_cond_signal (&self->change);
    }
  g_mutex_unlock (&self->lock);
  return taken;
}

/* The workers to be waited for, which are then nobody else's. */
static GPtrArray *
shut (LsExecutor *self, gboolean cancel_jobs, GQueue *left_out)
{
  GPtrArray *threads;

  g_mutex_lock (&self->lock);
  self->shut = TRUE;
  threads = g_ptr_array_ref (self->threads);
  if (cancel_jobs)
    {
      *left_out = self->jobs;
      g_queue_init (&self->jobs);
    }
  g_cond_broadcast (&self->change);
  g_mutex_unlock (&self->lock);
  return threads;
}

void
ls_executor_shutdown (LsExecutor *executor, gboolean wait, gboolean cancel_jobs)
{
  g_autoptr (GPtrArray) threads = NULL;
  GQueue left_out = G_QUEUE_INIT;
  LsJob *job;

  g_return_if_fail (executor != NULL);

  threads = shut (executor, cancel_jobs, &left_out);
  while ((job = g_queue_pop_head (&left_out)) != NULL)
    {
      ls_job_leave_out (job);
      ls_job_unref (job);
    }
  for (guint i = 0; wait && i < threads->len; i++)
    g_thread_join (g_thread_ref (threads->pdata[i]));
}

/* The loop's side */

static gboolean
has_objects (const LsValue *args, gsize n_args)
{
  for (gsize i = 0; i < n_args; i++)
    if (args[i].type >= LS_VALUE_FUTURE && args[i].type <= LS_VALUE_LOOP)
      return TRUE;
  return FALSE;
}

static LsExecutor *
default_executor (LsOutside *outside)
{
  if (outside->executor == NULL)
    outside->executor = ls_executor_new (.thread_name_prefix = "asyncio");
  return outside->executor;
}

/* The context is taken: what the function is called in, or NULL. */
static LsFuture *
run_in (LsLoop *loop, LsExecutor *executor, LsContext *context, const char *name, LsCoroFunc func,
        const LsValue *args, gsize n_args, gconstpointer site)
{
  LsJob *job = ls_job_new (loop, LS_FUTURE_JOB, name, func, args, n_args, site);
  LsFuture *future = ls_object_hold (job->future);

  job->context = context;
  future->base.floating = TRUE;
  if (executor == NULL && loop->outside.executor_is_shut)
    ls_job_refuse (job, "Executor shutdown has been called");
  else if (!give_job (executor != NULL ? executor : default_executor (&loop->outside), job))
    ls_job_refuse (job, "cannot schedule new futures after shutdown");
  return future;
}

LsFuture *
ls_loop_run_in_executor_named (LsLoop *loop, LsExecutor *executor, const char *name, LsCoroFunc func,
                               const LsValue *args, gsize n_args)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed, NULL);
  g_return_val_if_fail (func != NULL && !has_objects (args, n_args), NULL);
  return run_in (loop, executor, NULL, name, func, args, n_args, LS_CALLER);
}

void
ls_loop_set_default_executor (LsLoop *loop, LsExecutor *executor)
{
  LsExecutor *before;

  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && executor != NULL);

  before = loop->outside.executor;
  loop->outside.executor = ls_executor_ref (executor);
  g_clear_pointer (&before, ls_executor_unref);
}

static LsValue
shut_down (const LsValue *args, GError **error)
{
  ls_executor_shutdown (ls_value_get_pointer (args[0]), TRUE, FALSE);
  return LS_NONE;
}

static gpointer
do_shutdown (gpointer job)
{
  ls_job_do (job, 0);
  ls_job_unref (job);
  return NULL;
}

/* As asyncio does it: a thread that waits for the workers, so that the loop goes on until they have ended. */
static gboolean
wait_for_workers (LsTask *task, LsExecutor *executor, gconstpointer site, GError **error)
{
  LsJob *job = ls_job_new (task->future.loop, LS_FUTURE_INTERNAL, "shutdown", shut_down,
                           LS_ARGS (LS_POINTER (executor)), site);
  LsFuture *future = ls_future_ref (job->future);
  GThread *thread = g_thread_new ("shutdown", do_shutdown, ls_job_ref (job));
  gboolean ended = ls_task_wait (task, future, LS_WAIT_THREAD, 0, site, error);

  g_thread_join (thread);
  ls_future_unref (future);
  return ended;
}

gboolean
ls_loop_shutdown_default_executor (LsLoop *loop, GError **error)
{
  LsTask *task = ls_task_require (error);

  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);

  loop->outside.executor_is_shut = TRUE;
  if (task == NULL || loop->outside.executor == NULL)
    return task != NULL;
  return wait_for_workers (task, loop->outside.executor, LS_CALLER, error);
}

/* Its arguments are the name and the function, and then the function's. */
static LsValue
to_thread_body (const LsValue *args, GError **error)
{
  LsTask *task = ls_task_require (error);
  LsFrame *frame = task->frame;
  gconstpointer site = frame->outer != NULL ? frame->outer->site : NULL;

  return ls_await_from (run_in (task->future.loop, NULL, ls_copy_context (), ls_value_get_string (args[0]),
                                (LsCoroFunc) ls_value_get_pointer (args[1]), args + 2, frame->coro->n_args - 2, site),
                        NULL, error);
}

LsCoro *
ls_to_thread_named (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args)
{
  g_autofree LsValue *all = g_new (LsValue, n_args + 2);

  g_return_val_if_fail (func != NULL && !has_objects (args, n_args), NULL);

  all[0] = LS_STR (name);
  all[1] = LS_POINTER ((gpointer) func);
  for (gsize i = 0; i < n_args; i++)
    all[i + 2] = args[i];
  return ls_coro_new_from ("to_thread", to_thread_body, all, n_args + 2, LS_CALLER);
}
