/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib-object.h>

#include "ls-trace-event.h"

G_BEGIN_DECLS

/*
 * LsTraceReader: a trace, whole or still growing.
 *
 * Never maps what another process may truncate, never trusts a length, opens without a full parse.
 */
#define LS_TYPE_TRACE_READER (ls_trace_reader_get_type ())
G_DECLARE_FINAL_TYPE (LsTraceReader, ls_trace_reader, LS, TRACE_READER, GObject)

#define LS_TRACE_ERROR (ls_trace_error_quark ())
GQuark ls_trace_error_quark (void);

typedef enum
{
  LS_TRACE_ERROR_NOT_A_TRACE,
  LS_TRACE_ERROR_VERSION,      /* written by a newer Loopscope */
  LS_TRACE_ERROR_DAMAGED,
  LS_TRACE_ERROR_EMPTY
} LsTraceError;

/* A code site.  file, function: "" and line: 0 until resolved. */
typedef struct
{
  guint32     id;
  const char *module;          /* path of the executable or library; "" for Python */
  guint64     offset;          /* in the module */
  const char *file;
  const char *function;
  guint       line;
} LsSite;

/* What the trace says of the program that wrote it; outside the deterministic form. */
typedef struct
{
  const char *runtime;         /* "loopscope 0.1 (C)", "CPython 3.11.2" */
  const char *program;         /* path, or "" */
  const char *arguments;       /* as typed in a shell */
  const char *example;         /* catalogue name, or "" */
  gint64      pid;
  gint64      start_time;      /* µs since 1970 */
} LsProcessInfo;

LsTraceReader       * ls_trace_reader_new           (const char *path, GError **error);
const char          * ls_trace_reader_get_path      (LsTraceReader *self);

/* Looks whether the file has grown; returns whether it has. */
gboolean              ls_trace_reader_refresh       (LsTraceReader *self);

guint64               ls_trace_reader_get_n_events  (LsTraceReader *self);
guint64               ls_trace_reader_get_first     (LsTraceReader *self);   /* seq of the first kept event; 0 unless --limit dropped some */
gboolean              ls_trace_reader_get           (LsTraceReader *self, guint64 seq, LsEvent *event);  /* FALSE: in a damaged block */
gint64                ls_trace_reader_get_held      (LsTraceReader *self, guint64 seq);  /* wall ns that a TURN or HANDLE_RUN held the loop; 0: not long */
const char          * ls_trace_reader_get_string    (LsTraceReader *self, guint32 id);   /* "" for 0 or unknown */
const LsSite        * ls_trace_reader_get_site      (LsTraceReader *self, guint32 id);   /* (nullable) */
guint                 ls_trace_reader_get_n_sites   (LsTraceReader *self);
const LsProcessInfo * ls_trace_reader_get_process   (LsTraceReader *self);
const GPtrArray     * ls_trace_reader_get_problems  (LsTraceReader *self);   /* sentences, for people */
gboolean              ls_trace_reader_is_complete   (LsTraceReader *self);   /* the program closed it */

/**
 * ls_trace_add_resolutions:
 * @sites: sites with file, function and line filled in
 *
 * Appends the table of resolved sites to a trace that nobody writes any more, so that it opens where the
 * program is not.
 */
gboolean              ls_trace_add_resolutions      (const char *path, const LsSite *sites, guint n_sites, GError **error);

/* Sets a site's resolution in memory only, for a trace still being written. */
void                  ls_trace_reader_resolve       (LsTraceReader *self, guint32 id, const char *file, const char *function, guint line);

G_END_DECLS
