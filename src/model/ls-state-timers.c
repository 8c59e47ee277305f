/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-private.h"

#include <math.h>

/* To put one among thousands takes as long as to put these. */
#define MAX_ARMED 256

static inline LsTimerState *
nth_timer (const GArray *timers, guint index)
{
  return (LsTimerState *) (void *) timers->data + index;
}

/* The loop's heap has no order among equal deadlines; a picture needs one, so theirs is that of arming. */
static int
compare_timers (const LsTimerState *a, const LsTimerState *b)
{
  if (a->deadline != b->deadline)
    return a->deadline < b->deadline ? -1 : 1;

  return a->handle < b->handle ? -1 : a->handle > b->handle;
}

/* The index of the first of @timers from @from on that does not stand before @timer. */
static guint
lower_timer (const GArray *timers, guint from, const LsTimerState *timer)
{
  guint to = timers->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (compare_timers (nth_timer (timers, middle), timer) < 0)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

static LsTimerState *
find_in (const GArray *timers, guint from, const LsTimerState *timer)
{
  guint index = lower_timer (timers, from, timer);

  if (index == timers->len || nth_timer (timers, index)->handle != timer->handle)
    return NULL;

  return nth_timer (timers, index);
}

static LsTimerState *
find_armed (LsState *state, const LsTimerState *timer)
{
  LsTimerState *found = find_in (state->armed, 0, timer);

  return found != NULL ? found : find_in (state->timers, state->n_fired, timer);
}

/* From the back, so that those that are due before the first of the new ones stay where they are. */
static void
put_in_place (GArray *timers, guint first, const GArray *armed)
{
  guint left = timers->len, to;

  g_array_set_size (timers, timers->len + armed->len);
  to = timers->len;
  for (guint i = armed->len; i > 0; i--)
    {
      const LsTimerState *timer = nth_timer (armed, i - 1);

      while (left > first && compare_timers (nth_timer (timers, left - 1), timer) > 0)
        *nth_timer (timers, --to) = *nth_timer (timers, --left);
      *nth_timer (timers, --to) = *timer;
    }
}

static void
gather (LsState *state)
{
  put_in_place (state->timers, state->n_fired, state->armed);
  g_array_set_size (state->armed, 0);
}

void
ls_state_settle_timers (LsState *state)
{
  ls_state_settle_front (state->timers, &state->n_fired);
  gather (state);
}

void
ls_state_add_timer (LsState *state, const LsTimerState *timer)
{
  guint index;

  /* A deadline that is no number has no place in an order. */
  if (isnan (timer->deadline) || timer->handle == 0)
    return;

  if (state->armed->len == MAX_ARMED)
    gather (state);
  index = lower_timer (state->armed, 0, timer);
  g_array_insert_val (state->armed, index, *timer);
  state->newest = *timer;
}

/* The one that fires is among the first, so looking from there is short. */
LsTimerState *
ls_state_find_timer (LsState *state, guint32 handle)
{
  guint n_timers = state->timers->len - state->n_fired;

  if (state->newest.handle == handle)
    return find_armed (state, &state->newest);

  for (guint i = 0; i < MAX (n_timers, state->armed->len); i++)
    {
      if (i < n_timers && nth_timer (state->timers, state->n_fired + i)->handle == handle)
        return nth_timer (state->timers, state->n_fired + i);
      if (i < state->armed->len && nth_timer (state->armed, i)->handle == handle)
        return nth_timer (state->armed, i);
    }

  return NULL;
}

/* What is awaited was armed just before. */
LsTimerState *
ls_state_find_timer_of (LsState *state, guint32 future)
{
  return future != 0 && state->newest.future == future ? find_armed (state, &state->newest) : NULL;
}

static LsTimerState *
first_timeout (const GArray *timers, guint from, guint32 task)
{
  for (guint i = from; i < timers->len; i++)
    if (nth_timer (timers, i)->is_timeout && nth_timer (timers, i)->task == task)
      return nth_timer (timers, i);

  return NULL;
}

LsTimerState *
ls_state_find_timeout (LsState *state, guint32 task)
{
  LsTimerState *one = first_timeout (state->timers, state->n_fired, task);
  LsTimerState *other = first_timeout (state->armed, 0, task);

  if (one == NULL || other == NULL)
    return one != NULL ? one : other;

  return compare_timers (one, other) < 0 ? one : other;
}

void
ls_state_remove_timer (LsState *state, LsTimerState *timer)
{
  LsTimerState *armed = nth_timer (state->armed, 0);

  if (timer >= armed && timer < armed + state->armed->len)
    g_array_remove_index (state->armed, (guint) (timer - armed));
  else
    ls_state_take (state->timers, &state->n_fired, (guint) (timer - nth_timer (state->timers, 0)));
}
