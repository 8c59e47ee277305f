/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-comparison.h"
#include "ls-sequence.h"
#include "model-trace.h"

/* Two traces of one's own making. */
typedef struct { Trace a, b; } Pair;

static void
pair_set_up (Pair *pair, gconstpointer data)
{
  trace_set_up (&pair->a, NULL);
  trace_set_up (&pair->b, NULL);
}

static void
pair_tear_down (Pair *pair, gconstpointer data)
{
  trace_tear_down (&pair->a, NULL);
  trace_tear_down (&pair->b, NULL);
}

static LsComparison *
compare (Pair *pair, LsAlignment alignment)
{
  trace_read (&pair->a);
  trace_read (&pair->b);
  return ls_comparison_new (pair->a.model, pair->b.model, alignment, NULL);
}

static const LsRow *
get_row (LsComparison *comparison, guint row)
{
  return &g_array_index (ls_comparison_get_rows (comparison), LsRow, row);
}

static void
begin (Trace *trace, const char *clock)
{
  WRITE (LOOP_CREATED, .subject = 1, .tag = LS_TAG_STRING, .value = trace_string (trace, clock));
  trace_create (trace, 1, "Task-1", "main");
  trace_iteration (trace, 1);
  trace_turn (trace, 1, 0);
}

static guint64
sleep_for (Trace *trace, guint32 future, double seconds)
{
  guint32 handle;

  return trace_sleep (trace, 1, future, seconds, &handle);
}

static void
test_same (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;

  for (guint i = 0; i < 2; i++)
    {
      Trace *trace = i == 0 ? &pair->a : &pair->b;

      begin (trace, "instant");
      sleep_for (trace, 2, 1);
    }
  comparison = compare (pair, LS_ALIGN_EVENTS);
  g_assert_true (ls_comparison_is_same (comparison));
  g_assert_cmpuint (ls_comparison_get_first (comparison), ==, LS_NO_ROW);
  g_assert_cmpuint (ls_comparison_count (comparison, LS_ROW_SAME), >, 0);
}

/* Numbers of objects are the runtime's own: only who made what counts. */
static void
test_ids_do_not_matter (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;

  for (guint i = 0; i < 2; i++)
    {
      Trace *trace = i == 0 ? &pair->a : &pair->b;
      guint32 child = i == 0 ? 2 : 77;

      begin (trace, "instant");
      trace_queue (trace, i == 0 ? 1 : 9, i == 0 ? "q" : "", 3);
      trace_create (trace, child, "Worker", "work");
      trace_put (trace, i == 0 ? 1 : 9, 1, 1, "x");
      trace_suspend (trace, 1, LS_WAIT_TASK, child, child);
      trace_turn (trace, child, 0);
      trace_done (trace, child);
    }
  comparison = compare (pair, LS_ALIGN_EVENTS);
  g_assert_true (ls_comparison_is_same (comparison));
}

static void
test_deadline (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;
  const LsRow *row;
  guint64 armed;

  begin (&pair->a, "instant");
  armed = sleep_for (&pair->a, 2, 1) - 3;
  begin (&pair->b, "instant");
  sleep_for (&pair->b, 2, 2);
  comparison = compare (pair, LS_ALIGN_EVENTS);
  row = get_row (comparison, ls_comparison_get_first (comparison));
  g_assert_cmpint (row->kind, ==, LS_ROW_CHANGED);
  g_assert_cmpuint (row->event[LS_SIDE_A], ==, armed);
  g_assert_cmpuint (row->event[LS_SIDE_B], ==, armed);
}

/* A nanosecond is no difference, two are one. */
static void
test_nanosecond (Pair *pair, gconstpointer data)
{
  begin (&pair->a, "instant");
  begin (&pair->b, "instant");
  sleep_for (&pair->a, 2, 1);
  sleep_for (&pair->b, 2, 1 + 1e-9);
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_true (ls_comparison_is_same (comparison));
  }
  sleep_for (&pair->a, 3, 1);
  sleep_for (&pair->b, 3, 1 + 2e-9);
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_false (ls_comparison_is_same (comparison));
  }
}

/* In real time the machine says how long things take. */
static void
test_real_time (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;

  begin (&pair->a, "real");
  begin (&pair->b, "real");
  sleep_for (&pair->a, 2, 1);
  pair->b.time = 123456;
  sleep_for (&pair->b, 2, 1);
  trace_iteration (&pair->b, 2);
  trace_poll (&pair->b, 0.5, 0.5);
  comparison = compare (pair, LS_ALIGN_EVENTS);
  g_assert_true (ls_comparison_is_same (comparison));
}

/* What is written in several pieces is written all the same. */
static void
test_output (Pair *pair, gconstpointer data)
{
  begin (&pair->a, "instant");
  begin (&pair->b, "instant");
  trace_output (&pair->a, 1, "One\n");
  trace_output (&pair->b, 1, "One");
  trace_output (&pair->b, 1, "\n");
  sleep_for (&pair->a, 2, 1);
  sleep_for (&pair->b, 2, 1);
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_true (ls_comparison_is_same (comparison));
  }
  trace_output (&pair->a, 1, "<Task at 0x7f0011223344> and 0x7f0011223344\n");
  trace_output (&pair->b, 1, "<Task at 0x55aa00ff1120> and 0x55aa00ff1120\n");
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_true (ls_comparison_is_same (comparison));
  }
  trace_output (&pair->a, 1, "0x7f0011223344\n");
  trace_output (&pair->b, 1, "0x55aa00ff1199\n");
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_false (ls_comparison_is_same (comparison));
  }
}

/* How a fault is told of is the runtime's own affair; what the program itself writes is not. */
static void
test_reports (Pair *pair, gconstpointer data)
{
  for (guint i = 0; i < 2; i++)
    {
      Trace *trace = i == 0 ? &pair->a : &pair->b;

      begin (trace, "instant");
      WRITE (EXCEPTION_HANDLER, .subject = 1, .a = trace_string (trace, "never retrieved"), .tag = LS_TAG_ERROR,
             .value = trace_string (trace, "ValueError: x"));
      WRITE (OUTPUT, .detail = 2, .subject = 1, .tag = LS_TAG_STRING,
             .value = trace_string (trace, i == 0 ? "ValueError: x\n" : "Traceback (most recent call last):\n"));
      sleep_for (trace, 2, 1);
    }
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_true (ls_comparison_is_same (comparison));
  }
  for (guint i = 0; i < 2; i++)
    {
      Trace *trace = i == 0 ? &pair->a : &pair->b;

      WRITE (OUTPUT, .detail = 2, .subject = 1, .tag = LS_TAG_STRING,
             .value = trace_string (trace, i == 0 ? "one\n" : "two\n"));
    }
  {
    g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

    g_assert_false (ls_comparison_is_same (comparison));
  }
}

/* Three tasks wait; all are cancelled, in the order given, run in that order, and each ends. */
static void
cancel_all (Trace *trace, const guint32 order[3])
{
  guint32 handles[3];

  begin (trace, "instant");
  for (guint32 task = 2; task <= 4; task++)
    {
      g_autofree char *name = g_strdup_printf ("Worker %u", task);

      trace_create (trace, task, name, "work");
    }
  for (guint i = 0; i < 3; i++)
    {
      WRITE (CANCEL_REQUESTED, .subject = order[i]);
      trace_ready (trace, order[i], LS_READY_WAKEUP, 0);
      handles[i] = trace->handle;
    }
  trace_suspend (trace, 1, LS_WAIT_GATHER, 3, 9);
  trace_iteration (trace, 2);
  for (guint i = 0; i < 3; i++)
    {
      guint32 timer;

      WRITE (HANDLE_RUN, .subject = handles[i]);
      WRITE (CANCEL_DELIVERED, .subject = order[i]);
      WRITE (TURN, .subject = order[i], .a = handles[i]);
      trace->time++;
      trace_sleep (trace, order[i], 20 + i, 1, &timer);
      handles[i] = timer;
    }
  trace_iteration (trace, 3);
  trace_poll (trace, 1, 1);
  for (guint i = 0; i < 3; i++)
    WRITE (TIMER_FIRED, .subject = handles[i]);
  for (guint i = 0; i < 3; i++)
    {
      WRITE (HANDLE_RUN, .subject = handles[i]);
      trace_ready (trace, order[i], LS_READY_WAKEUP, 0);
    }
}

/* What a set's order decides, and what follows from it, is compared as a multiset. */
static void
test_set_order (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;

  cancel_all (&pair->a, (guint32[]) { 2, 3, 4 });
  cancel_all (&pair->b, (guint32[]) { 4, 2, 3 });
  comparison = compare (pair, LS_ALIGN_EVENTS);
  for (guint i = 0; i < ls_comparison_get_rows (comparison)->len; i++)
    if (i > 0)
      for (guint side = 0; side < 2; side++)
        g_assert_cmpuint (get_row (comparison, i)->position[side], >=, get_row (comparison, i - 1)->position[side]);
  g_assert_cmpuint (ls_comparison_get_first (comparison), ==, LS_NO_ROW);
}

/* But it does matter who is in it. */
static void
test_set_content (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;

  cancel_all (&pair->a, (guint32[]) { 2, 3, 4 });
  cancel_all (&pair->b, (guint32[]) { 4, 2, 2 });
  comparison = compare (pair, LS_ALIGN_EVENTS);
  g_assert_cmpuint (ls_comparison_get_first (comparison), !=, LS_NO_ROW);
}

/* A step that one has in addition: what follows is found again. */
static void
test_insertion (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;
  guint64 positions[2];
  guint first, last;

  for (guint i = 0; i < 2; i++)
    {
      Trace *trace = i == 0 ? &pair->a : &pair->b;

      begin (trace, "instant");
      trace_output (trace, 1, "before\n");
      if (i == 1)
        WRITE (BLOCKING, .subject = 1, .tag = LS_TAG_DOUBLE, .value = ls_trace_writer_double (0.5));
      trace_output (trace, 1, "after\n");
      sleep_for (trace, 2, 1);
    }
  comparison = compare (pair, LS_ALIGN_EVENTS);
  g_assert_cmpuint (ls_comparison_count (comparison, LS_ROW_ONLY_B), ==, 1);
  g_assert_cmpuint (ls_comparison_count (comparison, LS_ROW_ONLY_A), ==, 0);
  g_assert_cmpuint (ls_comparison_count (comparison, LS_ROW_CHANGED), ==, 0);
  first = ls_comparison_get_first (comparison);
  g_assert_cmpint (get_row (comparison, first)->kind, ==, LS_ROW_ONLY_B);
  last = ls_comparison_get_last (comparison);
  ls_comparison_get_positions (comparison, last, positions);
  g_assert_cmpuint (positions[LS_SIDE_B], ==, positions[LS_SIDE_A] + 1);
}

static gboolean
are_same (Pair *pair, LsAlignment alignment, const gboolean *without)
{
  g_autoptr (LsComparison) comparison = NULL;

  trace_read (&pair->a);
  trace_read (&pair->b);
  comparison = ls_comparison_new_without (pair->a.model, pair->b.model, alignment, without, NULL);
  return ls_comparison_is_same (comparison);
}

static void
test_cancelled (Pair *pair, gconstpointer data)
{
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();

  begin (&pair->a, "instant");
  begin (&pair->b, "instant");
  trace_read (&pair->a);
  trace_read (&pair->b);
  g_cancellable_cancel (cancellable);
  g_assert_null (ls_comparison_new (pair->a.model, pair->b.model, (LsAlignment) GPOINTER_TO_UINT (data), cancellable));
}

static void
print (Trace *trace, guint32 task, const char *text)
{
  WRITE (OUTPUT, .detail = 1, .subject = task, .tag = LS_TAG_STRING, .value = trace_string (trace, text));
}

/* A time that was measured says nothing in real time, whatever else is in the text. */
static void
test_measured_times (Pair *pair, gconstpointer data)
{
  begin (&pair->a, data);
  begin (&pair->b, data);
  print (&pair->a, 1, "\377 took 0.30 s, and 1.5 seconds\n");
  print (&pair->b, 1, "\377 took 12.31 s, and 2.5 seconds\n");
  g_assert_true (are_same (pair, LS_ALIGN_EVENTS, NULL) == (strcmp (data, "real") == 0));
  print (&pair->a, 1, "version 1.2\n");
  print (&pair->b, 1, "version 1.3\n");
  g_assert_false (are_same (pair, LS_ALIGN_EVENTS, NULL));
}

/* What runs first is the machine's; what each does is not. */
static void
test_by_task (Pair *pair, gconstpointer data)
{
  static const gboolean without[LS_N_EVENTS] = { [LS_EVENT_OUTPUT] = TRUE };

  for (guint i = 0; i < 2; i++)
    {
      Trace *trace = i == 0 ? &pair->a : &pair->b;

      begin (trace, "real");
      trace_create (trace, 2, "Task-2", "other");
      print (trace, 1 + i, i == 0 ? "one\n" : "two\n");
      print (trace, 2 - i, i == 0 ? "two\n" : "one\n");
    }
  g_assert_false (are_same (pair, LS_ALIGN_EVENTS, NULL));
  g_assert_true (are_same (pair, LS_ALIGN_TASKS, NULL));
  print (&pair->b, 1, "three\n");
  g_assert_false (are_same (pair, LS_ALIGN_TASKS, NULL));
  g_assert_true (are_same (pair, LS_ALIGN_EVENTS, without));
}

/* How a program waits for input. */
typedef enum { BY_DESCRIPTOR, BY_OPERATION } Means;

static void
wait_for_io (Trace *trace, guint32 future, Means means)
{
  guint32 watch = 0;

  WRITE (FUTURE_CREATED, .detail = LS_FUTURE_IO, .subject = future,
         .a = means == BY_OPERATION ? trace_string (trace, "g_input_stream_read_all") : 0);
  if (means == BY_DESCRIPTOR)
    WRITE (FD_WATCHED, .detail = 1, .subject = watch = ++trace->handle, .a = 5, .b = future);
  WRITE (FUTURE_AWAITED, .detail = LS_FUTURE_IO, .subject = future, .a = 1);
  trace_suspend (trace, 1, LS_WAIT_IO, 0, future);
  trace_poll (trace, -1, 0);
  if (means == BY_OPERATION)
    WRITE (HANDLE_SCHEDULED, .subject = watch = ++trace->handle, .a = trace_string (trace, "set_result"));
  else
    WRITE (FD_READY, .detail = 1, .subject = watch, .a = 5);
  WRITE (HANDLE_RUN, .subject = watch);
  WRITE (FUTURE_RESOLVED, .subject = future, .b = LS_FUTURE_IO);
  trace_ready (trace, 1, LS_READY_WAKEUP, future);
  trace_turn (trace, 1, 0);
}

/* By which means a program does its input, and in how many pieces, says nothing beside one of other means. */
static void
test_input (Pair *pair, gconstpointer data)
{
  Means means = GPOINTER_TO_UINT (data);

  begin (&pair->a, "instant");
  begin (&pair->b, "instant");
  wait_for_io (&pair->a, 2, BY_DESCRIPTOR);
  wait_for_io (&pair->b, 2, means);
  wait_for_io (&pair->b, 3, means);
  trace_output (&pair->a, 1, "here\n");
  trace_output (&pair->b, 1, "here\n");
  g_assert_true (are_same (pair, LS_ALIGN_EVENTS, NULL) == (means == BY_OPERATION));
  g_assert_true (are_same (pair, LS_ALIGN_TASKS, NULL) == (means == BY_OPERATION));
}

/* What it does between two waits stands between them. */
static void
test_between_input (Pair *pair, gconstpointer data)
{
  Trace *first = data != NULL ? &pair->a : &pair->b, *last = data != NULL ? &pair->b : &pair->a;

  begin (&pair->a, "instant");
  begin (&pair->b, "instant");
  wait_for_io (&pair->a, 2, BY_DESCRIPTOR);
  wait_for_io (&pair->b, 2, BY_OPERATION);
  print (first, 1, "here\n");
  wait_for_io (&pair->a, 3, BY_DESCRIPTOR);
  wait_for_io (&pair->b, 3, BY_OPERATION);
  print (last, 1, "here\n");
  g_assert_false (are_same (pair, LS_ALIGN_EVENTS, NULL));
}

/* There and back by steps, without missing one of either. */
static void
test_walk (Pair *pair, gconstpointer data)
{
  for (LsAlignment alignment = LS_ALIGN_EVENTS; alignment <= LS_ALIGN_TIME; alignment++)
    {
      g_autoptr (LsComparison) comparison = NULL;
      g_autoptr (GArray) stops = g_array_new (FALSE, FALSE, sizeof (guint));
      guint row = LS_NO_ROW;
      guint64 before[2] = { 0, 0 };

      if (alignment == LS_ALIGN_EVENTS)
        {
          cancel_all (&pair->a, (guint32[]) { 2, 3, 4 });
          begin (&pair->b, "instant");
          sleep_for (&pair->b, 2, 1);
        }
      comparison = compare (pair, alignment);
      for (;;)
        {
          guint next = ls_comparison_next (comparison, LS_GRAIN_STEP, row);
          guint64 positions[2];

          if (next == row)
            break;
          ls_comparison_get_positions (comparison, next, positions);
          for (guint side = 0; side < 2; side++)
            {
              LsModel *model = ls_comparison_get_model (comparison, side);

              g_assert_cmpuint (ls_model_get_unit (model, LS_GRAIN_STEP, positions[side]), >=,
                                ls_model_get_unit (model, LS_GRAIN_STEP, before[side]));
              before[side] = positions[side];
            }
          g_array_append_val (stops, next);
          row = next;
        }
      g_assert_cmpuint (ls_comparison_get_row (comparison, LS_SIDE_A, G_MAXUINT64), ==,
                        ls_comparison_get_last (comparison));
      for (guint i = stops->len; i-- > 1; )
        {
          guint64 there[2], back[2];

          row = ls_comparison_previous (comparison, LS_GRAIN_STEP, row);
          ls_comparison_get_positions (comparison, g_array_index (stops, guint, i - 1), there);
          ls_comparison_get_positions (comparison, row, back);
          g_assert_cmpuint (there[0], ==, back[0]);
          g_assert_cmpuint (there[1], ==, back[1]);
        }
      g_assert_cmpuint (ls_comparison_previous (comparison, LS_GRAIN_STEP, row), ==, LS_NO_ROW);
    }
}

/* The moments of both go together. */
static void
test_by_time (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = NULL;
  guint64 positions[2];
  guint64 in_a, in_b;
  guint row;

  begin (&pair->a, "instant");
  trace_output (&pair->a, 1, "0\n");
  pair->a.time = 2 * G_GINT64_CONSTANT (1000000000) + 7;
  in_a = trace_output (&pair->a, 1, "2\n");
  begin (&pair->b, "instant");
  pair->b.time = G_GINT64_CONSTANT (1000000000);
  trace_output (&pair->b, 1, "1\n");
  pair->b.time = 2 * G_GINT64_CONSTANT (1000000000) + 1;
  in_b = trace_output (&pair->b, 1, "2\n");
  comparison = compare (pair, LS_ALIGN_TIME);
  row = ls_comparison_get_last (comparison);
  g_assert_cmpint (get_row (comparison, row)->kind, ==, LS_ROW_SAME);
  ls_comparison_get_positions (comparison, row, positions);
  g_assert_cmpuint (positions[LS_SIDE_A], ==, in_a);
  g_assert_cmpuint (positions[LS_SIDE_B], ==, in_b);
  g_assert_cmpint (get_row (comparison, row - 1)->kind, ==, LS_ROW_ONLY_B);
  g_assert_cmpfloat_with_epsilon (ls_comparison_get_duration (comparison), 2, 1e-6);
}

static void
test_empty (Pair *pair, gconstpointer data)
{
  g_autoptr (LsComparison) comparison = compare (pair, LS_ALIGN_EVENTS);

  g_assert_true (ls_comparison_is_same (comparison));
  g_assert_cmpuint (ls_comparison_get_last (comparison), ==, LS_NO_ROW);
  g_assert_cmpuint (ls_comparison_next (comparison, LS_GRAIN_STEP, LS_NO_ROW), ==, LS_NO_ROW);
  g_assert_cmpuint (ls_comparison_previous (comparison, LS_GRAIN_STEP, LS_NO_ROW), ==, LS_NO_ROW);
}

/* Sequences */

static void
check_ascending (const GArray *matches, const guint64 *a, const guint64 *b)
{
  for (guint i = 0; i < matches->len; i++)
    {
      const LsSequenceMatch *match = &g_array_index (matches, LsSequenceMatch, i);

      g_assert_cmpuint (a[match->a], ==, b[match->b]);
      if (i > 0)
        {
          g_assert_cmpuint (match->a, >, match[-1].a);
          g_assert_cmpuint (match->b, >, match[-1].b);
        }
    }
}

static void
test_sequence_random (void)
{
  for (guint round = 0; round < 200; round++)
    {
      guint n_a = (guint) g_test_rand_int_range (0, 60), n_b = (guint) g_test_rand_int_range (0, 60);
      guint64 a[60], b[60];
      g_autoptr (GArray) matches = NULL;

      for (guint i = 0; i < n_a; i++)
        a[i] = (guint64) g_test_rand_int_range (0, 6);
      for (guint i = 0; i < n_b; i++)
        b[i] = (guint64) g_test_rand_int_range (0, 6);
      matches = ls_sequence_match (a, n_a, b, n_b);
      check_ascending (matches, a, b);
    }
}

/* Long, repetitive and edited in a few places: almost all is found again, in a blink. */
static void
test_sequence_long (void)
{
  const guint n = 300000;
  g_autofree guint64 *a = g_new (guint64, n), *b = g_new (guint64, n + 100);
  g_autoptr (GArray) matches = NULL;
  guint n_b = 0;

  for (guint i = 0; i < n; i++)
    {
      a[i] = i % 7 == 0 ? i / 50 : i % 7;
      if (i % 5000 != 1234)
        b[n_b++] = a[i];
      if (i % 10000 == 5000)
        b[n_b++] = 99999999;
    }
  matches = ls_sequence_match (a, n, b, n_b);
  check_ascending (matches, a, b);
  g_assert_cmpuint (matches->len, >=, n - 60 - 60);
}

static void
test_sequence_different (void)
{
  const guint n = 100000;
  g_autofree guint64 *a = g_new (guint64, n), *b = g_new (guint64, n);
  g_autoptr (GArray) matches = NULL;

  for (guint i = 0; i < n; i++)
    {
      a[i] = (guint64) i * 2;
      b[i] = (guint64) i * 2 + 1;
    }
  matches = ls_sequence_match (a, n, b, n);
  g_assert_cmpuint (matches->len, ==, 0);
}

#define ADD(path, test) g_test_add ("/comparison/" path, Pair, NULL, pair_set_up, test, pair_tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/comparison/measured-times/real", Pair, "real", pair_set_up, test_measured_times, pair_tear_down);
  g_test_add ("/comparison/measured-times/virtual", Pair, "instant", pair_set_up, test_measured_times, pair_tear_down);
  ADD ("by-task", test_by_task);
  g_test_add ("/comparison/cancelled/events", Pair, GUINT_TO_POINTER (LS_ALIGN_EVENTS), pair_set_up, test_cancelled, pair_tear_down);
  g_test_add ("/comparison/cancelled/time", Pair, GUINT_TO_POINTER (LS_ALIGN_TIME), pair_set_up, test_cancelled, pair_tear_down);
  ADD ("same", test_same);
  ADD ("ids-do-not-matter", test_ids_do_not_matter);
  ADD ("deadline", test_deadline);
  ADD ("nanosecond", test_nanosecond);
  ADD ("real-time", test_real_time);
  ADD ("output", test_output);
  ADD ("reports", test_reports);
  ADD ("set-order", test_set_order);
  ADD ("set-content", test_set_content);
  ADD ("insertion", test_insertion);
  g_test_add ("/comparison/input/by-descriptor", Pair, GUINT_TO_POINTER (BY_DESCRIPTOR), pair_set_up, test_input,
              pair_tear_down);
  g_test_add ("/comparison/input/by-operation", Pair, GUINT_TO_POINTER (BY_OPERATION), pair_set_up, test_input,
              pair_tear_down);
  g_test_add ("/comparison/input/after-output", Pair, GUINT_TO_POINTER (1), pair_set_up, test_between_input,
              pair_tear_down);
  g_test_add ("/comparison/input/before-output", Pair, NULL, pair_set_up, test_between_input, pair_tear_down);
  ADD ("walk", test_walk);
  ADD ("by-time", test_by_time);
  ADD ("empty", test_empty);
  g_test_add_func ("/sequence/random", test_sequence_random);
  g_test_add_func ("/sequence/long", test_sequence_long);
  g_test_add_func ("/sequence/different", test_sequence_different);

  return g_test_run ();
}
