/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-exception-group.h"
#include "ls-task.h"

G_BEGIN_DECLS

/**
 * LsTaskGroup:
 *
 * Tasks that belong to a block: it ends when they all have.  The first that fails has the others cancelled, and the
 * block too, and what they raised comes out of it as one ExceptionGroup.
 *
 *   LS_WITH_TASK_GROUP (group, error)
 *     {
 *       ls_task_group_create_task (group, ls_coro (fetch, LS_STR ("a")), error);
 *       ls_task_group_create_task (group, ls_coro (fetch, LS_STR ("b")), error);
 *     }
 *   if (ls_error_catch (error, LS_ERROR_EXCEPTION_GROUP))
 *     printf ("one of them failed\n");
 *
 * The block may be left by any way but longjmp(); after it, `*error` says what came out.  ls_task_group_enter() and
 * ls_task_group_exit() may stand before and after the block instead.  The group lasts no longer than that.
 *
 * asyncio: "Task Groups".
 */
typedef struct _LsTaskGroup LsTaskGroup;

struct _LsTaskGroup
{
  /*< private >*/
  LsTask    *parent;
  gpointer   first, last;    /* those that are not done */
  guint      n_tasks;
  GPtrArray *errors;         /* that they raised, and the block */
  GError    *base_error;     /* KeyboardInterrupt or SystemExit among them */
  gpointer   waiter;         /* while the block's end waits */
  int        state;
  gboolean   aborting;
  gboolean   cancelled_parent;
  GError   **error;          /* of LS_WITH_TASK_GROUP() */
};

/**
 * LS_WITH_TASK_GROUP:
 * @group: the name of the variable that is the group, for the block
 * @error: where the coroutine's exceptions go, not %NULL: an ExceptionGroup of those that tasks of the group and the
 *   block raised; KeyboardInterrupt or SystemExit as it is; CancelledError; RuntimeError outside of a task
 *
 * Stands before a block of a coroutine: `async with TaskGroup () as group`.  May suspend, at the block's end.
 * asyncio: "Task Groups", TaskGroup.
 */
#define LS_WITH_TASK_GROUP(group, error) \
  LS_WITH_TASK_GROUP_AS (G_PASTE (ls_group_, __LINE__), group, (error))

/**
 * LS_WITH_TASK_GROUP_AS:
 * @scope: the name of the variable that is the scope
 * @group: the name of the variable that points to it, for the block
 * @into: where the coroutine's exceptions go
 *
 * What LS_WITH_TASK_GROUP() expands to.
 */
#define LS_WITH_TASK_GROUP_AS(scope, group, into)                                                  \
  for (LsTaskGroup scope __attribute__ ((cleanup (ls_task_group_leave))) = { .error = (into) },    \
                   *group = ls_task_group_enter (&scope, (into)) ? &scope : NULL;                  \
       group != NULL; group = NULL)

/**
 * ls_task_group_enter:
 * @self: (out): the group, which lasts until ls_task_group_exit()
 * @error: return location: RuntimeError outside of a task
 *
 * Begins a block.  Never suspends.  asyncio: "Task Groups", the `async with` of a TaskGroup.
 *
 * Returns: %FALSE when an exception was raised: the block and ls_task_group_exit() are to be left out
 */
gboolean  ls_task_group_enter        (LsTaskGroup *self, GError **error);

/**
 * ls_task_group_exit:
 * @self: a group that was entered
 * @error: (inout): where the block left its exception, if any; not %NULL
 *
 * Ends the block: waits until all tasks of the group are done.  May suspend.  asyncio: "Task Groups", the end of
 * the `async with`.
 *
 * Returns: %FALSE where there is an exception now, as of LS_WITH_TASK_GROUP()
 */
gboolean  ls_task_group_exit         (LsTaskGroup *self, GError **error);

/**
 * ls_task_group_create_task:
 * @self: a group in its block
 * @coro: (transfer floating): a coroutine, consumed
 * @error: return location: RuntimeError where the group has failed or has ended
 * @...: keyword arguments, as of ls_create_task()
 *
 * Makes a task of the group, which waits for it.  Never suspends.  asyncio: "Task Groups",
 * TaskGroup.create_task().
 *
 * Returns: (transfer none) (nullable): the task, lent until it is done; ls_task_ref() to keep it longer; %NULL when
 *   an exception was raised
 */
#define ls_task_group_create_task(self, coro, error, ...) \
  ls_task_group_create_task_with ((self), (coro), &(const LsTaskOptions) { __VA_ARGS__ }, (error))

/**
 * ls_task_group_create_task_with:
 * @self: a group in its block
 * @coro: (transfer floating): a coroutine, consumed
 * @options: the keyword arguments, copied
 * @error: as of ls_task_group_create_task()
 *
 * What ls_task_group_create_task() expands to.
 *
 * Returns: (transfer none) (nullable): the task, lent until it is done; %NULL when an exception was raised
 */
LsTask   *ls_task_group_create_task_with (LsTaskGroup *self, LsCoro *coro, const LsTaskOptions *options,
                                          GError **error);

/**
 * ls_task_group_leave:
 * @self: a group
 *
 * What LS_WITH_TASK_GROUP() calls wherever its block is left: ls_task_group_exit(), unless that was called or the
 * block was left out.  May suspend.
 */
void      ls_task_group_leave        (LsTaskGroup *self);

G_END_DECLS
