/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-painter.h"

#include <math.h>

void
ls_painter_set_color (LsPainter      painter,
                      const LsColor *color)
{
  cairo_set_source_rgba (painter.cr, color->r, color->g, color->b, color->a * painter.alpha);
}

static void
trace_box (cairo_t      *cr,
           const LsRect *rect,
           double        radius)
{
  double r = MIN (radius, MIN (rect->width, rect->height) / 2);
  double right = rect->x + rect->width;
  double bottom = rect->y + rect->height;

  cairo_new_sub_path (cr);
  if (r <= 0)
    {
      cairo_rectangle (cr, rect->x, rect->y, rect->width, rect->height);
      return;
    }
  cairo_arc (cr, right - r, rect->y + r, r, -G_PI_2, 0);
  cairo_arc (cr, right - r, bottom - r, r, 0, G_PI_2);
  cairo_arc (cr, rect->x + r, bottom - r, r, G_PI_2, G_PI);
  cairo_arc (cr, rect->x + r, rect->y + r, r, G_PI, 3 * G_PI_2);
  cairo_close_path (cr);
}

void
ls_painter_fill (LsPainter      painter,
                 const LsRect  *rect,
                 double         radius,
                 const LsColor *color)
{
  if (rect->width <= 0 || rect->height <= 0)
    return;

  ls_painter_set_color (painter, color);
  trace_box (painter.cr, rect, radius);
  cairo_fill (painter.cr);
}

/* The line's middle lies on the edge of @rect. */
void
ls_painter_stroke (LsPainter      painter,
                   const LsRect  *rect,
                   double         radius,
                   double         width,
                   const LsColor *color)
{
  ls_painter_set_color (painter, color);
  cairo_set_line_width (painter.cr, width);
  trace_box (painter.cr, rect, radius);
  cairo_stroke (painter.cr);
}

/* @dash: length of a dash and of its gap; 0: a whole line */
void
ls_painter_line (LsPainter      painter,
                 double         x1,
                 double         y1,
                 double         x2,
                 double         y2,
                 double         width,
                 double         dash,
                 const LsColor *color)
{
  ls_painter_set_color (painter, color);
  cairo_set_line_width (painter.cr, width);
  if (dash > 0)
    cairo_set_dash (painter.cr, &dash, 1, 0);
  cairo_move_to (painter.cr, x1, y1);
  cairo_line_to (painter.cr, x2, y2);
  cairo_stroke (painter.cr);
  cairo_set_dash (painter.cr, NULL, 0, 0);
}

/* @head: how far the two strokes of the head reach back */
void
ls_painter_arrow (LsPainter      painter,
                  double         x1,
                  double         y1,
                  double         x2,
                  double         y2,
                  double         width,
                  double         head,
                  const LsColor *color)
{
  double length = hypot (x2 - x1, y2 - y1);
  double dx = (x2 - x1) / length * head;
  double dy = (y2 - y1) / length * head;

  ls_painter_set_color (painter, color);
  cairo_set_line_width (painter.cr, width);
  cairo_move_to (painter.cr, x1, y1);
  cairo_line_to (painter.cr, x2, y2);
  cairo_move_to (painter.cr, x2 - dx - dy * 0.75, y2 - dy + dx * 0.75);
  cairo_line_to (painter.cr, x2, y2);
  cairo_line_to (painter.cr, x2 - dx + dy * 0.75, y2 - dy - dx * 0.75);
  cairo_stroke (painter.cr);
}

static void
paint_clock (LsPainter painter,
             double    x,
             double    y,
             double    r)
{
  cairo_set_line_width (painter.cr, r * 0.28);
  cairo_new_sub_path (painter.cr);
  cairo_arc (painter.cr, x, y, r, 0, 2 * G_PI);
  cairo_stroke (painter.cr);
  cairo_set_line_width (painter.cr, r * 0.22);
  cairo_move_to (painter.cr, x, y - r * 0.57);
  cairo_line_to (painter.cr, x, y);
  cairo_line_to (painter.cr, x + r * 0.43, y);
  cairo_stroke (painter.cr);
}

static void
paint_stroked_sign (LsPainter painter,
                    LsSign    sign,
                    double    x,
                    double    y,
                    double    r)
{
  cairo_t *cr = painter.cr;

  cairo_set_line_width (cr, r * 0.38);
  if (sign == LS_SIGN_TICK)
    {
      cairo_move_to (cr, x - r * 0.85, y + r * 0.05);
      cairo_line_to (cr, x - r * 0.25, y + r * 0.7);
      cairo_line_to (cr, x + r * 0.9, y - r * 0.7);
    }
  else if (sign == LS_SIGN_CROSS)
    {
      cairo_move_to (cr, x - r * 0.7, y - r * 0.7);
      cairo_line_to (cr, x + r * 0.7, y + r * 0.7);
      cairo_move_to (cr, x + r * 0.7, y - r * 0.7);
      cairo_line_to (cr, x - r * 0.7, y + r * 0.7);
    }
  else
    {
      cairo_new_sub_path (cr);
      cairo_arc (cr, x, y, r * 0.85, 0, 2 * G_PI);
      cairo_move_to (cr, x + r * 0.6, y - r * 0.6);
      cairo_line_to (cr, x - r * 0.6, y + r * 0.6);
    }
  cairo_stroke (cr);
}

/* @x, @y: its middle; @size: its whole width */
void
ls_painter_sign (LsPainter      painter,
                 LsSign         sign,
                 double         x,
                 double         y,
                 double         size,
                 const LsColor *color)
{
  double r = size / 2;
  LsRect left = { x - r * 0.7, y - r, r * 0.5, size };
  LsRect right = { x + r * 0.2, y - r, r * 0.5, size };

  ls_painter_set_color (painter, color);
  switch (sign)
    {
    case LS_SIGN_PAUSE:
      ls_painter_fill (painter, &left, r * 0.2, color);
      ls_painter_fill (painter, &right, r * 0.2, color);
      break;
    case LS_SIGN_PLAY:
      cairo_move_to (painter.cr, x - r * 0.7, y - r);
      cairo_line_to (painter.cr, x + r, y);
      cairo_line_to (painter.cr, x - r * 0.7, y + r);
      cairo_close_path (painter.cr);
      cairo_fill (painter.cr);
      break;
    case LS_SIGN_CLOCK:
      paint_clock (painter, x, y, r);
      break;
    case LS_SIGN_TICK:
    case LS_SIGN_CROSS:
    case LS_SIGN_CANCELLED:
    default:
      paint_stroked_sign (painter, sign, x, y, r);
      break;
    }
}

void
ls_painter_text (LsPainter      painter,
                 const LsText  *text,
                 double         x,
                 double         baseline,
                 const LsColor *color)
{
  painter.alpha *= painter.words;
  if (text == NULL || painter.alpha <= 0)
    return;

  ls_painter_set_color (painter, color);
  ls_text_paint (text, painter.cr, x, baseline);
}

LsRect
ls_rect_inset (const LsRect *rect,
               double        by)
{
  return (LsRect) { rect->x + by, rect->y + by,
                    MAX (0, rect->width - 2 * by), MAX (0, rect->height - 2 * by) };
}

static double
between (double from,
         double to,
         double progress)
{
  return from + (to - from) * progress;
}

LsRect
ls_rect_between (const LsRect *from,
                 const LsRect *to,
                 double        progress)
{
  return (LsRect) {
    between (from->x, to->x, progress), between (from->y, to->y, progress),
    between (from->width, to->width, progress), between (from->height, to->height, progress),
  };
}

gboolean
ls_rect_contains (const LsRect *rect,
                  double        x,
                  double        y)
{
  return x >= rect->x && x < rect->x + rect->width && y >= rect->y && y < rect->y + rect->height;
}

/* Touching edges do not meet. */
gboolean
ls_rect_meets (const LsRect *one,
               const LsRect *other)
{
  return one->x + one->width > other->x && other->x + other->width > one->x &&
         one->y + one->height > other->y && other->y + other->height > one->y;
}

gboolean
ls_rect_equal (const LsRect *one,
               const LsRect *other)
{
  return one->x == other->x && one->y == other->y && one->width == other->width &&
         one->height == other->height;
}
