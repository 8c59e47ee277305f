/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * ls-stack: the memory that fibers run on.
 *
 * Stacks are cut from large arenas of address space and touched lazily, so that one costs a page or two
 * of memory until its fiber goes deep.  Below each lies a guard of LS_STACK_GUARD bytes.  A stack given
 * back is the first to be given out again, while its pages are still in the caches; the memory of
 * stacks that nobody needed for some seconds goes back to the system.
 *
 * A stack is known by its top, the address just above it.  Every thread has a pool of its own; a stack
 * may be released by another thread than the one that acquired it.
 */

/* More than the largest frame of code that is built without -fstack-clash-protection, one hopes. */
#define LS_STACK_GUARD (64 * 1024)

/* Address space of a stack without its guard, unless LOOPSCOPE_STACK says otherwise. */
#define LS_STACK_DEFAULT_SIZE (128 * 1024)

/* For variables read at every switch: one instruction also where the library is shared. */
#define LS_FAST_TLS __attribute__ ((tls_model ("initial-exec")))

/**
 * ls_stack_acquire:
 *
 * Takes a stack from the pool; its content is undefined.  Aborts with a message when there is no
 * address space left.
 *
 * Returns: (transfer full): the top of the stack, aligned to a page
 */
gpointer    ls_stack_acquire      (void);

/* Gives the stack with this top back. */
void        ls_stack_release      (gpointer top);

/* Bytes between the guard and the top, the same for all stacks; fixed at the first call. */
gsize       ls_stack_get_size     (void);

/* Gives the memory of this thread's long-unused stacks back to the system: for a loop about to sleep. */
void        ls_stack_trim         (void);

/* Whether guards need no mapping of their own, so that their number has no limit. */
gboolean    ls_stack_guards_are_light (void);

/**
 * ls_stack_find_guarded:
 * @address: any address
 *
 * Finds the stack whose guard holds @address.  Safe in a signal handler.
 *
 * Returns: (nullable): the stack's top
 */
gpointer    ls_stack_find_guarded (gconstpointer address);

G_END_DECLS
