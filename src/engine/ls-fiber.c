/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-fiber.h"

#include <string.h>

#include "ls-checkers.h"
#include "ls-overflow.h"
#include "ls-stack.h"
#include "ls-switch.h"

/* At one and the same place of their pages, all fibers would contend for the same few sets of the caches. */
#define SPREAD_STEP  64
#define SPREAD_STEPS 24

typedef enum { FRESH, RUNNING, SUSPENDED, DONE } FiberState;

/*
 * It lies at the top of the stack it is for.  `context` is where to go on with it while it does not run,
 * `caller_context` with what resumed it while it runs.
 */
struct _LsFiber
{
  LsContext   context;
  LsContext   caller_context;
  LsFiber    *caller;
  LsFiberFunc func;
  gpointer    data;
  const char *name;
  gpointer    top;
  FiberState  state;
#if LS_WITH_ASAN
  void       *fake_stack;
  void       *caller_fake_stack;
  const void *caller_low;
  size_t      caller_size;
#endif
#if LS_WITH_TSAN
  void       *tsan;
  void       *caller_tsan;
#endif
};

static __thread LsFiber *current LS_FAST_TLS;

/*
 * Every switch is announced before and confirmed after, on the stack arrived at.  A fiber that leaves
 * for good says so, and its fake stack is freed.
 */
static inline void
announce_entry (LsFiber *fiber)
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
confirm_entry (LsFiber *fiber)
{
#if LS_WITH_ASAN
  __sanitizer_finish_switch_fiber (fiber->fake_stack, &fiber->caller_low, &fiber->caller_size);
#endif
}

static inline void
announce_exit (LsFiber *fiber)
{
#if LS_WITH_ASAN
  __sanitizer_start_switch_fiber (fiber->state == DONE ? NULL : &fiber->fake_stack,
                                  fiber->caller_low, fiber->caller_size);
#endif
#if LS_WITH_TSAN
  __tsan_switch_to_fiber (fiber->caller_tsan, 0);
#endif
}

static inline void
confirm_exit (LsFiber *fiber)
{
#if LS_WITH_ASAN
  __sanitizer_finish_switch_fiber (fiber->caller_fake_stack, NULL, NULL);
#endif
}

/* The first function on every fiber's stack; ls_switch() never comes back to a fiber that is done. */
static G_NORETURN void
fiber_main (gpointer data)
{
  LsFiber *fiber = data;
  gpointer value;

  confirm_entry (fiber);
  value = fiber->func (fiber->data);
  fiber->state = DONE;
  current = fiber->caller;
  announce_exit (fiber);
  ls_switch (&fiber->context, fiber->caller_context, value);
  g_assert_not_reached ();
}

/* Once a thread, at its first fiber. */
static void
watch_thread (void)
{
  static __thread gboolean watched LS_FAST_TLS;

  if (G_LIKELY (watched))
    return;
  watched = TRUE;
  ls_overflow_watch_thread ();
}

/* Where in the stack's highest page the fiber lies. */
static LsFiber *
place (char *top)
{
  guint32 hash = (guint32) ((guintptr) top >> 12) * 0x9e3779b1u;
  gsize step = ((guint64) hash * SPREAD_STEPS) >> 32;

  return (LsFiber *) (((guintptr) top - sizeof (LsFiber) - step * SPREAD_STEP) & ~(guintptr) 63);
}

LsFiber *
ls_fiber_new (LsFiberFunc func, gpointer data)
{
  char *top = ls_stack_acquire ();
  LsFiber *fiber = place (top);

  watch_thread ();
  *fiber = (LsFiber) { .func = func, .data = data, .top = top, .state = FRESH };
  fiber->context = ls_switch_prepare (fiber, top - ls_stack_get_size (), fiber_main, fiber);
#if LS_WITH_TSAN
  fiber->tsan = __tsan_create_fiber (0);
#endif
  return fiber;
}

void
ls_fiber_free (LsFiber *fiber)
{
  g_return_if_fail (fiber->state != RUNNING);

#if LS_WITH_TSAN
  __tsan_destroy_fiber (fiber->tsan);
#endif
  ls_stack_release (fiber->top);
}

gpointer
ls_fiber_resume (LsFiber *fiber, gpointer value)
{
  g_return_val_if_fail (fiber->state == FRESH || fiber->state == SUSPENDED, NULL);

  fiber->state = RUNNING;
  fiber->caller = current;
  current = fiber;
  announce_entry (fiber);
  value = ls_switch (&fiber->caller_context, fiber->context, value);
  confirm_exit (fiber);
  return value;
}

gpointer
ls_fiber_suspend (gpointer value)
{
  LsFiber *fiber = current;

  g_return_val_if_fail (fiber != NULL, NULL);

  fiber->state = SUSPENDED;
  current = fiber->caller;
  announce_exit (fiber);
  value = ls_switch (&fiber->context, fiber->caller_context, value);
  confirm_entry (fiber);
  return value;
}

LsFiber *
ls_fiber_current (void)
{
  return current;
}

gboolean
ls_fiber_is_done (LsFiber *fiber)
{
  return fiber->state == DONE;
}

gboolean
ls_fiber_has_started (LsFiber *fiber)
{
  return fiber->state != FRESH;
}

void
ls_fiber_set_name (LsFiber *fiber, const char *name)
{
  fiber->name = name;
}

const char *
ls_fiber_get_name (LsFiber *fiber)
{
  return fiber->name;
}

void
ls_fiber_get_stack (LsFiber *fiber, gconstpointer *low, gconstpointer *high)
{
  if (low != NULL)
    *low = (char *) fiber->top - ls_stack_get_size ();
  if (high != NULL)
    *high = fiber->top;
}
