/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-recorder-private.h"

#include <pthread.h>
#include <time.h>

#include "ls-caller.h"
#include "ls-debug.h"
#include "ls-output.h"
#include "ls-process.h"
#include "ls-trace-format.h"
#include "ls-value-record.h"

LsRecorder ls_recorder;
__thread LsRecorderThread ls_recorder_here __attribute__ ((tls_model ("initial-exec")));

gint64
ls_recorder_monotonic (void)
{
  struct timespec now;

  clock_gettime (CLOCK_MONOTONIC, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

/* A worker's is its own, which runs beside the loop's. */
static gint64
loop_time (void)
{
  if (ls_tracer_clock.loop == 0 && !ls_recorder_here.stops)
    return MAX (__atomic_load_n (&ls_recorder.time, __ATOMIC_RELAXED), ls_tracer_clock.now);
  return ls_tracer_clock.now;
}

static G_NO_INLINE void
check (const LsRecord *record, guint loop, guint64 seq)
{
  LsRecord complete = *record;

  complete.loop = loop;
  ls_debuggee_check (ls_recorder.debuggee, &complete, seq);
}

/* Writes an event; where the viewer wants the program to stop at it, this is where it stands, unless it is on a thread
 * that has no loop: a worker goes on. */
guint64
ls_recorder_emit (const LsRecord *record)
{
  guint loop = record->loop != 0 ? record->loop : ls_tracer_clock.loop;
  guint64 seq = ls_trace_writer_append (ls_recorder.writer, record, loop, loop_time ());

  if (ls_recorder.debuggee != NULL
      && ls_debuggee_publish (ls_recorder.debuggee, ls_trace_writer_get_n_events (ls_recorder.writer))
      && (ls_recorder_here.stops || ls_tracer_clock.loop != 0) && !ls_recorder_here.in_snapshot)
    check (record, loop, seq);
  return seq;
}

guint64
ls_recorder_emit_value (LsRecord record, const LsValue *value)
{
  ls_value_record (ls_recorder.writer, value, &record);
  return ls_recorder_emit (&record);
}

static int
command_fd (void)
{
  return ls_recorder.debuggee != NULL ? ls_debuggee_get_fd (ls_recorder.debuggee) : -1;
}

static void
command (void)
{
  if (ls_recorder.debuggee != NULL)
    ls_debuggee_command (ls_recorder.debuggee);
}

/* What is longer than a string may be is told in pieces, none ending in the middle of a character. */
static void
record_output (guint stream, const char *text, gsize length)
{
  guint32 site = ls_recorder.started ? ls_sites_id (ls_recorder.sites, ls_caller_find ()) : 0;

  while (length > 0 && ls_recorder.started)
    {
      gsize piece = ls_trace_string_bound (text, length);

      EMIT (OUTPUT, .subject = ls_tracer_clock.task, .detail = stream, .tag = LS_TAG_STRING,
            .value = ls_trace_writer_text (ls_recorder.writer, text, piece), .site = site);
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
  if (ls_recorder_here.since != 0)
    ls_recorder_here.since += ns;
  ls_recorder_here.ended = 0;
  ls_debug_add_stopped (ns);
}

static const LsDebuggeeFuncs debuggee_funcs = { cancel_task, ls_debug_set_pace, add_stopped };

/* The child has its parent's memory, files and mappings, and must leave all three alone. */
static void
abandon (void)
{
  if (!ls_recorder.started)
    return;
  ls_tracer_set (NULL);
  ls_trace_writer_abandon (ls_recorder.writer);
  if (ls_recorder.debuggee != NULL)
    ls_debuggee_abandon (ls_recorder.debuggee);
  ls_recorder.debuggee = NULL;
  ls_recorder.started = FALSE;
}

/* Where it does not work out the program is recorded all the same. */
static void
receive_viewers (const char *trace, GError **error)
{
  g_autoptr (LsEntry) entry = ls_entry_new_own (trace, error);

  if (entry == NULL)
    return;
  ls_recorder.debuggee = ls_debuggee_new_host (entry->control, entry->socket, ls_recorder.sites, &debuggee_funcs, error);
  if (ls_recorder.debuggee != NULL && ls_entry_write (entry, error))
    ls_recorder.entry = g_steal_pointer (&entry);
  else
    ls_entry_remove (entry);
}

/* What was kept when the recording before this one ended. */
static void
forget_last (void)
{
  g_clear_pointer (&ls_recorder.debuggee, ls_debuggee_free);
  g_clear_pointer (&ls_recorder.sites, ls_sites_free);
  g_clear_pointer (&ls_recorder.writer, ls_trace_writer_free);
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
  static LsTracer table;

  g_return_val_if_fail (!ls_recorder.started, FALSE);

  forget_last ();
  ls_recorder.writer = ls_trace_writer_new (options->trace, error);
  if (ls_recorder.writer == NULL)
    return FALSE;
  ls_trace_writer_set_limit (ls_recorder.writer, options->limit);
  if (options->snapshots)
    ls_trace_writer_want_segments (ls_recorder.writer);
  ls_recorder.start = ls_recorder_monotonic ();
  ls_recorder.sites = ls_sites_new (ls_recorder.writer);
  ls_process_describe (ls_recorder.writer, options->example);
  if (options->is_host)
    receive_viewers (options->trace, error);
  else if (options->control != NULL && options->socket != NULL)
    ls_recorder.debuggee = ls_debuggee_new (options->control, options->socket, ls_recorder.sites, &debuggee_funcs,
                                            error);
  if (!prepared)
    {
      pthread_atfork (NULL, NULL, abandon);
      ls_output_capture (record_output);
    }
  prepared = TRUE;
  ls_recorder.started = ls_recorder_here.stops = TRUE;
  ls_recorder_trace_turns (&table);
  ls_recorder_trace_objects (&table);
  table.command_fd = command_fd;
  table.command = command;
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
  if (!ls_recorder.started)
    return;
  ls_output_flush ();
  ls_recorder.started = FALSE;
  ls_tracer_set (NULL);
  ls_trace_writer_close (ls_recorder.writer);
  if (ls_recorder.debuggee != NULL)
    ls_debuggee_end (ls_recorder.debuggee);
  if (ls_recorder.entry != NULL)
    ls_entry_remove (ls_recorder.entry);
  g_clear_pointer (&ls_recorder.entry, ls_entry_free);
}
