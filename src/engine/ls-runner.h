/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-loop.h"

G_BEGIN_DECLS

/**
 * LsRunner:
 *
 * A loop of its own, for several coroutines one after another: made at the first use, cleaned up and closed at the
 * end as ls_run() does.
 *
 *   LS_WITH_RUNNER (runner, &error)
 *     {
 *       ls_runner_run (runner, ls_coro (prepare), &error);
 *       ls_runner_run (runner, ls_coro (work), &error);
 *     }
 *
 * asyncio: "Runners", Runner.
 */
typedef struct _LsRunner LsRunner;

/* The keyword arguments of Runner() and run(); debug: above 0 for debug mode, below 0 against it, 0 as the
 * environment says. */
typedef struct { int debug; } LsRunOptions;

/**
 * ls_runner_new:
 * @...: keyword arguments: `.debug = TRUE`
 *
 * Never suspends.  asyncio: "Runners", Runner.
 *
 * Returns: (transfer full): a runner, to be closed when done with
 */
#define ls_runner_new(...) ls_runner_new_with (&(const LsRunOptions) { __VA_ARGS__ })

/**
 * ls_runner_new_with:
 * @options: the keyword arguments, copied
 *
 * What ls_runner_new() expands to.
 *
 * Returns: (transfer full): a runner, to be closed when done with
 */
LsRunner *ls_runner_new_with  (const LsRunOptions *options) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ls_runner_free:
 * @runner: a runner
 *
 * Closes it, if that was not done, and frees it.  An exception of the clean-up is printed.  Blocks.
 */
void      ls_runner_free      (LsRunner *runner);

/**
 * ls_runner_run:
 * @runner: a runner
 * @main: (transfer floating): a coroutine, consumed
 * @error: return location for its exception; KeyboardInterrupt after Ctrl-C; RuntimeError where a loop runs or
 *   @runner is closed
 *
 * Runs @main on the runner's loop as a task.  Ctrl-C cancels it.  What else lives on the loop stays there for the
 * next run.  Blocks, and is not to be called within a coroutine.  asyncio: "Runners", Runner.run().
 *
 * Returns: (transfer full): the result; None when @error is set
 */
LsValue   ls_runner_run       (LsRunner *runner, LsCoro *main, GError **error);

/**
 * ls_runner_run_in:
 * @runner: a runner
 * @context: what @main runs in
 * @main: (transfer floating): a coroutine, consumed
 * @error: return location, as of ls_runner_run()
 *
 * ls_runner_run() with `context=`; without, all runs share a copy of the context in which the loop was made.
 * Blocks.  asyncio: "Runners", Runner.run().
 *
 * Returns: (transfer full): the result; None when @error is set
 */
LsValue   ls_runner_run_in    (LsRunner *runner, LsContext *context, LsCoro *main, GError **error);

/**
 * ls_runner_get_loop:
 * @runner: a runner
 * @error: return location: RuntimeError where @runner is closed
 *
 * asyncio: "Runners", Runner.get_loop().
 *
 * Returns: (transfer none) (nullable): its loop, made at the first use; %NULL when an exception was raised
 */
LsLoop   *ls_runner_get_loop  (LsRunner *runner, GError **error);

/**
 * ls_runner_close:
 * @runner: a runner
 * @error: return location for an exception of the clean-up
 *
 * Cancels the tasks that are left over and waits for them, shuts down asynchronous generators and the default
 * executor, and closes the loop; does nothing where there is none.  Blocks.  asyncio: "Runners", Runner.close().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_runner_close     (LsRunner *runner, GError **error);

/**
 * LS_WITH_RUNNER:
 * @runner: the name of the variable that is the runner, for the block
 * @error: where the block leaves its exceptions, not %NULL: one of the clean-up takes their place
 * @...: keyword arguments, as of ls_runner_new()
 *
 * Stands before a block: `with Runner () as runner`.  Blocks, at the end.  asyncio: "Runners", Runner.
 */
#define LS_WITH_RUNNER(runner, error, ...)                                                              \
  for (LsRunner *runner __attribute__ ((cleanup (ls_runner_leave)))                                     \
         = ls_runner_enter (&(const LsRunOptions) { __VA_ARGS__ }, (error)), *G_PASTE (ls_once_, __LINE__) = runner; \
       G_PASTE (ls_once_, __LINE__) != NULL; G_PASTE (ls_once_, __LINE__) = NULL)

/**
 * ls_runner_enter:
 * @options: the keyword arguments, copied
 * @error: where the block leaves its exceptions
 *
 * What LS_WITH_RUNNER() calls before its block.
 *
 * Returns: (transfer full): a runner with a loop
 */
LsRunner *ls_runner_enter     (const LsRunOptions *options, GError **error) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ls_runner_leave:
 * @runner: (inout): a runner
 *
 * What LS_WITH_RUNNER() calls wherever its block is left: closes and frees the runner.  Blocks.
 */
void      ls_runner_leave     (LsRunner **runner);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsRunner, ls_runner_free)

G_END_DECLS
