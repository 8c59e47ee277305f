/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-fiber.h"

#include "ls-overflow.h"

__thread LsFiber *ls_fiber_running LS_FAST_TLS;

/* The first function on every fiber's stack; ls_switch() never comes back to a fiber that is done. */
static G_NORETURN void
fiber_main (gpointer data)
{
  LsFiber *fiber = data;
  gpointer value;

  ls_fiber_confirm_entry (fiber);
  value = fiber->func (fiber->data);
  fiber->state = LS_FIBER_DONE;
  ls_fiber_running = fiber->caller;
  ls_fiber_announce_exit (fiber);
  ls_switch (&fiber->context, &fiber->caller_context, value);
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

LsFiber *
ls_fiber_new (LsFiberFunc func, gpointer data)
{
  char *top = ls_stack_acquire ();
  LsFiber *fiber = (LsFiber *) (((guintptr) ls_stack_get_room (top) - sizeof (LsFiber)) & ~(guintptr) 63);

  watch_thread ();
  *fiber = (LsFiber) { .func = func, .data = data, .top = top, .state = LS_FIBER_FRESH };
  ls_switch_prepare (&fiber->context, top - ls_stack_get_size (), fiber, fiber_main, fiber);
#if LS_WITH_TSAN
  fiber->tsan = __tsan_create_fiber (0);
#endif
  return fiber;
}

void
ls_fiber_free (LsFiber *fiber)
{
  g_return_if_fail (fiber->state != LS_FIBER_RUNNING);

#if LS_WITH_TSAN
  __tsan_destroy_fiber (fiber->tsan);
#endif
  ls_stack_release (fiber->top);
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
