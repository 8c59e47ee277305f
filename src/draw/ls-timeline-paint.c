/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#define TIME_BASELINE 24.0
#define RULE_TOP      32.0
#define STILL_TO_COME 0.3     /* how opaque what is recorded right of the playhead is */

static void
clip_chart (LsTimeline *self,
            cairo_t    *cr,
            double      from,
            double      to,
            double      top,
            double      bottom)
{
  from = MAX (from, self->left - 1);
  cairo_rectangle (cr, from, top, MAX (0, to - from), bottom - top);
  cairo_clip (cr);
}

static void
paint_string (LsTimeline    *self,
              LsPainter      painter,
              LsStyle        style,
              const char    *string,
              double         x,
              double         align,
              double         baseline,
              const LsColor *color)
{
  g_autoptr (LsText) text = ls_text_new (self->fonts, style, string, 0);

  ls_painter_text (painter, text, x - align * text->width, baseline, color);
}

static void
paint_span (LsTimeline    *self,
            const LsShape *shape,
            LsPainter      painter)
{
  const LsTaskColor *color = ls_palette_task (painter.palette, shape->color);
  const LsRect *rect = &shape->mark.rect;
  LsRect edge;

  switch (shape->status)
    {
    case LS_STATUS_RUNNING:
      ls_painter_fill (painter, rect, 3, &color->line);
      break;
    case LS_STATUS_READY:
      edge = (LsRect) { rect->x + 0.75, rect->y + 0.75, MAX (0, rect->width - 1.5),
                        rect->height - 1.5 };
      ls_painter_fill (painter, &edge, 2, &painter.palette->chip);
      ls_painter_stroke (painter, &edge, 2, 1.5, &color->line);
      break;
    case LS_STATUS_WAITING:
      edge = (LsRect) { rect->x, rect->y + 0.4, rect->width, rect->height - 0.8 };
      ls_painter_fill (painter, &edge, 2, &color->fill);
      ls_painter_stroke (painter, &edge, 2, 0.8, &color->line);
      break;
    case LS_STATUS_DONE:
    default:
      break;
    }
}

/* How each ended, beside its last bar; so a task that has ended is not among what is to come. */
static void
paint_ends (LsTimeline *self,
            LsPainter   painter)
{
  const LsPalette *palette = painter.palette;

  for (guint i = 0; i < self->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);
      const LsRect *rect = &shape->mark.rect;
      const LsColor *color = &ls_palette_task (palette, shape->color)->line;
      LsSign sign = LS_SIGN_TICK;

      if (shape->mark.kind != LS_MARK_SPAN || shape->status != LS_STATUS_DONE)
        continue;
      if (shape->value == LS_OUTCOME_CANCELLED)
        sign = LS_SIGN_CANCELLED;
      else if (shape->value == LS_OUTCOME_EXCEPTION)
        sign = LS_SIGN_CROSS;
      painter.alpha = shape->mark.position > self->position ? STILL_TO_COME : 1;
      ls_painter_sign (painter, sign, rect->x + rect->width / 2, rect->y + rect->height / 2, 9,
                       sign == LS_SIGN_CROSS ? &palette->error : color);
    }
}

/* All stretches of one queue in one path, or their common edges would show. */
static guint
paint_depths (LsTimeline *self,
              guint       first,
              LsPainter   painter)
{
  guint32 queue = g_array_index (self->shapes, LsShape, first).mark.task;
  cairo_t *cr = painter.cr;
  guint last;

  for (last = first; last < self->shapes->len; last++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, last);
      const LsRect *rect = &shape->mark.rect;

      if (shape->mark.kind != LS_MARK_DEPTH || shape->is_row || shape->mark.task != queue)
        break;
      if (last == first)
        cairo_move_to (cr, rect->x, rect->y + rect->height);
      cairo_line_to (cr, rect->x, rect->y);
      cairo_line_to (cr, rect->x + rect->width, rect->y);
      if (last + 1 == self->shapes->len || shape[1].mark.kind != LS_MARK_DEPTH ||
          shape[1].mark.task != queue)
        cairo_line_to (cr, rect->x + rect->width, rect->y + rect->height);
    }
  cairo_close_path (cr);
  ls_painter_set_color (painter, &painter.palette->depth);
  cairo_fill_preserve (cr);
  ls_painter_set_color (painter, &painter.palette->accent);
  cairo_set_line_width (cr, 1.2);
  cairo_stroke (cr);
  return last;
}

/* Bars, depths and end signs between two x; the clip has been set. */
static void
paint_bars (LsTimeline *self,
            LsPainter   painter,
            double      from,
            double      to)
{
  guint i = 0;

  while (i < self->shapes->len)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);
      gboolean is_seen = shape->mark.rect.x <= to &&
                         shape->mark.rect.x + shape->mark.rect.width >= from;

      if (shape->mark.kind == LS_MARK_DEPTH && !shape->is_row)
        {
          i = paint_depths (self, i, painter);
          continue;
        }
      if (shape->mark.kind == LS_MARK_SPAN && is_seen)
        paint_span (self, shape, painter);
      i++;
    }
}

/* Over the gap, or below where the times stand over it. */
static void
paint_gap_label (LsTimeline   *self,
                 LsPainter     painter,
                 const LsGap  *gap,
                 const LsRect *rect)
{
  double baseline = self->axis == LS_AXIS_TIME ? ls_timeline_rows_bottom (self) + 11
                                               : TIME_BASELINE;
  g_autoptr (LsText) text = NULL;

  for (guint in_short = 0; in_short < 2; in_short++)
    {
      g_autofree char *label = ls_timeline_format_gap (gap, in_short);

      g_clear_pointer (&text, ls_text_unref);
      text = ls_text_new (self->fonts, LS_STYLE_GAP, label, in_short ? MAX (1, rect->width) : 0);
      if (text->width <= rect->width - 4)
        break;
    }
  ls_painter_text (painter, text, rect->x + (rect->width - text->width) / 2, baseline,
                   gap->blocker != 0 ? &painter.palette->error : &painter.palette->dim);
}

static void
paint_gaps (LsTimeline *self,
            LsPainter   painter)
{
  const LsPalette *palette = painter.palette;
  double bottom = ls_timeline_rows_bottom (self);

  for (guint i = 0; i < self->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);
      const LsRect *rect = &shape->mark.rect;
      const LsGapColumn *column;

      if (shape->mark.kind != LS_MARK_GAP)
        continue;
      column = &g_array_index (self->gaps, LsGapColumn, shape->value);
      painter.alpha = column->gap.from >= self->position && column->gap.blocker != 0 ? 0.5 : 1;
      ls_painter_fill (painter, rect, 0,
                       column->gap.blocker != 0 ? &palette->error_pale : &palette->gap);
      painter.alpha = 1;
      /* A blocked stretch is edged as well: not by colour alone. */
      if (column->gap.blocker != 0)
        ls_painter_line (painter, rect->x, rect->y, rect->x + rect->width, rect->y, 2.5, 0,
                         &palette->error);
      ls_painter_line (painter, rect->x + rect->width, RULE_TOP, rect->x + rect->width, bottom, 1,
                       0, &palette->rule);
      if (column->shows_label)
        paint_gap_label (self, painter, &column->gap, rect);
    }
}

static void
paint_time_label (LsTimeline *self,
                  LsPainter   painter,
                  double      time,
                  double      x,
                  double      align)
{
  g_autofree char *label = ls_timeline_format_seconds (time);
  gboolean is_past = x + self->scroll_x <= self->playhead + 0.5;

  paint_string (self, painter, is_past ? LS_STYLE_TIME : LS_STYLE_DUE, label, x, align,
                TIME_BASELINE, &painter.palette->dim);
}

/* On the axis of steps: the time at the end of each gap. */
static void
paint_step_times (LsTimeline *self,
                  LsPainter   painter)
{
  double start = self->left - self->scroll_x;

  ls_painter_line (painter, start, RULE_TOP, start, ls_timeline_rows_bottom (self), 1, 0,
                   &painter.palette->rule);
  if (start > self->left - 30)
    paint_time_label (self, painter, 0, start, 0);
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);
      const LsGapColumn *column;

      if (shape->mark.kind != LS_MARK_GAP)
        continue;
      column = &g_array_index (self->gaps, LsGapColumn, shape->value);
      if (column->shows_time)
        paint_time_label (self, painter, round (column->gap.time_to / 1e6) / 1e3 - self->time_base,
                          shape->mark.rect.x + shape->mark.rect.width, 0);
    }
}

/* On the axis of time: round numbers, far enough from each other. */
static void
paint_round_times (LsTimeline *self,
                   LsPainter   painter)
{
  double wish = 80 / self->second_width;
  double base = pow (10, floor (log10 (wish)));
  double every = base * (wish <= base ? 1 : wish <= 2 * base ? 2 : wish <= 5 * base ? 5 : 10);
  double first = floor (self->scroll_x / self->second_width / every);

  for (double n = MAX (0, first); ; n++)
    {
      double x = self->left + n * every * self->second_width - self->scroll_x;

      if (x > self->width || x > self->end - self->scroll_x + 1)
        break;
      ls_painter_line (painter, x, RULE_TOP, x, ls_timeline_rows_bottom (self), 1, 0,
                       &painter.palette->rule);
      paint_time_label (self, painter, n * every, x, n == 0 ? 0 : 0.5);
    }
}

static void
paint_step_numbers (LsTimeline *self,
                    LsPainter   painter)
{
  guint64 n = ls_model_get_n_units (self->model, LS_GRAIN_STEP);
  guint64 step = ls_timeline_step_at (self, self->scroll_x + self->left);
  double baseline = ls_timeline_rows_bottom (self) + 10;

  if (self->axis == LS_AXIS_TIME)
    return;

  for (step = step / self->label_every * self->label_every; step <= n; step += self->label_every)
    {
      double x = ls_timeline_x_of_step (self, step) + self->step_width / 2 - self->scroll_x;
      g_autofree char *label = g_strdup_printf ("%" G_GUINT64_FORMAT, step);

      if (x > self->width - (self->corner > 0 ? self->corner + 14 : 0))
        break;
      if (step > 0 && x > self->left + 6)
        paint_string (self, painter, LS_STYLE_STEP, label, x, 0.5, baseline, &painter.palette->dim);
    }
}

static void
paint_due (LsTimeline *self,
           LsPainter   painter)
{
  const LsPalette *palette = painter.palette;
  double playhead = self->playhead - self->scroll_x;

  for (guint i = 0; i < self->due->len; i++)
    {
      const LsDue *due = &g_array_index (self->due, LsDue, i);
      double x = due->x - self->scroll_x;

      /* Within what is recorded the axis has labels of its own. */
      if (!due->is_first || due->x < self->recorded || x > self->width + 40)
        continue;
      ls_painter_line (painter, x, RULE_TOP, x, ls_timeline_rows_bottom (self) - 18, 1, 3,
                       &palette->rule);
      if (self->axis == LS_AXIS_STEPS)
        paint_time_label (self, painter, round (due->deadline * 1e3) / 1e3 - self->time_base, x,
                          0.5);
    }
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);
      const LsTaskColor *color = ls_palette_task (palette, shape->color);
      LsRect clock = shape->mark.rect;
      double y = clock.y + clock.height / 2;

      if (shape->mark.kind != LS_MARK_TIMER)
        continue;
      if (clock.x > playhead)
        ls_painter_line (painter, playhead, y, clock.x, y, 1.2, 3.5, &color->line);
      ls_painter_fill (painter, &clock, 8, &palette->card);
      ls_painter_sign (painter, LS_SIGN_CLOCK, clock.x + 8, y, 14, &color->line);
    }
}

static void
paint_playhead (LsTimeline *self,
                LsPainter   painter)
{
  double x = self->playhead - self->scroll_x;
  cairo_t *cr = painter.cr;

  ls_painter_line (painter, x, 30, x, ls_timeline_rows_bottom (self), 1.8, 0,
                   &painter.palette->playhead);
  cairo_set_line_width (cr, 1.5);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_move_to (cr, x - 6, 28);
  cairo_line_to (cr, x + 6, 28);
  cairo_line_to (cr, x + 6, 34);
  cairo_line_to (cr, x, 40);
  cairo_line_to (cr, x - 6, 34);
  cairo_close_path (cr);
  cairo_fill_preserve (cr);
  cairo_stroke (cr);
}

static LsText *
get_name (LsTimeline *self,
          guint       row,
          gboolean    is_chosen)
{
  gpointer key = GUINT_TO_POINTER (row * 2 + is_chosen);
  LsText *text = g_hash_table_lookup (self->names, key);
  g_autofree char *name = NULL;

  if (text != NULL)
    return text;

  if (row < self->n_tasks)
    {
      name = g_strdup (ls_model_get_task_name (self->model,
                                               ls_model_get_nth_task (self->model, row)->id));
    }
  else if (row < self->n_tasks + self->n_workers)
    {
      name = g_strdup_printf (_("worker %u"), row - self->n_tasks + 1);
    }
  else
    {
      guint nth = row - self->n_tasks - self->n_workers;
      g_autofree char *queue =
        ls_model_get_queue_name (self->model, g_array_index (self->queues, guint32, nth));

      /* Translators: the name of a queue: the row that shows how many items are in it */
      name = g_strdup_printf (_("%s items"), queue);
    }
  text = ls_text_new (self->fonts, is_chosen ? LS_STYLE_LANE_CHOSEN : LS_STYLE_LANE, name,
                      self->left - 24);
  g_hash_table_insert (self->names, key, text);
  return text;
}

static void
paint_names (LsTimeline *self,
             LsPainter   painter,
             guint32     selected)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);
      gboolean is_queue = shape->mark.kind == LS_MARK_DEPTH || shape->value >= self->n_tasks;
      gboolean is_to_come = shape->mark.position > self->position;
      gboolean is_chosen;
      LsText *name;

      if (!shape->is_row)
        continue;
      is_chosen = !is_queue && selected != 0 && shape->mark.task == selected;
      name = get_name (self, shape->value, is_chosen);
      ls_painter_text (painter, name, self->left - 10 - name->width,
                       shape->mark.rect.y + self->pitch / 2 + 4,
                       is_queue || is_to_come ? &painter.palette->dim : &painter.palette->text);
    }
}

static void
paint_rows (LsTimeline *self,
            LsPainter   painter,
            guint32     selected)
{
  double playhead = self->playhead - self->scroll_x;
  double bottom = ls_timeline_rows_bottom (self);
  double top = self->top - 2;
  LsPainter coming = painter;

  cairo_save (painter.cr);
  clip_chart (self, painter.cr, 0, playhead, top, bottom);
  paint_bars (self, painter, self->left, playhead);
  cairo_restore (painter.cr);

  coming.alpha *= STILL_TO_COME;
  cairo_save (painter.cr);
  clip_chart (self, painter.cr, playhead, self->width, top, bottom);
  paint_bars (self, coming, playhead, self->width);
  cairo_restore (painter.cr);

  cairo_save (painter.cr);
  clip_chart (self, painter.cr, 0, self->width, top, bottom);
  paint_ends (self, painter);
  cairo_restore (painter.cr);

  cairo_save (painter.cr);
  cairo_rectangle (painter.cr, 0, top, self->left, bottom - top);
  cairo_clip (painter.cr);
  paint_names (self, painter, selected);
  cairo_restore (painter.cr);
}

/**
 * ls_timeline_paint:
 * @scroll_x: how far the chart is scrolled; names stay
 * @scroll_y: how far the lanes are; the axis stays
 * @cr: where to, with the picture's upper left corner at the origin; nothing is painted under it
 * @palette: in which colours
 * @selected: the chosen task, or 0
 */
void
ls_timeline_paint (LsTimeline      *self,
                   double           scroll_x,
                   double           scroll_y,
                   cairo_t         *cr,
                   const LsPalette *palette,
                   guint32          selected)
{
  LsPainter painter = { cr, palette, 1.0, 1.0 };

  g_return_if_fail (self != NULL && cr != NULL && palette != NULL);

  ls_timeline_look (self, scroll_x / self->scale, scroll_y / self->scale);
  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  paint_string (self, painter, LS_STYLE_HEADING, self->title != NULL ? self->title : _("Timeline"), 14, 0, 22, &palette->text);

  cairo_save (cr);
  clip_chart (self, cr, 0, self->width, 0, self->height);
  paint_gaps (self, painter);
  if (self->axis == LS_AXIS_TIME)
    paint_round_times (self, painter);
  else
    paint_step_times (self, painter);
  paint_step_numbers (self, painter);
  cairo_restore (cr);

  paint_rows (self, painter, selected);

  cairo_save (cr);
  clip_chart (self, cr, 0, self->width, 0, self->height);
  paint_due (self, painter);
  ls_timeline_paint_alarms (self, painter);
  cairo_restore (cr);

  ls_timeline_paint_difference (self, painter);
  /* Half of its handle may stand over the names. */
  if (self->playhead - self->scroll_x >= self->left - 1)
    paint_playhead (self, painter);
  cairo_restore (cr);
}
