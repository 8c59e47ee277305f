/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"
#include "ls-future.h"

G_BEGIN_DECLS

/**
 * LsTask:
 *
 * A coroutine that the loop runs, a step at a time.  A task is a future: LS_FUTURE (task) has the
 * result and the callbacks; the commonest of a future's functions stand here again.  A task that is not
 * done is kept alive by its loop, so its maker need not hold it.
 *
 * asyncio: "Task Object".
 */

/* The keyword arguments of create_task(); context: what it runs in, instead of a copy of the current one. */
typedef struct
{
  const char *name;        /* (nullable) */
  LsContext  *context;     /* (nullable) */
} LsTaskOptions;

/**
 * ls_create_task:
 * @coro: (transfer floating): a coroutine, consumed
 * @...: keyword arguments: `.name = "…"`, `.context = context`
 *
 * Makes a task of the running loop, whose first step the loop takes in its next iteration.  Never
 * suspends.  asyncio: "Coroutines and Tasks", "Creating Tasks".
 *
 * Returns: (transfer full): the task
 */
#define ls_create_task(coro, ...) \
  ls_create_task_with ((coro), &(const LsTaskOptions) { __VA_ARGS__ })

/**
 * ls_create_task_with:
 * @coro: (transfer floating): a coroutine, consumed
 * @options: the keyword arguments, copied
 *
 * What ls_create_task() expands to.
 *
 * Returns: (transfer full): the task
 */
LsTask       *ls_create_task_with   (LsCoro *coro, const LsTaskOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ls_task_ref:
 * @task: a task
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @task
 */
LsTask       *ls_task_ref           (LsTask *task);

/**
 * ls_task_unref:
 * @task: a task
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void          ls_task_unref         (LsTask *task);

/**
 * ls_task_get_id:
 * @task: a task
 *
 * Returns: its number, under which traces and the window know it
 */
guint32       ls_task_get_id        (LsTask *task);

/**
 * ls_task_get_name:
 * @task: a task
 *
 * Returns: (transfer none): its name, lent until another is set
 */
const char   *ls_task_get_name      (LsTask *task);

/**
 * ls_task_set_name:
 * @task: a task
 * @name: its name from now on, copied; not %NULL
 *
 * Never suspends.  asyncio: "Coroutines and Tasks", Task.set_name().
 */
void          ls_task_set_name      (LsTask *task, const char *name);

/**
 * ls_task_get_coro:
 * @task: a task
 *
 * Returns: (transfer none): the coroutine that it runs
 */
LsCoro       *ls_task_get_coro      (LsTask *task);

/**
 * ls_task_cancel:
 * @task: a task
 *
 * Asks the task to end: CancelledError is raised where it awaits, by way of the loop.  The task may
 * clean up, and may decline.  Never suspends.  asyncio: "Coroutines and Tasks", "Task
 * Cancellation".
 *
 * Returns: %FALSE where it is done already
 */
gboolean      ls_task_cancel         (LsTask *task);

/**
 * ls_task_cancel_message:
 * @task: a task
 * @message: (nullable): the text of the CancelledError, copied
 *
 * ls_task_cancel() with a text.  Never suspends.
 *
 * Returns: %FALSE where it is done already
 */
gboolean      ls_task_cancel_message (LsTask *task, const char *message);

/**
 * ls_task_cancelling:
 * @task: a task
 *
 * asyncio: "Coroutines and Tasks", Task.cancelling().
 *
 * Returns: how many requests to end there were that were not taken back
 */
guint         ls_task_cancelling     (LsTask *task);

/**
 * ls_task_uncancel:
 * @task: a task
 *
 * Takes one request to end back.  Never suspends.  asyncio: "Coroutines and Tasks",
 * Task.uncancel().
 *
 * Returns: how many are left
 */
guint         ls_task_uncancel       (LsTask *task);

/**
 * ls_task_done:
 * @task: a task
 *
 * Returns: whether it has ended
 */
gboolean      ls_task_done           (LsTask *task);

/**
 * ls_task_cancelled:
 * @task: a task
 *
 * Returns: whether it has ended by CancelledError
 */
gboolean      ls_task_cancelled      (LsTask *task);

/**
 * ls_task_result:
 * @task: a task
 * @error: return location, as of ls_future_result()
 *
 * Never suspends.  asyncio: "Coroutines and Tasks", Task.result().
 *
 * Returns: (transfer full): its result; None when @error is set
 */
LsValue       ls_task_result         (LsTask *task, GError **error);

/**
 * ls_task_exception:
 * @task: a task
 * @error: return location, as of ls_future_exception()
 *
 * Never suspends.  asyncio: "Coroutines and Tasks", Task.exception().
 *
 * Returns: (transfer none) (nullable): its exception, lent by @task; %NULL where there is a result,
 *   or when @error is set
 */
const GError *ls_task_exception      (LsTask *task, GError **error);

/**
 * ls_current_task:
 * asyncio: "Coroutines and Tasks", current_task().
 *
 * Returns: (transfer none) (nullable): the task whose turn it is; %NULL outside of one
 */
LsTask       *ls_current_task        (void);

/**
 * ls_all_tasks:
 * @loop: (nullable): a loop, %NULL for the running one
 *
 * Never suspends.  asyncio: "Coroutines and Tasks", all_tasks().
 *
 * Returns: (transfer full) (element-type LsTask): its tasks that are not done, in order of creation
 */
GPtrArray    *ls_all_tasks           (LsLoop *loop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsTask, ls_task_unref)

G_END_DECLS
