/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <math.h>
#include <string.h>

#include "ls-palette.h"
#include "ls-stage-private.h"

/* Scenes made by hand, surfaces, and the comparison with reference pictures. */

static inline PangoContext *
make_context (const char *font)
{
  PangoContext *context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  PangoFontDescription *description = pango_font_description_from_string (font);

  pango_context_set_font_description (context, description);
  pango_cairo_context_set_resolution (context, 96);
  pango_font_description_free (description);
  return context;
}

static inline LsFonts *
make_fonts (const char *font)
{
  PangoContext *context = make_context (font);
  LsFonts *fonts = ls_fonts_new (context);

  g_object_unref (context);
  return fonts;
}

/* The references are drawn with these; with others a comparison says nothing. */
static inline gboolean
has_fonts (void)
{
  PangoFontFamily **families;
  int n, found = 0;

  pango_font_map_list_families (pango_cairo_font_map_get_default (), &families, &n);
  for (int i = 0; i < n; i++)
    found += g_str_equal (pango_font_family_get_name (families[i]), "Cantarell") ||
             g_str_equal (pango_font_family_get_name (families[i]), "DejaVu Sans Mono");
  g_free (families);
  return found == 2;
}

static inline LsActor
make_actor (LsScene *scene, guint32 id, LsForm form, const char *name, const char *detail, double progress)
{
  return (LsActor) { LS_ITEM_TASK, id, id - 1, form, ls_scene_keep (scene, name), ls_scene_keep (scene, detail), progress };
}

static inline void
add_ready_actor (LsScene *scene, guint32 id, const char *name, const char *detail)
{
  LsActor actor = make_actor (scene, id, LS_FORM_READY, name, detail, -1);

  g_array_append_val (scene->ready, actor);
  scene->n_ready++;
}

static inline void
add_waiting_actor (LsScene *scene, LsSceneGroup *group, guint32 id, const char *name, const char *detail, double progress)
{
  LsActor actor = make_actor (scene, id, LS_FORM_WAITING, name, detail, progress);

  g_array_append_val (group->actors, actor);
  group->n++;
  scene->n_waiting++;
}

static inline void
add_done_actor (LsScene *scene, guint32 id, const char *name, LsOutcome outcome)
{
  LsActor actor = make_actor (scene, id, LS_FORM_DONE, name, "", -1);

  actor.form = outcome == LS_OUTCOME_RESULT ? LS_FORM_DONE : outcome == LS_OUTCOME_CANCELLED ? LS_FORM_CANCELLED
                                                                                            : LS_FORM_FAILED;
  g_array_append_val (scene->done, actor);
  scene->n_done[outcome]++;
}

static inline void
add_item (LsScene *scene, LsSceneQueue *queue, guint32 item, guint color, const char *value, const char *from, gboolean is_new)
{
  const char *name = g_str_has_prefix (from, "from ") ? from + strlen ("from ") : from;
  LsSceneItem shown = { item, color, ls_scene_keep (scene, value), ls_scene_keep (scene, from),
                        ls_scene_keep (scene, name), is_new };

  g_array_append_val (queue->items, shown);
  queue->n++;
}

/* A state that a real run has: two producers, three consumers, one queue. */
static inline LsScene *
make_window_scene (void)
{
  LsScene *scene = ls_scene_new ();
  LsSceneGroup *group;
  LsSceneQueue *queue;

  add_ready_actor (scene, 4, "Consumer 0", "timer fired");
  add_ready_actor (scene, 6, "Consumer 2", "timer fired");
  scene->phase = LS_PHASE_RUN;
  scene->iteration = "iteration 6";
  scene->has_running = TRUE;
  scene->running = make_actor (scene, 2, LS_FORM_RUNNING, "Producer 0", "line 26", -1);
  group = ls_scene_add_group (scene, LS_WAIT_SLEEP, 0, "Timers");
  add_waiting_actor (scene, group, 3, "Producer 1", "wakes at 4.000 s", 0.5);
  add_waiting_actor (scene, group, 5, "Consumer 1", "wakes at 5.000 s", 0.6);
  group = ls_scene_add_group (scene, LS_WAIT_GATHER, 0, "gather");
  add_waiting_actor (scene, group, 1, "main", "0 of 2 tasks done", 0);
  queue = ls_scene_add_queue (scene, 1, "Queue q", "no size limit · 2 items · 2 unfinished · nobody waits to put or get");
  add_item (scene, queue, 1, 2, "9b02ce71aa", "from Producer 1", FALSE);
  add_item (scene, queue, 2, 1, "a4f5b18cd9", "from Producer 0", TRUE);
  scene->what = "Producer 0 puts a4f5b18cd9 on q.";
  scene->why = "q has no size limit, so put() returns at once: Producer 0 keeps running, and nobody else gets a turn yet.";
  scene->color = 1;
  return scene;
}

/* Many of everything, with names that are long, empty, right-to-left, of several lines or no text at all. */
static inline LsScene *
make_hostile_scene (guint n_tasks, guint n_groups, guint n_queues, guint n_items)
{
  static const char * const names[] = {
    "fetch", "", "a name that goes on and on until nobody can read it any more, and then a little further",
    "مهمة الإنتاج رقم واحد وهي طويلة جدا جدا", "שלום", "two\nlines", "\xff\xfe bytes", "𝔘𝔫𝔦𝔠𝔬𝔡𝔢 🧵🧵🧵", "\u202ereversed",
  };
  LsScene *scene = ls_scene_new ();
  guint32 id = 1;

  scene->phase = LS_PHASE_RUN;
  scene->iteration = "iteration 1,234,567,890";
  scene->has_running = n_tasks > 0;
  if (n_tasks > 0)
    scene->running = make_actor (scene, id++, LS_FORM_RUNNING, names[2], names[3], -1);
  for (guint i = 0; i < n_tasks / 4; i++, id++)
    add_ready_actor (scene, id, names[id % G_N_ELEMENTS (names)], names[(id + 3) % G_N_ELEMENTS (names)]);
  for (guint i = 0; i < n_groups; i++)
    {
      LsSceneGroup *group = ls_scene_add_group (scene, 1 + i % 20, i, names[i % G_N_ELEMENTS (names)]);

      for (guint j = 0; j < MAX (1, n_tasks * 3 / 4 / n_groups); j++, id++)
        add_waiting_actor (scene, group, id, names[id % G_N_ELEMENTS (names)], names[(id + 5) % G_N_ELEMENTS (names)], 0.4);
    }
  for (guint i = 0; i < n_queues; i++)
    {
      LsSceneQueue *queue = ls_scene_add_queue (scene, i + 1, names[i % G_N_ELEMENTS (names)], names[2]);

      for (guint j = 0; j < MIN (n_items, LS_SCENE_MAX_ITEMS); j++)
        add_item (scene, queue, j + 1, j, names[j % G_N_ELEMENTS (names)], names[(j + 2) % G_N_ELEMENTS (names)], j + 1 == n_items);
      queue->n = n_items;
    }
  for (guint i = 0; i < MIN (n_tasks, LS_SCENE_MAX_DONE); i++, id++)
    add_done_actor (scene, id, names[id % G_N_ELEMENTS (names)], i % 3);
  scene->what = names[2];
  scene->why = names[3];
  return scene;
}

static inline cairo_surface_t *
make_surface (double width, double height, const LsColor *page)
{
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, ceil (width), ceil (height));
  cairo_t *cr = cairo_create (surface);

  ls_color_set (page, cr);
  cairo_paint (cr);
  cairo_destroy (cr);
  return surface;
}

/* The mean of a block of 4 by 4 pixels, so that a hair's breadth of difference in a glyph does not count. */
static inline int
block_mean (cairo_surface_t *surface, int x, int y, int channel)
{
  const guchar *data = cairo_image_surface_get_data (surface);
  int stride = cairo_image_surface_get_stride (surface);
  int sum = 0;

  for (int i = 0; i < 16; i++)
    sum += data[(y + i / 4) * stride + (x + i % 4) * 4 + channel];
  return sum / 16;
}

/* Compares with tests/references/NAME.png; LOOPSCOPE_UPDATE_REFERENCES writes it anew. */
static inline void
assert_reference (cairo_surface_t *surface, const char *name)
{
  g_autofree char *path = g_strdup_printf ("%s/tests/references/%s.png", g_getenv ("LOOPSCOPE_SOURCE_ROOT"), name);
  g_autofree char *ours = g_strdup_printf ("%s/tests/%s-now.png", g_getenv ("LOOPSCOPE_BUILD_ROOT"), name);
  cairo_surface_t *reference;
  double total = 0;
  guint n = 0, n_far = 0;

  if (g_getenv ("LOOPSCOPE_UPDATE_REFERENCES") != NULL)
    g_assert_cmpint (cairo_surface_write_to_png (surface, path), ==, CAIRO_STATUS_SUCCESS);

  cairo_surface_flush (surface);
  reference = cairo_image_surface_create_from_png (path);
  g_assert_cmpint (cairo_surface_status (reference), ==, CAIRO_STATUS_SUCCESS);
  g_assert_cmpint (cairo_image_surface_get_width (reference), ==, cairo_image_surface_get_width (surface));
  g_assert_cmpint (cairo_image_surface_get_height (reference), ==, cairo_image_surface_get_height (surface));
  for (int y = 0; y + 4 <= cairo_image_surface_get_height (surface); y += 4)
    for (int x = 0; x + 4 <= cairo_image_surface_get_width (surface); x += 4)
      for (int channel = 0; channel < 3; channel++)
        {
          int difference = ABS (block_mean (surface, x, y, channel) - block_mean (reference, x, y, channel));

          total += difference;
          n_far += difference > 48;
          n++;
        }
  cairo_surface_destroy (reference);
  if (total / n > 1.0 || n_far > n / 500)
    {
      cairo_surface_write_to_png (surface, ours);
      g_test_message ("%s differs from its reference: see %s", name, ours);
    }
  g_assert_cmpfloat (total / n, <=, 1.0);
  g_assert_cmpuint (n_far, <=, n / 500);
}
