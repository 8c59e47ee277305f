/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-ration.h"

G_BEGIN_DECLS

/*
 * LsInterner: writes strings and sites to a trace, each once, and knows their ids.
 *
 * What is remembered goes into blocks of names, which are kept; what is not, into blocks of texts, which
 * are given back with the events that use them.  Not locked: the writer calls it under its own lock.  0
 * is the empty string, and what comes back when there is no more space.
 */
typedef struct
{
  LsTraceSpace  *space;
  LsTraceRation *ration;
  const guint64 *n_events;      /* the writer's count */
  LsTraceBlock  *names;         /* being filled, or NULL */
  LsTraceBlock  *texts;         /* likewise */
  guint32        texts_index;   /* number of that block in the file */
  GHashTable    *strings;       /* Known, a set: what was written and is remembered */
  gsize          remembered;    /* bytes of those */
  guint32        n_strings;
  guint32        n_texts;
  guint32        n_sites;
} LsInterner;

void         ls_interner_init     (LsInterner *self, LsTraceSpace *space, LsTraceRation *ration,
                                   const guint64 *n_events);
guint32      ls_interner_string   (LsInterner *self, const char *text, gsize length, const char **copy);
guint32      ls_interner_text     (LsInterner *self, const char *text, gsize length);
guint32      ls_interner_site     (LsInterner *self, const LsTraceSiteEntry *site);
void         ls_interner_begin_segment (LsInterner *self);
void         ls_interner_clear    (LsInterner *self);

gboolean     ls_trace_block_add   (LsTraceBlock *block, LsTraceEntryType type, const void *bytes, gsize length);

G_END_DECLS
