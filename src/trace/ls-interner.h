/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-space.h"

G_BEGIN_DECLS

/*
 * LsInterner: writes strings and sites to a trace, each once, and knows their ids.
 *
 * Not locked: the writer calls it under its own lock.  0 is the empty string, and what comes back when
 * there is no more space.
 */
typedef struct
{
  LsTraceSpace *space;
  LsTraceBlock *block;          /* being filled, or NULL */
  GHashTable   *strings;        /* Known, a set: what was written and is remembered */
  gsize         remembered;     /* bytes of those */
  guint32       n_strings;
  guint32       n_sites;
} LsInterner;

void         ls_interner_init     (LsInterner *self, LsTraceSpace *space);
guint32      ls_interner_string   (LsInterner *self, const char *text, gsize length, const char **copy);
guint32      ls_interner_text     (LsInterner *self, const char *text, gsize length);
guint32      ls_interner_site     (LsInterner *self, const LsTraceSiteEntry *site);
void         ls_interner_clear    (LsInterner *self);

gboolean     ls_trace_block_add   (LsTraceBlock *block, LsTraceEntryType type, const void *bytes, gsize length);

G_END_DECLS
