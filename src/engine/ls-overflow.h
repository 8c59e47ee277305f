/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * ls-overflow: says which fiber overflowed its stack, where the kernel would only say "Segmentation
 * fault".
 */

/**
 * ls_overflow_watch_thread:
 *
 * Catches overflows on the calling thread's fibers from now on.  The first call installs handlers of SIGSEGV and
 * SIGBUS, which pass all other faults to the handlers that stood there before; every call gives the
 * thread an alternate signal stack unless it has one.
 */
void ls_overflow_watch_thread (void);

G_END_DECLS
