/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-format.h"

G_BEGIN_DECLS

/*
 * LsTraceFile: the blocks of a trace that another process may be writing, cutting short or damaging.
 *
 * Reads with pread() only.  A block enters the list once its header makes sense; what does not is told in
 * `problems` and left out.
 */
typedef struct
{
  guint32      number;       /* in the file */
  gboolean     damaged;      /* said so in problems; holds nothing */
  guint32      available;    /* committed bytes that are in the file */
  LsTraceBlock head;
} LsTraceFileBlock;

typedef struct
{
  int               fd;
  guint64           size;
  LsTraceFileHeader header;
  GArray           *blocks;     /* LsTraceFileBlock, in the order in which they got something to hold */
  GArray           *open;       /* guint: places in `blocks` of those not sealed */
  GArray           *unbegun;    /* guint32: numbers of blocks that hold nothing yet: their headers are not complete */
  guint32           next;       /* number of the first block not looked at */
  guint             n_damaged;
  GPtrArray        *problems;   /* sentences */
} LsTraceFile;

gboolean  ls_trace_file_open    (LsTraceFile *self, const char *path, GError **error);
void      ls_trace_file_close   (LsTraceFile *self);
gboolean  ls_trace_file_refresh (LsTraceFile *self);
guint32   ls_trace_file_load    (LsTraceFile *self, guint place, guint32 from, void *payload);
void      ls_trace_file_spoil   (LsTraceFile *self, guint place, const char *reason);

static inline LsTraceFileBlock *
ls_trace_file_block (LsTraceFile *self, guint place)
{
  return &g_array_index (self->blocks, LsTraceFileBlock, place);
}

G_END_DECLS
