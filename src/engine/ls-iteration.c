/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <math.h>

#include "ls-iteration.h"
#include "ls-tracer.h"

/*
 * An iteration of the loop: asyncio's BaseEventLoop._run_once().
 *
 * It is cut in two where asyncio polls, since the waiting is GMainContext's: see ls-loop-source.c.
 * Between the halves `poll.open` is set.
 */
#define CLOCK_RESOLUTION       1e-9      /* of CLOCK_MONOTONIC, as Python tells it */
#define MAXIMUM_SELECT_TIMEOUT (24 * 3600.0)
#define NS_PER_MS              G_GINT64_CONSTANT (1000000)

/* Seconds; negative: for ever. */
static double
poll_timeout (LsLoop *self)
{
  double left;

  if (ls_timers_size (&self->timers) == 0)
    return -1;
  left = ls_timers_at (&self->timers, 0)->when - ls_clock_seconds (ls_clock_read (self->clock));
  return CLAMP (left, 0, MAXIMUM_SELECT_TIMEOUT);
}

/* A wait does not go beyond the time at which Ctrl-C comes by itself. */
static gint64
limit_of_wait (LsLoop *self, double timeout)
{
  gint64 limit = timeout < 0 ? -1 : (gint64) ceil (timeout * 1e3) * NS_PER_MS;
  gint64 left = MAX (self->clock->interrupt_at - ls_clock_peek (self->clock), 1);

  if (self->clock->interrupt_at == 0 || (limit >= 0 && limit < left))
    return limit;
  return left;
}

/* Like epoll, the wait ends at a whole millisecond, and never early. */
void
ls_loop_open_wait (LsLoop *self)
{
  double timeout = poll_timeout (self);

  LS_TRACE (poll, timeout, ls_timers_size (&self->timers));
  self->poll.limit = limit_of_wait (self, timeout);
  if (self->poll.limit != 0)
    ls_loop_begin_wait (self);
}

/* What other threads scheduled. */
void
ls_loop_take_arrived (LsLoop *self)
{
  g_mutex_lock (&self->lock);
  for (guint i = 0; i < self->arrived->len; i++)
    {
      LsHandle *handle = g_ptr_array_index (self->arrived, i);

      ls_loop_schedule (self, handle, ((LsCall *) handle)->name, 0);
    }
  g_ptr_array_set_size (self->arrived, 0);
  g_atomic_int_set (&self->has_arrived, FALSE);
  g_mutex_unlock (&self->lock);
}

/* Those that became due go behind what is ready already.  Cancelled ones come along, and are passed over later. */
void
ls_loop_take_due_timers (LsLoop *self)
{
  gboolean has_waited = self->poll.limit != 0 && !ls_clock_is_virtual (self->clock);
  gint64 now = has_waited ? ls_clock_peek (self->clock) : ls_clock_read (self->clock);
  double end = ls_clock_seconds (now) + CLOCK_RESOLUTION;
  LsHandle *handle;

  while ((handle = ls_timers_pop_due (&self->timers, end)) != NULL)
    {
      if ((handle->flags & LS_HANDLE_CANCELLED) == 0)
        LS_TRACE (timer_fired, handle->id);
      ls_ready_push (&self->ready, handle);
    }
}

gboolean
ls_loop_has_news (LsLoop *self)
{
  return ls_ready_size (&self->ready) > 0 || self->stopping || g_atomic_int_get (&self->has_arrived)
         || ls_interrupt_is_pending ();
}

gboolean
ls_loop_run_once (LsLoop *self)
{
  g_assert (ls_clock_is_virtual (self->clock));

  ls_loop_enter (self);
  if (!self->poll.open)
    ls_loop_begin_iteration (self);
  if (self->poll.limit >= 0 || ls_loop_has_news (self))
    ls_loop_finish_iteration (self);
  ls_loop_leave (self);
  return !self->poll.open;
}
