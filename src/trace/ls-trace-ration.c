/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-ration.h"

#include <string.h>

/* The limit holds so many segments; the fewer, the more is given up at a time. */
#define N_SEGMENTS 8

/* A snapshot may need some blocks of its own. */
#define SEGMENT_MIN 4

typedef struct { guint32 index; guint64 last_seq; } Closed;

void
ls_trace_ration_init (LsTraceRation *self)
{
  guint64 first = 0;

  memset (self, 0, sizeof *self);
  self->closed = g_array_new (FALSE, FALSE, sizeof (Closed));
  self->segments = g_array_new (FALSE, FALSE, sizeof (guint64));
  g_array_append_val (self->segments, first);
}

void
ls_trace_ration_clear (LsTraceRation *self)
{
  g_clear_pointer (&self->closed, g_array_unref);
  g_clear_pointer (&self->segments, g_array_unref);
}

/* @bytes: how much to keep; 0: all */
void
ls_trace_ration_set (LsTraceRation *self, guint64 bytes)
{
  self->limit = bytes > 0 ? MAX (bytes / LS_TRACE_BLOCK_SIZE, 2 * SEGMENT_MIN) : 0;
}

static guint64
segment_size (const LsTraceRation *self)
{
  return MAX (self->limit / N_SEGMENTS, SEGMENT_MIN);
}

/**
 * ls_trace_ration_allow:
 *
 * Counts a block that is to be taken.
 *
 * Returns: %FALSE if it must not be: the limit is passed by as much again, since the program never comes to where a
 *   segment can begin
 */
gboolean
ls_trace_ration_allow (LsTraceRation *self)
{
  if (self->limit > 0 && self->kept >= 2 * self->limit)
    return FALSE;
  self->kept++;
  self->in_segment++;
  if (self->limit > 0 && self->in_segment >= segment_size (self))
    __atomic_store_n (&self->due, 1, __ATOMIC_RELAXED);
  return TRUE;
}

/**
 * ls_trace_ration_add:
 * @index: a block that has been sealed and unmapped
 * @last_seq: no event after this one needs it
 */
void
ls_trace_ration_add (LsTraceRation *self, guint32 index, guint64 last_seq)
{
  Closed closed = { index, last_seq };

  if (self->limit > 0)
    g_array_append_val (self->closed, closed);
}

/* Readers are told first, so that they do not take what is gone for damage. */
static void
give_back_before (LsTraceRation *self, LsTraceSpace *space, guint64 first_seq)
{
  guint left = 0;

  __atomic_store_n (&space->header->first_seq, first_seq, __ATOMIC_RELEASE);
  for (guint i = 0; i < self->closed->len; i++)
    {
      const Closed closed = g_array_index (self->closed, Closed, i);

      if (closed.last_seq >= first_seq)
        {
          g_array_index (self->closed, Closed, left++) = closed;
          continue;
        }
      if (closed.index >= space->header->given_back)
        __atomic_store_n (&space->header->given_back, closed.index + 1, __ATOMIC_RELEASE);
      if (ls_trace_space_give_back (space, closed.index))
        self->kept--;
    }
  g_array_set_size (self->closed, left);
}

/**
 * ls_trace_ration_begin:
 * @first_seq: number of the event that comes next, a SNAPSHOT_BEGIN
 *
 * Begins a segment, and gives up the oldest ones if this one might not fit otherwise.
 */
void
ls_trace_ration_begin (LsTraceRation *self, LsTraceSpace *space, guint64 first_seq)
{
  g_array_append_val (self->segments, first_seq);
  self->in_segment = 0;
  __atomic_store_n (&self->due, self->always, __ATOMIC_RELAXED);
  while (self->segments->len > 1 && self->kept + segment_size (self) > self->limit)
    {
      g_array_remove_index (self->segments, 0);
      give_back_before (self, space, g_array_index (self->segments, guint64, 0));
    }
}
