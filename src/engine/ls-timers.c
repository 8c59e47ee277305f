/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-timers.h"

#include "ls-heapq.h"

/* asyncio's _MIN_SCHEDULED_TIMER_HANDLES and _MIN_CANCELLED_TIMER_HANDLES_FRACTION. */
#define MIN_SCHEDULED          100
#define MIN_CANCELLED_FRACTION 0.5

static inline gboolean
timer_less (const LsTimer *a, const LsTimer *b)
{
  return a->when < b->when;
}

LS_DEFINE_HEAPQ (heap, LsTimer, timer_less)

void
ls_timers_init (LsTimers *self)
{
  self->heap = g_array_new (FALSE, FALSE, sizeof (LsTimer));
  self->n_cancelled = 0;
}

static void
take_out (LsHandle *handle)
{
  handle->flags &= ~LS_HANDLE_IN_HEAP;
  ls_handle_unref (handle);
}

void
ls_timers_clear (LsTimers *self)
{
  for (guint i = 0; i < self->heap->len; i++)
    take_out (ls_timers_at (self, i)->handle);
  g_clear_pointer (&self->heap, g_array_unref);
}

void
ls_timers_push (LsTimers *self, double when, LsHandle *handle)
{
  handle->flags |= LS_HANDLE_IN_HEAP;
  heap_push (self->heap, (LsTimer) { when, handle });
}

LsHandle *
ls_timers_pop_due (LsTimers *self, double end)
{
  LsHandle *handle;

  if (self->heap->len == 0 || ls_timers_at (self, 0)->when >= end)
    return NULL;
  handle = heap_pop (self->heap).handle;
  handle->flags &= ~LS_HANDLE_IN_HEAP;
  return handle;
}

/* Keeps the others in their order and makes them a heap anew, which may change the order of equal ones. */
static void
filter (LsTimers *self)
{
  guint kept = 0;

  for (guint i = 0; i < self->heap->len; i++)
    {
      LsTimer timer = *ls_timers_at (self, i);

      if (timer.handle->flags & LS_HANDLE_CANCELLED)
        take_out (timer.handle);
      else
        *ls_timers_at (self, kept++) = timer;
    }
  g_array_set_size (self->heap, kept);
  heap_heapify (self->heap);
  self->n_cancelled = 0;
}

void
ls_timers_drop_cancelled (LsTimers *self)
{
  if (self->n_cancelled == 0)
    return;
  if (self->heap->len > MIN_SCHEDULED
      && (double) self->n_cancelled / self->heap->len > MIN_CANCELLED_FRACTION)
    {
      filter (self);
      return;
    }
  while (self->heap->len > 0 && (ls_timers_at (self, 0)->handle->flags & LS_HANDLE_CANCELLED) != 0)
    {
      take_out (heap_pop (self->heap).handle);
      self->n_cancelled--;
    }
}
