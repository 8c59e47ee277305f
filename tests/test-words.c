/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-repr.h"
#include "model-trace.h"

static void
check_detail (Trace *trace, guint64 position, guint32 task, const char *status, const char *detail)
{
  const LsState *state;
  g_autofree char *label = NULL, *text = NULL;

  trace_read (trace);
  state = ls_model_get_state (trace->model, position);
  label = ls_model_status_label (trace->model, state, task);
  text = ls_model_task_detail (trace->model, state, task);
  g_assert_cmpstr (label, ==, status);
  g_assert_cmpstr (text, ==, detail);
}

static void
check_progress (Trace *trace, guint64 position, double expected)
{
  const LsState *state = ls_model_get_state (trace->model, position);

  g_assert_cmpfloat (ls_model_task_progress (trace->model, state, 1), ==, expected);
}

static void
test_chips (Trace *trace, gconstpointer data)
{
  guint64 before, ready, running, asleep, half, woken, again, done;
  guint32 timer;

  before = trace_iteration (trace, 1);
  ready = trace_create (trace, 1, "Task-1", "main");
  running = trace_turn (trace, 1, 0);
  asleep = trace_sleep (trace, 1, 10, 4, &timer);
  trace->time += 2000000000;
  half = trace_iteration (trace, 2);
  trace->time += 2000000000;
  woken = trace_wake (trace, 1, 10, timer);
  again = trace_turn (trace, 1, 0);
  done = WRITE (TASK_DONE, .subject = 1, .tag = LS_TAG_INT, .value = 42);

  check_detail (trace, before, 1, "not there yet", "");
  check_detail (trace, ready, 1, "ready", "new");
  check_detail (trace, running, 1, "running", "main('Task-1')");
  check_detail (trace, asleep, 1, "waiting", "wakes at 4.000 s");
  check_detail (trace, woken, 1, "ready", "timer fired");
  check_detail (trace, again, 1, "running", "turn 2");
  check_detail (trace, done, 1, "done", "returned 42");
  check_progress (trace, half, 0.5);
  check_progress (trace, done, -1);
}

static void
check_summary (Trace *trace, guint64 position, const char *expected)
{
  const LsState *state;
  g_autofree char *summary = NULL;

  trace_read (trace);
  state = ls_model_get_state (trace->model, position);
  summary = ls_model_queue_summary (trace->model, state, state->queues->pdata[0]);
  g_assert_cmpstr (summary, ==, expected);
}

static void
test_queue_summary (Trace *trace, gconstpointer data)
{
  guint64 empty, full, parked;

  trace_begin (trace);
  trace_queue (trace, 1, "q", 1);
  empty = ls_trace_writer_get_n_events (trace->writer);
  full = trace_put (trace, 1, 1, 1, "a");
  parked = trace_park (trace, 1, LS_QUEUE_PUT, 1, "b");

  check_summary (trace, empty,
                 "0 of at most 1 item · 0 unfinished · nobody waits to put or get");
  check_summary (trace, full,
                 "full with 1 item · 1 unfinished · nobody waits to put or get");
  check_summary (trace, parked,
                 "full with 1 item · 1 unfinished · main waits to put");
}

static void
test_titles (Trace *trace, gconstpointer data)
{
  LsGroup group = { .wait = LS_WAIT_SLEEP };
  g_autofree char *timers = NULL, *put = NULL;

  trace_queue (trace, 1, "q", 1);
  trace_read (trace);
  timers = ls_model_group_title (trace->model, &group);
  g_assert_cmpstr (timers, ==, "Timers");
  group.wait = LS_WAIT_QUEUE_PUT;
  group.object = 1;
  put = ls_model_group_title (trace->model, &group);
  g_assert_cmpstr (put, ==, "q: waits to put");
}

static void
check_value (Trace *trace, LsTag tag, guint64 value, const char *repr, const char *plain)
{
  g_autofree char *formatted = ls_model_format_value (trace->model, tag, value);
  g_autofree char *bare = ls_model_format_plain (trace->model, tag, value);

  g_assert_cmpstr (formatted, ==, repr);
  g_assert_cmpstr (bare, ==, plain);
}

static void
test_values (Trace *trace, gconstpointer data)
{
  guint32 text = trace_string (trace, "it's"), error = trace_string (trace, "ValueError: no");

  trace_create (trace, 1, "worker", "work");
  trace_queue (trace, 1, "q", 0);
  trace_read (trace);

  check_value (trace, LS_TAG_NONE, 0, "None", "None");
  check_value (trace, LS_TAG_BOOL, 1, "True", "True");
  check_value (trace, LS_TAG_INT, (guint64) -7, "-7", "-7");
  check_value (trace, LS_TAG_DOUBLE, ls_trace_writer_double (0.1), "0.1", "0.1");
  check_value (trace, LS_TAG_STRING, text, "\"it's\"", "it's");
  check_value (trace, LS_TAG_TEXT, text, "it's", "it's");
  check_value (trace, LS_TAG_LIST, 3, "[3 items]", "[3 items]");
  check_value (trace, LS_TAG_ERROR, error, "ValueError('no')", "ValueError: no");
  check_value (trace, LS_TAG_TASK, 1, "<Task worker>", "worker");
  check_value (trace, LS_TAG_QUEUE, 1, "<Queue q>", "q");
  check_value (trace, LS_TAG_CORO, 1, "<coroutine work('worker')>", "work('worker')");
  check_value (trace, LS_TAG_FUTURE, 8, "<Future future 8>", "future 8");
}

/* As printed by CPython. */
static void
test_repr (void)
{
  static const struct { double value; const char *repr; } doubles[] = {
    { 0, "0.0" }, { -0.0, "-0.0" }, { 1, "1.0" }, { -2.5, "-2.5" }, { 0.1, "0.1" },
    { 1.0 / 3, "0.3333333333333333" }, { 2.0 / 3, "0.6666666666666666" },
    { 1e15, "1000000000000000.0" }, { 1e16, "1e+16" }, { 1.5e300, "1.5e+300" },
    { 0.0001, "0.0001" }, { 0.00001, "1e-05" }, { 5e-324, "5e-324" },
    { 123456789.125, "123456789.125" },
  };
  static const struct { const char *text, *repr; } strings[] = {
    { "plain", "'plain'" }, { "it's", "\"it's\"" }, { "'\"", "'\\'\"'" },
    { "a\nb\t\\", "'a\\nb\\t\\\\'" }, { "\x01", "'\\x01'" }, { "grün ✓", "'grün ✓'" },
    { "\u200b", "'\\u200b'" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (doubles); i++)
    {
      g_autofree char *repr = ls_repr_double (doubles[i].value);

      g_assert_cmpstr (repr, ==, doubles[i].repr);
    }
  for (guint i = 0; i < G_N_ELEMENTS (strings); i++)
    {
      g_autofree char *repr = ls_repr_string (strings[i].text);

      g_assert_cmpstr (repr, ==, strings[i].repr);
    }
}

static void
test_times (void)
{
  static const struct { double seconds; const char *text; } durations[] = {
    { 2, "2 s" }, { 0.25, "0.25 s" }, { 0.1, "0.1 s" }, { 0.03, "30 ms" },
    { 0.0000505, "50.5 µs" }, { 0.0009999999, "1 ms" }, { 0, "0 s" }, { 10.0000000003, "10 s" },
    { 100, "100 s" },
  };
  g_autofree char *moment = ls_model_format_time (3);

  g_assert_cmpstr (moment, ==, "3.000 s");
  for (guint i = 0; i < G_N_ELEMENTS (durations); i++)
    {
      g_autofree char *text = ls_model_format_duration (durations[i].seconds);

      g_assert_cmpstr (text, ==, durations[i].text);
    }
}

static void
test_events (Trace *trace, gconstpointer data)
{
  g_autofree char *created = NULL, *suspended = NULL;
  LsTraceReader *reader;
  LsEvent event;

  trace_begin (trace);
  trace_queue (trace, 1, "q", 0);
  trace_park (trace, 1, LS_QUEUE_GET, 1, NULL);
  trace_read (trace);

  reader = ls_model_get_reader (trace->model);
  g_assert_true (ls_trace_reader_get (reader, 2, &event));
  created = ls_model_format_event (trace->model, &event);
  g_assert_cmpstr (created, ==, "task-created  main  Task-1  main('Task-1')");
  g_assert_true (ls_trace_reader_get (reader, ls_model_get_n_events (trace->model) - 1, &event));
  suspended = ls_model_format_event (trace->model, &event);
  g_assert_cmpstr (suspended, ==, "task-suspended  main  queue-get  q");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func) \
  g_test_add ("/loopscope/words/" path, Trace, NULL, trace_set_up, func, trace_tear_down)
  ADD ("chips", test_chips);
  ADD ("queue-summary", test_queue_summary);
  ADD ("titles", test_titles);
  ADD ("values", test_values);
  ADD ("events", test_events);
  g_test_add_func ("/loopscope/words/repr", test_repr);
  g_test_add_func ("/loopscope/words/times", test_times);

  return g_test_run ();
}
