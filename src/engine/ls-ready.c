/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-ready.h"

void
ls_ready_grow (LsReady *self)
{
  guint size = ls_ready_size (self);
  guint capacity = MAX (16, self->capacity * 2);
  LsHandle **ring = g_new (LsHandle *, capacity);

  for (guint i = 0; i < size; i++)
    ring[i] = ls_ready_at (self, i);
  g_free (self->ring);
  *self = (LsReady) { .ring = ring, .capacity = capacity, .head = 0, .tail = size };
}

void
ls_ready_clear (LsReady *self)
{
  while (ls_ready_size (self) > 0)
    ls_handle_release (ls_ready_pop (self));
  g_free (self->ring);
  *self = (LsReady) { 0 };
}
