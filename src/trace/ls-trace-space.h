/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <sys/types.h>

#include "ls-trace-format.h"

G_BEGIN_DECLS

/*
 * LsTraceSpace: the file of a trace being written, handed out block by block.
 *
 * Not locked: the writer calls it under its own lock.
 */
typedef struct
{
  char              *path;
  int                fd;
  dev_t              device;       /* with inode: what proves that fd is still ours, */
  ino_t              inode;        /* since a program may close descriptors it never opened */
  LsTraceFileHeader *header;       /* mapped */
  guint64            size;         /* bytes reserved */
  guint32            n_blocks;     /* handed out, block 0 included */
  GArray            *windows;      /* LsTraceWindow, of which blocks are in use; the youngest is the last */
} LsTraceSpace;

gboolean       ls_trace_space_open      (LsTraceSpace *self, const char *path, GError **error);
LsTraceBlock * ls_trace_space_take      (LsTraceSpace *self, LsTraceBlockKind kind, guint32 thread, guint32 *index);
void           ls_trace_space_release   (LsTraceSpace *self, LsTraceBlock *block);
gboolean       ls_trace_space_give_back (LsTraceSpace *self, guint32 index);
void           ls_trace_space_close     (LsTraceSpace *self);

G_END_DECLS
