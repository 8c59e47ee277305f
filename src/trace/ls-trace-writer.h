/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-event.h"

G_BEGIN_DECLS

/*
 * LsTraceWriter: appends to a trace, from any thread.
 *
 * Each thread fills blocks of its own; what orders their events is the number that each takes as it is
 * written.  Nothing here formats, and an event costs no lock.  When the file can grow no more, events are
 * counted instead and the trace ends in the one record that was held in reserve for saying so.
 */
typedef struct _LsTraceWriter LsTraceWriter;

typedef struct
{
  const char *runtime, *program, *arguments, *example;   /* (nullable) each */
  gint64      pid;
  gint64      start_time;                                /* µs since 1970 */
} LsTraceProcess;

LsTraceWriter * ls_trace_writer_new          (const char *path, GError **error);
void            ls_trace_writer_close        (LsTraceWriter *self);
void            ls_trace_writer_free         (LsTraceWriter *self);
void            ls_trace_writer_abandon      (LsTraceWriter *self);
void            ls_trace_writer_set_process  (LsTraceWriter *self, const LsTraceProcess *process);

/* Names.  0 for NULL and "". */
guint32         ls_trace_writer_string       (LsTraceWriter *self, const char *text);
guint32         ls_trace_writer_text         (LsTraceWriter *self, const char *text, gsize length);
guint32         ls_trace_writer_add_site     (LsTraceWriter *self, const char *module, guint64 offset,
                                              const char *file, const char *function, guint line);

/* Events.  `record` is completed by `loop` and `dt`; `time` is loop ns.  Returns the number it got. */
guint64         ls_trace_writer_append       (LsTraceWriter *self, const LsRecord *record, guint loop, gint64 time);
guint64         ls_trace_writer_get_n_events (LsTraceWriter *self);
guint64         ls_trace_writer_event        (LsTraceWriter *self, LsEventKind kind, guint detail, guint32 subject,
                                              guint32 a, guint32 b, LsTag tag, guint64 value, guint32 site, gint64 time);
guint64         ls_trace_writer_double       (double value);      /* as a record's value holds it */

/* Segments, for a trace that keeps to a limit. */
void            ls_trace_writer_set_limit     (LsTraceWriter *self, guint64 bytes);
void            ls_trace_writer_want_segments (LsTraceWriter *self);
gboolean        ls_trace_writer_wants_segment (LsTraceWriter *self);
void            ls_trace_writer_begin_segment (LsTraceWriter *self);

/* Measures, about the event that comes next or has a number. */
void            ls_trace_writer_mark         (LsTraceWriter *self, gint64 wall);
void            ls_trace_writer_held         (LsTraceWriter *self, guint64 seq, gint64 wall);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsTraceWriter, ls_trace_writer_free)

G_END_DECLS
