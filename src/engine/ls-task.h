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

/* The keyword arguments of create_task(). */
typedef struct { const char *name; } LsTaskOptions;

/**
 * ls_create_task:
 * @coro: (transfer floating): a coroutine, consumed
 * @...: keyword arguments: `.name = "…"`
 *
 * Makes a task of the running loop, whose first step the loop takes in its next iteration.
 *
 * Returns: (transfer full): the task
 */
#define ls_create_task(coro, ...) \
  ls_create_task_with ((coro), &(const LsTaskOptions) { __VA_ARGS__ })
LsTask       *ls_create_task_with   (LsCoro *coro, const LsTaskOptions *options) G_GNUC_WARN_UNUSED_RESULT;

LsTask       *ls_task_ref           (LsTask *task);
void          ls_task_unref         (LsTask *task);
guint32       ls_task_get_id        (LsTask *task);
const char   *ls_task_get_name      (LsTask *task);
void          ls_task_set_name      (LsTask *task, const char *name);
LsCoro       *ls_task_get_coro      (LsTask *task);       /* (transfer none) */

/**
 * ls_task_cancel:
 * @task: a task
 *
 * Asks the task to end: CancelledError is raised where it awaits, by way of the loop.  The task may
 * clean up, and may decline.
 *
 * Returns: %FALSE where it is done already
 */
gboolean      ls_task_cancel         (LsTask *task);
gboolean      ls_task_cancel_message (LsTask *task, const char *message);

guint         ls_task_cancelling     (LsTask *task);      /* requests not taken back */
guint         ls_task_uncancel       (LsTask *task);      /* takes one back; returns those left */

gboolean      ls_task_done           (LsTask *task);
gboolean      ls_task_cancelled      (LsTask *task);
LsValue       ls_task_result         (LsTask *task, GError **error);
const GError *ls_task_exception      (LsTask *task, GError **error);

/* The task whose turn it is, or NULL.  (transfer none) */
LsTask       *ls_current_task        (void);

/**
 * ls_all_tasks:
 * @loop: (nullable): a loop, %NULL for the running one
 *
 * Returns: (transfer full) (element-type LsTask): its tasks that are not done, in order of creation
 */
GPtrArray    *ls_all_tasks           (LsLoop *loop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsTask, ls_task_unref)

G_END_DECLS
