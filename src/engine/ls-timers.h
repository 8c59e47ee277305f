/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-handle-private.h"

G_BEGIN_DECLS

/*
 * LsTimers: the loop's heap of timers, asyncio's `_scheduled`.  Private.
 *
 * Ordered by deadline alone.  Cancelled timers stay until they come to the top, or until they are many.
 */
typedef struct { double when; LsHandle *handle; } LsTimer;

typedef struct
{
  GArray *heap;          /* LsTimer; owns a reference to each handle */
  guint   n_cancelled;   /* of those in the heap */
} LsTimers;

void      ls_timers_init            (LsTimers *self);
void      ls_timers_clear           (LsTimers *self);
void      ls_timers_drop_cancelled  (LsTimers *self);

/* Takes the reference, and gives back that of one that is due before @end, or NULL. */
void      ls_timers_push            (LsTimers *self, double when, LsHandle *handle);
LsHandle *ls_timers_pop_due         (LsTimers *self, double end);

static inline guint
ls_timers_size (const LsTimers *self)
{
  return self->heap->len;
}

static inline LsTimer *
ls_timers_at (const LsTimers *self, guint i)
{
  return &g_array_index (self->heap, LsTimer, i);
}

G_END_DECLS
