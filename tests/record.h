/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

#include "loopscope.h"
#include "ls-debug.h"
#include "ls-tracer.h"
#include "record-rule.h"

#undef printf

/*
 * The engine's side of tests/oracle.py: a tracer that writes what the engine does in the same words as the
 * oracle writes what CPython does, and a test that compares the two.
 *
 * A rule's test executes oracle/rule-NN.c in virtual time and a process of its own, so that tasks and handles
 * are numbered from 1; its record must be that of rule-NN.py, line for line.
 */
static GString *record_lines;
static GString *record_written;         /* the line that is not ended */
static GHashTable *record_tasks;        /* id to name */
static GHashTable *record_coros;        /* id to name */
static int record_open_loops;

static void G_GNUC_PRINTF (1, 2)
record_say (const char *format, ...)
{
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (record_lines, format, args);
  va_end (args);
  g_string_append_c (record_lines, '\n');
}

static const char *
record_task (guint32 task)
{
  return task == 0 ? "-" : g_hash_table_lookup (record_tasks, GUINT_TO_POINTER (task));
}

static char *
record_double (double value)
{
  return ls_value_repr (LS_DOUBLE (value));
}

/* What the program writes, by line, with the task that writes it. */
int
record_printf (const char *format, ...)
{
  const char *end;
  va_list args;

  va_start (args, format);
  g_string_append_vprintf (record_written, format, args);
  va_end (args);
  while ((end = strchr (record_written->str, '\n')) != NULL)
    {
      g_autofree char *text = g_strndup (record_written->str, end - record_written->str);
      g_auto (LsValue) line = ls_value_string (text);
      g_autofree char *repr = ls_value_repr (line);

      record_say ("output %s %s", record_task (ls_debug_current_task ()), repr);
      g_string_erase (record_written, 0, strlen (text) + 1);
    }
  return 0;
}

static void
record_loop (LsLoopChange what, guint loop, const char *clock)
{
  static const char *const words[] = { "created", "started", "stopped", "closed" };

  record_open_loops += (what == LS_LOOP_CREATED) - (what == LS_LOOP_CLOSED);
  record_say ("loop %u %s", loop, words[what]);
}

static void
record_iteration (guint64 number)
{
  record_say ("iteration %" G_GUINT64_FORMAT, number);
}

static void
record_poll (double timeout, guint n_timers)
{
  g_autofree char *seconds = record_double (timeout);

  record_say ("poll %s", timeout < 0 ? "forever" : seconds);
}

static void
record_polled (gint64 waited, guint n_io)
{
  record_say ("polled %" G_GINT64_FORMAT, waited);
}

static void
record_blocking (double seconds, gconstpointer site)
{
  g_autofree char *text = record_double (seconds);

  record_say ("blocking %s", text);
}

static void
record_coro (LsCoroChange what, guint32 coro, const char *name,
             const LsValue *args, guint n_args, gconstpointer site)
{
  if (what == LS_CORO_CREATED)
    g_hash_table_insert (record_coros, GUINT_TO_POINTER (coro), g_strdup (name));
}

static void
record_task_created (guint32 task, const char *name, guint32 coro, gconstpointer site)
{
  g_hash_table_insert (record_tasks, GUINT_TO_POINTER (task), g_strdup (name));
  record_say ("task %s created %s", name,
              (char *) g_hash_table_lookup (record_coros, GUINT_TO_POINTER (coro)));
}

static void
record_task_renamed (guint32 task, const char *name)
{
  record_say ("task %s renamed %s", record_task (task), name);
  g_hash_table_insert (record_tasks, GUINT_TO_POINTER (task), g_strdup (name));
}

static void
record_turn (guint32 task, guint32 handle, guint64 turn)
{
  record_say ("task %s turn %" G_GUINT64_FORMAT, record_task (task), turn);
}

static void
record_suspended (guint32 task, LsWaitKind what, guint32 object, guint32 future, gconstpointer site)
{
  static const char *const words[LS_N_WAITS] = {
    "none", "yield", "sleep", "future", "task", "gather", "wait", "wait-for", "shield",
    "queue-put", "queue-get", "queue-join", "lock", "event", "condition", "semaphore", "barrier",
    "generator", "thread", "io", "child", "group",
  };

  if (what == LS_WAIT_TASK)
    record_say ("task %s suspended task %s", record_task (task), record_task (object));
  else
    record_say ("task %s suspended %s", record_task (task), words[what]);
}

static void
record_cancel_requested (guint32 task, const char *message, gboolean by_debugger)
{
  if (message != NULL)
    record_say ("task %s cancel %s", record_task (task), message);
  else
    record_say ("task %s cancel", record_task (task));
}

static void
record_task_done (guint32 task, LsOutcome how, const LsValue *result, const char *exception)
{
  g_autofree char *repr = result != NULL ? ls_value_repr (*result) : NULL;

  if (how == LS_OUTCOME_RESULT)
    record_say ("task %s done result %s", record_task (task), repr);
  else if (how == LS_OUTCOME_CANCELLED)
    record_say ("task %s done cancelled", record_task (task));
  else
    record_say ("task %s done exception %s", record_task (task), exception);
}

/* Without its class, as CPython's are told. */
static void
record_scheduled (guint32 handle, const char *callback, guint32 task)
{
  const char *dot = strrchr (callback, '.');

  callback = dot != NULL ? dot + 1 : callback;
  if (task != 0)
    record_say ("handle %u scheduled %s of %s", handle, callback, record_task (task));
  else
    record_say ("handle %u scheduled %s", handle, callback);
}

static void
record_run (guint32 handle)
{
  record_say ("handle %u run", handle);
}

static void
record_cancelled (guint32 handle)
{
  record_say ("handle %u cancelled", handle);
}

static void
record_timer_armed (guint32 handle, const char *callback, double deadline, guint32 future)
{
  g_autofree char *when = record_double (deadline);

  if (strcmp (callback, "sleep") == 0)
    record_say ("timer %u armed %s %s of %s", handle, when, callback,
                record_task (ls_debug_current_task ()));
  else
    record_say ("timer %u armed %s %s", handle, when, callback);
}

static void
record_timer_fired (guint32 handle)
{
  record_say ("timer %u fired", handle);
}

static void
record_warning (const char *category, const char *text)
{
  record_say ("warning %s: %s", category, text);
}

static void
record_exception (guint32 future, const char *message, const char *exception)
{
  g_autoptr (GRegex) address = g_regex_new (" at 0x[0-9a-f]+", 0, 0, NULL);
  g_autofree char *text = g_regex_replace_literal (address, message, -1, 0, " at 0x...", 0, NULL);

  if (record_open_loops > 0)
    record_say ("exception-handler %s%s%s", text, exception != NULL ? ": " : "",
                exception != NULL ? exception : "");
}

static void record_ignore (void) { }

#define RECORD_IGNORE ((gpointer) record_ignore)

static void
record_begin (void)
{
  static LsTracer tracer;

  record_lines = g_string_new (NULL);
  record_written = g_string_new (NULL);
  record_tasks = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  record_coros = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  tracer = (LsTracer) {
    .loop = record_loop, .iteration = record_iteration, .poll = record_poll,
    .polled = record_polled, .blocking = record_blocking, .coro = record_coro,
    .task_created = record_task_created, .task_renamed = record_task_renamed,
    .task_ready = RECORD_IGNORE, .turn = record_turn, .frame = RECORD_IGNORE,
    .suspended = record_suspended, .cancel_requested = record_cancel_requested,
    .cancel_delivered = RECORD_IGNORE, .task_done = record_task_done,
    .future_created = RECORD_IGNORE, .future_child = RECORD_IGNORE,
    .future_awaited = RECORD_IGNORE, .future_resolved = RECORD_IGNORE,
    .scheduled = record_scheduled, .run = record_run, .cancelled = record_cancelled,
    .timer_armed = record_timer_armed, .timer_fired = record_timer_fired,
    .timer_cancelled = record_cancelled, .queue_created = RECORD_IGNORE,
    .queue_put = RECORD_IGNORE, .queue_get = RECORD_IGNORE, .queue_task_done = RECORD_IGNORE,
    .queue_parked = RECORD_IGNORE, .queue_woken = RECORD_IGNORE, .queue_left = RECORD_IGNORE,
    .sync_created = RECORD_IGNORE, .sync_acquired = RECORD_IGNORE, .sync_parked = RECORD_IGNORE,
    .sync_woken = RECORD_IGNORE, .sync_released = RECORD_IGNORE,
    .generator_resumed = RECORD_IGNORE, .generator_paused = RECORD_IGNORE,
    .fd_watched = RECORD_IGNORE, .fd_ready = RECORD_IGNORE, .fd_unwatched = RECORD_IGNORE,
    .child_watched = RECORD_IGNORE, .child_exited = RECORD_IGNORE, .job_submitted = RECORD_IGNORE,
    .job_started = RECORD_IGNORE, .job_done = RECORD_IGNORE,
    .signal = RECORD_IGNORE, .warning = record_warning, .exception = record_exception,
  };
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_tracer_set (&tracer);
}

/* The lines, which are the caller's. */
static char *
record_end (void)
{
  ls_tracer_set (NULL);
  g_clear_pointer (&record_tasks, g_hash_table_unref);
  g_clear_pointer (&record_coros, g_hash_table_unref);
  g_string_free (g_steal_pointer (&record_written), TRUE);
  return g_string_free (g_steal_pointer (&record_lines), FALSE);
}

static void
record_compare (const char *mine, const char *path)
{
  g_autofree char *oracle = NULL;
  g_auto (GStrv) my_lines = g_strsplit (mine, "\n", -1);
  g_auto (GStrv) its_lines = NULL;
  guint line = 0;

  g_assert_true (g_file_get_contents (path, &oracle, NULL, NULL));
  its_lines = g_strsplit (oracle, "\n", -1);
  while (my_lines[line] != NULL && g_strcmp0 (my_lines[line], its_lines[line]) == 0)
    line++;
  if (my_lines[line] != NULL || its_lines[line] != NULL)
    g_error ("%s:%u: CPython says \"%s\", the engine \"%s\"", path, line + 1,
             its_lines[line] != NULL ? its_lines[line] : "(end)",
             my_lines[line] != NULL ? my_lines[line] : "(end)");
}

typedef struct { const char *record; int (*program) (void); } RecordRule;

static void
record_test_rule (gconstpointer data)
{
  const RecordRule *rule = data;

  if (g_test_subprocess ())
    {
      g_autofree char *file = g_strdup_printf ("%s.record", rule->record);
      g_autofree char *path = g_build_filename (g_getenv ("LOOPSCOPE_SOURCE_ROOT"),
                                                "tests", "oracle", file, NULL);
      g_autofree char *mine = NULL;

      record_begin ();
      rule->program ();
      mine = record_end ();
      record_compare (mine, path);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* "rule-01", "one-iteration-runs-what-was-ready" and rule_01. */
static void G_GNUC_UNUSED
record_add_rule (const char *type, const char *record, const char *name, int (*program) (void))
{
  static RecordRule rules[8];
  static guint n_rules = 0;
  g_autofree char *path = g_strdup_printf ("/Ls/%s/%s-%s", type, record, name);
  RecordRule *rule = &rules[n_rules++];

  g_assert_cmpuint (n_rules, <=, G_N_ELEMENTS (rules));
  *rule = (RecordRule) { record, program };
  g_test_add_data_func (path, rule, record_test_rule);
}

/* asyncio.run() of a coroutine that must not fail. */
static void G_GNUC_UNUSED
record_run_program (LsCoro *coro)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) result = ls_run (coro, &error);

  g_assert_no_error (error);
}
