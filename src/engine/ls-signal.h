/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-loop.h"

G_BEGIN_DECLS

/**
 * ls_loop_add_signal_handler:
 * @loop: a loop of the main thread's that is not closed
 * @number: a signal: `SIGTERM`
 * @func: a [callback@Ls.Callback], called by the loop and not within the signal handler: it may do anything
 * @...: values, its arguments
 *
 * Has @func called when the signal comes, in place of what was done for it before.  One loop at a time may do
 * so.  Never suspends.  asyncio: "Event Loop", loop.add_signal_handler().
 *
 * Returns: %FALSE where @number cannot be caught, the thread is not the main one, or another loop handles signals
 */
#define ls_loop_add_signal_handler(loop, number, func, ...) \
  ls_loop_add_signal_handler_named ((loop), (number), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_add_signal_handler_named:
 * @loop: a loop
 * @number: a signal
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: the callback
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_loop_add_signal_handler() expands to.
 *
 * Returns: %FALSE where the signal cannot be handled
 */
gboolean  ls_loop_add_signal_handler_named (LsLoop *loop, int number, const char *name, LsCallback func,
                                            const LsValue *args, gsize n_args);

/**
 * ls_loop_remove_signal_handler:
 * @loop: a loop
 * @number: a signal
 *
 * Has done for the signal again what was done before.  Never suspends.  asyncio: "Event Loop",
 * loop.remove_signal_handler().
 *
 * Returns: whether it had a handler
 */
gboolean  ls_loop_remove_signal_handler    (LsLoop *loop, int number);

G_END_DECLS
