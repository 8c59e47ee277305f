/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-checkers.h"

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
 *
 * A fiber that waits rarely uses more than half of its stack's highest page, which nobody else could use.  So that page
 * is divided, for good: what lies above ls_stack_get_room() is no part of the stack; no user of the stack touches it.
 * It may be lent, once and for ever, to ls-pool.h, whose objects lie there while stacks come and go below them, and
 * which keeps the page in memory: only a stack that will be needed anyway is taken for its room.
 */

/* More than the largest frame of code that is built without -fstack-clash-protection, one hopes. */
#define LS_STACK_GUARD (64 * 1024)

/*
 * Address space of a stack without its guard, unless LOOPSCOPE_STACK says otherwise.  With the guard it is an odd number
 * of pages, see set_up_once(); each takes 8 bytes of page tables, which a million of tasks notices.  A sanitizer's
 * frames are two or three times as large.
 */
#if LS_WITH_ASAN || LS_WITH_TSAN
#define LS_STACK_DEFAULT_SIZE (132 * 1024)
#else
#define LS_STACK_DEFAULT_SIZE (68 * 1024)
#endif

/* No room is smaller; the largest is almost twice as large. */
#define LS_STACK_MIN_ROOM 1008

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

/* Where the stack really ends and the room begins that is not its user's: on a line of the caches, not the same
 * one of all pages. */
gpointer    ls_stack_get_room     (gpointer top);

/*
 * How many stacks will probably be acquired that nobody will have released before: tasks that this thread has made since
 * it released one, less those that have begun.  Where tasks end, others begin on what they leave.
 */
extern G_GNUC_INTERNAL __thread gssize ls_stack_n_expected LS_FAST_TLS;

/**
 * ls_stack_lend_room:
 * @size: (out): how much it is, at least LS_STACK_MIN_ROOM
 *
 * Lends the room of a stack that is taken for it before it is needed: where more are expected to be than are in the
 * pool.  The stack is in the pool from now on.
 *
 * Returns: (nullable): zeroed memory aligned as by malloc(), which is never taken back
 */
gpointer    ls_stack_lend_room    (gsize *size);

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
