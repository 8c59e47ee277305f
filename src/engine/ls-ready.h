/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-handle-private.h"

G_BEGIN_DECLS

/*
 * LsReady: the loop's ready queue, a ring.  Private.
 *
 * Owns a reference to each handle, but to those that lie in tasks.
 */
typedef struct
{
  LsHandle **ring;
  guint      capacity;     /* a power of two, or 0 */
  guint      head, tail;   /* run on without end; tail - head is the length */
} LsReady;

void ls_ready_grow (LsReady *self);

static inline guint
ls_ready_size (const LsReady *self)
{
  return self->tail - self->head;
}

static inline void
ls_ready_push (LsReady *self, LsHandle *handle)
{
  if (G_UNLIKELY (ls_ready_size (self) == self->capacity))
    ls_ready_grow (self);
  self->ring[self->tail++ & (self->capacity - 1)] = handle;
}

static inline LsHandle *
ls_ready_pop (LsReady *self)
{
  return self->ring[self->head++ & (self->capacity - 1)];
}

static inline LsHandle *
ls_ready_at (const LsReady *self, guint i)
{
  return self->ring[(self->head + i) & (self->capacity - 1)];
}

void ls_ready_clear (LsReady *self);

G_END_DECLS
