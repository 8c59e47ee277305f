/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-recorder-private.h"

#include "ls-debug.h"
#include "ls-keep.h"

/* What runs, and when: the loop, tasks, handles and timers.  The clock is read ls_recorder_here. */

/* A call that holds the loop for longer is noted: the length from which asyncio's debug mode reports one. */
#define HELD_LONG G_GINT64_CONSTANT (100000000)

/* Reads the wall clock, for the event that comes next. */
static gint64
mark (void)
{
  gint64 now = ls_recorder_monotonic ();

  ls_trace_writer_mark (ls_recorder.writer, now - ls_recorder.start);
  return now;
}

static void
begin_handle (guint32 task, gint64 since)
{
  ls_recorder_here.since = since;
  ls_recorder_here.ended = 0;
  if (ls_recorder.debuggee != NULL)
    ls_debuggee_set_turn (ls_recorder.debuggee, task, since, since);
}

static void
end_handle (gint64 now)
{
  ls_recorder_here.ended = now;
  if (ls_recorder_here.since != 0 && now - ls_recorder_here.since >= HELD_LONG)
    {
      ls_trace_writer_held (ls_recorder.writer, ls_recorder_here.seq, now - ls_recorder_here.since);
      ls_debug_look_at_clock ();
    }
  if (ls_recorder_here.since != 0 && now - ls_recorder_here.since >= ls_keep_limit
      && !(ls_recorder.debuggee != NULL && ls_debuggee_is_kept (ls_recorder.debuggee, ls_recorder_here.since)))
    ls_keep_blocked (now - ls_recorder_here.since);
  ls_recorder_here.since = 0;
  if (ls_recorder.debuggee != NULL)
    ls_debuggee_set_turn (ls_recorder.debuggee, 0, 0, now);
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
      record.value = NAME (clock);
    }
  ls_recorder_emit (&record);
}

/* A part of the trace that can be read without those before it, since it begins with all that there is.  Nothing of
 * this is news to who steps the program. */
static void
begin_segment (void)
{
  ls_recorder_here.in_snapshot = TRUE;
  ls_trace_writer_begin_segment (ls_recorder.writer);
  mark ();
  EMIT (SNAPSHOT_BEGIN);
  ls_debug_snapshot ();
  EMIT (SNAPSHOT_END);
  ls_recorder_here.in_snapshot = FALSE;
}

static void
record_iteration (guint64 number)
{
  end_handle (mark ());
  if (G_UNLIKELY (ls_trace_writer_wants_segment (ls_recorder.writer)) && !ls_recorder_here.in_snapshot)
    begin_segment ();
  __atomic_store_n (&ls_recorder.time, ls_tracer_clock.now, __ATOMIC_RELAXED);
  EMIT (ITERATION, .subject = ls_tracer_clock.loop, INT (number));
}

static void
set_state (LsProgramState state)
{
  gint64 now = mark ();

  if (ls_recorder.debuggee != NULL)
    ls_debuggee_set_state (ls_recorder.debuggee, state, now);
}

static void
record_poll (double timeout, guint n_timers)
{
  ls_recorder_here.polling = timeout != 0;
  if (ls_recorder_here.polling)
    {
      set_state (LS_PROGRAM_IN_POLL);
      ls_recorder_here.ended = 0;
    }
  if (timeout < 0)
    EMIT (POLL, .subject = ls_tracer_clock.loop, .a = n_timers);
  else
    EMIT (POLL, .subject = ls_tracer_clock.loop, .a = n_timers, DOUBLE (timeout));
}

static void
record_polled (gint64 waited, guint n_io)
{
  if (ls_recorder_here.polling)
    set_state (LS_PROGRAM_RUNNING);
  ls_recorder_here.polling = FALSE;
  __atomic_store_n (&ls_recorder.time, ls_tracer_clock.now, __ATOMIC_RELAXED);
  EMIT (POLLED, .subject = ls_tracer_clock.loop, .a = n_io, INT (waited));
}

static void
record_blocking (double seconds, gconstpointer site)
{
  mark ();
  EMIT (BLOCKING, .subject = ls_tracer_clock.task, DOUBLE (seconds), SITE (site));
}

static void
record_task_created (guint32 task, const char *task_name, guint32 coro, gconstpointer site)
{
  EMIT (TASK_CREATED, .subject = task, .a = NAME (task_name), .b = coro, SITE (site));
}

static void
record_task_renamed (guint32 task, const char *task_name)
{
  EMIT (TASK_RENAMED, .subject = task, .a = NAME (task_name));
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
  if (ls_recorder.debuggee != NULL)
    ls_debuggee_set_turn (ls_recorder.debuggee, task, ls_recorder_here.since, ls_recorder_here.since);
  ls_recorder_here.seq = EMIT (TURN, .subject = task, .a = handle, INT (turn));
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
  EMIT (CANCEL_REQUESTED, .subject = task, .detail = by_debugger, .a = NAME (message), SITE (ls_tracer_clock.site));
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
  EMIT_VALUE (TASK_DONE, result, .subject = task, .detail = how, .a = NAME (exception));
}

static void
record_scheduled (guint32 handle, const char *callback, guint32 task)
{
  EMIT (HANDLE_SCHEDULED, .subject = handle, .a = NAME (callback), .b = task);
}

/* Between the end of a handle, or the beginning of an iteration that does not wait, and the next handle there is nothing
 * that takes time: the clock need not be read again. */
static void
record_run (guint32 handle)
{
  gint64 now = ls_recorder_here.ended;

  if (now == 0)
    {
      now = mark ();
      end_handle (now);
    }
  begin_handle (0, now);
  ls_recorder_here.seq = EMIT (HANDLE_RUN, .subject = handle);
}

static void
record_cancelled (guint32 handle)
{
  EMIT (HANDLE_CANCELLED, .subject = handle);
}

static void
record_timer_armed (guint32 handle, const char *callback, double deadline, guint32 future)
{
  EMIT (TIMER_ARMED, .subject = handle, .a = NAME (callback), .b = future, DOUBLE (deadline));
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

/* Fills in those of the table's functions that are ls_recorder_here. */
void
ls_recorder_trace_turns (LsTracer *table)
{
  table->loop = record_loop;
  table->iteration = record_iteration;
  table->poll = record_poll;
  table->polled = record_polled;
  table->blocking = record_blocking;
  table->task_created = record_task_created;
  table->task_renamed = record_task_renamed;
  table->task_ready = record_task_ready;
  table->turn = record_turn;
  table->frame = record_frame;
  table->suspended = record_suspended;
  table->cancel_requested = record_cancel_requested;
  table->cancel_delivered = record_cancel_delivered;
  table->task_done = record_task_done;
  table->scheduled = record_scheduled;
  table->run = record_run;
  table->cancelled = record_cancelled;
  table->timer_armed = record_timer_armed;
  table->timer_fired = record_timer_fired;
  table->timer_cancelled = record_timer_cancelled;
}
