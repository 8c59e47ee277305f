/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "model-trace.h"
#include "stage-check.h"

static void
assert_near (double value, double expected)
{
  g_assert_cmpfloat (fabs (value - expected), <=, 6);
}

/* The composition of the design, to within a few units. */
static void
test_composition (void)
{
  LsStage *stage = lay (make_window_scene (), 748, 500, 0);
  const LsPart *part;

  assert_sound (stage);
  assert_near (ls_stage_get_height (stage), 500);
  part = find_part (stage, LS_ITEM_READY, 0);
  assert_near (part->rect.x, 18);
  assert_near (part->rect.y, 38);
  assert_near (part->rect.width, 330);
  assert_near (part->rect.height, 66);
  part = find_part (stage, LS_ITEM_LOOP, 0);
  assert_near (part->rect.x, 394);
  assert_near (part->rect.width, 336);
  assert_near (part->rect.height, 118);
  part = find_part (stage, LS_ITEM_TASK, 4);
  assert_near (part->rect.x + part->rect.width, 338);
  g_assert_cmpfloat (part->rect.height, ==, 44);
  part = find_part (stage, LS_ITEM_GROUP, LS_WAIT_SLEEP);
  assert_near (part->rect.y, 170);
  assert_near (part->rect.width, 470);
  assert_near (part->rect.height, 96);
  part = find_part (stage, LS_ITEM_QUEUE, 1);
  assert_near (part->rect.y, 304);
  part = find_part (stage, LS_ITEM_SENTENCE, 0);
  assert_near (part->rect.y, 414);
  assert_near (part->rect.height, 66);
  g_assert_cmpuint (count_kind (stage, LS_PART_GHOST), ==, 1);
  ls_stage_free (stage);
}

static void
test_sound (gconstpointer data)
{
  static const guint tasks[] = { 0, 1, 3, 5, 17, 60, 200, 5000 };
  static const guint groups[] = { 0, 1, 2, 5, 12 };
  double width = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < G_N_ELEMENTS (tasks); i++)
    for (guint j = 0; j < G_N_ELEMENTS (groups); j++)
      for (guint height = 0; height <= 900; height += 450)
        {
          guint n = tasks[i];
          guint n_queues = (i + j) % 4;
          LsStage *stage;

          if (n == 5000 && height == 0)
            continue;
          stage = lay (make_hostile_scene (n, n > 0 ? groups[j] : 0, n_queues, n % 37), width, height, 0);
          assert_sound (stage);
          g_assert_cmpfloat (ls_stage_get_height (stage), >=, height);
          ls_stage_free (stage);
        }
}

static void
test_compact (void)
{
  for (guint n = 0; n < 70; n += 3)
    {
      LsStage *stage = lay (make_hostile_scene (n, n % 5, n % 4, n % 11), 200, 0, LS_STAGE_COMPACT);

      assert_sound (stage);
      g_assert_cmpfloat (ls_stage_get_height (stage), <, 260);
      ls_stage_free (stage);
    }
}

/* Chips while they fit, then short chips, then dots; then they are counted. */
static void
test_density (void)
{
  static const struct { guint n; LsPartKind kind; } cases[] = {
    { 6, LS_PART_CHIP }, { 18, LS_PART_SHORT }, { 150, LS_PART_DOT }, { 4000, LS_PART_DOT },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LsScene *scene = ls_scene_new ();
      LsSceneGroup *group = ls_scene_add_group (scene, LS_WAIT_IO, 0, "I/O");
      LsStage *stage;

      for (guint j = 0; j < cases[i].n; j++)
        add_waiting_actor (scene, group, j + 1, "task", "waits", -1);
      stage = lay (scene, 748, 420, 0);
      assert_sound (stage);
      g_assert_cmpfloat (ls_stage_get_height (stage), <=, 420);
      g_assert_cmpint (find_part (stage, LS_ITEM_TASK, 1)->kind, ==, cases[i].kind);
      if (cases[i].n == 4000)
        g_assert_cmpuint (count_kind (stage, LS_PART_DOT), <, 4000);
      else
        g_assert_cmpuint (count_kind (stage, cases[i].kind), ==, cases[i].n);
      ls_stage_free (stage);
    }
}

static void
test_empty (void)
{
  LsStage *stage = lay (ls_scene_new (), 748, 500, 0);

  assert_sound (stage);
  g_assert_null (find_part (stage, LS_ITEM_GROUP, LS_WAIT_SLEEP));
  g_assert_cmpuint (count_kind (stage, LS_PART_CARD), ==, 1);
  ls_stage_free (stage);
}

static void
test_pick (void)
{
  LsStage *stage = lay (make_window_scene (), 748, 500, 0);
  const LsItem *items, *item;
  guint n;

  items = ls_stage_get_items (stage, &n);
  g_assert_cmpuint (n, >, 10);
  for (guint i = 0; i < n; i++)
    {
      if (items[i].kind != LS_ITEM_TASK && items[i].kind != LS_ITEM_QUEUE_ITEM)
        continue;
      item = ls_stage_pick (stage, items[i].rect.x + items[i].rect.width / 2, items[i].rect.y + items[i].rect.height / 2);
      g_assert_true (item == &items[i]);
    }
  g_assert_cmpint (ls_stage_pick (stage, 100, 50)->kind, ==, LS_ITEM_READY);
  g_assert_cmpint (ls_stage_pick (stage, 600, 20)->kind, ==, LS_ITEM_LOOP);
  g_assert_cmpint (ls_stage_pick (stage, 400, 440)->kind, ==, LS_ITEM_SENTENCE);
  g_assert_null (ls_stage_pick (stage, 5, 5));
  g_assert_null (ls_stage_pick (stage, -1, 5000));
  ls_stage_free (stage);
}

/* A larger font is a larger picture, not another one. */
static void
test_scale (void)
{
  LsStage *stage = lay (make_window_scene (), 748, 500, 0);
  LsStage *large = ls_stage_new_for_scene (make_window_scene (), 7, make_fonts ("Cantarell 22"), 1496, 1000, 0);
  const LsItem *items, *others;
  guint n, m;

  items = ls_stage_get_items (stage, &n);
  others = ls_stage_get_items (large, &m);
  g_assert_cmpuint (n, ==, m);
  for (guint i = 0; i < n; i++)
    {
      g_assert_cmpint (items[i].kind, ==, others[i].kind);
      g_assert_cmpfloat (fabs (items[i].rect.x * 2 - others[i].rect.x), <, 0.01);
      g_assert_cmpfloat (fabs (items[i].rect.height * 2 - others[i].rect.height), <, 0.01);
    }
  ls_stage_free (stage);
  ls_stage_free (large);
}

static void
assert_same_picture (cairo_surface_t *one, cairo_surface_t *other, gboolean same)
{
  gsize size = (gsize) cairo_image_surface_get_stride (one) * cairo_image_surface_get_height (one);

  g_assert_cmpint (cairo_image_surface_get_height (one), ==, cairo_image_surface_get_height (other));
  g_assert_cmpint (memcmp (cairo_image_surface_get_data (one), cairo_image_surface_get_data (other), size) == 0, ==, same);
  cairo_surface_destroy (one);
  cairo_surface_destroy (other);
}

static void
test_deterministic (void)
{
  LsStage *one = lay (make_window_scene (), 748, 500, 0);
  LsStage *other = lay (make_window_scene (), 748, 500, 0);

  assert_same_picture (paint (one, NULL, 1, FALSE, 2), paint (other, NULL, 1, FALSE, 2), TRUE);
  assert_same_picture (paint (one, NULL, 1, FALSE, 2), paint (one, NULL, 1, FALSE, 3), FALSE);
  ls_stage_free (one);
  ls_stage_free (other);
}

/* The next step: what ran sleeps, and who was first in line runs. */
static LsScene *
make_next_scene (void)
{
  LsScene *scene = make_window_scene ();
  LsSceneGroup *timers = g_ptr_array_index (scene->groups, 0);

  add_waiting_actor (scene, timers, 2, "Producer 0", "wakes at 7.000 s", 0);
  scene->running = make_actor (scene, 4, LS_FORM_RUNNING, "Consumer 0", "line 31", -1);
  g_array_remove_index (scene->ready, 0);
  scene->n_ready--;
  scene->what = "Consumer 0 goes on.";
  return scene;
}

static void
test_glide (void)
{
  LsStage *from = lay (make_window_scene (), 748, 500, 0);
  LsStage *to = lay (make_next_scene (), 748, 500, 0);

  assert_same_picture (paint (to, from, 1, FALSE, 0), paint (to, NULL, 1, FALSE, 0), TRUE);
  assert_same_picture (paint (to, from, 0.5, FALSE, 0), paint (to, NULL, 1, FALSE, 0), FALSE);
  assert_same_picture (paint (to, to, 0.5, FALSE, 0), paint (to, NULL, 1, FALSE, 0), TRUE);
  ls_stage_free (from);
  ls_stage_free (to);
}

/* Between any two stages, at any moment, painting holds. */
static void
test_glide_anything (void)
{
  for (guint i = 0; i < 12; i++)
    {
      LsStage *from = lay (make_hostile_scene (i * 17 % 90, i % 5, i % 3, i), 420 + i * 40, 500, 0);
      LsStage *to = lay (make_hostile_scene (i * 29 % 90, (i + 2) % 5, (i + 1) % 3, i * 2), 420 + i * 40, 500, 0);

      for (double progress = 0; progress <= 1; progress += 0.25)
        cairo_surface_destroy (paint (to, from, progress, i % 2, i));
      ls_stage_free (from);
      ls_stage_free (to);
    }
}

static void
test_describe (void)
{
  LsStage *stage = lay (make_window_scene (), 748, 500, 0);
  g_autofree char *words = ls_stage_describe (stage);
  static const char * const facts[] = {
    "Producer 0 puts a4f5b18cd9 on q.", "Running: Producer 0", "Consumer 0, timer fired; Consumer 2", "Timers",
    "Producer 1, wakes at 4.000 s", "main, 0 of 2 tasks done", "Queue q", "9b02ce71aa from Producer 1",
  };

  for (guint i = 0; i < G_N_ELEMENTS (facts); i++)
    g_assert_nonnull (strstr (words, facts[i]));
  ls_stage_free (stage);
}

static void
test_references (void)
{
  static const struct { const char *name; double width; gboolean dark; } cases[] = {
    { "stage-light", 748, FALSE }, { "stage-dark", 748, TRUE }, { "stage-narrow", 420, FALSE },
  };

  if (!has_fonts ())
    {
      g_test_skip ("Cantarell and DejaVu Sans Mono are not both installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LsStage *stage = lay (make_window_scene (), cases[i].width, 500, 0);
      cairo_surface_t *surface = paint (stage, NULL, 1, cases[i].dark, 2);

      assert_reference (surface, cases[i].name);
      cairo_surface_destroy (surface);
      ls_stage_free (stage);
    }
}

static void
test_reference_crowd (void)
{
  LsScene *scene = ls_scene_new ();
  static const struct { const char *title; guint n; } groups[] = { { "I/O", 2000 }, { "Timers", 90 }, { "lock", 12 }, { "gather", 1 } };
  LsStage *stage;
  cairo_surface_t *surface;
  guint32 id = 1;

  if (!has_fonts ())
    {
      g_test_skip ("Cantarell and DejaVu Sans Mono are not both installed");
      return;
    }
  for (guint i = 0; i < 37; i++, id++)
    add_ready_actor (scene, id, "fetch 212", "timer fired");
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    {
      LsSceneGroup *group = ls_scene_add_group (scene, i + 1, 0, groups[i].title);

      for (guint j = 0; j < groups[i].n; j++, id++)
        add_waiting_actor (scene, group, id, "fetch", "waits", -1);
    }
  for (guint i = 0; i < 30; i++, id++)
    add_done_actor (scene, id, "parse", i % 3);
  scene->idle = "sleeps until 2.000 s";
  scene->idle_detail = "nobody runs";
  scene->phase = LS_PHASE_POLL;
  scene->what = "The loop sleeps until 2.000 s; nobody runs.";
  stage = lay (scene, 748, 500, 0);
  assert_sound (stage);
  surface = paint (stage, NULL, 1, TRUE, 0);
  assert_reference (surface, "stage-crowd");
  cairo_surface_destroy (surface);
  ls_stage_free (stage);
}

/* From a trace: after every step each task stands in exactly one place. */
static void
test_model (void)
{
  Trace trace = { NULL };
  PangoContext *context = make_context ("Cantarell 11");
  guint32 timer;

  trace_set_up (&trace, NULL);
  trace_iteration (&trace, 1);
  trace_create (&trace, 1, "main", "main");
  trace_turn (&trace, 1, 0);
  trace_queue (&trace, 1, "q", 2);
  trace_create (&trace, 2, "worker", "work");
  trace_put (&trace, 1, 1, 1, "job");
  trace_sleep (&trace, 1, 10, 2, &timer);
  trace_turn (&trace, 2, 2);
  trace_get (&trace, 1, 1, "job");
  trace_park (&trace, 1, LS_QUEUE_GET, 2, NULL);
  trace_poll (&trace, 2, 2);
  trace_wake (&trace, 1, 10, timer);
  trace_turn (&trace, 1, 0);
  trace_done (&trace, 1);
  trace_read (&trace);

  for (guint64 step = 0; step <= ls_model_get_n_units (trace.model, LS_GRAIN_STEP); step++)
    {
      guint64 position = ls_model_get_unit_end (trace.model, LS_GRAIN_STEP, step);
      const LsState *state = ls_model_get_state (trace.model, position);
      guint expected = ls_state_get_n_tasks (state);
      LsStage *stage = ls_stage_new (trace.model, position, context, 748, 500, 0);
      const LsItem *items;
      guint n, n_tasks = 0;

      assert_sound (stage);
      items = ls_stage_get_items (stage, &n);
      for (guint i = 0; i < n; i++)
        n_tasks += items[i].kind == LS_ITEM_TASK;
      if (n_tasks != expected)
        {
          g_autofree char *words = ls_stage_describe (stage);

          g_test_message ("at %" G_GUINT64_FORMAT ": %s", position, words);
        }
      g_assert_cmpuint (n_tasks, ==, expected);
      g_assert_cmpuint (ls_stage_get_position (stage), ==, position);
      cairo_surface_destroy (paint (stage, NULL, 1, FALSE, 1));
      ls_stage_free (stage);
    }
  trace_tear_down (&trace, NULL);
  g_object_unref (context);
}

/* Not a test but a measurement, for -m perf: what a frame of a crowded stage takes. */
static void
measure_frame (void)
{
  LsStage *stage;
  double seconds;

  ls_stage_free (lay (make_hostile_scene (200, 5, 2, 5), 748, 500, 0));
  g_test_timer_start ();
  stage = lay (make_hostile_scene (200, 5, 2, 5), 748, 500, 0);
  cairo_surface_destroy (paint (stage, NULL, 1, FALSE, 0));
  seconds = g_test_timer_elapsed ();
  g_test_minimized_result (seconds, "a stage of 200 tasks: %.1f ms", seconds * 1e3);
  ls_stage_free (stage);
}

int
main (int argc, char **argv)
{
  static const guint widths[] = { 420, 560, 640, 748, 1000, 1600 };

  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/draw/stage/composition", test_composition);
  for (guint i = 0; i < G_N_ELEMENTS (widths); i++)
    {
      g_autofree char *path = g_strdup_printf ("/draw/stage/sound/%u", widths[i]);

      g_test_add_data_func (path, GUINT_TO_POINTER (widths[i]), test_sound);
    }
  g_test_add_func ("/draw/stage/compact", test_compact);
  g_test_add_func ("/draw/stage/density", test_density);
  g_test_add_func ("/draw/stage/empty", test_empty);
  g_test_add_func ("/draw/stage/pick", test_pick);
  g_test_add_func ("/draw/stage/scale", test_scale);
  g_test_add_func ("/draw/stage/deterministic", test_deterministic);
  g_test_add_func ("/draw/stage/glide", test_glide);
  g_test_add_func ("/draw/stage/glide-anything", test_glide_anything);
  g_test_add_func ("/draw/stage/describe", test_describe);
  g_test_add_func ("/draw/stage/model", test_model);
  g_test_add_func ("/draw/stage/references", test_references);
  g_test_add_func ("/draw/stage/reference-crowd", test_reference_crowd);
  if (g_test_perf ())
    g_test_add_func ("/draw/stage/frame", measure_frame);
  return g_test_run ();
}
