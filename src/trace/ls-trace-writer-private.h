/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-interner.h"
#include "ls-trace-writer.h"

G_BEGIN_DECLS

/* Slots of each thread's table of strings by address. */
#define LS_TRACE_LITERALS 256

/*
 * Inside LsTraceWriter: ls-trace-writer.c has the file and the names, ls-trace-stream.c what each thread
 * writes by itself.
 */
typedef struct
{
  const char *address;
  const char *copy;             /* what stood there: an address may be used again for another text */
  guint32     id;
} LsTraceLiteral;

/* One thread's blocks.  Only that thread touches it, but for `writer`. */
typedef struct
{
  LsTraceWriter *writer;        /* under `leaving`; NULL once closed */
  guint32        thread;
  LsTraceBlock  *events;        /* being filled, or NULL */
  guint32        events_index;  /* its number in the file */
  LsRecord      *next, *end;    /* in it; end leaves out the reserve */
  guint64        seq;           /* what the next record's number is if no other thread writes before it */
  gint64         time;          /* of the record before it */
  LsTraceBlock  *measures;      /* being filled, or NULL */
  guint32        measures_index;
  LsTraceLiteral literals[LS_TRACE_LITERALS];
} LsTraceStream;

struct _LsTraceWriter
{
  guint64       serial;         /* tells writers apart though one may lie where another lay */
  guint64       n_events;       /* atomic: the number of the next event */
  guint64       n_dropped;      /* atomic */
  int           full;           /* atomic: record no more */
  int           closed;         /* likewise, and count nothing either */
  GMutex        lock;           /* covers all below, and the taking of blocks */
  LsTraceSpace  space;
  LsTraceRation ration;
  LsInterner    names;
  LsRecord     *dropped;        /* the DROPPED record, once it is written and while its block is mapped */
  GPtrArray    *streams;
  guint32       n_threads;
};

/* The calling thread's stream, and of which writer it is. */
typedef struct { guint64 serial; LsTraceStream *stream; } LsTraceCurrent;

extern G_GNUC_INTERNAL __thread LsTraceCurrent ls_trace_current __attribute__ ((tls_model ("initial-exec")));

LsTraceStream * ls_trace_stream_make   (LsTraceWriter *writer);
void            ls_trace_stream_close  (LsTraceStream *self);
void            ls_trace_stream_detach (LsTraceWriter *writer);

static inline LsTraceStream *
ls_trace_stream_get (LsTraceWriter *writer)
{
  return G_LIKELY (ls_trace_current.serial == writer->serial) ? ls_trace_current.stream
                                                               : ls_trace_stream_make (writer);
}

static inline gboolean
ls_trace_writer_is_full (LsTraceWriter *self)
{
  return __atomic_load_n (&self->full, __ATOMIC_RELAXED) != 0;
}

G_END_DECLS
