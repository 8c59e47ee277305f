/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-file.h"
#include "ls-trace-reader.h"

G_BEGIN_DECLS

/* LsTraceNames: the strings and sites of a trace being read, and what it says of its program.  What it gives
 * out lasts as long as it does. */
typedef struct
{
  LsTraceFile   *file;
  guint          seen;        /* blocks of the file looked at */
  guint          process_place; /* of a process block not read yet, or G_MAXUINT */
  GPtrArray     *tables;      /* NameTable, by the ids of their first strings and sites */
  GPtrArray     *texts;       /* NameTable of blocks of texts, likewise */
  GHashTable    *sites;       /* id to LsSite, those asked for */
  GHashTable    *resolutions; /* site id to LsTraceResolutionEntry, from the file */
  GHashTable    *repaired;    /* string id to text, of those that were not valid UTF-8 */
  GStringChunk  *kept;        /* other texts given out */
  LsProcessInfo  process;
} LsTraceNames;

void           ls_trace_names_init     (LsTraceNames *self, LsTraceFile *file);
void           ls_trace_names_clear    (LsTraceNames *self);
void           ls_trace_names_refresh  (LsTraceNames *self);
const char *   ls_trace_names_string   (LsTraceNames *self, guint32 id);
const LsSite * ls_trace_names_site     (LsTraceNames *self, guint32 id);
guint          ls_trace_names_n_sites  (LsTraceNames *self);
guint32        ls_trace_names_n_strings (LsTraceNames *self);
void           ls_trace_names_resolve  (LsTraceNames *self, guint32 id, const char *file, const char *function, guint line);

G_END_DECLS
