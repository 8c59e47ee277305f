/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-part.h"

void
ls_part_clear (LsPart *self)
{
  g_clear_pointer (&self->first, ls_text_unref);
  g_clear_pointer (&self->second, ls_text_unref);
}

/* A task is the same thing as a chip and as a dot; otherwise the kind belongs to what it is. */
static guint
identity_class (const LsPart *self)
{
  return LS_PART_GLIDES (self) ? LS_PART_CHIP : self->kind;
}

guint
ls_part_hash (gconstpointer data)
{
  const LsPart *self = data;
  guint hash = identity_class (self) * 31 + self->item;

  hash = hash * 0x9e3779b1u + self->id;
  hash = hash * 0x9e3779b1u + self->owner;
  return hash * 0x9e3779b1u + self->place;
}

gboolean
ls_part_equal (gconstpointer one,
               gconstpointer two)
{
  const LsPart *self = one;
  const LsPart *other = two;

  return identity_class (self) == identity_class (other) && self->item == other->item &&
         self->id == other->id && self->owner == other->owner && self->place == other->place;
}

static const LsColor *
find_ink (const LsPalette *palette,
          LsInk            ink)
{
  switch (ink)
    {
    case LS_INK_DIM:         return &palette->dim;
    case LS_INK_FAINT:       return &palette->faint;
    case LS_INK_ACCENT:      return &palette->accent;
    case LS_INK_ACCENT_TEXT: return &palette->accent_text;
    case LS_INK_ERROR:       return &palette->error;
    case LS_INK_SUCCESS:     return &palette->success;
    case LS_INK_TEXT:
    default:                 return &palette->text;
    }
}

static void
paint_card (const LsPart *self,
            const LsRect *rect,
            LsPainter     painter)
{
  const LsPalette *palette = painter.palette;
  gboolean is_loop = self->kind == LS_PART_LOOP;

  ls_painter_fill (painter, rect, self->radius, is_loop ? &palette->loop : &palette->card);
  if (!is_loop)
    ls_painter_stroke (painter, rect, self->radius, 1, &palette->border);
  else if (self->is_active)
    ls_painter_stroke (painter, rect, self->radius, 2.2, &palette->error);
  else
    ls_painter_stroke (painter, rect, self->radius, 1.4, &palette->accent);
}

static void
paint_sentence (const LsPart *self,
                const LsRect *rect,
                LsPainter     painter)
{
  const LsPalette *palette = painter.palette;
  const LsTaskColor *color = ls_palette_task (palette, self->color);
  LsRect bar = { rect->x, rect->y, 5, rect->height };
  gboolean is_loop = self->color == LS_COLOR_NONE;
  double x = rect->x + 20;
  double gap = self->second != NULL ? 4 : 0;
  double height = self->first->height + gap + (self->second != NULL ? self->second->height : 0);
  double y = rect->y + (rect->height - height) / 2;

  ls_painter_fill (painter, rect, 8, self->is_active ? &palette->error_pale
                                     : is_loop ? &palette->accent_pale : &color->fill);
  ls_painter_fill (painter, &bar, 2, self->is_active ? &palette->error
                                     : is_loop ? &palette->accent : &color->line);
  ls_painter_text (painter, self->first, x, y + self->first->baseline, &palette->text);
  if (self->second != NULL)
    ls_painter_text (painter, self->second, x,
                     y + self->first->height + gap + self->second->baseline,
                     &palette->text);
}

static void
paint_idle (const LsPart *self,
            const LsRect *rect,
            LsPainter     painter)
{
  const LsPalette *palette = painter.palette;
  const double dash[] = { 4, 4 };
  double middle = rect->y + rect->height / 2;
  double x = rect->x + (rect->height < 30 ? 6 : 14);

  cairo_set_dash (painter.cr, dash, 2, 0);
  ls_painter_stroke (painter, rect, self->radius, 1.2, &palette->faint);
  cairo_set_dash (painter.cr, NULL, 0, 0);
  if (self->first == NULL)
    return;

  if (self->second == NULL)
    middle += 4 + self->first->baseline - self->first->height / 2;
  ls_painter_text (painter, self->first, x, middle - 4, &palette->text);
  ls_painter_text (painter, self->second, x, middle + 13, &palette->dim);
}

static void
paint_phase (const LsPart *self,
             const LsRect *rect,
             LsPainter     painter)
{
  const LsPalette *palette = painter.palette;

  ls_painter_fill (painter, rect, rect->height / 2,
                   self->is_active ? &palette->accent_solid : &palette->accent_pale);
  ls_painter_text (painter, self->first, rect->x + (rect->width - self->first->width) / 2,
                   rect->y + (rect->height - self->first->height) / 2 + self->first->baseline,
                   self->is_active ? &palette->accent_ink : &palette->accent_text);
}

static void
paint_arrow (const LsPart *self,
             const LsRect *rect,
             LsPainter     painter)
{
  const LsColor *color = find_ink (painter.palette, self->ink);
  double head = MIN (7, MAX (rect->width, rect->height) * 0.45);
  double width = head < 5 ? 1.6 : 2;

  /* Between the phases it is only an ornament. */
  if (self->ink == LS_INK_ACCENT)
    painter.alpha *= 0.55;

  if (rect->height > rect->width)
    ls_painter_arrow (painter, rect->x + rect->width / 2, rect->y,
                      rect->x + rect->width / 2, rect->y + rect->height, width, head, color);
  else
    ls_painter_arrow (painter, rect->x, rect->y + rect->height / 2,
                      rect->x + rect->width, rect->y + rect->height / 2, width, head, color);
}

static void
paint_trail (const LsPart *self,
             const LsRect *rect,
             LsPainter     painter)
{
  double y = rect->y + rect->height / 2;

  ls_painter_line (painter, rect->x, y, rect->x + rect->width, y, 1.6, 4,
                   &ls_palette_task (painter.palette, self->color)->line);
}

/* A lock, a queue or a future: broken outlines, since it is no task. */
static void
paint_thing (const LsPart *self,
             const LsRect *rect,
             LsPainter     painter)
{
  const LsPalette *palette = painter.palette;
  const double dash[] = { 4, 3 };
  double middle = rect->y + rect->height / 2;
  double center = rect->x + rect->width / 2;

  ls_painter_fill (painter, rect, rect->height / 2, &palette->chip);
  cairo_set_dash (painter.cr, dash, 2, 0);
  ls_painter_stroke (painter, rect, rect->height / 2, 1.4,
                     self->is_active ? &palette->error : &palette->faint);
  cairo_set_dash (painter.cr, NULL, 0, 0);
  if (self->second == NULL)
    {
      ls_painter_text (painter, self->first, center - self->first->width / 2,
                       middle + self->first->baseline - self->first->height / 2, &palette->text);
      return;
    }
  ls_painter_text (painter, self->first, center - self->first->width / 2, middle - 3,
                   &palette->text);
  ls_painter_text (painter, self->second, center - self->second->width / 2, middle + 12,
                   &palette->dim);
}

static void
paint_tie (const LsPart *self,
           const LsRect *rect,
           LsPainter     painter)
{
  const LsPalette *palette = painter.palette;
  const LsColor *color = self->color == LS_COLOR_NONE ? &palette->dim
                                                      : &ls_palette_task (palette, self->color)->line;
  const double dash[] = { 4, 4 };
  double x = rect->x + rect->width, y = rect->y + rect->height;
  double side = rect->height == 0 ? 1 : -1;
  cairo_t *cr = painter.cr;

  ls_painter_set_color (painter, color);
  cairo_set_line_width (cr, self->is_active && !self->is_dashed ? 2.6 : 1.6);
  if (self->is_dashed)
    cairo_set_dash (cr, dash, 2, 0);
  cairo_move_to (cr, rect->x, rect->y);
  cairo_curve_to (cr, rect->x, rect->y + self->radius, x, y + side * self->radius, x, y);
  cairo_stroke (cr);
  cairo_set_dash (cr, NULL, 0, 0);
  if (self->is_dashed)
    return;

  cairo_move_to (cr, x - 5.5, y + side * 7.5);
  cairo_line_to (cr, x, y);
  cairo_line_to (cr, x + 5.5, y + side * 7.5);
  cairo_stroke (cr);
}

void
ls_part_paint (const LsPart *self,
               const LsRect *rect,
               LsPainter     painter,
               gboolean      is_chosen)
{
  switch (self->kind)
    {
    case LS_PART_CARD:
    case LS_PART_LOOP:
      paint_card (self, rect, painter);
      break;
    case LS_PART_SENTENCE:
      paint_sentence (self, rect, painter);
      break;
    case LS_PART_IDLE:
      paint_idle (self, rect, painter);
      break;
    case LS_PART_TEXT:
      ls_painter_text (painter, self->first, rect->x, rect->y + self->first->baseline,
                       find_ink (painter.palette, self->ink));
      break;
    case LS_PART_PHASE:
      paint_phase (self, rect, painter);
      break;
    case LS_PART_ARROW:
      paint_arrow (self, rect, painter);
      break;
    case LS_PART_TRAIL:
      paint_trail (self, rect, painter);
      break;
    case LS_PART_THING:
      paint_thing (self, rect, painter);
      break;
    case LS_PART_TIE:
      paint_tie (self, rect, painter);
      break;
    case LS_PART_GHOST:
      painter.alpha *= 0.55;
      ls_chip_paint (self, rect, painter);
      break;
    default:
      ls_chip_paint (self, rect, painter);
      if (is_chosen)
        ls_chip_paint_ring (self, rect, painter);
      break;
    }
}
