/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-recorder.h"

#include <pthread.h>
#include <time.h>

#include "ls-debug.h"
#include "ls-debuggee.h"
#include "ls-output.h"
#include "ls-process.h"
#include "ls-sites.h"
#include "ls-trace-format.h"
#include "ls-trace-writer.h"
#include "ls-tracer.h"
#include "ls-value-record.h"

/* A call that holds the loop for longer is noted: the length from which asyncio's debug mode reports one. */
#define HELD_LONG G_GINT64_CONSTANT (100000000)

static struct
{
  LsTraceWriter *writer;
  LsSites       *sites;
  LsDebuggee    *debuggee;      /* NULL without a viewer */
  gint64         start;         /* CLOCK_MONOTONIC ns at which the trace began */
  gint64         time;          /* atomic: loop ns lately, for threads that have no loop */
  gboolean       started;
} recorder;

/* What this thread's loop runs. */
static __thread struct
{
  gboolean stops;               /* may be stopped: it is the main thread or has a loop */
  gint64   since;               /* CLOCK_MONOTONIC ns at which its current handle began; 0: none runs */
  guint64  seq;                 /* the event that began it */
  gboolean polling;             /* in a poll that waits */
  gboolean in_snapshot;         /* what is recorded has happened before */
} here __attribute__ ((tls_model ("initial-exec")));

static gint64
monotonic (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

static gint64
loop_time (void)
{
  if (ls_tracer_clock.loop == 0 && !here.stops)
    return __atomic_load_n (&recorder.time, __ATOMIC_RELAXED);
  return ls_tracer_clock.now;
}

/* Writes an event; where the viewer wants the program to stop at it, this is where it stands. */
static guint64
emit (const LsRecord *record)
{
  LsRecord complete = *record;
  guint64 seq;

  if (complete.loop == 0)
    complete.loop = ls_tracer_clock.loop;
  seq = ls_trace_writer_append (recorder.writer, &complete, loop_time ());
  if (recorder.debuggee != NULL
      && ls_debuggee_publish (recorder.debuggee, ls_trace_writer_get_n_events (recorder.writer))
      && (here.stops || ls_tracer_clock.loop != 0) && !here.in_snapshot)
    ls_debuggee_check (recorder.debuggee, &complete, seq);
  return seq;
}

#define EMIT(event, ...) emit (&(const LsRecord) { .kind = LS_EVENT_##event, __VA_ARGS__ })
#define INT(number)      .tag = LS_TAG_INT, .value = (guint64) (gint64) (number)
#define DOUBLE(number)   .tag = LS_TAG_DOUBLE, .value = ls_trace_writer_double (number)
#define STRING(text)     .tag = LS_TAG_STRING, .value = name (text)
#define SITE(address)    .site = ls_sites_id (recorder.sites, address)

static guint32
name (const char *text)
{
  return ls_trace_writer_string (recorder.writer, text);
}

static guint64
emit_value (LsRecord record, const LsValue *value)
{
  ls_value_record (recorder.writer, value, &record);
  return emit (&record);
}

#define EMIT_VALUE(event, what, ...) \
  emit_value ((LsRecord) { .kind = LS_EVENT_##event, __VA_ARGS__ }, what)

/* Reads the wall clock, for the event that comes next. */
static gint64
mark (void)
{
  gint64 now = monotonic ();

  ls_trace_writer_mark (recorder.writer, now - recorder.start);
  return now;
}

static void
begin_handle (guint32 task, gint64 since)
{
  here.since = since;
  if (recorder.debuggee != NULL)
    ls_debuggee_set_turn (recorder.debuggee, task, since, since);
}

static void
end_handle (gint64 now)
{
  if (here.since != 0 && now - here.since >= HELD_LONG)
    ls_trace_writer_held (recorder.writer, here.seq, now - here.since);
  here.since = 0;
  if (recorder.debuggee != NULL)
    ls_debuggee_set_turn (recorder.debuggee, 0, 0, now);
}

static void
record_loop (LsLoopChange what, guint loop, const char *clock)
{
  LsRecord record = { .kind = (guint8) (LS_EVENT_LOOP_CREATED + what), .loop = (guint8) loop, .subject = loop };
  gint64 now = mark ();

  if (what == LS_LOOP_STOPPED)
    end_handle (now);
  if (what == LS_LOOP_CREATED)
    {
      record.tag = LS_TAG_STRING;
      record.value = name (clock);
    }
  emit (&record);
}

/* A part of the trace that can be read without those before it, since it begins with all that there is.  Nothing of
 * this is news to who steps the program. */
static void
begin_segment (void)
{
  here.in_snapshot = TRUE;
  ls_trace_writer_begin_segment (recorder.writer);
  mark ();
  EMIT (SNAPSHOT_BEGIN);
  ls_debug_snapshot ();
  EMIT (SNAPSHOT_END);
  here.in_snapshot = FALSE;
}

static void
record_iteration (guint64 number)
{
  end_handle (mark ());
  if (G_UNLIKELY (ls_trace_writer_wants_segment (recorder.writer)) && !here.in_snapshot)
    begin_segment ();
  __atomic_store_n (&recorder.time, ls_tracer_clock.now, __ATOMIC_RELAXED);
  EMIT (ITERATION, .subject = ls_tracer_clock.loop, INT (number));
}

static void
set_state (LsProgramState state)
{
  gint64 now = mark ();

  if (recorder.debuggee != NULL)
    ls_debuggee_set_state (recorder.debuggee, state, now);
}

static void
record_poll (double timeout, guint n_timers)
{
  here.polling = timeout != 0;
  if (here.polling)
    set_state (LS_PROGRAM_IN_POLL);
  if (timeout < 0)
    EMIT (POLL, .subject = ls_tracer_clock.loop, .a = n_timers);
  else
    EMIT (POLL, .subject = ls_tracer_clock.loop, .a = n_timers, DOUBLE (timeout));
}

static void
record_polled (gint64 waited, guint n_io)
{
  if (here.polling)
    set_state (LS_PROGRAM_RUNNING);
  here.polling = FALSE;
  __atomic_store_n (&recorder.time, ls_tracer_clock.now, __ATOMIC_RELAXED);
  EMIT (POLLED, .subject = ls_tracer_clock.loop, .a = n_io, INT (waited));
}

static void
record_blocking (double seconds, gconstpointer site)
{
  mark ();
  EMIT (BLOCKING, .subject = ls_tracer_clock.task, DOUBLE (seconds), SITE (site));
}

static void
record_coro (LsCoroChange what, guint32 coro, const char *coro_name, const LsValue *args, guint n_args,
             gconstpointer site)
{
  if (what == LS_CORO_CREATED)
    EMIT (CORO_CREATED, .subject = coro, .a = name (coro_name), .b = n_args, SITE (site));
  else if (what == LS_CORO_CLOSED)
    EMIT (CORO_CLOSED, .subject = coro, SITE (site));
  else
    EMIT (CORO_NEVER_AWAITED, .subject = coro, SITE (site));
  if (what == LS_CORO_CREATED && args != NULL)
    for (guint i = 0; i < n_args; i++)
      EMIT_VALUE (CORO_ARG, &args[i], .subject = coro, .a = i);
}

static void
record_task_created (guint32 task, const char *task_name, guint32 coro, gconstpointer site)
{
  EMIT (TASK_CREATED, .subject = task, .a = name (task_name), .b = coro, SITE (site));
}

static void
record_task_renamed (guint32 task, const char *task_name)
{
  EMIT (TASK_RENAMED, .subject = task, .a = name (task_name));
}

static void
record_task_ready (guint32 task, guint32 handle, LsReadyCause cause, guint32 future)
{
  EMIT (TASK_READY, .subject = task, .detail = cause, .a = handle, .b = future);
}

/* Its handle's HANDLE_RUN has just read the clock. */
static void
record_turn (guint32 task, guint32 handle, guint64 turn)
{
  if (recorder.debuggee != NULL)
    ls_debuggee_set_turn (recorder.debuggee, task, here.since, here.since);
  here.seq = EMIT (TURN, .subject = task, .a = handle, INT (turn));
}

static void
record_frame (guint32 task, guint depth, guint32 coro, gconstpointer site)
{
  EMIT (FRAME, .subject = task, .a = depth, .b = coro, SITE (site));
}

static void
record_suspended (guint32 task, LsWaitKind what, guint32 object, guint32 future, gconstpointer site)
{
  end_handle (mark ());
  EMIT (TASK_SUSPENDED, .subject = task, .detail = what, .a = object, .b = future, SITE (site));
}

static void
record_cancel_requested (guint32 task, const char *message, gboolean by_debugger)
{
  EMIT (CANCEL_REQUESTED, .subject = task, .detail = by_debugger, .a = name (message));
}

static void
record_cancel_delivered (guint32 task)
{
  EMIT (CANCEL_DELIVERED, .subject = task);
}

static void
record_task_done (guint32 task, LsOutcome how, const LsValue *result, const char *exception)
{
  end_handle (mark ());
  EMIT_VALUE (TASK_DONE, result, .subject = task, .detail = how, .a = name (exception));
}

static void
record_future_created (guint32 future, LsFutureKind kind, guint32 object, const char *future_name, gconstpointer site)
{
  EMIT (FUTURE_CREATED, .subject = future, .detail = kind, .a = name (future_name), .b = object, SITE (site));
}

static void
record_future_child (guint32 future, guint32 child, guint index)
{
  EMIT (FUTURE_CHILD, .subject = future, .a = child, .b = index);
}

static void
record_future_awaited (guint32 future, LsFutureKind kind, guint32 task)
{
  EMIT (FUTURE_AWAITED, .subject = future, .detail = kind, .a = task);
}

static void
record_future_resolved (guint32 future, LsFutureKind kind, LsOutcome how, const LsValue *result, const char *exception)
{
  EMIT_VALUE (FUTURE_RESOLVED, result, .subject = future, .detail = how, .a = name (exception), .b = kind);
}

static void
record_scheduled (guint32 handle, const char *callback, guint32 task)
{
  EMIT (HANDLE_SCHEDULED, .subject = handle, .a = name (callback), .b = task);
}

static void
record_run (guint32 handle)
{
  gint64 now = mark ();

  end_handle (now);
  begin_handle (0, now);
  here.seq = EMIT (HANDLE_RUN, .subject = handle);
}

static void
record_cancelled (guint32 handle)
{
  EMIT (HANDLE_CANCELLED, .subject = handle);
}

static void
record_timer_armed (guint32 handle, const char *callback, double deadline, guint32 future)
{
  EMIT (TIMER_ARMED, .subject = handle, .a = name (callback), .b = future, DOUBLE (deadline));
}

static void
record_timer_fired (guint32 handle)
{
  EMIT (TIMER_FIRED, .subject = handle);
}

static void
record_timer_cancelled (guint32 handle)
{
  EMIT (TIMER_CANCELLED, .subject = handle);
}

static void
record_queue_created (guint32 queue, LsQueueKind kind, const char *queue_name, guint64 maxsize, gconstpointer site)
{
  EMIT (QUEUE_CREATED, .subject = queue, .detail = kind, .a = name (queue_name), INT (maxsize), SITE (site));
}

static void
record_queue_put (guint32 queue, guint32 item, guint unfinished, const LsValue *value, gconstpointer site)
{
  EMIT_VALUE (QUEUE_ITEM_PUT, value, .subject = queue, .a = item, .b = unfinished, SITE (site));
}

static void
record_queue_get (guint32 queue, guint32 item, const LsValue *value, gconstpointer site)
{
  EMIT_VALUE (QUEUE_ITEM_GOT, value, .subject = queue, .a = item, SITE (site));
}

static void
record_queue_task_done (guint32 queue, guint unfinished, gconstpointer site)
{
  EMIT (QUEUE_TASK_DONE, .subject = queue, .b = unfinished, SITE (site));
}

static void
record_queue_parked (guint32 queue, LsQueueSide side, guint32 task, guint32 future, const LsValue *item)
{
  EMIT_VALUE (QUEUE_PARKED, item, .subject = queue, .detail = side, .a = task, .b = future);
}

static void
record_queue_woken (guint32 queue, LsQueueSide side, guint32 task, guint32 future)
{
  EMIT (QUEUE_WOKEN, .subject = queue, .detail = side, .a = task, .b = future);
}

static void
record_queue_left (guint32 queue, LsQueueSide side, guint32 task, guint32 future)
{
  EMIT (QUEUE_LEFT, .subject = queue, .detail = side, .a = task, .b = future);
}

static void
record_sync_created (guint32 sync, LsSyncKind kind, const char *sync_name, gint64 value, gconstpointer site)
{
  EMIT (SYNC_CREATED, .subject = sync, .detail = kind, .a = name (sync_name), INT (value), SITE (site));
}

static void
record_sync_acquired (guint32 sync, guint32 task, gint64 value, gconstpointer site)
{
  EMIT (SYNC_ACQUIRED, .subject = sync, .a = task, INT (value), SITE (site));
}

static void
record_sync_parked (guint32 sync, guint32 task, guint32 future)
{
  EMIT (SYNC_PARKED, .subject = sync, .a = task, .b = future);
}

static void
record_sync_woken (guint32 sync, guint32 task, guint32 future)
{
  EMIT (SYNC_WOKEN, .subject = sync, .a = task, .b = future);
}

static void
record_sync_released (guint32 sync, guint32 task, gint64 value, gconstpointer site)
{
  EMIT (SYNC_RELEASED, .subject = sync, .a = task, INT (value), SITE (site));
}

static void
record_signal (int number)
{
  EMIT (SIGNAL, .a = (guint32) number);
}

static void
record_warning (const char *category, const char *text)
{
  EMIT (WARNING, .a = name (category), STRING (text));
}

static void
record_exception (guint32 future, const char *message, const char *exception)
{
  EMIT (EXCEPTION_HANDLER, .subject = future, .a = name (message), STRING (exception));
}

static int
command_fd (void)
{
  return recorder.debuggee != NULL ? ls_debuggee_get_fd (recorder.debuggee) : -1;
}

static void
command (void)
{
  if (recorder.debuggee != NULL)
    ls_debuggee_command (recorder.debuggee);
}

static const LsTracer table = {
  .loop = record_loop,
  .iteration = record_iteration,
  .poll = record_poll,
  .polled = record_polled,
  .blocking = record_blocking,
  .coro = record_coro,
  .task_created = record_task_created,
  .task_renamed = record_task_renamed,
  .task_ready = record_task_ready,
  .turn = record_turn,
  .frame = record_frame,
  .suspended = record_suspended,
  .cancel_requested = record_cancel_requested,
  .cancel_delivered = record_cancel_delivered,
  .task_done = record_task_done,
  .future_created = record_future_created,
  .future_child = record_future_child,
  .future_awaited = record_future_awaited,
  .future_resolved = record_future_resolved,
  .scheduled = record_scheduled,
  .run = record_run,
  .cancelled = record_cancelled,
  .timer_armed = record_timer_armed,
  .timer_fired = record_timer_fired,
  .timer_cancelled = record_timer_cancelled,
  .queue_created = record_queue_created,
  .queue_put = record_queue_put,
  .queue_get = record_queue_get,
  .queue_task_done = record_queue_task_done,
  .queue_parked = record_queue_parked,
  .queue_woken = record_queue_woken,
  .queue_left = record_queue_left,
  .sync_created = record_sync_created,
  .sync_acquired = record_sync_acquired,
  .sync_parked = record_sync_parked,
  .sync_woken = record_sync_woken,
  .sync_released = record_sync_released,
  .signal = record_signal,
  .warning = record_warning,
  .exception = record_exception,
  .command_fd = command_fd,
  .command = command,
};

/* What is longer than a string may be is told in pieces, none ending in the middle of a character. */
static void
record_output (guint stream, const char *text, gsize length)
{
  while (length > 0 && recorder.started)
    {
      gsize piece = ls_trace_string_bound (text, length);

      EMIT (OUTPUT, .subject = ls_tracer_clock.task, .detail = stream, .tag = LS_TAG_STRING,
            .value = ls_trace_writer_text (recorder.writer, text, piece));
      text += piece;
      length -= piece;
    }
}

static void
cancel_task (guint32 task)
{
  EMIT (COMMAND, .subject = task, .detail = LS_COMMAND_CANCEL);
  ls_debug_cancel_task (task);
}

/* Whoever stood still has not held the loop meanwhile. */
static void
add_stopped (gint64 ns)
{
  if (here.since != 0)
    here.since += ns;
  ls_debug_add_stopped (ns);
}

static const LsDebuggeeFuncs debuggee_funcs = { cancel_task, ls_debug_set_pace, add_stopped };

/* The child has its parent's memory, files and mappings, and must leave all three alone. */
static void
abandon (void)
{
  if (!recorder.started)
    return;
  ls_tracer_set (NULL);
  ls_trace_writer_abandon (recorder.writer);
  if (recorder.debuggee != NULL)
    ls_debuggee_abandon (recorder.debuggee);
  recorder.debuggee = NULL;
  recorder.started = FALSE;
}

/**
 * ls_recorder_start:
 * @options: what to record, and who watches
 * @error: a #GFileError
 *
 * Starts recording.  To be called on the main thread, while no loop runs.  Without a viewer that answers the
 * program is recorded all the same, and @error is set.
 *
 * Returns: whether it records
 */
gboolean
ls_recorder_start (const LsRecorderOptions *options, GError **error)
{
  static gboolean prepared;

  g_return_val_if_fail (!recorder.started, FALSE);

  recorder.writer = ls_trace_writer_new (options->trace, error);
  if (recorder.writer == NULL)
    return FALSE;
  ls_trace_writer_set_limit (recorder.writer, options->limit);
  recorder.start = monotonic ();
  recorder.sites = ls_sites_new (recorder.writer);
  ls_process_describe (recorder.writer, options->example);
  if (options->control != NULL && options->socket != NULL)
    recorder.debuggee = ls_debuggee_new (options->control, options->socket, recorder.sites, &debuggee_funcs, error);
  if (!prepared)
    {
      pthread_atfork (NULL, NULL, abandon);
      ls_output_capture (record_output);
    }
  prepared = TRUE;
  recorder.started = here.stops = TRUE;
  ls_tracer_set (&table);
  return TRUE;
}

/**
 * ls_recorder_stop:
 *
 * Completes the trace.  What other threads still say is passed over; their tables stay for them to look at.
 */
void
ls_recorder_stop (void)
{
  if (!recorder.started)
    return;
  ls_output_flush ();
  recorder.started = FALSE;
  ls_tracer_set (NULL);
  ls_trace_writer_close (recorder.writer);
  if (recorder.debuggee != NULL)
    ls_debuggee_end (recorder.debuggee);
}
