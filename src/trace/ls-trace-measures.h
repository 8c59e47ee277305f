/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-file.h"

G_BEGIN_DECLS

/* LsTraceMeasures: the wall times of a trace being read. */
typedef struct
{
  LsTraceFile *file;
  guint        seen;       /* blocks of the file looked at */
  GArray      *blocks;     /* MeasureBlock, by first event */
  GPtrArray   *loaded;     /* MeasureTable, latest used first */
} LsTraceMeasures;

void    ls_trace_measures_init    (LsTraceMeasures *self, LsTraceFile *file);
void    ls_trace_measures_clear   (LsTraceMeasures *self);
void    ls_trace_measures_refresh (LsTraceMeasures *self);
gint64  ls_trace_measures_wall    (LsTraceMeasures *self, guint64 seq);
gint64  ls_trace_measures_held    (LsTraceMeasures *self, guint64 seq);

G_END_DECLS
