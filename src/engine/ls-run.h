/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"
#include "ls-runner.h"

G_BEGIN_DECLS

/**
 * ls_run:
 * @main: (transfer floating): a coroutine, consumed
 * @error: return location for its exception; KeyboardInterrupt after Ctrl-C; RuntimeError where a
 *   loop runs
 * @...: keyword arguments: `.debug = TRUE`
 *
 * Makes a loop, runs @main on it as a task, cancels what is left over, and closes the loop.  Ctrl-C
 * cancels @main.  Blocks, and is not to be called within a coroutine.  asyncio: "Runners", run().
 *
 * Returns: (transfer full): the result; None when @error is set
 */
#define ls_run(main, error, ...) ls_run_with ((main), (error), &(const LsRunOptions) { __VA_ARGS__ })

/**
 * ls_run_with:
 * @main: (transfer floating): a coroutine, consumed
 * @error: as of ls_run()
 * @options: the keyword arguments, copied
 *
 * What ls_run() expands to.
 *
 * Returns: (transfer full): the result; None when @error is set
 */
LsValue  ls_run_with       (LsCoro *main, GError **error, const LsRunOptions *options);

/**
 * ls_run_main:
 * @main: (transfer floating): a coroutine, consumed
 * @...: keyword arguments, as of ls_run()
 *
 * ls_run() for a program's main(): prints an uncaught exception on stderr as the last line of
 * Python's traceback reads.  Blocks.  asyncio: "Runners".
 *
 * Returns: the exit code: 0, 1 after an exception, 130 after Ctrl-C; that of a SystemExit is its text
 */
#define ls_run_main(main, ...) ls_run_main_with ((main), &(const LsRunOptions) { __VA_ARGS__ })

/**
 * ls_run_main_with:
 * @main: (transfer floating): a coroutine, consumed
 * @options: the keyword arguments, copied
 *
 * What ls_run_main() expands to.
 *
 * Returns: the exit code, as of ls_run_main()
 */
int      ls_run_main_with  (LsCoro *main, const LsRunOptions *options);

/**
 * ls_report_uncaught:
 * @error: the exception that ls_run() gave
 *
 * What ls_run_main() does about an exception, for programs that call ls_run() themselves: prints it on
 * stderr as the last line of Python's traceback reads.
 *
 * Returns: the exit code, as of ls_run_main()
 */
int      ls_report_uncaught (const GError *error);

G_END_DECLS
