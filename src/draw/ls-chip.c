/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-part.h"

/*
 * The forms.  Ready: an outline and one bar.  Waiting: pale, and two bars, a pause.  Running: solid.
 * Ended: a sign.  So a print without colours reads as well.
 */
#define MEASURE_WIDTH  42.0
#define MEASURE_LEAST  16.0     /* a shorter measure says nothing */
#define MEASURE_GAP    8.0
#define MEASURE_MIN    150.0    /* a chip narrower than this has no room for a measure */

double
ls_chip_text_x (LsPartKind kind,
                LsForm     form)
{
  switch (kind)
    {
    case LS_PART_CHIP:  return form == LS_FORM_RUNNING ? 14 : form == LS_FORM_WAITING ? 26 : 22;
    case LS_PART_SHORT: return form == LS_FORM_RUNNING ? 12 : form == LS_FORM_WAITING ? 20 : 17;
    case LS_PART_ENDED: return 22;
    case LS_PART_TAG:   return form == LS_FORM_WAITING ? 12 : 6;
    case LS_PART_GHOST:
    case LS_PART_VALUE: return 16;
    default:            return 0;
    }
}

double
ls_chip_text_width (LsPartKind kind,
                    LsForm     form,
                    double     width)
{
  double right = kind == LS_PART_TAG ? 5 : kind == LS_PART_VALUE || kind == LS_PART_SHORT ? 8 : 10;

  return MAX (1, width - ls_chip_text_x (kind, form) - right);
}

/* How wide the bar behind a name is that is @name_width wide, or 0: the name comes first. */
static double
measure_width (const LsPart *self,
               double        name_width)
{
  double room = ls_chip_text_width (self->kind, self->form, self->rect.width) - name_width - MEASURE_GAP;

  if (self->kind != LS_PART_CHIP || self->form != LS_FORM_WAITING || self->progress < 0
      || self->rect.width < MEASURE_MIN || room < MEASURE_LEAST)
    return 0;
  return MIN (MEASURE_WIDTH, room);
}

static double
chip_radius (const LsPart *self)
{
  switch (self->kind)
    {
    case LS_PART_CHIP:  return 9;
    case LS_PART_TAG:   return 4;
    case LS_PART_ENDED: return 7;
    default:            return 8;
    }
}

static void
paint_bars (const LsPart      *self,
            const LsRect      *rect,
            LsPainter          painter,
            const LsTaskColor *color)
{
  gboolean is_full = self->kind == LS_PART_CHIP;
  double height = is_full ? 26 : self->kind == LS_PART_TAG ? 8 : 14;
  double left = is_full ? 8 : self->kind == LS_PART_TAG ? 4 : 7;
  double width = is_full ? 5 : 4;
  LsRect bar = { rect->x + left, rect->y + (rect->height - height) / 2, width, height };

  if (self->form == LS_FORM_WAITING)
    {
      bar.width = is_full ? 4 : self->kind == LS_PART_TAG ? 1.6 : 3;
      ls_painter_fill (painter, &bar, bar.width / 2, &color->line);
      bar.x += is_full ? 7 : self->kind == LS_PART_TAG ? 3.2 : 5;
    }
  ls_painter_fill (painter, &bar, bar.width / 2, &color->line);
}

static void
paint_measure (const LsPart      *self,
               const LsRect      *rect,
               LsPainter          painter,
               const LsTaskColor *color)
{
  double width = measure_width (self, self->first != NULL ? self->first->width : 0);
  LsRect bar = { rect->x + rect->width - width - 10, rect->y + 12, width, 5 };

  if (width == 0)
    return;
  ls_painter_fill (painter, &bar, 2.5, &painter.palette->chip);
  bar.width = MAX (self->progress > 0 ? 2.5 : 0.8, bar.width * MIN (self->progress, 1));
  ls_painter_fill (painter, &bar, 2.5, &color->line);
}

static void
paint_words (const LsPart  *self,
             const LsRect  *rect,
             LsPainter      painter,
             const LsColor *first,
             const LsColor *second)
{
  double x = rect->x + ls_chip_text_x (self->kind, self->form);
  double middle = rect->y + rect->height / 2;

  if (self->second == NULL && self->first != NULL)
    {
      ls_painter_text (painter, self->first, x,
                       middle + self->first->baseline - self->first->height / 2, first);
      return;
    }
  ls_painter_text (painter, self->first, x, middle - 4, first);
  ls_painter_text (painter, self->second, x, middle + 13, second);
}

static void
paint_running (const LsPart      *self,
               const LsRect      *rect,
               LsPainter          painter,
               const LsTaskColor *color)
{
  LsRect halo = ls_rect_inset (rect, -3);
  LsPainter faint = painter;

  faint.alpha *= 0.18;
  if (self->kind == LS_PART_CHIP)
    ls_painter_fill (faint, &halo, chip_radius (self) + 3, &color->line);
  ls_painter_fill (painter, rect, chip_radius (self), &color->solid);
  paint_words (self, rect, painter, &color->ink, &color->ink);
}

static void
paint_still (const LsPart      *self,
             const LsRect      *rect,
             LsPainter          painter,
             const LsTaskColor *color)
{
  gboolean is_ready = self->form == LS_FORM_READY;
  gboolean is_chip = self->kind == LS_PART_CHIP;
  double width = self->kind == LS_PART_TAG ? 1.2 : !is_ready ? 1.0 : is_chip ? 2.2 : 2.0;

  ls_painter_fill (painter, rect, chip_radius (self),
                   is_ready ? &painter.palette->chip : &color->fill);
  ls_painter_stroke (painter, rect, chip_radius (self), width, &color->line);
  if (self->kind != LS_PART_TAG || !is_ready)
    paint_bars (self, rect, painter, color);
  paint_words (self, rect, painter, &painter.palette->text,
               is_ready ? &painter.palette->dim : &painter.palette->soft);
  paint_measure (self, rect, painter, color);
}

static void
paint_dot (const LsPart      *self,
           const LsRect      *rect,
           LsPainter          painter,
           const LsTaskColor *color)
{
  double width = MIN (2, rect->width * 0.22);
  LsRect edge = ls_rect_inset (rect, width / 2);

  /* No room for a pause: a ring is ready, a disc waits. */
  if (self->form == LS_FORM_READY)
    ls_painter_stroke (painter, &edge, edge.width, width, &color->line);
  else
    ls_painter_fill (painter, rect, rect->width, &color->line);
}

static void
paint_ended (const LsPart      *self,
             const LsRect      *rect,
             LsPainter          painter,
             const LsTaskColor *color)
{
  LsSign sign = self->form == LS_FORM_DONE ? LS_SIGN_TICK
              : self->form == LS_FORM_CANCELLED ? LS_SIGN_CANCELLED : LS_SIGN_CROSS;
  const LsColor *ink = self->form == LS_FORM_FAILED ? &painter.palette->error : &color->line;

  ls_painter_fill (painter, rect, chip_radius (self), &painter.palette->card);
  ls_painter_stroke (painter, rect, chip_radius (self), 1, &painter.palette->border);
  ls_painter_sign (painter, sign, rect->x + 12, rect->y + rect->height / 2, 10, ink);
  paint_words (self, rect, painter, &painter.palette->text, &painter.palette->dim);
}

static void
paint_value (const LsPart      *self,
             const LsRect      *rect,
             LsPainter          painter,
             const LsTaskColor *color)
{
  LsRect edge = { rect->x, rect->y, 6, rect->height };

  ls_painter_fill (painter, rect, 8, &painter.palette->chip);
  ls_painter_stroke (painter, rect, 8, 1.6, &color->line);
  ls_painter_fill (painter, &edge, 3, &color->line);
  paint_words (self, rect, painter, &painter.palette->text, &painter.palette->dim);
}

void
ls_chip_paint (const LsPart *self,
               const LsRect *rect,
               LsPainter     painter)
{
  const LsTaskColor *color = ls_palette_task (painter.palette, self->color);

  if (self->kind == LS_PART_DOT)
    paint_dot (self, rect, painter, color);
  else if (self->kind == LS_PART_VALUE || self->kind == LS_PART_GHOST)
    paint_value (self, rect, painter, color);
  else if (self->kind == LS_PART_ENDED)
    paint_ended (self, rect, painter, color);
  else if (self->form == LS_FORM_RUNNING)
    paint_running (self, rect, painter, color);
  else
    paint_still (self, rect, painter, color);
}

/* Round the chosen task, with a little air between. */
void
ls_chip_paint_ring (const LsPart *self,
                    const LsRect *rect,
                    LsPainter     painter)
{
  gboolean is_dot = self->kind == LS_PART_DOT;
  LsRect ring = ls_rect_inset (rect, is_dot ? -2 : -3.5);
  double radius = is_dot ? ring.width : chip_radius (self) + 3.5;

  ls_painter_stroke (painter, &ring, radius, 1.6, &painter.palette->text);
}
