/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gstdio.h>

#include "model-check.h"

/* The model of what the examples really do. */
typedef struct
{
  char          *dir, *path;
  LsTraceReader *reader;
  LsModel       *model;
} Recording;

static const char * const examples[] = {
  "as-completed", "await-future", "await-plain", "blocking-sleep", "bounded-queue", "call-soon",
  "cancel", "chain", "create-task", "deadlock-locks", "forgotten-task-done", "future",
  "gather-count", "gather-results", "hello", "letters", "lost-update", "manual-loop", "never-awaited",
  "non-blocking-calls", "pipeline", "poison-pill", "producer-consumer", "run-cleanup",
  "sequential", "shield", "task-fails", "three-tasks", "ticking-main", "two-tasks", "wait-for",
};

static char *
find_program (const char *example)
{
  const char *root = g_getenv ("LOOPSCOPE_BUILD_ROOT");

  return g_build_filename (root != NULL ? root : ".", g_str_has_prefix (example, "rule-") ? "tests/oracle" : "src/examples",
                           example, NULL);
}

static gboolean
run (const char *program, const char *path)
{
  const char *argv[] = { program, NULL };
  g_auto (GStrv) environment = g_get_environ ();
  g_autoptr (GError) error = NULL;
  int status;

  environment = g_environ_setenv (environment, "LOOPSCOPE_TRACE", path, TRUE);
  environment = g_environ_setenv (environment, "LOOPSCOPE_CLOCK", "instant", TRUE);
  environment = g_environ_setenv (environment, "LOOPSCOPE_INTERRUPT_AT", "20", TRUE);
  g_spawn_sync (NULL, (char **) argv, environment, G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL, NULL,
                NULL, &status, &error);
  g_assert_no_error (error);

  return g_spawn_check_wait_status (status, NULL);
}

static void
set_up (Recording *recording, gconstpointer example)
{
  g_autofree char *program = find_program (example);
  g_autoptr (GError) error = NULL;

  if (!g_file_test (program, G_FILE_TEST_IS_EXECUTABLE))
    return;

  recording->dir = g_dir_make_tmp ("loopscope-recorded-XXXXXX", &error);
  g_assert_no_error (error);
  recording->path = g_build_filename (recording->dir, "example.looptrace", NULL);
  g_assert_true (run (program, recording->path));
  recording->reader = ls_trace_reader_new (recording->path, &error);
  g_assert_no_error (error);
  recording->model = ls_model_new (recording->reader);
  while (ls_model_update (recording->model, -1))
    ;
}

static void
tear_down (Recording *recording, gconstpointer example)
{
  g_clear_object (&recording->model);
  g_clear_object (&recording->reader);
  if (recording->path != NULL)
    g_unlink (recording->path);
  if (recording->dir != NULL)
    g_rmdir (recording->dir);
  g_free (recording->path);
  g_free (recording->dir);
}

/* Every step is told of, by name. */
static void
check_sentences (LsModel *model)
{
  guint64 n = ls_model_get_n_units (model, LS_GRAIN_STEP);

  g_assert_cmpuint (n, >, 10);
  for (guint64 step = 1; step <= n; step++)
    {
      guint64 position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
      LsSentence *sentence = ls_model_describe (model, position);

      g_assert_true (g_str_has_suffix (sentence->what, ".")
                     || strstr (sentence->what, ": ") != NULL);
      g_assert_true (sentence->why[0] == '\0' || g_str_has_suffix (sentence->why, "."));
      g_test_message ("%" G_GUINT64_FORMAT ". %s %s", step, sentence->what, sentence->why);
      ls_sentence_free (sentence);
    }
}

/* The last state of a program that ended well. */
static void
check_end (LsModel *model)
{
  const LsState *state = ls_model_get_state (model, G_MAXUINT64);

  g_assert_cmpint (state->phase, ==, LS_PHASE_CLOSED);
  g_assert_cmpuint (state->tasks->len, ==, 0);
  g_assert_cmpuint (state->ready->len, ==, 0);
  g_assert_cmpuint (state->timers->len, ==, 0);
  g_assert_cmpuint (state->gathers->len, ==, 0);
  g_assert_cmpuint (state->done->len, ==, ls_model_get_n_tasks (model));
}

/* Who waits for a queue stands in its line; so does who was cancelled there, until its next turn. */
static void
check_line (const LsState *state, const LsQueueState *queue, LsQueueSide side)
{
  for (guint i = 0; i < queue->parked[side]->len; i++)
    {
      guint32 id = g_array_index (queue->parked[side], guint32, i);
      const LsTaskState *task = ls_state_get_task (state, id);

      g_assert_nonnull (task);
      if (task->status == LS_STATUS_WAITING)
        g_assert_cmpint (task->wait, ==, LS_WAIT_QUEUE_PUT + side);
      else
        g_assert_cmpint (task->woken_from, ==, LS_WAIT_QUEUE_PUT + side);
    }
}

static void
check_lines (LsModel *model)
{
  for (guint64 step = 1; step <= ls_model_get_n_units (model, LS_GRAIN_STEP); step++)
    {
      guint64 position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
      const LsState *state = ls_model_get_state (model, position);

      for (guint i = 0; i < state->queues->len; i++)
        for (guint side = 0; side <= LS_QUEUE_JOIN; side++)
          check_line (state, state->queues->pdata[i], side);
      for (guint i = 0; i < state->ready->len; i++)
        {
          guint32 task = g_array_index (state->ready, LsReadyItem, i).task;

          if (task != 0)
            g_assert_cmpint (ls_state_get_task (state, task)->status, ==, LS_STATUS_READY);
        }
    }
}

/* What get() gives is what the model showed as the first. */
static void
check_gets (LsModel *model)
{
  LsTraceReader *reader = ls_model_get_reader (model);
  LsEvent event;

  for (guint64 position = 0; position < ls_model_get_n_events (model); position++)
    if (ls_trace_reader_get (reader, position, &event) && event.rec.kind == LS_EVENT_QUEUE_ITEM_GOT)
      {
        const LsQueueState *queue = ls_state_get_queue (ls_model_get_state (model, position), event.rec.subject);
        g_autoptr (GArray) items = queue != NULL ? ls_model_get_items (model, queue, 1) : NULL;

        if (items != NULL && items->len > 0)
          g_assert_cmpuint (g_array_index (items, LsQueueItem, 0).item, ==, event.rec.a);
      }
}

static void
test_recorded (Recording *recording, gconstpointer example)
{
  if (recording->model == NULL)
    {
      g_test_skip ("the example is not built");
      return;
    }

  check_everywhere (recording->model);
  check_sentences (recording->model);
  check_lines (recording->model);
  check_gets (recording->model);
  check_end (recording->model);
}

/* Queues of the three kinds, and equal items of a priority queue. */
static void
test_rule_20 (Recording *recording, gconstpointer rule)
{
  if (recording->model == NULL)
    {
      g_test_skip ("the rule's program is not built");
      return;
    }

  check_gets (recording->model);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (examples); i++)
    {
      g_autofree char *path = g_strconcat ("/loopscope/recorded/", examples[i], NULL);

      g_test_add (path, Recording, examples[i], set_up, test_recorded, tear_down);
    }
  g_test_add ("/loopscope/recorded/rule-20", Recording, "rule-20", set_up, test_rule_20, tear_down);

  return g_test_run ();
}
