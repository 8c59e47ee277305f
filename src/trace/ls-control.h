/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-trace-event.h"

G_BEGIN_DECLS

/*
 * LsControl: the page through which a viewer stops, steps and watches a program.
 *
 * A file of one page, mapped by both.  The viewer writes the first half, the program the second; each
 * word is read and written atomically.  The program looks at `gate` at each trace point (one load): 0
 * means run on.  To change what the program shall do the viewer writes the words, then `gate`, then sends
 * one byte on the socket, which wakes a program that is stopped or in its poll.  A program that stops by the
 * stop words or at a breakpoint sets `gate` to LS_GATE_STOP itself, so it always takes a `gate` of the
 * viewer's to go on.  When the socket closes (the viewer left or died), the program sets gate to 0 and runs on.
 *
 * `cancel_task` and `pace` are acted on in the loop's poll, since only there the engine may be called; a
 * program that stands elsewhere takes the request at once and acts on it when it goes on.
 */
#define LS_CONTROL_MAGIC       0x4c54434cu   /* "LCTL" */
#define LS_CONTROL_VERSION     1u
#define LS_CONTROL_BREAKPOINTS 64

typedef enum
{
  LS_GATE_RUN   = 0,
  LS_GATE_CHECK = 1,     /* run, but look at the stop words below at each event */
  LS_GATE_STOP  = 2      /* stop at the next trace point */
} LsGate;

typedef enum
{
  LS_PROGRAM_STARTING, LS_PROGRAM_RUNNING, LS_PROGRAM_IN_POLL, LS_PROGRAM_STOPPED, LS_PROGRAM_ENDED
} LsProgramState;

/* A code range at which to stop: offsets in the module of that string hash (g_str_hash of its path); or lines of the
 * file of that hash, which only a Python program looks at. */
typedef enum { LS_BREAK_OFFSETS, LS_BREAK_LINES } LsBreakUnit;
typedef struct { guint32 module, unit; guint64 from, to; } LsBreakRange;

typedef struct
{
  guint32 magic, version;

  /* written by the viewer */
  guint32 gate;                  /* LsGate */
  guint32 stop_grain;            /* LsGrain: stop after the event that ends the stop_count-th unit from here */
  guint32 stop_count;            /* counted down by the program; 0: none */
  guint32 stop_task;             /* stop when a turn of this task begins; 0: none */
  guint64 stop_seq;              /* stop once this many events are recorded; 0: none */
  guint32 pace;                  /* paced clock: loop ms let through a second of wall time; 0: 1000 */
  guint32 cancel_task;           /* to be cancelled: taken (set to 0) by the program, by call_soon */
  guint32 n_breakpoints;
  guint32 breakpoint_generation; /* raised after a change of the ranges */
  LsBreakRange breakpoints[LS_CONTROL_BREAKPOINTS];

  gint64  kept_since;            /* by who keeps recordings: turn_since of what was kept while it held the loop */
  guint32 reserved[62];

  /* written by the program */
  guint32 state;                 /* LsProgramState */
  guint32 running_task;          /* whose turn it is, or 0 */
  gint64  state_since;           /* CLOCK_MONOTONIC ns of the last change of state or of running_task */
  guint64 n_events;              /* recorded so far */
  guint32 pid;
  guint32 stopped_by;            /* while stopped: 1 gate, 2 stop words, 3 breakpoint */
  gint64  turn_since;            /* CLOCK_MONOTONIC ns at which the iteration's current handle began, 0: none runs */
} LsControl;

G_STATIC_ASSERT (sizeof (LsControl) <= 4096);

/* The environment by which the viewer tells a program to record. */
#define LS_ENV_SELF    "LOOPSCOPE"           /* 1: record though nobody watches; viewers may come */
#define LS_ENV_TRACE   "LOOPSCOPE_TRACE"     /* path of the trace to write */
#define LS_ENV_CONTROL "LOOPSCOPE_CONTROL"   /* path of the control page, optional */
#define LS_ENV_SOCKET  "LOOPSCOPE_SOCKET"    /* path of the viewer's Unix socket, optional */
#define LS_ENV_CLOCK   "LOOPSCOPE_CLOCK"     /* real, paced or instant */
#define LS_ENV_INTERRUPT "LOOPSCOPE_INTERRUPT_AT"   /* loop seconds at which Ctrl-C comes by itself */
#define LS_ENV_SEED    "LOOPSCOPE_SEED"      /* of examples' random values */
#define LS_ENV_LIMIT   "LOOPSCOPE_LIMIT"     /* bytes of trace to keep */
#define LS_ENV_KEEP    "LOOPSCOPE_KEEP_ON"   /* when to keep a recording that else is removed: see ls_keep_parse() */
#define LS_ENV_EXAMPLE "LOOPSCOPE_EXAMPLE"   /* catalogue name, noted in the trace */
#define LS_ENV_LOCALS  "LOOPSCOPE_LOCALS"    /* of Python: record locals at each suspension */
#define LS_ENV_SCRIPT  "LOOPSCOPE_SCRIPT"    /* of Python: the path of which the script is a copy */
#define LS_ENV_VALUES  "LOOPSCOPE_VALUES"    /* of Python: "none": record no values */

G_END_DECLS
