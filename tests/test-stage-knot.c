/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model-trace.h"
#include "stage-check.h"

/* What is stuck, workers and generators on the stage. */

static LsStage *
show (Trace *trace, guint64 position, double width, double height, LsStageFlags flags)
{
  trace_read (trace);
  return lay (ls_scene_new_for_model (trace->model, position), width, height, flags);
}

static void
add_lock (Trace *trace, guint32 lock, guint32 holder)
{
  g_autofree char *name = g_strdup_printf ("a lock with quite a long name, the %uth of its kind", lock);

  WRITE (SYNC_CREATED, .detail = LS_SYNC_LOCK, .subject = lock, .a = trace_string (trace, name));
  WRITE (SYNC_ACQUIRED, .subject = lock, .a = holder);
}

/* So many tasks in a ring, each holding a lock that the one before it wants, and main awaiting the first. */
static guint64
make_ring (Trace *trace, guint n)
{
  for (guint32 task = 1; task <= n + 1; task++)
    {
      g_autofree char *name = g_strdup_printf ("transfer from account %u", task);

      trace_create (trace, task, name, "work");
    }
  for (guint32 task = 1; task <= n; task++)
    add_lock (trace, task, task);
  for (guint32 task = 1; task <= n; task++)
    {
      trace_turn (trace, task, task);
      WRITE (SYNC_PARKED, .subject = task % n + 1, .a = task, .b = 100 + task);
      trace_suspend (trace, task, LS_WAIT_LOCK, task % n + 1, 100 + task);
    }
  trace_turn (trace, n + 1, n + 1);
  trace_suspend (trace, n + 1, LS_WAIT_TASK, 1, 1);
  return WRITE (POLL, .subject = 1);
}

static void
test_ring (Trace *trace, gconstpointer data)
{
  guint n = GPOINTER_TO_UINT (data);
  guint64 position = make_ring (trace, n);

  for (double width = 300; width <= 1200; width += 300)
    for (double height = 0; height <= 600; height += 300)
      {
        LsStage *stage = show (trace, position, width, height, 0);
        guint n_shown = count_kind (stage, LS_PART_THING);

        assert_sound (stage);
        g_assert_cmpuint (n_shown, >, 0);
        g_assert_cmpuint (n_shown, <=, n);
        g_assert_cmpuint (count_kind (stage, LS_PART_TIE), <=, 2 * n + 1);
        g_assert_nonnull (find_part (stage, LS_ITEM_GROUP, LS_SCENE_KNOT));
        if (n <= 2 && width >= 600)
          g_assert_cmpuint (count_kind (stage, LS_PART_TIE), ==, 2 * n + 1);
        ls_stage_free (stage);
      }
}

static void
test_words (Trace *trace, gconstpointer data)
{
  LsStage *stage = show (trace, make_ring (trace, 2), 748, 0, 0);
  g_autofree char *words = ls_stage_describe (stage);

  g_assert_nonnull (strstr (words, "Waiting, Deadlock, 3: transfer from account 1, waits for a lock"));
  g_assert_nonnull (strstr (words, "held by transfer from account 2.\n"));
  g_assert_true (g_array_index (stage->parts, LsPart, stage->parts->len - 1).is_active);
  ls_stage_free (stage);
}

/* In a frame of a film strip they stand among those that wait. */
static void
test_frame (Trace *trace, gconstpointer data)
{
  LsStage *stage = show (trace, make_ring (trace, 2), 180, 0, LS_STAGE_COMPACT);

  g_assert_cmpuint (count_kind (stage, LS_PART_TIE), ==, 0);
  g_assert_nonnull (find_part (stage, LS_ITEM_TASK, 1));
  g_assert_nonnull (find_part (stage, LS_ITEM_TASK, 3));
  ls_stage_free (stage);
}

static void
test_workers (Trace *trace, gconstpointer data)
{
  guint64 position;

  trace_begin (trace);
  for (guint32 job = 1; job <= 40; job++)
    position = WRITE (JOB_SUBMITTED, .subject = 100 + job,
                      .a = trace_string (trace, "count the primes below a number"));
  for (guint32 worker = 1; worker <= 30; worker++)
    position = WRITE (JOB_STARTED, .subject = 100 + worker, .a = worker);
  for (guint32 worker = 1; worker <= 3; worker++)
    position = WRITE (JOB_DONE, .subject = 100 + worker, .a = worker);

  for (double width = 300; width <= 1200; width += 300)
    {
      LsStage *stage = show (trace, position, width, 0, 0);

      assert_sound (stage);
      g_assert_nonnull (find_part (stage, LS_ITEM_JOB, 104));   /* done by a worker */
      g_assert_nonnull (find_part (stage, LS_ITEM_JOB, 131));   /* the next to be begun */
      g_assert_null (find_part (stage, LS_ITEM_JOB, 101));
      ls_stage_free (stage);
    }
}

static void
test_generators (Trace *trace, gconstpointer data)
{
  guint64 paused, resumed;
  LsStage *stage;

  trace_begin (trace);
  WRITE (CORO_CREATED, .subject = 9, .a = trace_string (trace, "pages"));
  WRITE (GENERATOR_RESUMED, .subject = 9, .a = 1);
  paused = WRITE (GENERATOR_PAUSED, .subject = 9, .tag = LS_TAG_INT, .value = 7);
  resumed = WRITE (GENERATOR_RESUMED, .subject = 9, .a = 1);

  stage = show (trace, paused, 748, 0, 0);
  assert_sound (stage);
  g_assert_nonnull (find_part (stage, LS_ITEM_GENERATOR, 9));
  ls_stage_free (stage);
  stage = show (trace, resumed, 748, 0, 0);
  g_assert_null (find_part (stage, LS_ITEM_GENERATOR, 9));
  ls_stage_free (stage);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);

#define ADD(path, func, data) \
  g_test_add ("/loopscope/stage-knot/" path, Trace, GUINT_TO_POINTER (data), trace_set_up, func, trace_tear_down)
  ADD ("ring/1", test_ring, 1);
  ADD ("ring/2", test_ring, 2);
  ADD ("ring/30", test_ring, 30);
  ADD ("words", test_words, 0);
  ADD ("frame", test_frame, 0);
  ADD ("workers", test_workers, 0);
  ADD ("generators", test_generators, 0);

  return g_test_run ();
}
