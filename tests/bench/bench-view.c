/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * bench-view TRACE STEPS: what a viewer waits for, on a line of JSON in ns of processor time: `open` until the window's
 * stage and timeline are painted the first time, `read` until all events are known, and of STEPS steps back at random
 * places, each painted with its sentence, the median `back` and the longest `back_most`.  Beside it how many `events`
 * there are, and of how many `bytes`.
 */
#include <glib/gstdio.h>
#include <pango/pangocairo.h>
#include <stdio.h>
#include <time.h>

#include "bench-measure.h"
#include "ls-session.h"
#include "ls-timeline.h"

#define WIDTH           748
#define STAGE_HEIGHT    520
#define TIMELINE_HEIGHT 220

typedef struct
{
  LsModel         *model;
  cairo_surface_t *surface;
  cairo_t         *cairo;
  PangoContext    *context;
} View;

/* Processor time: all of it is work on one thread. */
static gint64
now (void)
{
  struct timespec time;

  clock_gettime (CLOCK_PROCESS_CPUTIME_ID, &time);
  return time.tv_sec * G_GINT64_CONSTANT (1000000000) + time.tv_nsec;
}

static void
paint (View *self, guint64 position)
{
  const LsPalette *palette = ls_palette_get (FALSE, FALSE);
  LsStage *stage = ls_stage_new (self->model, position, self->context, WIDTH, STAGE_HEIGHT, LS_STAGE_DEFAULT);
  LsTimeline *timeline = ls_timeline_new (self->model, position, LS_AXIS_STEPS, self->context, WIDTH,
                                          TIMELINE_HEIGHT, 1);
  double scroll = ls_timeline_get_scroll_for (timeline, 0);

  ls_stage_paint (stage, NULL, 1, self->cairo, palette, 0);
  ls_timeline_paint (timeline, scroll, 0, self->cairo, palette, 0);
  ls_sentence_free (ls_model_describe (self->model, position));
  cairo_surface_flush (self->surface);
  ls_stage_free (stage);
  ls_timeline_free (timeline);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  gint64 one = *(const gint64 *) a, other = *(const gint64 *) b;

  return (one > other) - (one < other);
}

/* The window stands at a place; Back is pressed there. */
static void
step_back (View *self, GArray *times, guint n)
{
  guint64 n_steps = ls_model_get_n_units (self->model, LS_GRAIN_STEP);
  guint32 random = 1;

  for (guint i = 0; i < n; i++)
    {
      guint64 position = ls_model_get_unit_end (self->model, LS_GRAIN_STEP, measure_random (&random) % n_steps + 1);
      gint64 begun = now (), took;

      paint (self, ls_model_previous (self->model, LS_GRAIN_STEP, position));
      took = now () - begun;
      g_array_append_val (times, took);
    }
  g_array_sort (times, compare_times);
}

/* Until the session's own reading, a slice a frame, has come to the end. */
static void
read_all (LsModel *model)
{
  while (ls_model_get_n_events (model) < ls_trace_reader_get_n_events (ls_model_get_reader (model)))
    g_main_context_iteration (NULL, TRUE);
}

static View
make_view (LsModel *model)
{
  View self = { .model = model };

  self.surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24, WIDTH, STAGE_HEIGHT + TIMELINE_HEIGHT);
  self.cairo = cairo_create (self.surface);
  self.context = pango_font_map_create_context (pango_cairo_font_map_get_default ());
  return self;
}

int
main (int argc, char *argv[])
{
  g_autoptr (GError) error = NULL;
  g_autoptr (GArray) times = g_array_new (FALSE, FALSE, sizeof (gint64));
  guint n = argc == 3 ? g_ascii_strtoull (argv[2], NULL, 10) : 0;
  gint64 begun = now (), opened, all_read;
  g_autoptr (LsSession) session = n > 0 ? ls_session_open (argv[1], &error) : NULL;
  GStatBuf info;
  View view;

  if (session == NULL)
    {
      fprintf (stderr, "%s\n", error != NULL ? error->message : "Usage: bench-view TRACE STEPS");
      return 2;
    }
  view = make_view (ls_session_get_model (session));
  paint (&view, 0);
  opened = now ();
  read_all (view.model);
  all_read = now ();
  step_back (&view, times, n);
  printf ("{\"events\":%" G_GUINT64_FORMAT ",\"bytes\":%" G_GINT64_FORMAT ",\"open\":%" G_GINT64_FORMAT
          ",\"read\":%" G_GINT64_FORMAT ",\"back\":%" G_GINT64_FORMAT ",\"back_most\":%" G_GINT64_FORMAT "}\n",
          ls_model_get_n_events (view.model), g_stat (argv[1], &info) == 0 ? (gint64) info.st_size : -1, opened - begun,
          all_read - begun, g_array_index (times, gint64, n / 2), g_array_index (times, gint64, n - 1));
  g_object_unref (view.context);
  cairo_destroy (view.cairo);
  cairo_surface_destroy (view.surface);
  return 0;
}
