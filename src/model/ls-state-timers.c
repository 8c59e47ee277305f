/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-private.h"

#include <math.h>
#include <string.h>

/* The loop's heap has no order among equal deadlines; a picture needs one, so theirs is that of arming. */
static int
compare_timers (const LsTimerState *a, const LsTimerState *b)
{
  if (a->deadline != b->deadline)
    return a->deadline < b->deadline ? -1 : 1;

  return a->handle < b->handle ? -1 : a->handle > b->handle;
}

/* The index of the first timer that does not stand before @timer. */
static guint
lower_timer (LsState *state, const LsTimerState *timer)
{
  guint from = state->n_fired, to = state->timers->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (compare_timers (&g_array_index (state->timers, LsTimerState, middle), timer) < 0)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

static LsTimerState *
find_armed (LsState *state, const LsTimerState *timer)
{
  guint index = lower_timer (state, timer);
  LsTimerState *found;

  if (index == state->timers->len)
    return NULL;

  found = &g_array_index (state->timers, LsTimerState, index);
  return found->handle == timer->handle ? found : NULL;
}

/* Whichever side is shorter makes way, where the front has room that fired timers left. */
static void
insert_timer (LsState *state, guint index, const LsTimerState *timer)
{
  LsTimerState *timers = (LsTimerState *) (void *) state->timers->data;
  guint before = index - state->n_fired;

  if (state->n_fired == 0 || before >= state->timers->len - index)
    {
      g_array_insert_val (state->timers, index, *timer);
      return;
    }

  state->n_fired--;
  memmove (timers + state->n_fired, timers + state->n_fired + 1, before * sizeof *timers);
  timers[index - 1] = *timer;
}

void
ls_state_add_timer (LsState *state, const LsTimerState *timer)
{
  guint index;

  /* A deadline that is no number has no place in an order. */
  if (isnan (timer->deadline) || timer->handle == 0)
    return;

  index = lower_timer (state, timer);
  insert_timer (state, index, timer);
  state->newest = *timer;
}

/* The one that fires is among the first, so looking from there is short. */
LsTimerState *
ls_state_find_timer (LsState *state, guint32 handle)
{
  if (state->newest.handle == handle)
    return find_armed (state, &state->newest);

  for (guint i = state->n_fired; i < state->timers->len; i++)
    if (g_array_index (state->timers, LsTimerState, i).handle == handle)
      return &g_array_index (state->timers, LsTimerState, i);

  return NULL;
}

/* What is awaited was armed just before. */
LsTimerState *
ls_state_find_timer_of (LsState *state, guint32 future)
{
  return future != 0 && state->newest.future == future ? find_armed (state, &state->newest) : NULL;
}

void
ls_state_remove_timer (LsState *state, LsTimerState *timer)
{
  guint index = (guint) (timer - (LsTimerState *) (void *) state->timers->data);

  ls_state_take (state->timers, &state->n_fired, index);
}
