/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"
#include "ls-future.h"

G_BEGIN_DECLS

/**
 * LsExecutor:
 *
 * Threads that work for loops: a function that blocks, or computes for long, is given to a worker, and the
 * loop that asked goes on meanwhile.  Workers are started as they are needed and then wait for more to do.
 * May be used from any thread.
 *
 * Python: concurrent.futures.ThreadPoolExecutor.
 */
typedef struct _LsExecutor LsExecutor;

/* The keyword arguments of ThreadPoolExecutor(). */
typedef struct
{
  guint       max_workers;           /* 0: 32, or four more than there are processors, where that is less */
  const char *thread_name_prefix;    /* (nullable) */
} LsExecutorOptions;

/**
 * ls_executor_new:
 * @...: keyword arguments: `.max_workers = 4`, `.thread_name_prefix = "…"`
 *
 * Starts no worker yet.  Never suspends.  Python: concurrent.futures.ThreadPoolExecutor().
 *
 * Returns: (transfer full): an executor, to be shut down when done with
 */
#define ls_executor_new(...) ls_executor_new_with (&(const LsExecutorOptions) { __VA_ARGS__ })

/**
 * ls_executor_new_with:
 * @options: the keyword arguments, copied
 *
 * What ls_executor_new() expands to.
 *
 * Returns: (transfer full): an executor
 */
LsExecutor *ls_executor_new_with        (const LsExecutorOptions *options);

/**
 * ls_executor_ref:
 * @executor: an executor
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @executor
 */
LsExecutor *ls_executor_ref             (LsExecutor *executor);

/**
 * ls_executor_unref:
 * @executor: an executor
 *
 * Gives a reference back; with the last one it is shut down, and its workers end when their jobs are done.
 * Never suspends.
 */
void        ls_executor_unref           (LsExecutor *executor);

/**
 * ls_executor_shutdown:
 * @executor: an executor
 * @wait: whether to block until all jobs are done and the workers have ended
 * @cancel_jobs: whether to leave out the jobs that were not begun
 *
 * Takes no more jobs from now on.  Blocks the thread where @wait says so.  Python: Executor.shutdown().
 */
void        ls_executor_shutdown        (LsExecutor *executor, gboolean wait, gboolean cancel_jobs);

/**
 * ls_loop_run_in_executor:
 * @loop: a loop that is not closed
 * @executor: (nullable): an executor; %NULL for the loop's own
 * @func: a [callback@Ls.CoroFunc], called on a worker's thread, where it cannot await
 * @...: values, its arguments: no objects of the engine's, which belong to the loop's thread
 *
 * Has @func called by a worker.  Cancelling the future leaves the job out where it was not begun; one that
 * is being done goes on, and its result is dropped.  Where the executor was shut down the future fails with
 * RuntimeError.  Never suspends.  asyncio: "Event Loop", loop.run_in_executor().
 *
 * Returns: (transfer floating): a future with the result or exception of @func
 */
#define ls_loop_run_in_executor(loop, executor, func, ...) \
  ls_loop_run_in_executor_named ((loop), (executor), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_run_in_executor_named:
 * @loop: a loop that is not closed
 * @executor: (nullable): an executor
 * @name: (transfer none): the function's name, which lives as long as the program
 * @func: the function
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_loop_run_in_executor() expands to.
 *
 * Returns: (transfer floating): a future
 */
LsFuture   *ls_loop_run_in_executor_named (LsLoop *loop, LsExecutor *executor, const char *name, LsCoroFunc func,
                                           const LsValue *args, gsize n_args);

/**
 * ls_loop_set_default_executor:
 * @loop: a loop
 * @executor: what ls_to_thread() uses from now on, referenced
 *
 * Never suspends.  asyncio: "Event Loop", loop.set_default_executor().
 */
void        ls_loop_set_default_executor (LsLoop *loop, LsExecutor *executor);

/**
 * ls_loop_shutdown_default_executor:
 * @loop: the running loop
 * @error: return location: CancelledError
 *
 * Takes no more jobs without an executor of their own, and waits until those there are have been done; run()
 * does so at its end.  May suspend.  asyncio: "Event Loop", loop.shutdown_default_executor().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean    ls_loop_shutdown_default_executor (LsLoop *loop, GError **error);

/**
 * ls_to_thread:
 * @func: a [callback@Ls.CoroFunc], called on a worker's thread, where it cannot await
 * @...: values, its arguments: no objects of the engine's, which belong to the loop's thread
 *
 * A coroutine that has @func called by a worker of the loop's own executor, with a copy of the context variables, and
 * waits for the result.
 * asyncio: "Coroutines and Tasks", to_thread().
 *
 * Returns: (transfer floating): a coroutine object
 */
#define ls_to_thread(func, ...) ls_to_thread_named (#func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_to_thread_named:
 * @name: (transfer none): the function's name, which lives as long as the program
 * @func: the function
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_to_thread() expands to.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro     *ls_to_thread_named          (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsExecutor, ls_executor_unref)

G_END_DECLS
