/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-interrupt.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-watch-private.h"

G_BEGIN_DECLS

/*
 * The halves of an iteration, before and after its wait.  Private.
 *
 * They are inline down to the switch to the task, for the reason that ls-fiber.h gives: between two turns the loop
 * returns from no function that it was in at the switch.
 */

/* The wait of an iteration before which nothing is ready. */
void ls_loop_open_wait         (LsLoop *self);

/* What became ready meanwhile goes behind what is ready already. */
void ls_loop_take_arrived      (LsLoop *self);
void ls_loop_take_due_timers   (LsLoop *self);

static inline void
ls_loop_call (LsHandle *handle)
{
  LsLoop *loop = handle->loop;

  loop->calling = handle;
  handle->klass->run (handle);
  loop->calling = NULL;
  ls_switch_get_modes (&loop->modes);
}

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
        ls_task_step (ls_task_of_step (handle), &handle->loop->modes);
      else
        ls_loop_call (handle);
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
      if (G_UNLIKELY (self->debug))
        ls_loop_run_timed (self, ls_ready_pop (&self->ready));
      else
        ls_loop_run_handle (ls_ready_pop (&self->ready));
      if (G_UNLIKELY (ls_interrupt_is_pending ()))
        ls_interrupt_deliver (self);
      if (G_UNLIKELY (self->raised != NULL))
        return;
    }
}

static inline void
ls_loop_open_poll (LsLoop *self)
{
  self->poll.open = TRUE;
  if (ls_ready_size (&self->ready) == 0 && !self->stopping)
    {
      ls_loop_open_wait (self);
      return;
    }
  LS_TRACE (poll, 0, ls_timers_size (&self->timers));
  self->poll.limit = 0;
}

static inline void
ls_loop_close_poll (LsLoop *self)
{
  gint64 waited = G_UNLIKELY (self->poll.limit != 0) ? ls_loop_end_wait (self) : 0;

  self->poll.open = FALSE;
  LS_TRACE (polled, waited, ls_watches_n_ready (self));
}

/* asyncio reads its clock at every iteration.  Where nobody can tell, the system's is left alone. */
static inline gboolean
ls_loop_needs_time (LsLoop *self)
{
  return ls_timers_size (&self->timers) > 0 || ls_clock_is_virtual (self->clock) || ls_tracer != NULL;
}

static inline void
ls_loop_begin_iteration (LsLoop *self)
{
  self->n_iterations++;
  LS_TRACE (iteration, self->n_iterations);
  if (G_UNLIKELY (self->timers.n_cancelled > 0))
    ls_timers_drop_cancelled (&self->timers);
  ls_loop_open_poll (self);
}

static inline __attribute__ ((always_inline)) void
ls_loop_finish_iteration (LsLoop *self)
{
  ls_loop_close_poll (self);
  if (G_UNLIKELY (g_atomic_int_get (&self->has_arrived)))
    ls_loop_take_arrived (self);
  if (G_UNLIKELY (self->outside.watches != NULL))
    ls_watches_take_ready (self);
  if (G_UNLIKELY (ls_interrupt_is_pending ()))
    ls_interrupt_deliver (self);
  if (ls_loop_needs_time (self))
    ls_loop_take_due_timers (self);
  ls_loop_run_ready (self);
  if (self->stopping || self->raised != NULL)
    self->running = FALSE;
}

G_END_DECLS
