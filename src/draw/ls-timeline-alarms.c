/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-timeline-private.h"

#define TO_COME 0.3      /* how opaque what is right of the playhead is */

/* A triangle with an exclamation mark. */
static void
paint_alarm (LsPainter     painter,
             const LsRect *rect)
{
  double x = rect->x + rect->width / 2;
  cairo_t *cr = painter.cr;

  cairo_move_to (cr, x, rect->y);
  cairo_line_to (cr, rect->x + rect->width, rect->y + rect->height - 1);
  cairo_line_to (cr, rect->x, rect->y + rect->height - 1);
  cairo_close_path (cr);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_width (cr, 1.5);
  ls_color_set (&painter.palette->card, cr);
  cairo_fill_preserve (cr);
  ls_color_set (&painter.palette->error, cr);
  cairo_stroke (cr);
  cairo_move_to (cr, x, rect->y + 5);
  cairo_line_to (cr, x, rect->y + 8.5);
  cairo_move_to (cr, x, rect->y + 10.5);
  cairo_line_to (cr, x, rect->y + 11);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  cairo_stroke (cr);
}

void
ls_timeline_paint_alarms (LsTimeline *self,
                          LsPainter   painter)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      const LsShape *shape = &g_array_index (self->shapes, LsShape, i);

      if (shape->mark.kind != LS_MARK_ALARM)
        continue;
      if (shape->mark.position <= self->position)
        {
          paint_alarm (painter, &shape->mark.rect);
          continue;
        }
      cairo_push_group (painter.cr);
      paint_alarm (painter, &shape->mark.rect);
      cairo_pop_group_to_source (painter.cr);
      cairo_paint_with_alpha (painter.cr, TO_COME);
    }
}
