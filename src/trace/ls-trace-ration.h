/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-space.h"

G_BEGIN_DECLS

/*
 * LsTraceRation: keeps a trace within a limit by giving its oldest blocks back to the file system.
 *
 * The trace falls into segments, each of which begins with a snapshot, so that it can be read without
 * those before it; the oldest are given up whole.  Not locked: the writer calls it under its own lock,
 * but for ls_trace_ration_is_due().
 */
typedef struct
{
  guint64  limit;       /* blocks to keep; 0: all */
  guint64  kept;        /* blocks that can be given back and have not been */
  guint64  in_segment;  /* of them, taken in the present segment */
  int      due;         /* atomic: it is time for the next segment */
  gboolean always;      /* it is always */
  GArray  *closed;      /* Closed: blocks that nobody writes any more, oldest first */
  GArray  *segments;    /* guint64: numbers of the first events of the segments kept, the present one last */
} LsTraceRation;

void      ls_trace_ration_init  (LsTraceRation *self);
void      ls_trace_ration_clear (LsTraceRation *self);
void      ls_trace_ration_set   (LsTraceRation *self, guint64 bytes);
gboolean  ls_trace_ration_allow (LsTraceRation *self);
void      ls_trace_ration_add   (LsTraceRation *self, guint32 index, guint64 last_seq);
void      ls_trace_ration_begin (LsTraceRation *self, LsTraceSpace *space, guint64 first_seq);

static inline gboolean
ls_trace_ration_is_due (LsTraceRation *self)
{
  return __atomic_load_n (&self->due, __ATOMIC_RELAXED) != 0;
}

G_END_DECLS
