/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-interrupt.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"

G_BEGIN_DECLS

/*
 * The halves of an iteration, before and after its wait.  Private.
 *
 * The second is inline down to the switch to the task, for the reason that ls-fiber.h gives: between two turns
 * the loop returns from no function that it was in at the switch.
 */
void ls_loop_begin_iteration  (LsLoop *self);

/* Closes the wait; what came of it becomes ready. */
void ls_loop_take_events      (LsLoop *self);

static inline __attribute__ ((always_inline)) void
ls_loop_run_handle (LsHandle *handle)
{
  /* A step's task may be gone afterwards, and the handle with it. */
  gboolean is_step = handle->klass->size == 0;

  if (G_LIKELY ((handle->flags & LS_HANDLE_CANCELLED) == 0))
    {
      handle->flags |= LS_HANDLE_HAS_RUN;
      LS_TRACE (run, handle->id);
      if (is_step)
        ls_task_step (ls_task_of_step (handle));
      else
        handle->klass->run (handle);
    }
  if (!is_step)
    ls_handle_unref (handle);
}

/*
 * Tasks that slept for long are out of the caches, stack and all.  In a long queue each is fetched while others run:
 * first the task, which knows the fiber.
 */
#define LS_FETCH_TASK  8
#define LS_FETCH_FIBER 4

static inline void
ls_loop_fetch_ahead (LsLoop *self)
{
  LsHandle *handle = ls_ready_at (&self->ready, LS_FETCH_FIBER);

  if (handle->klass->size == 0 && ls_task_of_step (handle)->fiber != NULL)
    ls_fiber_fetch (ls_task_of_step (handle)->fiber);
  handle = ls_ready_at (&self->ready, LS_FETCH_TASK);
  __builtin_prefetch (handle);
  __builtin_prefetch ((char *) handle + 64);
}

/* What is scheduled meanwhile waits for the next iteration. */
static inline __attribute__ ((always_inline)) void
ls_loop_run_ready (LsLoop *self)
{
  for (guint n = ls_ready_size (&self->ready); n > 0; n--)
    {
      if (n > LS_FETCH_TASK)
        ls_loop_fetch_ahead (self);
      ls_loop_run_handle (ls_ready_pop (&self->ready));
      if (G_UNLIKELY (ls_interrupt_is_pending ()))
        ls_interrupt_deliver (self);
      if (G_UNLIKELY (self->raised != NULL))
        return;
    }
}

static inline __attribute__ ((always_inline)) void
ls_loop_finish_iteration (LsLoop *self)
{
  ls_loop_take_events (self);
  ls_loop_run_ready (self);
  if (self->stopping || self->raised != NULL)
    self->running = FALSE;
}

G_END_DECLS
