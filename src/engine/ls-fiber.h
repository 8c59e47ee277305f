/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsFiber: a C function that can stop in the middle and be gone on with later.
 *
 * A fiber runs on a stack of its own, taken from the pool of ls-stack.h when the fiber is made and
 * given back when it is freed.  ls_fiber_resume() runs it until it calls ls_fiber_suspend() or its
 * function returns; each carries a pointer to the other side.  A fiber may resume another one: they
 * nest as calls do, and suspending goes back to whoever resumed.  Fibers belong to the thread that made
 * them.
 *
 * The name is what the message of a stack overflow calls the fiber by; see ls_fiber_set_name().
 */
typedef struct _LsFiber LsFiber;

/**
 * LsFiberFunc:
 * @data: what was given to ls_fiber_new()
 *
 * The body of a fiber.  Returning ends it.
 *
 * Returns: what the ls_fiber_resume() that ran it last returns
 */
typedef gpointer (*LsFiberFunc) (gpointer data);

/**
 * ls_fiber_new:
 * @func: what to run
 * @data: its argument
 *
 * Makes a fiber, which does not start before the first ls_fiber_resume().  Costs no allocation: the
 * fiber lies at the top of its own stack.  Best called as late as possible, so that short-lived fibers
 * share one warm stack.  Aborts when the address space is exhausted.
 *
 * Returns: (transfer full): a fiber to be given back with ls_fiber_free()
 */
LsFiber    *ls_fiber_new      (LsFiberFunc func, gpointer data);

/**
 * ls_fiber_free:
 * @fiber: (transfer full): a fiber that does not run: ended, never started, or suspended
 *
 * Gives the stack back.  The frames of a suspended fiber are dropped without being unwound: what they
 * own leaks, so let a fiber end where it can.
 */
void        ls_fiber_free     (LsFiber *fiber);

/**
 * ls_fiber_resume:
 * @fiber: a fiber that is neither running nor ended
 * @value: what its ls_fiber_suspend() returns; unused at the first resume
 *
 * Runs @fiber until it suspends or ends; ls_fiber_is_done() tells which.
 *
 * Returns: what the fiber gave to ls_fiber_suspend(), or what its function returned
 */
gpointer    ls_fiber_resume   (LsFiber *fiber, gpointer value);

/**
 * ls_fiber_suspend:
 * @value: what the pending ls_fiber_resume() returns
 *
 * Stops the current fiber until it is resumed.  To be called on a fiber only.
 *
 * Returns: what the next ls_fiber_resume() was given
 */
gpointer    ls_fiber_suspend  (gpointer value);

/* The fiber that runs on this thread (the innermost one), or NULL outside any. */
LsFiber    *ls_fiber_current  (void);

/* Whether the fiber's function has returned. */
gboolean    ls_fiber_is_done  (LsFiber *fiber);

/* Whether the fiber was resumed at least once. */
gboolean    ls_fiber_has_started (LsFiber *fiber);

/**
 * ls_fiber_set_name:
 * @fiber: a fiber
 * @name: (nullable) (transfer none): its name, which must live as long as the fiber or until it is set
 *   anew; read from a signal handler
 */
void        ls_fiber_set_name (LsFiber *fiber, const char *name);

const char *ls_fiber_get_name (LsFiber *fiber);

/* The lowest usable and the first address above the fiber's stack. */
void        ls_fiber_get_stack (LsFiber *fiber, gconstpointer *low, gconstpointer *high);

G_END_DECLS
