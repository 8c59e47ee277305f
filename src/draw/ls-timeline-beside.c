/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-timeline-private.h"

/* Two timelines one above the other, on one axis. */

#define MARK_TOP  40.0
#define MARK_HALF 5.0      /* of the diamond at its foot */

/**
 * ls_timeline_set_beside:
 *
 * Lays the axis anew, so that it fits to the other's.
 */
void
ls_timeline_set_beside (LsTimeline             *self,
                        const LsTimelineBeside *beside)
{
  g_return_if_fail (self != NULL && beside != NULL);

  g_free (self->title);
  self->title = g_strdup (beside->title);
  self->reach = beside->duration;
  self->has_difference = beside->difference != NULL;
  self->difference = beside->difference != NULL ? *beside->difference : 0;
  g_array_set_size (self->gaps, 0);
  g_array_set_size (self->due, 0);
  ls_timeline_lay_axis (self, self->zoom);
}

/* A line through all lanes, dashed and with a diamond at its foot, so that it is no playhead. */
void
ls_timeline_paint_difference (LsTimeline *self,
                              LsPainter   painter)
{
  const LsColor *color = &painter.palette->error;
  double foot = ls_timeline_rows_bottom (self);
  double x;

  if (!self->has_difference)
    return;
  x = ls_timeline_x_after (self, self->difference) - self->scroll_x;
  if (x < self->left - 1 || x > self->width)
    return;
  ls_painter_line (painter, x, MARK_TOP, x, foot, 1.6, 5, color);
  cairo_move_to (painter.cr, x, foot);
  cairo_line_to (painter.cr, x + MARK_HALF, foot + MARK_HALF);
  cairo_line_to (painter.cr, x, foot + 2 * MARK_HALF);
  cairo_line_to (painter.cr, x - MARK_HALF, foot + MARK_HALF);
  cairo_close_path (painter.cr);
  ls_color_set (color, painter.cr);
  cairo_fill (painter.cr);
}
