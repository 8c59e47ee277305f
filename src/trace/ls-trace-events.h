/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-measures.h"

G_BEGIN_DECLS

/*
 * LsTraceEvents: the events of a trace being read, by number.
 *
 * Keeps where each block's events begin and end, and a few blocks decoded.
 */
typedef struct
{
  LsTraceFile     *file;
  LsTraceMeasures *measures;
  guint            seen;       /* blocks of the file looked at */
  GArray          *blocks;     /* EventBlock, by first event */
  guint            n_growing;  /* of them, how many are not sealed */
  guint32          thread;     /* who wrote the first */
  gboolean         threaded;   /* whether another thread wrote too */
  GPtrArray       *decoded;    /* EventTable, latest used first */
  guint8          *payload;    /* a block as it is read */
  guint64          reach;      /* one more than the highest number there is */
  guint64          first;      /* number of the first event that is kept */
  guint64          n_events;   /* as many of the first events as are there for good */
} LsTraceEvents;

void      ls_trace_events_init    (LsTraceEvents *self, LsTraceFile *file, LsTraceMeasures *measures);
void      ls_trace_events_clear   (LsTraceEvents *self);
void      ls_trace_events_refresh (LsTraceEvents *self);
gboolean  ls_trace_events_get     (LsTraceEvents *self, guint64 seq, LsEvent *event);

G_END_DECLS
