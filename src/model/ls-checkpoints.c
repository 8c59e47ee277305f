/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-checkpoints.h"

/* A copy every so many events at least, and an event for every so many bytes of it: thrice its record's. */
#define INTERVAL        2048
#define BYTES_AN_EVENT  96

/* Copying so many bytes takes as long as applying an event. */
#define BYTES_A_RUNG    1024
#define RUNG_INTERVAL   64
#define MAX_RUNGS       8

struct _LsCheckpoints
{
  LsTraceReader *reader;      /* not owned */
  GPtrArray     *kept;        /* LsState, by position */
  GPtrArray     *rungs;       /* LsState, by position: of the latest way back */
  GPtrArray     *spare;       /* LsState, to be written over: fresh memory takes longer than the copy */
  guint64        next;        /* position from which on a copy may be due */
};

LsCheckpoints *
ls_checkpoints_new (LsTraceReader *reader)
{
  LsCheckpoints *self = g_new0 (LsCheckpoints, 1);

  self->reader = reader;
  self->kept = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_state_free);
  self->rungs = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_state_free);
  self->spare = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_state_free);
  self->next = INTERVAL;

  return self;
}

void
ls_checkpoints_free (LsCheckpoints *self)
{
  g_ptr_array_unref (self->kept);
  g_ptr_array_unref (self->rungs);
  g_ptr_array_unref (self->spare);
  g_free (self);
}

static void
keep (GPtrArray *states, LsState *copy, const LsState *state)
{
  ls_state_copy (copy, state);
  g_ptr_array_add (states, copy);
}

void
ls_checkpoints_note (LsCheckpoints *self, const LsState *state)
{
  guint64 last = 0, due;

  if (state->position < self->next)
    return;

  if (self->kept->len > 0)
    last = ((LsState *) self->kept->pdata[self->kept->len - 1])->position;
  due = last + MAX (INTERVAL, ls_state_get_size (state) / BYTES_AN_EVENT);
  if (state->position >= due)
    {
      keep (self->kept, ls_state_new (), state);
      due = state->position + INTERVAL;
    }
  self->next = due;
}

/* The last of @states that is not beyond @position; (nullable). */
static const LsState *
find (GPtrArray *states, guint64 position)
{
  guint from = 0, to = states->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;

      if (((LsState *) states->pdata[middle])->position <= position)
        from = middle + 1;
      else
        to = middle;
    }

  return from > 0 ? states->pdata[from - 1] : NULL;
}

static const LsState *
later (const LsState *a, const LsState *b)
{
  if (a == NULL || b == NULL)
    return a != NULL ? a : b;

  return b->position > a->position ? b : a;
}

gboolean
ls_checkpoints_play (LsCheckpoints *self, LsState *state, guint64 seq, LsEvent *event)
{
  if (ls_trace_reader_get (self->reader, seq, event))
    {
      ls_state_apply (state, event, (LsStringFunc) ls_trace_reader_get_string, self->reader);
      return TRUE;
    }

  ls_state_pass_over (state, seq);
  return FALSE;
}

static void
play_until (LsCheckpoints *self, LsState *state, guint64 position)
{
  guint64 first = ls_trace_reader_get_first (self->reader);
  LsEvent event;

  if (state->position < first && state->position < position)
    ls_state_pass_over (state, MIN (first, position) - 1);
  while (state->position < position)
    ls_checkpoints_play (self, state, state->position, &event);
}

static LsState *
take_spare (LsCheckpoints *self)
{
  guint n = self->spare->len;

  return n > 0 ? g_ptr_array_steal_index (self->spare, n - 1) : ls_state_new ();
}

/* Leaves copies behind on the way to @position. */
static void
climb (LsCheckpoints *self, LsState *state, guint64 position)
{
  guint64 least = MAX (RUNG_INTERVAL, ls_state_get_size (state) / BYTES_A_RUNG);

  while (self->rungs->len < MAX_RUNGS && position - state->position >= 2 * least)
    {
      play_until (self, state, state->position + (position - state->position) / 2);
      keep (self->rungs, take_spare (self), state);
    }
  play_until (self, state, position);
}

/* Those beyond @position are behind whoever goes back; those before a better copy are of an older way. */
static void
drop_rungs (LsCheckpoints *self, const LsState *best, guint64 position)
{
  guint n = self->rungs->len;

  while (n > 0 && ((LsState *) self->rungs->pdata[n - 1])->position > position)
    n--;
  if (n > 0 && self->rungs->pdata[n - 1] != best)
    n = 0;

  while (self->rungs->len > n)
    g_ptr_array_add (self->spare, g_ptr_array_steal_index (self->rungs, self->rungs->len - 1));
}

void
ls_checkpoints_go (LsCheckpoints *self, LsState *state, guint64 position)
{
  const LsState *best = later (find (self->kept, position), find (self->rungs, position));

  if (state->position <= position && (best == NULL || state->position >= best->position))
    {
      play_until (self, state, position);
      return;
    }

  drop_rungs (self, best, position);
  if (best != NULL)
    ls_state_copy (state, best);
  else
    ls_state_clear (state);
  climb (self, state, position);
}
