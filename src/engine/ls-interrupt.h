/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <signal.h>

#include "ls-types.h"

G_BEGIN_DECLS

/*
 * Ctrl-C, as asyncio.run() takes it: the first cancels the main task, a second one leaves the loop.
 *
 * One that comes while the one before it has not been taken yet, because a task does not come back to the
 * loop, ends the process as if there were no handler.
 */

/* Takes SIGINT for @loop, whose main task is @task; FALSE where the program handles it, or off the main thread. */
gboolean ls_interrupt_install    (LsLoop *loop, LsTask *task);
void     ls_interrupt_uninstall  (LsLoop *loop);

/* As if the signal had come. */
void     ls_interrupt_request    (void);

extern volatile sig_atomic_t ls_interrupts_pending;

static inline gboolean ls_interrupt_is_pending (void) { return ls_interrupts_pending != 0; }

/* Acts on it, between two handles or at the end of a poll. */
void     ls_interrupt_deliver    (LsLoop *loop);

/* What the loop's source polls, so that a wait ends; -1 while not installed. */
int      ls_interrupt_get_fd     (void);
void     ls_interrupt_clear_fd   (void);

G_END_DECLS
