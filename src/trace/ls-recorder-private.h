/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-debuggee.h"
#include "ls-entry.h"
#include "ls-recorder.h"
#include "ls-sites.h"
#include "ls-trace-writer.h"
#include "ls-tracer.h"

G_BEGIN_DECLS

/*
 * Inside LsRecorder: ls-recorder.c starts, stops and writes; ls-recorder-turns.c has the tracer's functions for what
 * runs and when, ls-recorder-objects.c those for what tasks use and wait for.
 */
typedef struct
{
  LsTraceWriter *writer;
  LsSites       *sites;
  LsDebuggee    *debuggee;      /* NULL without a viewer */
  LsEntry       *entry;         /* NULL where no viewer may come by itself */
  gint64         start;         /* CLOCK_MONOTONIC ns at which the trace began */
  gint64         time;          /* atomic: loop ns lately, for threads that have no loop */
  gboolean       started;
} LsRecorder;

extern G_GNUC_INTERNAL LsRecorder ls_recorder;

/* What this thread's loop runs. */
typedef struct
{
  gboolean stops;               /* may be stopped though no loop runs: it is the main thread */
  gint64   since;               /* CLOCK_MONOTONIC ns at which its current handle began; 0: none runs */
  gint64   ended;               /* likewise at which the last one ended, while nothing came since; 0: something did */
  guint64  seq;                 /* the event that began it */
  gboolean polling;             /* in a poll that waits */
  gboolean in_snapshot;         /* what is recorded has happened before */
} LsRecorderThread;

extern G_GNUC_INTERNAL __thread LsRecorderThread ls_recorder_here __attribute__ ((tls_model ("initial-exec")));

gint64  ls_recorder_monotonic     (void);
guint64 ls_recorder_emit          (const LsRecord *record);
guint64 ls_recorder_emit_value    (LsRecord record, const LsValue *value);
void    ls_recorder_trace_turns   (LsTracer *table);
void    ls_recorder_trace_objects (LsTracer *table);

#define EMIT(event, ...) ls_recorder_emit (&(const LsRecord) { .kind = LS_EVENT_##event, __VA_ARGS__ })
#define EMIT_VALUE(event, what, ...) \
  ls_recorder_emit_value ((LsRecord) { .kind = LS_EVENT_##event, __VA_ARGS__ }, what)
#define NAME(text)       ls_trace_writer_string (ls_recorder.writer, text)
#define INT(number)      .tag = LS_TAG_INT, .value = (guint64) (gint64) (number)
#define DOUBLE(number)   .tag = LS_TAG_DOUBLE, .value = ls_trace_writer_double (number)
#define STRING(text)     .tag = LS_TAG_STRING, .value = NAME (text)
#define SITE(address)    .site = ls_sites_id (ls_recorder.sites, address)

G_END_DECLS
