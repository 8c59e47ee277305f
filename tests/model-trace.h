/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib/gstdio.h>

#include "ls-model.h"
#include "ls-trace-writer.h"

/*
 * A trace of one's own making and the model of it, for tests.  Each function writes what the engine
 * would write at that point.
 */
typedef struct
{
  char          *dir, *path;
  LsTraceWriter *writer;
  LsModel       *model;       /* NULL until trace_read() */
  gint64         time;
  guint32        handle;      /* the last given out */
} Trace;

static inline void
trace_set_up (Trace *trace, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  trace->dir = g_dir_make_tmp ("loopscope-model-XXXXXX", &error);
  g_assert_no_error (error);
  trace->path = g_build_filename (trace->dir, "made.looptrace", NULL);
  trace->writer = ls_trace_writer_new (trace->path, &error);
  g_assert_no_error (error);
}

static inline void
trace_tear_down (Trace *trace, gconstpointer data)
{
  g_clear_object (&trace->model);
  g_clear_pointer (&trace->writer, ls_trace_writer_free);
  g_unlink (trace->path);
  g_rmdir (trace->dir);
  g_free (trace->path);
  g_free (trace->dir);
}

/* Reads all that has been written so far. */
static inline void
trace_read (Trace *trace)
{
  if (trace->model == NULL)
    {
      g_autoptr (GError) error = NULL;
      g_autoptr (LsTraceReader) reader = ls_trace_reader_new (trace->path, &error);

      g_assert_no_error (error);
      trace->model = ls_model_new (reader);
    }
  while (ls_model_update (trace->model, -1))
    ;
}

static inline guint32
trace_string (Trace *trace, const char *text)
{
  return ls_trace_writer_string (trace->writer, text);
}

/* Returns the position after the event. */
static inline guint64
trace_write (Trace *trace, LsRecord record)
{
  return ls_trace_writer_append (trace->writer, &record, 1, trace->time) + 1;
}

#define WRITE(KIND, ...) trace_write (trace, (LsRecord) { .kind = LS_EVENT_##KIND, __VA_ARGS__ })

static inline guint64
trace_iteration (Trace *trace, guint64 number)
{
  return WRITE (ITERATION, .subject = 1, .tag = LS_TAG_INT, .value = number);
}

/* timeout below 0: for ever.  Returns the position of the step. */
static inline guint64
trace_poll (Trace *trace, double timeout, double waited)
{
  LsRecord poll = { .kind = LS_EVENT_POLL, .subject = 1 };
  guint64 position;

  if (timeout >= 0)
    {
      poll.tag = LS_TAG_DOUBLE;
      poll.value = ls_trace_writer_double (timeout);
    }
  position = trace_write (trace, poll);
  trace->time += (gint64) (waited * 1e9);
  WRITE (POLLED, .subject = 1, .tag = LS_TAG_INT, .value = (guint64) (waited * 1e9));
  return position;
}

static inline guint64
trace_ready (Trace *trace, guint32 task, LsReadyCause cause, guint32 future)
{
  WRITE (HANDLE_SCHEDULED, .subject = ++trace->handle, .a = trace_string (trace, "step"),
         .b = task);
  return WRITE (TASK_READY, .detail = cause, .subject = task, .a = trace->handle, .b = future);
}

/* The coroutine gets the task's id and one argument, its name. */
static inline guint64
trace_create (Trace *trace, guint32 task, const char *name, const char *coro)
{
  WRITE (CORO_CREATED, .subject = task, .a = trace_string (trace, coro), .b = 1);
  WRITE (CORO_ARG, .subject = task, .tag = LS_TAG_STRING, .value = trace_string (trace, name));
  WRITE (TASK_CREATED, .subject = task, .a = trace_string (trace, name), .b = task);
  return trace_ready (trace, task, LS_READY_CREATED, 0);
}

/* @handle: the one that made it ready; 0: the last given out */
static inline guint64
trace_turn (Trace *trace, guint32 task, guint32 handle)
{
  handle = handle != 0 ? handle : trace->handle;
  WRITE (HANDLE_RUN, .subject = handle);
  return WRITE (TURN, .subject = task, .a = handle);
}

static inline guint64
trace_suspend (Trace *trace, guint32 task, LsWaitKind wait, guint32 object, guint32 future)
{
  WRITE (FRAME, .subject = task, .a = 0, .b = task, .site = 1);
  return WRITE (TASK_SUSPENDED, .detail = wait, .subject = task, .a = object, .b = future);
}

/* Returns the timer's handle in @handle. */
static inline guint64
trace_sleep (Trace *trace, guint32 task, guint32 future, double seconds, guint32 *handle)
{
  *handle = ++trace->handle;
  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_SLEEP, .subject = future);
  WRITE (TIMER_ARMED, .subject = *handle, .b = future, .tag = LS_TAG_DOUBLE,
         .value = ls_trace_writer_double ((double) trace->time / 1e9 + seconds));
  WRITE (FUTURE_AWAITED, .detail = LS_FUTURE_SLEEP, .subject = future, .a = task);
  return trace_suspend (trace, task, LS_WAIT_SLEEP, 0, future);
}

static inline guint64
trace_wake (Trace *trace, guint32 task, guint32 future, guint32 handle)
{
  WRITE (TIMER_FIRED, .subject = handle);
  WRITE (HANDLE_RUN, .subject = handle);
  WRITE (FUTURE_RESOLVED, .subject = future, .b = LS_FUTURE_SLEEP);
  return trace_ready (trace, task, LS_READY_WAKEUP, future);
}

static inline guint64
trace_output (Trace *trace, guint32 task, const char *text)
{
  return WRITE (OUTPUT, .detail = 1, .subject = task, .tag = LS_TAG_STRING,
                .value = trace_string (trace, text));
}

static inline guint64
trace_done (Trace *trace, guint32 task)
{
  return WRITE (TASK_DONE, .subject = task);
}

static inline void
trace_queue (Trace *trace, guint32 queue, const char *name, guint64 maxsize)
{
  WRITE (QUEUE_CREATED, .subject = queue, .a = trace_string (trace, name), .tag = LS_TAG_INT,
         .value = maxsize);
}

static inline guint64
trace_put (Trace *trace, guint32 queue, guint32 item, guint32 unfinished, const char *text)
{
  return WRITE (QUEUE_ITEM_PUT, .subject = queue, .a = item, .b = unfinished, .tag = LS_TAG_STRING,
                .value = trace_string (trace, text));
}

static inline guint64
trace_get (Trace *trace, guint32 queue, guint32 item, const char *text)
{
  return WRITE (QUEUE_ITEM_GOT, .subject = queue, .a = item, .tag = LS_TAG_STRING,
                .value = trace_string (trace, text));
}

static inline guint64
trace_park (Trace *trace, guint32 queue, LsQueueSide side, guint32 task, const char *item)
{
  LsTag tag = item != NULL ? LS_TAG_STRING : LS_TAG_NONE;

  WRITE (QUEUE_PARKED, .detail = side, .subject = queue, .a = task, .tag = tag,
         .value = trace_string (trace, item));
  return trace_suspend (trace, task, LS_WAIT_QUEUE_PUT + side, queue, 0);
}

/* Two tasks, the first of them running. */
static inline void
trace_begin (Trace *trace)
{
  trace_create (trace, 1, "Task-1", "main");
  trace_iteration (trace, 1);
  trace_poll (trace, 0, 0);
  trace_turn (trace, 1, 1);
}

/* What is said of the step that ends at @position; @why: NULL: whatever */
static inline void
trace_check (Trace *trace, guint64 position, const char *what, const char *why)
{
  LsSentence *sentence;

  trace_read (trace);
  sentence = ls_model_describe (trace->model, position);
  g_assert_cmpstr (sentence->what, ==, what);
  if (why != NULL)
    g_assert_cmpstr (sentence->why, ==, why);
  ls_sentence_free (sentence);
}

/* What stands on the chip of @task there. */
static inline void
trace_check_detail (Trace *trace, guint64 position, guint32 task, const char *detail)
{
  g_autofree char *found = NULL;

  trace_read (trace);
  found = ls_model_task_detail (trace->model, ls_model_get_state (trace->model, position), task);
  g_assert_cmpstr (found, ==, detail);
}
