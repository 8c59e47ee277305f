/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "draw-fixture.h"
#include "draw-trace.h"
#include "ls-timeline-private.h"

typedef struct
{
  Trace         trace;
  PangoContext *context;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  trace_set_up (&fixture->trace, NULL);
  write_window_trace (&fixture->trace);
  if (GPOINTER_TO_UINT (data))
    write_rest_of_trace (&fixture->trace);
  trace_read (&fixture->trace);
  fixture->context = make_context ("Cantarell 11");
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  g_object_unref (fixture->context);
  trace_tear_down (&fixture->trace, NULL);
}

static LsTimeline *
lay (Fixture *fixture, guint64 step, LsAxis axis, double width)
{
  LsModel *model = fixture->trace.model;

  return ls_timeline_new (model, ls_model_get_unit_end (model, LS_GRAIN_STEP, step), axis, fixture->context, width, 300, 1);
}

static guint64
last_step (Fixture *fixture)
{
  return ls_model_get_n_units (fixture->trace.model, LS_GRAIN_STEP);
}

static cairo_surface_t *
paint (LsTimeline *timeline, double scroll_x, double scroll_y, gboolean dark, guint32 selected)
{
  const LsPalette *palette = ls_palette_get (dark, FALSE);
  cairo_surface_t *surface = make_surface (timeline->width * timeline->scale, timeline->height * timeline->scale,
                                           &palette->card);
  cairo_t *cr = cairo_create (surface);

  ls_timeline_paint (timeline, scroll_x, scroll_y, cr, palette, selected);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  return surface;
}

static const LsShape *
find_span (LsTimeline *timeline, guint32 task, LsStatus status)
{
  ls_timeline_look (timeline, 0, 0);
  for (guint i = 0; i < timeline->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (timeline->shapes, LsShape, i);

      if (shape->mark.kind == LS_MARK_SPAN && shape->mark.task == task && shape->status == status)
        return shape;
    }
  return NULL;
}

/* Every step has a column, a wait is a gap between two, and the playhead stands at the end of its step. */
static void
test_steps (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  double width = 17 * last_step (fixture);

  g_assert_cmpuint (timeline->gaps->len, ==, 2);
  for (guint i = 0; i < 2; i++)
    {
      const LsGapColumn *column = &g_array_index (timeline->gaps, LsGapColumn, i);

      g_assert_cmpuint (column->gap.blocker, ==, 0);
      g_assert_true (column->shows_time);
      g_assert_true (column->shows_label);
      width += column->width;
    }
  g_assert_cmpfloat (fabs (g_array_index (timeline->gaps, LsGapColumn, 0).width - 64), <, 0.1);
  g_assert_cmpfloat (fabs (g_array_index (timeline->gaps, LsGapColumn, 1).width - 44), <, 0.1);
  g_assert_cmpfloat (fabs (ls_timeline_get_playhead (timeline) - (118 + width)), <, 0.01);
  for (guint64 step = 1; step <= last_step (fixture); step++)
    {
      double x = ls_timeline_x_of_step (timeline, step);

      g_assert_cmpfloat (x, >=, ls_timeline_x_of_step (timeline, step - 1) + (step > 1 ? 17 : 0));
      g_assert_cmpuint (ls_timeline_step_at (timeline, x + 17), ==, step);
    }
  ls_timeline_free (timeline);
}

/* Each state has its own height; a span begins where the one before it ends. */
static void
test_spans (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  const LsShape *running = find_span (timeline, PRODUCER_1, LS_STATUS_RUNNING);
  const LsShape *ready = find_span (timeline, PRODUCER_1, LS_STATUS_READY);
  const LsShape *waiting = find_span (timeline, PRODUCER_1, LS_STATUS_WAITING);

  g_assert_cmpfloat (running->mark.rect.height, ==, 22);
  g_assert_cmpfloat (ready->mark.rect.height, ==, 16);
  g_assert_cmpfloat (waiting->mark.rect.height, ==, 8);
  g_assert_cmpfloat (fabs (ready->mark.rect.x + ready->mark.rect.width - running->mark.rect.x), <, 0.01);
  g_assert_cmpfloat (fabs (running->mark.rect.x + running->mark.rect.width - waiting->mark.rect.x), <, 0.01);
  g_assert_cmpuint (ready->color, ==, 2);
  ls_timeline_free (timeline);
}

/* What is to come stands right of the playhead: timers at their deadlines, the same one at the same place. */
static void
test_due (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  const LsDue *first, *second;

  g_assert_cmpuint (timeline->due->len, ==, 2);
  first = &g_array_index (timeline->due, LsDue, 0);
  second = &g_array_index (timeline->due, LsDue, 1);
  g_assert_cmpuint (first->task, ==, PRODUCER_1);
  g_assert_cmpuint (second->task, ==, CONSUMER_1);
  g_assert_cmpfloat (fabs (first->x - timeline->playhead - 90), <, 0.01);
  g_assert_cmpfloat (fabs (second->x - timeline->playhead - 180), <, 0.01);
  ls_timeline_free (timeline);

  /* Two that are due at once share a place. */
  timeline = lay (fixture, 23, LS_AXIS_STEPS, 1047);
  g_assert_cmpuint (timeline->due->len, ==, 5);
  g_assert_cmpfloat (g_array_index (timeline->due, LsDue, 1).x, ==, g_array_index (timeline->due, LsDue, 2).x);
  g_assert_false (g_array_index (timeline->due, LsDue, 2).is_first);
  ls_timeline_free (timeline);
}

/* Looking back, a deadline that the recording reaches stands where it did come. */
static void
test_due_recorded (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, 20, LS_AXIS_STEPS, 1047);
  const LsDue *due = &g_array_index (timeline->due, LsDue, 0);
  double from, to;

  ls_timeline_x_of_gap (timeline, 0, &from, &to);
  g_assert_cmpfloat (due->x, >, timeline->playhead);
  g_assert_cmpfloat (fabs (due->x - to), <, 0.01);
  ls_timeline_free (timeline);
}

static void
test_blocked (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  const LsGapColumn *last = &g_array_index (timeline->gaps, LsGapColumn, timeline->gaps->len - 1);
  g_autofree char *label = ls_timeline_format_gap (&last->gap, FALSE);
  const LsShape *end = find_span (timeline, CONSUMER_0, LS_STATUS_DONE);

  g_assert_cmpuint (last->gap.blocker, ==, CONSUMER_0);
  g_assert_cmpstr (label, ==, "blocked 1.5 s");
  g_assert_nonnull (end);
  g_assert_cmpuint (end->value, ==, LS_OUTCOME_RESULT);
  g_assert_cmpuint (find_span (timeline, CONSUMER_2, LS_STATUS_DONE)->value, ==, LS_OUTCOME_EXCEPTION);
  ls_timeline_free (timeline);
}

static void
test_depth (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  guint deepest = 0;

  ls_timeline_look (timeline, 0, 0);
  for (guint i = 0; i < timeline->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (timeline->shapes, LsShape, i);

      if (shape->mark.kind != LS_MARK_DEPTH || shape->is_row)
        continue;
      g_assert_cmpuint (shape->mark.task, ==, 1);
      g_assert_cmpfloat (shape->mark.rect.height, ==, shape->value * 10.0);
      deepest = MAX (deepest, shape->value);
    }
  g_assert_cmpuint (deepest, ==, 2);
  ls_timeline_free (timeline);
}

/* A queue that is made and filled in one place is as deep from there on as it was last. */
static void
test_depth_at_once (void)
{
  Trace trace = { NULL };
  PangoContext *context = make_context ("Cantarell 11");
  LsTimeline *timeline;
  guint n_found = 0;

  trace_set_up (&trace, NULL);
  trace_begin (&trace);
  trace_output (&trace, 1, "one\n");
  trace_queue (&trace, 1, "q", 0);
  trace_put (&trace, 1, 1, 1, "x");
  trace_output (&trace, 1, "two\n");
  trace_output (&trace, 1, "three\n");
  trace_read (&trace);
  timeline = ls_timeline_new (trace.model, ls_model_get_n_events (trace.model), LS_AXIS_STEPS, context, 900, 300, 1);
  ls_timeline_look (timeline, 0, 0);
  for (guint i = 0; i < timeline->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (timeline->shapes, LsShape, i);

      n_found += shape->mark.kind == LS_MARK_DEPTH && !shape->is_row && shape->value == 1
                 && shape->mark.rect.width > timeline->step_width;
    }
  g_assert_cmpuint (n_found, ==, 1);
  ls_timeline_free (timeline);
  trace_tear_down (&trace, NULL);
  g_object_unref (context);
}

/* On the axis of time a second is as wide as any other. */
static void
test_time (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_TIME, 1047);
  double second = ls_timeline_x_of_time (timeline, 1) - ls_timeline_x_of_time (timeline, 0);

  g_assert_cmpfloat (fabs (ls_timeline_x_of_time (timeline, 4) - ls_timeline_x_of_time (timeline, 3) - second), <, 0.01);
  g_assert_cmpfloat (fabs (ls_timeline_get_playhead (timeline) - ls_timeline_x_of_time (timeline, 3)), <, 0.01);
  g_assert_cmpfloat (ls_timeline_x_of_time (timeline, 5), <, 1047);
  g_assert_cmpfloat (ls_timeline_get_content_width (timeline), <=, 1047 + 1);
  g_assert_cmpuint (ls_timeline_step_at (timeline, ls_timeline_x_of_time (timeline, 3)), ==, last_step (fixture));
  g_assert_cmpuint (ls_timeline_step_at (timeline, ls_timeline_x_of_time (timeline, 1)), <=, 24);
  ls_timeline_free (timeline);
}

static void
test_seconds (void)
{
  static const struct { double seconds; const char *label; } cases[] = {
    { 0, "0 s" }, { 2, "2 s" }, { 1.25, "1.25 s" }, { 0.04, "40 ms" }, { 0.5, "0.5 s" }, { 123, "123 s" },
    { 10, "10 s" }, { 0.0005, "0.5 ms" }, { -0.00001, "-0.01 ms" }, { 100.0004, "100 s" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autofree char *label = ls_timeline_format_seconds (cases[i].seconds);

      g_assert_cmpstr (label, ==, cases[i].label);
    }
}

static void
test_pick (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  const LsShape *running = find_span (timeline, PRODUCER_0, LS_STATUS_RUNNING);
  LsMark mark;

  g_assert_true (ls_timeline_pick (timeline, 0, 0, running->mark.rect.x + 5, running->mark.rect.y + 5, &mark));
  g_assert_cmpint (mark.kind, ==, LS_MARK_SPAN);
  g_assert_cmpuint (mark.task, ==, PRODUCER_0);
  g_assert_cmpuint (mark.position, ==, running->mark.position);

  g_assert_true (ls_timeline_pick (timeline, 0, 0, 40, 55, &mark));
  g_assert_cmpint (mark.kind, ==, LS_MARK_LANE);
  g_assert_cmpuint (mark.task, ==, MAIN);

  g_assert_true (ls_timeline_pick (timeline, 0, 0, timeline->playhead, 60, &mark));
  g_assert_cmpint (mark.kind, ==, LS_MARK_PLAYHEAD);

  g_assert_true (ls_timeline_pick (timeline, 0, 0, 118 + 17 * 4, 10, &mark));
  g_assert_cmpint (mark.kind, ==, LS_MARK_AXIS);
  g_assert_cmpuint (mark.position, ==, ls_model_get_unit_end (fixture->trace.model, LS_GRAIN_STEP, 4));

  g_assert_true (ls_timeline_pick (timeline, 0, 0, g_array_index (timeline->due, LsDue, 0).x,
                                   ls_timeline_row_y (timeline, 2) + 16, &mark));
  g_assert_cmpint (mark.kind, ==, LS_MARK_TIMER);
  g_assert_cmpuint (mark.task, ==, PRODUCER_1);
  g_assert_false (ls_timeline_pick (timeline, 0, 0, 20, 10, &mark));
  g_assert_cmpint (mark.kind, ==, LS_MARK_NONE);
  ls_timeline_free (timeline);
}

static void
test_scroll (Fixture *fixture, gconstpointer data)
{
  for (guint64 step = 0; step <= last_step (fixture); step++)
    {
      LsTimeline *timeline = lay (fixture, step, LS_AXIS_STEPS, 420);
      double scroll = ls_timeline_get_scroll_for (timeline, 0);
      double seen = ls_timeline_get_playhead (timeline) - scroll;
      LsMark mark;

      g_assert_cmpfloat (scroll, >=, 0);
      g_assert_cmpfloat (scroll, <=, ls_timeline_get_content_width (timeline) - 420 + 0.01);
      g_assert_cmpfloat (seen, >=, timeline->left - 0.01);
      g_assert_cmpfloat (seen, <=, 420);
      g_assert_cmpfloat (ls_timeline_get_scroll_for (timeline, scroll), ==, scroll);
      g_assert_cmpuint (ls_timeline_position_at (timeline, scroll, seen), ==,
                        ls_model_get_unit_end (fixture->trace.model, LS_GRAIN_STEP, step));
      if (seen > timeline->left)
        {
          g_assert_true (ls_timeline_pick (timeline, scroll, 0, seen, 100, &mark));
          g_assert_cmpint (mark.kind, ==, LS_MARK_PLAYHEAD);
        }
      cairo_surface_destroy (paint (timeline, scroll, 0, FALSE, 2));
      ls_timeline_free (timeline);
    }
}

/* No label runs into another, whatever the zoom. */
static void
test_zoom (Fixture *fixture, gconstpointer data)
{
  static const double zooms[] = { 0.01, 0.1, 0.4, 1, 3, 20 };
  LsModel *model = fixture->trace.model;

  for (guint i = 0; i < G_N_ELEMENTS (zooms) * 2; i++)
    {
      LsTimeline *timeline = ls_timeline_new (model, ls_model_get_n_events (model), i % 2, fixture->context, 700, 240,
                                              zooms[i / 2]);
      double free_from = -1;
      guint n;
      const LsMark *marks = ls_timeline_get_marks (timeline, &n);

      for (guint j = 0; j < n; j++)
        g_assert_true (isfinite (marks[j].rect.x) && marks[j].rect.width >= 0 && marks[j].rect.height >= 0);
      for (guint j = 0; j < timeline->gaps->len; j++)
        {
          const LsGapColumn *column = &g_array_index (timeline->gaps, LsGapColumn, j);
          g_autofree char *label = ls_timeline_format_seconds (round (column->gap.time_to / 1e6) / 1e3);
          double from, to;

          ls_timeline_x_of_gap (timeline, j, &from, &to);
          if (!column->shows_time)
            continue;
          g_assert_cmpfloat (to, >=, free_from);
          free_from = to + ls_fonts_measure (timeline->fonts, LS_STYLE_TIME, label);
        }
      cairo_surface_destroy (paint (timeline, 0, 0, TRUE, 0));
      ls_timeline_free (timeline);
    }
}

static void
test_empty (void)
{
  Trace trace = { NULL };
  PangoContext *context = make_context ("Cantarell 11");

  trace_set_up (&trace, NULL);
  trace_read (&trace);
  for (guint axis = 0; axis < 2; axis++)
    {
      LsTimeline *timeline = ls_timeline_new (trace.model, 0, axis, context, 420, 200, 1);
      g_autofree char *words = ls_timeline_describe (timeline);
      LsMark mark;

      cairo_surface_destroy (paint (timeline, 0, 0, FALSE, 0));
      ls_timeline_pick (timeline, 0, 0, 200, 100, &mark);
      g_assert_cmpuint (ls_timeline_position_at (timeline, 0, 300), ==, 0);
      ls_timeline_free (timeline);
    }
  trace_tear_down (&trace, NULL);
  g_object_unref (context);
}

/* Lanes are never lower than 20 units: they scroll instead, and only what is seen is laid out. */
static void
test_many (void)
{
  Trace trace = { NULL };
  PangoContext *context = make_context ("Cantarell 11");
  LsTimeline *timeline;
  guint n;

  trace_set_up (&trace, NULL);
  for (guint i = 1; i <= 5000; i++)
    trace_create (&trace, i, "task", "work");
  for (guint i = 1; i <= 5000; i++)
    {
      guint32 timer;

      trace_turn (&trace, i, i);
      trace_sleep (&trace, i, 10000 + i, i, &timer);
    }
  trace_read (&trace);

  timeline = ls_timeline_new (trace.model, ls_model_get_n_events (trace.model), LS_AXIS_STEPS, context, 1047, 300, 1);
  g_assert_cmpfloat (timeline->pitch, ==, 20);
  g_assert_cmpfloat (ls_timeline_get_content_height (timeline), >, 5000 * 20);
  for (double y = 0; y < 5000 * 20; y += 33333)
    {
      cairo_surface_destroy (paint (timeline, ls_timeline_get_scroll_for (timeline, 0), y, FALSE, 0));
      ls_timeline_get_marks (timeline, &n);
      g_assert_cmpuint (n, <, 200);
    }
  ls_timeline_free (timeline);
  trace_tear_down (&trace, NULL);
  g_object_unref (context);
}

/* A program that sleeps for ever so often. */
static void
test_many_gaps (void)
{
  Trace trace = { NULL };
  PangoContext *context = make_context ("Cantarell 11");
  double free_from = 0;
  LsTimeline *timeline;

  trace_set_up (&trace, NULL);
  trace_create (&trace, 1, "main", "main");
  for (guint i = 1; i <= 6000; i++)
    {
      guint32 timer;

      trace_turn (&trace, 1, 0);
      trace_sleep (&trace, 1, 10 + i, 0.25, &timer);
      trace_poll (&trace, 0.25, 0.25);
      trace_wake (&trace, 1, 10 + i, timer);
    }
  trace_read (&trace);
  timeline = ls_timeline_new (trace.model, ls_model_get_n_events (trace.model), LS_AXIS_STEPS, context, 1047, 300, 1);
  g_assert_cmpuint (timeline->gaps->len, ==, 6000);
  for (guint i = 0; i < timeline->gaps->len; i++)
    {
      const LsGapColumn *column = &g_array_index (timeline->gaps, LsGapColumn, i);
      double from, to;

      ls_timeline_x_of_gap (timeline, i, &from, &to);
      if (!column->shows_time)
        continue;
      g_assert_cmpfloat (to, >=, free_from);
      free_from = to + 70;
    }
  cairo_surface_destroy (paint (timeline, ls_timeline_get_scroll_for (timeline, 0), 0, FALSE, 0));
  ls_timeline_free (timeline);
  trace_tear_down (&trace, NULL);
  g_object_unref (context);
}

/* In a low window the lanes get what room there is. */
static void
test_low (Fixture *fixture, gconstpointer data)
{
  LsModel *model = fixture->trace.model;

  for (double height = 60; height < 260; height += 20)
    {
      LsTimeline *timeline = ls_timeline_new (model, ls_model_get_n_events (model), LS_AXIS_STEPS, fixture->context,
                                              800, height, 1);

      g_assert_cmpfloat (timeline->pitch, >=, 20);
      cairo_surface_destroy (paint (timeline, 0, 0, FALSE, 0));
      ls_timeline_free (timeline);
    }
}

static void
test_describe (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  g_autofree char *words = ls_timeline_describe (timeline);

  g_assert_nonnull (strstr (words, "Producer 0: running"));
  g_assert_nonnull (strstr (words, "Consumer 1 wakes at 5.000 s"));
  ls_timeline_free (timeline);
}

static void
test_references (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *name; guint64 step; LsAxis axis; double width; gboolean dark; } cases[] = {
    { "timeline-back", 20, LS_AXIS_STEPS, 1047, FALSE }, { "timeline-time", 100, LS_AXIS_TIME, 1047, FALSE },
    { "timeline-dark", 100, LS_AXIS_STEPS, 1047, TRUE }, { "timeline-narrow", 30, LS_AXIS_STEPS, 420, FALSE },
  };

  if (!has_fonts ())
    {
      g_test_skip ("Cantarell and DejaVu Sans Mono are not both installed");
      return;
    }
  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      LsTimeline *timeline = lay (fixture, MIN (cases[i].step, last_step (fixture)), cases[i].axis, cases[i].width);
      cairo_surface_t *surface = paint (timeline, ls_timeline_get_scroll_for (timeline, 0), 0, cases[i].dark, PRODUCER_0);

      assert_reference (surface, cases[i].name);
      cairo_surface_destroy (surface);
      ls_timeline_free (timeline);
    }
}

static void
test_reference_live (Fixture *fixture, gconstpointer data)
{
  LsTimeline *timeline;
  cairo_surface_t *surface;

  if (!has_fonts ())
    {
      g_test_skip ("Cantarell and DejaVu Sans Mono are not both installed");
      return;
    }
  timeline = lay (fixture, last_step (fixture), LS_AXIS_STEPS, 1047);
  surface = paint (timeline, 0, 0, FALSE, PRODUCER_0);
  assert_reference (surface, "timeline-live");
  cairo_surface_destroy (surface);
  ls_timeline_free (timeline);
}

#define ADD(name, recorded, func) \
  g_test_add ("/draw/timeline/" name, Fixture, GUINT_TO_POINTER (recorded), set_up, func, tear_down)

/* A warning stands in the lane of whoever ran, and can be clicked. */
static void
test_alarm (Fixture *fixture, gconstpointer data)
{
  Trace *trace = &fixture->trace;
  guint64 position = WRITE (WARNING, .a = trace_string (trace, "RuntimeWarning"), .tag = LS_TAG_STRING,
                            .value = trace_string (trace, "never awaited"));
  LsTimeline *timeline;
  guint n_marks, n_found = 0;
  const LsMark *marks;
  g_autofree char *words = NULL;

  trace_read (trace);
  timeline = ls_timeline_new (trace->model, position, LS_AXIS_STEPS, fixture->context, 900, 300, 1);
  ls_timeline_look (timeline, ls_timeline_get_scroll_for (timeline, 0), 0);
  marks = ls_timeline_get_marks (timeline, &n_marks);
  for (guint i = 0; i < n_marks; i++)
    if (marks[i].kind == LS_MARK_ALARM)
      {
        LsMark found;

        n_found++;
        g_assert_cmpuint (marks[i].position, ==, position);
        g_assert_true (ls_timeline_pick (timeline, ls_timeline_get_scroll_for (timeline, 0), 0,
                                         marks[i].rect.x + 7, marks[i].rect.y + 7, &found));
        g_assert_cmpint (found.kind, ==, LS_MARK_ALARM);
      }
  g_assert_cmpuint (n_found, ==, 1);
  words = ls_timeline_describe (timeline);
  g_assert_nonnull (strstr (words, "1 warning"));
  ls_timeline_free (timeline);
}

/* Two timelines of one axis: the shorter run ends where its time does. */
static void
test_beside (Fixture *fixture, gconstpointer data)
{
  LsModel *model = fixture->trace.model;
  LsTimeline *timeline = ls_timeline_new (model, 5, LS_AXIS_TIME, fixture->context, 900, 300, 1);
  guint64 difference = 7;
  double alone = ls_timeline_x_of_time (timeline, 1);

  ls_timeline_set_beside (timeline, &(LsTimelineBeside) { "A", 1000, &difference });
  g_assert_cmpfloat (ls_timeline_x_of_time (timeline, 1), <, alone);
  g_assert_cmpfloat (ls_timeline_x_of_time (timeline, 1000), <=, 900);
  g_assert_cmpfloat (ls_timeline_x_of_time (timeline, 1000), >, 800);
  ls_timeline_free (timeline);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("steps", FALSE, test_steps);
  ADD ("alarm", TRUE, test_alarm);
  ADD ("beside", TRUE, test_beside);
  ADD ("spans", FALSE, test_spans);
  ADD ("due", FALSE, test_due);
  ADD ("due-recorded", TRUE, test_due_recorded);
  ADD ("blocked", TRUE, test_blocked);
  ADD ("depth", FALSE, test_depth);
  ADD ("time", FALSE, test_time);
  ADD ("pick", FALSE, test_pick);
  ADD ("scroll", TRUE, test_scroll);
  ADD ("zoom", TRUE, test_zoom);
  ADD ("low", FALSE, test_low);
  ADD ("describe", FALSE, test_describe);
  ADD ("references", TRUE, test_references);
  ADD ("reference-live", FALSE, test_reference_live);
  g_test_add_func ("/draw/timeline/seconds", test_seconds);
  g_test_add_func ("/draw/timeline/depth-at-once", test_depth_at_once);
  g_test_add_func ("/draw/timeline/empty", test_empty);
  g_test_add_func ("/draw/timeline/many", test_many);
  g_test_add_func ("/draw/timeline/many-gaps", test_many_gaps);
  return g_test_run ();
}
