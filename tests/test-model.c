/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "model-check.h"
#include "model-trace.h"

#define N_NONSENSE 5000

/* Any records at all; what a model must bear. */
static void
write_nonsense (Trace *trace, guint n, guint32 seed)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (seed);
  guint32 text = trace_string (trace, "text\nin lines");

  for (guint i = 0; i < n; i++)
    {
      LsRecord rec = {
        .kind = (guint8) g_rand_int_range (rand, LS_EVENT_BASE + 1, LS_N_EVENTS),
        .detail = (guint8) g_rand_int_range (rand, 0, 24),
        .tag = (guint8) g_rand_int_range (rand, 0, LS_TAG_TEXT + 1),
        .subject = (guint32) g_rand_int_range (rand, 0, 60),
        .a = (guint32) g_rand_int_range (rand, 0, 60),
        .b = (guint32) g_rand_int_range (rand, 0, 60),
        .value = ls_trace_writer_double (g_rand_double_range (rand, 0, 5)),
      };

      if (g_rand_boolean (rand))
        rec.value = text;
      trace->time += g_rand_int_range (rand, 0, 200000000);
      trace_write (trace, rec);
    }
}

/* A program of many tasks that sleep, put and get, as the engine would tell of it. */
static void
write_program (Trace *trace, guint n_tasks, guint rounds)
{
  g_autofree guint32 *handles = g_new0 (guint32, n_tasks + 1);
  guint32 future = 1000000, items = 0, got = 0;

  trace_queue (trace, 1, "q", 0);
  trace_create (trace, 1, "Task-1", "main");
  trace_iteration (trace, 1);
  trace_poll (trace, 0, 0);
  trace_turn (trace, 1, 1);
  for (guint task = 2; task <= n_tasks; task++)
    {
      trace_create (trace, task, "worker", "work");
      handles[task] = trace->handle;
    }
  trace_suspend (trace, 1, LS_WAIT_GATHER, n_tasks - 1, 5000000);

  for (guint round = 0; round < rounds; round++)
    {
      trace_iteration (trace, 2 * round + 2);
      trace_poll (trace, 0, 0);
      for (guint task = 2; task <= n_tasks; task++)
        {
          trace_turn (trace, task, handles[task]);
          items++;
          trace_put (trace, 1, items, items, "item");
          if (items % 3 != 0)
            trace_get (trace, 1, ++got, "item");
          if (round + 1 == rounds)
            trace_done (trace, task);
          else
            trace_sleep (trace, task, ++future, 1, &handles[task]);
        }
      if (round + 1 == rounds)
        break;
      trace_iteration (trace, 2 * round + 3);
      trace_poll (trace, 1, 1);
      for (guint task = 2; task <= n_tasks; task++)
        {
          trace_wake (trace, task, future - n_tasks + task, handles[task]);
          handles[task] = trace->handle;
        }
    }
}

static void
test_back_nonsense (Trace *trace, gconstpointer data)
{
  write_nonsense (trace, N_NONSENSE, GPOINTER_TO_UINT (data));
  trace_read (trace);
  g_assert_cmpuint (ls_model_get_n_events (trace->model), ==, N_NONSENSE);
  check_everywhere (trace->model);
}

static void
test_back_program (Trace *trace, gconstpointer data)
{
  write_program (trace, 40, 12);
  trace_read (trace);
  check_everywhere (trace->model);
}

/* What is handed out stays while the next is asked for. */
static void
test_two_states (Trace *trace, gconstpointer data)
{
  const LsState *one, *other;

  write_program (trace, 10, 3);
  trace_read (trace);
  one = ls_model_get_state (trace->model, 50);
  other = ls_model_get_state (trace->model, 20);
  g_assert_cmpuint (one->position, ==, 50);
  g_assert_cmpuint (other->position, ==, 20);
  ls_sentence_free (ls_model_describe (trace->model, 70));
  g_assert_cmpuint (one->position, ==, 50);
  g_assert_true (ls_model_get_state (trace->model, 20) == other);
  g_assert_cmpuint (ls_model_get_state (trace->model, G_MAXUINT64)->position, ==,
                    ls_model_get_n_events (trace->model));
}

static void
check_grain (LsModel *model, LsGrain grain)
{
  LsTraceReader *reader = ls_model_get_reader (model);
  guint64 n = ls_model_get_n_events (model), units = 0, last = 0;

  for (guint64 position = 1; position <= n; position++)
    {
      LsEvent event;

      g_assert_true (ls_trace_reader_get (reader, position - 1, &event));
      g_assert_cmpuint (ls_model_previous (model, grain, position), ==, last);
      if (ls_record_ends (&event.rec, grain))
        {
          g_assert_cmpuint (ls_model_next (model, grain, position - 1), ==, position);
          g_assert_cmpuint (ls_model_get_unit_end (model, grain, ++units), ==, position);
          last = position;
        }
      g_assert_cmpuint (ls_model_get_unit (model, grain, position), ==, units);
    }
  g_assert_cmpuint (ls_model_get_n_units (model, grain), ==, units);
  g_assert_cmpuint (ls_model_next (model, grain, n), ==, n);
  g_assert_cmpuint (ls_model_previous (model, grain, 0), ==, 0);
}

static void
test_units (Trace *trace, gconstpointer data)
{
  write_program (trace, 10, 4);
  trace_read (trace);
  for (guint grain = 0; grain < LS_N_GRAINS; grain++)
    check_grain (trace->model, grain);
}

/* At each position a task's span tells its status. */
static void
test_spans (Trace *trace, gconstpointer data)
{
  write_program (trace, 10, 4);
  trace_read (trace);

  for (guint i = 0; i < ls_model_get_n_tasks (trace->model); i++)
    {
      const LsTaskFacts *facts = ls_model_get_nth_task (trace->model, i);
      const GArray *spans = ls_model_get_spans (trace->model, facts->id);

      g_assert_cmpuint (facts->index, ==, i);
      g_assert_cmpuint (g_array_index (spans, LsSpan, 0).from, ==, facts->created);
      for (guint j = 0; j < spans->len; j++)
        {
          const LsSpan *span = &g_array_index (spans, LsSpan, j);
          guint64 end = MIN (span->to, ls_model_get_n_events (trace->model) + 1);

          if (j + 1 < spans->len)
            g_assert_cmpuint (span->to, ==, g_array_index (spans, LsSpan, j + 1).from);
          else
            g_assert_cmpuint (span->to, ==, facts->ended);
          for (guint64 position = span->from; position < end; position++)
            g_assert_cmpint (ls_state_get_task (ls_model_get_state (trace->model, position),
                                                facts->id)->status,
                             ==, span->status);
        }
    }
}

static void
test_facts (Trace *trace, gconstpointer data)
{
  const LsTaskFacts *facts;
  g_autofree char *coro = NULL;

  write_program (trace, 3, 2);
  trace_read (trace);

  g_assert_cmpuint (ls_model_get_n_tasks (trace->model), ==, 3);
  facts = ls_model_get_task (trace->model, 2);
  g_assert_cmpuint (facts->creator, ==, 1);
  g_assert_cmpint (facts->outcome, ==, LS_OUTCOME_RESULT);
  g_assert_cmpuint (facts->ended, <, G_MAXUINT64);
  g_assert_cmpuint (ls_model_get_task (trace->model, 1)->ended, ==, G_MAXUINT64);
  g_assert_null (ls_model_get_task (trace->model, 99));
  g_assert_null (ls_model_get_nth_task (trace->model, 3));

  g_assert_cmpstr (ls_model_get_task_name (trace->model, 1), ==, "main");
  g_assert_cmpstr (ls_model_get_task_name (trace->model, 2), ==, "worker");
  g_assert_cmpstr (ls_model_get_task_name (trace->model, 0), ==, "");
  g_assert_cmpstr (ls_model_get_task_name (trace->model, 99), ==, "task 99");
  coro = ls_model_format_coro (trace->model, 2);
  g_assert_cmpstr (coro, ==, "work('worker')");
}

/* A task that a snapshot tells of was told to be made by the program, in step 0. */
static void
test_made_before_the_recording (Trace *trace, gconstpointer data)
{
  WRITE (SNAPSHOT_BEGIN, .subject = 0);
  trace_create (trace, 1, "Task-1", "main");
  WRITE (SNAPSHOT_END, .subject = 0);
  trace_turn (trace, 1, 0);
  trace_create (trace, 2, "b", "work");
  trace_read (trace);

  g_assert_true (ls_model_get_task (trace->model, 1)->is_earlier);
  g_assert_false (ls_model_get_task (trace->model, 2)->is_earlier);
  g_assert_cmpuint (ls_model_get_task (trace->model, 2)->creator, ==, 1);
}

static void
test_depths (Trace *trace, gconstpointer data)
{
  static const guint expected[] = { 0, 1, 2, 1 };
  const GArray *depths;

  trace_queue (trace, 1, "q", 0);
  trace_put (trace, 1, 1, 1, "a");
  trace_put (trace, 1, 2, 2, "b");
  trace_get (trace, 1, 1, "a");
  trace_read (trace);

  depths = ls_model_get_depths (trace->model, 1);
  g_assert_cmpuint (depths->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < depths->len; i++)
    {
      g_assert_cmpuint (g_array_index (depths, LsDepth, i).position, ==, i + 1);
      g_assert_cmpuint (g_array_index (depths, LsDepth, i).depth, ==, expected[i]);
    }
  g_assert_cmpuint (ls_model_get_depths (trace->model, 2)->len, ==, 0);
}

static void
test_gaps (Trace *trace, gconstpointer data)
{
  const GArray *gaps;
  const LsGap *gap;

  trace_create (trace, 1, "main", "main");
  trace_poll (trace, 0, 0);
  trace_turn (trace, 1, 0);
  WRITE (BLOCKING, .subject = 1, .tag = LS_TAG_DOUBLE, .value = ls_trace_writer_double (0.05));
  trace->time += 50000000;
  trace_output (trace, 1, "blocked a little\n");
  trace->time += 400000000;
  trace_output (trace, 1, "computed for long\n");
  trace->time += 10;
  trace_suspend (trace, 1, LS_WAIT_FUTURE, 0, 9);
  trace_iteration (trace, 2);
  trace_poll (trace, 2, 2);
  trace_read (trace);

  gaps = ls_model_get_gaps (trace->model);
  g_assert_cmpuint (gaps->len, ==, 3);
  gap = &g_array_index (gaps, LsGap, 0);
  g_assert_cmpuint (gap->blocker, ==, 1);
  g_assert_cmpint (gap->time_to - gap->time_from, ==, 50000000);
  g_assert_cmpuint (g_array_index (gaps, LsGap, 1).blocker, ==, 1);
  gap = &g_array_index (gaps, LsGap, 2);
  g_assert_cmpuint (gap->blocker, ==, 0);
  g_assert_cmpint (gap->time_to - gap->time_from, ==, 2000000000);
  g_assert_cmpuint (gap->to, ==, ls_model_get_n_events (trace->model));
}

/* A real clock is not read within a turn that does not ask for it: what the turn took shows at the next reading. */
static void
test_held_is_seen_late (Trace *trace, gconstpointer data)
{
  const GArray *gaps;

  trace_create (trace, 1, "main", "main");
  trace_poll (trace, 0, 0);
  trace_turn (trace, 1, 0);
  trace_suspend (trace, 1, LS_WAIT_FUTURE, 0, 9);
  trace->time += 150000000;
  WRITE (WARNING, .a = trace_string (trace, "asyncio"));
  trace_iteration (trace, 2);
  trace_poll (trace, 2, 2);
  trace_read (trace);

  gaps = ls_model_get_gaps (trace->model);
  g_assert_cmpuint (gaps->len, ==, 2);
  g_assert_cmpuint (g_array_index (gaps, LsGap, 0).blocker, ==, 1);
  g_assert_cmpuint (g_array_index (gaps, LsGap, 1).blocker, ==, 0);
}

static void
check_order (Trace *trace, guint32 queue, const char *expected)
{
  const LsState *state = ls_model_get_state (trace->model, G_MAXUINT64);
  g_autoptr (GArray) items = ls_model_get_items (trace->model, ls_state_get_queue (state, queue), 100);
  g_autoptr (GString) order = g_string_new (NULL);

  for (guint i = 0; i < items->len; i++)
    g_string_append_printf (order, "%u ", g_array_index (items, LsQueueItem, i).item - 1);
  g_assert_cmpstr (order->str, ==, expected);
}

/* Equal items come out as heapq has them; tuples are told by what they hold. */
static void
test_priority_queue (Trace *trace, gconstpointer data)
{
  static const char * const pairs[] = { "(3, 'c')", "(1, 'b')", "(10, 'a')", "(1, 'a')", "(1,)", "(-2.5, \"it's\")" };

  WRITE (QUEUE_CREATED, .subject = 1, .detail = LS_QUEUE_PRIORITY, .tag = LS_TAG_INT);
  for (guint32 i = 1; i <= 12; i++)
    WRITE (QUEUE_ITEM_PUT, .subject = 1, .a = i, .b = i, .tag = LS_TAG_INT, .value = 5);
  WRITE (QUEUE_CREATED, .subject = 2, .detail = LS_QUEUE_PRIORITY, .tag = LS_TAG_INT);
  for (guint32 i = 1; i <= G_N_ELEMENTS (pairs); i++)
    WRITE (QUEUE_ITEM_PUT, .subject = 2, .a = i, .b = i, .tag = LS_TAG_TEXT, .value = trace_string (trace, pairs[i - 1]));
  trace_read (trace);
  check_order (trace, 1, "0 2 6 11 10 9 8 5 7 4 1 3 ");
  check_order (trace, 2, "5 4 3 1 0 2 ");

  WRITE (QUEUE_ITEM_GOT, .subject = 1, .a = 1);
  trace_read (trace);
  check_order (trace, 1, "2 6 11 10 9 8 5 7 4 1 3 ");
}

static void
test_output (Trace *trace, gconstpointer data)
{
  static const char * const expected[] = { "one", "two", "", "half", "other" };
  const GArray *output;

  trace_output (trace, 1, "one\ntwo\n\n");
  trace_output (trace, 1, "half");
  trace_output (trace, 1, "\n");
  trace_output (trace, 2, "other\n");
  trace_read (trace);

  output = ls_model_get_output (trace->model);
  g_assert_cmpuint (output->len, ==, G_N_ELEMENTS (expected));
  for (guint i = 0; i < output->len; i++)
    g_assert_cmpstr (g_array_index (output, LsOutputLine, i).text, ==, expected[i]);
  g_assert_cmpuint (g_array_index (output, LsOutputLine, 4).task, ==, 2);
  g_assert_cmpuint (g_array_index (output, LsOutputLine, 4).position, ==, 4);
}

static void
test_frames (Trace *trace, gconstpointer data)
{
  g_autoptr (GArray) first = NULL, frames = NULL;
  guint64 created = trace_create (trace, 1, "main", "main");
  guint64 suspended;

  trace_turn (trace, 1, 0);
  WRITE (FRAME, .subject = 1, .a = 0, .b = 1, .site = 4);
  WRITE (FRAME, .subject = 1, .a = 1, .tag = LS_TAG_STRING, .value = trace_string (trace, "gather"),
         .site = 5);
  suspended = WRITE (TASK_SUSPENDED, .detail = LS_WAIT_GATHER, .subject = 1);
  trace_iteration (trace, 2);
  trace_read (trace);

  first = ls_model_get_frames (trace->model, created, 1);
  g_assert_cmpuint (first->len, ==, 1);
  g_assert_cmpstr (g_array_index (first, LsFrame, 0).function, ==, "main('main')");
  frames = ls_model_get_frames (trace->model, suspended + 1, 1);
  g_assert_cmpuint (frames->len, ==, 2);
  g_assert_cmpuint (g_array_index (frames, LsFrame, 0).site, ==, 4);
  g_assert_cmpuint (g_array_index (frames, LsFrame, 1).depth, ==, 1);
  g_assert_cmpstr (g_array_index (frames, LsFrame, 1).function, ==, "gather");
}

static void
test_awaiter (Trace *trace, gconstpointer data)
{
  const LsState *state;
  LsWaitKind how;

  for (guint32 task = 1; task <= 3; task++)
    trace_create (trace, task, "t", "t");
  trace_turn (trace, 1, 1);
  WRITE (FUTURE_CHILD, .subject = 9, .a = 3);
  trace_suspend (trace, 1, LS_WAIT_GATHER, 1, 9);
  trace_turn (trace, 2, 2);
  trace_suspend (trace, 2, LS_WAIT_TASK, 1, 1);
  trace_read (trace);

  state = ls_model_get_state (trace->model, G_MAXUINT64);
  g_assert_cmpuint (ls_model_get_awaiter (trace->model, state, 3, &how), ==, 1);
  g_assert_cmpint (how, ==, LS_WAIT_GATHER);
  g_assert_cmpuint (ls_model_get_awaiter (trace->model, state, 1, &how), ==, 2);
  g_assert_cmpint (how, ==, LS_WAIT_TASK);
  g_assert_cmpuint (ls_model_get_awaiter (trace->model, state, 2, &how), ==, 0);
}

static void
grew_cb (guint *n)
{
  *n += 1;
}

static void
test_growing (Trace *trace, gconstpointer data)
{
  guint n_grew = 0;

  trace_create (trace, 1, "main", "main");
  trace_read (trace);
  g_signal_connect_swapped (trace->model, "grew", G_CALLBACK (grew_cb), &n_grew);
  g_assert_cmpuint (ls_model_get_n_events (trace->model), ==, 5);
  g_assert_false (ls_model_update (trace->model, -1));
  g_assert_cmpuint (n_grew, ==, 0);

  trace_turn (trace, 1, 0);
  trace_read (trace);
  g_assert_cmpuint (n_grew, ==, 1);
  g_assert_cmpuint (ls_model_get_state (trace->model, G_MAXUINT64)->running, ==, 1);
  g_assert_cmpuint (ls_model_get_n_units (trace->model, LS_GRAIN_STEP), ==, 2);
}

/* A budget ends a reading early; the next goes on. */
static void
test_budget (Trace *trace, gconstpointer data)
{
  g_autoptr (LsTraceReader) reader = NULL;
  guint n = 0;

  write_program (trace, 40, 12);
  reader = ls_trace_reader_new (trace->path, NULL);
  trace->model = ls_model_new (reader);
  while (ls_model_update (trace->model, 0))
    n++;
  g_assert_cmpuint (n, >, 2);
  g_assert_cmpuint (ls_model_get_n_events (trace->model), ==,
                    ls_trace_reader_get_n_events (reader));
}

/* A block in the middle is spoilt: its events are missing, and all else is there. */
static void
test_damaged (Trace *trace, gconstpointer data)
{
  g_autofree char *contents = NULL;
  gsize length;
  const GPtrArray *problems;

  write_program (trace, 40, 14);
  ls_trace_writer_close (trace->writer);
  g_assert_true (g_file_get_contents (trace->path, &contents, &length, NULL));
  memset (contents + length / 2, 0x5a, 200);
  g_assert_true (g_file_set_contents (trace->path, contents, (gssize) length, NULL));
  trace_read (trace);

  problems = ls_trace_reader_get_problems (ls_model_get_reader (trace->model));
  g_assert_cmpuint (problems->len, >, 0);
  g_assert_cmpuint (ls_model_get_n_events (trace->model), >, 1000);
  check_everywhere (trace->model);
}

/* All words, at all positions of anything: none crashes. */
static void
test_words_of_nonsense (Trace *trace, gconstpointer data)
{
  LsModel *model;

  write_nonsense (trace, 3000, 5);
  trace_read (trace);
  model = trace->model;

  for (guint64 position = 0; position <= ls_model_get_n_events (model); position++)
    {
      LsSentence *sentence = ls_model_describe (model, position);
      const LsState *state = ls_model_get_state (model, position);
      g_autoptr (GPtrArray) groups = ls_state_get_groups (state);
      LsEvent event;

      g_assert_cmpstr (sentence->what, !=, "");
      ls_sentence_free (sentence);
      for (guint i = 0; i < groups->len; i++)
        g_free (ls_model_group_title (model, groups->pdata[i]));
      for (guint i = 0; i < state->queues->len; i++)
        g_free (ls_model_queue_summary (model, state, state->queues->pdata[i]));
      for (guint32 task = 0; task < 62; task++)
        {
          g_free (ls_model_task_detail (model, state, task));
          g_free (ls_model_status_label (model, state, task));
          g_assert_cmpfloat (ls_model_task_progress (model, state, task), <=, 1);
        }
      g_array_unref (ls_model_get_frames (model, position, (guint32) (position % 60)));
      if (position > 0 && ls_trace_reader_get (ls_model_get_reader (model), position - 1, &event))
        g_free (ls_model_format_event (model, &event));
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, data, func) \
  g_test_add ("/loopscope/model/" path, Trace, data, trace_set_up, func, trace_tear_down)
  ADD ("back/nonsense", GUINT_TO_POINTER (1), test_back_nonsense);
  ADD ("back/other-nonsense", GUINT_TO_POINTER (2), test_back_nonsense);
  ADD ("back/program", NULL, test_back_program);
  ADD ("two-states", NULL, test_two_states);
  ADD ("units", NULL, test_units);
  ADD ("spans", NULL, test_spans);
  ADD ("facts", NULL, test_facts);
  ADD ("made-before-the-recording", NULL, test_made_before_the_recording);
  ADD ("depths", NULL, test_depths);
  ADD ("gaps", NULL, test_gaps);
  ADD ("held-is-seen-late", NULL, test_held_is_seen_late);
  ADD ("priority-queue", NULL, test_priority_queue);
  ADD ("output", NULL, test_output);
  ADD ("frames", NULL, test_frames);
  ADD ("awaiter", NULL, test_awaiter);
  ADD ("growing", NULL, test_growing);
  ADD ("budget", NULL, test_budget);
  ADD ("damaged", NULL, test_damaged);
  ADD ("words-of-nonsense", NULL, test_words_of_nonsense);

  return g_test_run ();
}
