/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-checkers.h"
#include "ls-stack.h"
#include "ls-switch.h"

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
 *
 * Resuming and suspending are inline, since the processor guesses the return from a function that switches wrong
 * (see ls-switch.h): done in the innermost loop and in the one function that waits, they cost a third.
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
 * ls_fiber_set_name:
 * @fiber: a fiber
 * @name: (nullable) (transfer none): its name, which must live as long as the fiber or until it is set
 *   anew; read from a signal handler
 */
void        ls_fiber_set_name  (LsFiber *fiber, const char *name);

const char *ls_fiber_get_name  (LsFiber *fiber);

/* The lowest usable and the first address above the fiber's stack. */
void        ls_fiber_get_stack (LsFiber *fiber, gconstpointer *low, gconstpointer *high);

/* The rest is the inline part of ls-fiber.c. */

typedef enum { LS_FIBER_FRESH, LS_FIBER_RUNNING, LS_FIBER_SUSPENDED, LS_FIBER_DONE } LsFiberState;

/*
 * It lies at the top of the stack it is for.  `context` is where to go on with it while it does not run,
 * `caller_context` with what resumed it while it runs.
 */
struct _LsFiber
{
  LsRegisters  context;
  LsRegisters  caller_context;
  LsFiber     *caller;
  LsFiberFunc  func;
  gpointer     data;
  const char  *name;
  gpointer     top;
  LsFiberState state;
#if LS_WITH_ASAN
  void        *fake_stack;
  void        *caller_fake_stack;
  const void  *caller_low;
  size_t       caller_size;
#endif
#if LS_WITH_TSAN
  void        *tsan;
  void        *caller_tsan;
#endif
};

/* Bytes of frames that a task that sleeps has, more or less. */
#define LS_FIBER_FETCHED 768

extern G_GNUC_INTERNAL __thread LsFiber *ls_fiber_running LS_FAST_TLS;

/*
 * Every switch is announced to checkers before it and confirmed after it, on the stack arrived at.  A
 * fiber that leaves for good says so, and its fake stack is freed.
 */
static inline void
ls_fiber_announce_entry (LsFiber *fiber)
{
#if LS_WITH_ASAN
  gsize size = ls_stack_get_size ();

  __sanitizer_start_switch_fiber (&fiber->caller_fake_stack, (char *) fiber->top - size, size);
#endif
#if LS_WITH_TSAN
  fiber->caller_tsan = __tsan_get_current_fiber ();
  __tsan_switch_to_fiber (fiber->tsan, 0);
#endif
}

static inline void
ls_fiber_confirm_entry (LsFiber *fiber)
{
#if LS_WITH_ASAN
  __sanitizer_finish_switch_fiber (fiber->fake_stack, &fiber->caller_low, &fiber->caller_size);
#endif
}

static inline void
ls_fiber_announce_exit (LsFiber *fiber)
{
#if LS_WITH_ASAN
  __sanitizer_start_switch_fiber (fiber->state == LS_FIBER_DONE ? NULL : &fiber->fake_stack,
                                  fiber->caller_low, fiber->caller_size);
#endif
#if LS_WITH_TSAN
  __tsan_switch_to_fiber (fiber->caller_tsan, 0);
#endif
}

static inline void
ls_fiber_confirm_exit (LsFiber *fiber)
{
#if LS_WITH_ASAN
  __sanitizer_finish_switch_fiber (fiber->caller_fake_stack, NULL, NULL);
#endif
}

/**
 * ls_fiber_resume_in:
 * @fiber: a fiber that is neither running nor ended
 * @value: what its ls_fiber_suspend() returns; unused at the first resume
 * @modes: the caller's floating point modes, see ls_switch_in_modes()
 *
 * Runs @fiber until it suspends or ends; ls_fiber_is_done() tells which.
 *
 * Returns: what the fiber gave to ls_fiber_suspend(), or what its function returned
 */
static inline __attribute__ ((always_inline)) gpointer
ls_fiber_resume_in (LsFiber *fiber, gpointer value, const LsModes *modes)
{
  g_return_val_if_fail (fiber->state == LS_FIBER_FRESH || fiber->state == LS_FIBER_SUSPENDED, NULL);

  fiber->state = LS_FIBER_RUNNING;
  fiber->caller = ls_fiber_running;
  ls_fiber_running = fiber;
  ls_fiber_announce_entry (fiber);
  value = ls_switch_in_modes (&fiber->caller_context, &fiber->context, value, modes);
  ls_fiber_confirm_exit (fiber);
  return value;
}

/* ls_fiber_resume_in() the modes that the caller happens to have. */
static inline gpointer
ls_fiber_resume (LsFiber *fiber, gpointer value)
{
  LsModes modes;

  ls_switch_get_modes (&modes);
  return ls_fiber_resume_in (fiber, value, &modes);
}

/**
 * ls_fiber_suspend:
 * @value: what the pending ls_fiber_resume() returns
 *
 * Stops the current fiber until it is resumed.  To be called on a fiber only.
 *
 * Returns: what the next ls_fiber_resume() was given
 */
static inline gpointer
ls_fiber_suspend (gpointer value)
{
  LsFiber *fiber = ls_fiber_running;

  g_return_val_if_fail (fiber != NULL, NULL);

  fiber->state = LS_FIBER_SUSPENDED;
  ls_fiber_running = fiber->caller;
  ls_fiber_announce_exit (fiber);
  value = ls_switch (&fiber->context, &fiber->caller_context, value);
  ls_fiber_confirm_entry (fiber);
  return value;
}

/*
 * Has the processor fetch what the next resume of a fiber that was suspended for long reads: the fiber and the
 * innermost frames, which lie just below it.
 */
static inline void
ls_fiber_fetch (LsFiber *fiber)
{
  for (int line = -LS_FIBER_FETCHED / 64; line * 64 < (int) sizeof (LsFiber); line++)
    __builtin_prefetch ((char *) fiber + line * 64);
}

/* The fiber that runs on this thread (the innermost one), or NULL outside any. */
static inline LsFiber *
ls_fiber_current (void)
{
  return ls_fiber_running;
}

/* Whether the fiber's function has returned. */
static inline gboolean
ls_fiber_is_done (LsFiber *fiber)
{
  return fiber->state == LS_FIBER_DONE;
}

/* Whether the fiber was resumed at least once. */
static inline gboolean
ls_fiber_has_started (LsFiber *fiber)
{
  return fiber->state != LS_FIBER_FRESH;
}

G_END_DECLS
