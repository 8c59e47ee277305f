/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib-object.h>

#include "ls-knot.h"
#include "ls-state.h"
#include "ls-trace-reader.h"

G_BEGIN_DECLS

/*
 * LsModel: everything that is shown, as a function of (trace, position).
 *
 * A position is a number of events: 0 is before the first, n_events after the last.  The model reads
 * the trace as it grows, keeps an index of steps, turns, iterations and timers, of each task's spans and
 * of the output, and states at intervals from which any other is reached by playing forward.
 */
#define LS_TYPE_MODEL (ls_model_get_type ())
G_DECLARE_FINAL_TYPE (LsModel, ls_model, LS, MODEL, GObject)

/* What does not change about a task. */
typedef struct
{
  guint32      id;
  guint        index;         /* its place in order of creation, from 0: its lane and its colour */
  guint32      name;          /* string; the latest name */
  guint32      coro;
  guint32      creator;       /* the task that made it, or 0 */
  guint32      site;          /* where it was made */
  guint64      created;       /* events, in the sense of a position */
  gboolean     is_earlier;    /* a snapshot tells of it: it was made before that, and nothing tells by whom */
  guint64      ended;         /* or G_MAXUINT64 */
  LsOutcome    outcome;       /* once ended */
} LsTaskFacts;

/* A stretch of a task's life, for the timeline. */
typedef struct
{
  guint64      from;          /* position at which it begins */
  guint64      to;            /* position at which it ends; G_MAXUINT64: not known to have ended */
  gint64       time_from;     /* loop ns */
  gint64       time_to;
  LsStatus     status;
  LsWaitKind   wait;
} LsSpan;

typedef struct
{
  guint64      position;      /* after the write */
  guint32      task;          /* 0: none */
  gboolean     is_stderr;
  const char  *text;          /* as written, without a last newline */
} LsOutputLine;

/* What a step did, and why, in words; free with ls_sentence_free(). */
typedef struct
{
  char        *what;          /* one sentence */
  char        *why;           /* one or two sentences; "" if there is nothing to add */
  guint32      task;          /* whom it is about, for its colour; 0: the loop */
  gboolean     is_alarm;      /* it says that something is stuck */
} LsSentence;

LsModel          * ls_model_new             (LsTraceReader *reader);
LsTraceReader    * ls_model_get_reader      (LsModel *self);

/**
 * ls_model_update:
 * @budget: the most µs to spend, or -1 for no limit
 *
 * Reads what has been added to the trace.  Emits #LsModel::grew if there was anything.
 *
 * Returns: whether there is more to read at once
 */
gboolean           ls_model_update          (LsModel *self, gint64 budget);

guint64            ls_model_get_n_events    (LsModel *self);

/* Units of a grain: how many have ended, how many have ended at or before a position, where one ends. */
guint64            ls_model_get_n_units     (LsModel *self, LsGrain grain);
guint64            ls_model_get_unit        (LsModel *self, LsGrain grain, guint64 position);
guint64            ls_model_get_unit_end    (LsModel *self, LsGrain grain, guint64 unit);   /* unit from 1; 0 gives 0 */

/* The next end of a unit after @position, or n_events; the one before it, or 0. */
guint64            ls_model_next            (LsModel *self, LsGrain grain, guint64 position);
guint64            ls_model_previous        (LsModel *self, LsGrain grain, guint64 position);

/**
 * ls_model_get_state:
 *
 * Returns: (transfer none): the state at @position, valid until the second next call
 */
const LsState    * ls_model_get_state       (LsModel *self, guint64 position);

guint              ls_model_get_n_tasks     (LsModel *self);                      /* in the whole trace so far */
const LsTaskFacts * ls_model_get_task       (LsModel *self, guint32 task);        /* (nullable) */
const LsTaskFacts * ls_model_get_nth_task   (LsModel *self, guint index);
const char       * ls_model_get_task_name   (LsModel *self, guint32 task);        /* "" for 0 */
const GArray     * ls_model_get_spans       (LsModel *self, guint32 task);        /* LsSpan */

/* (transfer full) (element-type LsQueueItem): the first @n items of a queue, in the order in which get() gives them. */
GArray           * ls_model_get_items       (LsModel *self, const LsQueueState *queue, guint n);

/* A queue's depth through time: (position, loop ns, items) at each change. */
typedef struct { guint64 position; gint64 time; guint depth; } LsDepth;
const GArray     * ls_model_get_depths      (LsModel *self, guint32 queue);       /* LsDepth */

/* What a worker did: a job each. */
typedef struct
{
  guint32      future;        /* of the job */
  guint32      task;          /* who handed it over, or 0 */
  guint64      from, to;      /* positions; to is G_MAXUINT64 while it lasts */
  gint64       time_from, time_to;   /* loop ns */
} LsStint;
const GArray     * ls_model_get_stints      (LsModel *self, guint32 worker);      /* LsStint; worker from 1 */

/* Stretches in which no task ran and loop time passed, and those in which one call held the loop. */
typedef struct { guint64 from, to; gint64 time_from, time_to; guint32 blocker; /* task, or 0: the loop slept */ } LsGap;
const GArray     * ls_model_get_gaps        (LsModel *self);                      /* LsGap */

const GArray     * ls_model_get_output      (LsModel *self);                      /* LsOutputLine, all */

/* Where something went wrong and was told of: a warning, or a call of the exception handler. */
typedef struct { guint64 position; gint64 time; guint32 task; /* whom it is about, or 0 */ } LsAlarm;
const GArray     * ls_model_get_alarms      (LsModel *self);                      /* LsAlarm, all */

/* Words.  All translatable, all with the real names and values. */
LsSentence       * ls_model_describe        (LsModel *self, guint64 position);

/**
 * ls_model_find_sentence:
 * @beginning: how the sentence begins, in the words of the source: untranslated
 *
 * Finds a step by what it did, as the catalogue's anchors name it.
 *
 * Returns: the position after the first such step, or 0
 */
guint64            ls_model_find_sentence   (LsModel *self, const char *beginning);

/**
 * ls_model_search_sentences:
 * @func: called with what each step did, from the first on, in the words of the source; TRUE ends the search
 *
 * Returns: the position after the step at which @func ended the search, or 0
 */
typedef gboolean (*LsSentenceFunc) (guint64 position, const char *what, gpointer data);
guint64            ls_model_search_sentences (LsModel *self, LsSentenceFunc func, gpointer data);
void               ls_sentence_free         (LsSentence *sentence);
char             * ls_model_format_value    (LsModel *self, LsTag tag, guint64 value);   /* as Python's repr */
char             * ls_model_format_plain    (LsModel *self, LsTag tag, guint64 value);   /* strings bare: on chips */
char             * ls_model_format_coro     (LsModel *self, guint32 coro);               /* "produce(0, q)" */
char             * ls_model_format_time     (double seconds);                            /* a moment: "3.000 s" */
char             * ls_model_format_duration (double seconds);                            /* "2 s", "0.25 s", "30 ms" */
char             * ls_model_format_event    (LsModel *self, const LsEvent *event);       /* for the Events table */
char             * ls_model_get_queue_name  (LsModel *self, guint32 queue);              /* "q", else "queue 1" */
char             * ls_model_get_sync_name   (LsModel *self, guint32 sync);               /* "lock_a", else "lock 1" */
char             * ls_model_get_future_name (LsModel *self, guint32 future);             /* "parcel", else "future 3" */
char             * ls_model_get_work_name   (LsModel *self, guint32 future);             /* "load()", "descriptor 5", "child process 1" */
char             * ls_model_group_title     (LsModel *self, const LsGroup *group);       /* "q: waits to put" */
char             * ls_model_queue_summary   (LsModel *self, const LsState *state, const LsQueueState *queue);

/**
 * ls_model_find_knot:
 *
 * Returns: (transfer full) (nullable): what is tied up at @state, see ls-knot.h
 */
LsKnot           * ls_model_find_knot        (LsModel *self, const LsState *state);
char             * ls_model_tell_knot        (LsModel *self, const LsKnot *knot);    /* "Nothing can run again: Ada and Ben wait …" */
char             * ls_model_explain_knot     (LsModel *self, const LsState *state, const LsKnot *knot);   /* who, where, for what */

/* For its picture: on the chip of a task, "waits for lock_b, line 13"; a thing's name, and what is known of it, "held by Ben". */
char             * ls_model_knot_task_detail  (LsModel *self, const LsState *state, guint32 task);
char             * ls_model_knot_thing_name   (LsModel *self, const LsKnotNode *node);
char             * ls_model_knot_thing_detail (LsModel *self, const LsState *state, const LsKnotNode *node);

/* What the loop's poll can be ended by, besides its timers: "until descriptor 5 can be read"; NULL if nothing. */
char             * ls_model_describe_outside (LsModel *self, const LsState *state);

/* Of a generator that is paused: "yielded 3 to main". */
char             * ls_model_generator_detail (LsModel *self, const LsGeneratorState *generator);

/* Of a job: "worker 1, for main"; "waits for a worker". */
char             * ls_model_job_detail      (LsModel *self, const LsJobState *job);

/* Of a task: "wakes at 4.000 s"; 0 to 1, or -1: none to show; "running", "waiting", "cancelled". */
char             * ls_model_task_detail     (LsModel *self, const LsState *state, guint32 task);
double             ls_model_task_progress   (LsModel *self, const LsState *state, guint32 task);
char             * ls_model_status_label    (LsModel *self, const LsState *state, guint32 task);

/* The frames of the await chain at a task's latest suspension before @position, outermost first; (transfer full). */
typedef struct { guint depth; guint32 coro; guint32 site; char *function; } LsFrame;
GArray           * ls_model_get_frames      (LsModel *self, guint64 position, guint32 task);

/* The local variables of a task's frames as they are at @position, outermost frame first, as far as they were recorded;
 * (transfer full) LsLocal. */
typedef struct { guint depth; char *name; char *value; } LsLocal;
GArray           * ls_model_get_locals      (LsModel *self, guint64 position, guint32 task);

/* Who awaits @task at @position, 0 if nobody; with what (LS_WAIT_TASK, LS_WAIT_GATHER ...) */
guint32            ls_model_get_awaiter     (LsModel *self, const LsState *state, guint32 task, LsWaitKind *how);

G_END_DECLS
