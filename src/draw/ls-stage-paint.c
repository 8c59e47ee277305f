/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-stage-private.h"

/*
 * Gliding.  Of two stages, what is in both moves from its old place to the new one; what is only in the
 * old fades, what is only in the new appears.  A change of form is painted over the old form as it comes.
 */
typedef struct
{
  LsStage  *from;             /* (nullable) */
  LsPainter painter;
  double    progress;         /* eased */
  guint32   selected;
} Paint;

static double
ease_in_out (double t)
{
  return t < 0.5 ? 4 * t * t * t : 1 - 4 * (1 - t) * (1 - t) * (1 - t);
}

static GHashTable *
get_places (LsStage *self)
{
  if (self->places != NULL)
    return self->places;

  self->places = g_hash_table_new (ls_part_hash, ls_part_equal);
  for (guint i = 0; i < self->parts->len; i++)
    {
      LsPart *part = &g_array_index (self->parts, LsPart, i);

      g_hash_table_add (self->places, part);
    }
  return self->places;
}

static gboolean
looks_alike (const LsPart *one,
             const LsPart *other)
{
  return one->kind == other->kind && one->form == other->form && one->color == other->color &&
         one->is_active == other->is_active && one->progress == other->progress &&
         ls_text_equal (one->first, other->first) && ls_text_equal (one->second, other->second);
}

/* While a box is not yet as large as its words need, they are cut at its edge. */
static void
paint_clipped (const LsPart *part,
               const LsRect *rect,
               LsPainter     painter,
               gboolean      is_chosen)
{
  LsRect clip = ls_rect_inset (rect, -6);

  if ((rect->width == part->rect.width && rect->height == part->rect.height)
      || part->kind == LS_PART_TIE)
    {
      ls_part_paint (part, rect, painter, is_chosen);
      return;
    }
  cairo_save (painter.cr);
  cairo_rectangle (painter.cr, clip.x, clip.y, clip.width, clip.height);
  cairo_clip (painter.cr);
  ls_part_paint (part, rect, painter, is_chosen);
  cairo_restore (painter.cr);
}

static gboolean
is_chosen (const Paint  *paint,
           const LsPart *part)
{
  return paint->selected != 0 && part->item == LS_ITEM_TASK && part->id == paint->selected;
}

/* In the first half what was written is read, in the second what is written; quickly from one to the other. */
static double
going (double progress)
{
  return CLAMP ((0.5 - progress) * 6, 0, 1);
}

static double
coming (double progress)
{
  return CLAMP ((progress - 0.5) * 6, 0, 1);
}

/* An item goes the way it is seen to go: into its queue from the left, out of it to the right. */
static LsRect
find_origin (LsStage      *self,
             const LsPart *part)
{
  LsRect rect = part->rect;

  if (part->kind != LS_PART_VALUE)
    return rect;

  rect.x -= 40;
  for (guint i = 0; i < self->parts->len; i++)
    {
      const LsPart *ghost = &g_array_index (self->parts, LsPart, i);

      if (ghost->kind == LS_PART_GHOST && ghost->id == part->id && ghost->owner == part->owner)
        return ghost->rect;
    }
  return rect;
}

static void
paint_appearing (const Paint  *paint,
                 LsStage      *self,
                 const LsPart *part)
{
  LsPainter painter = paint->painter;
  LsRect origin = find_origin (self, part);
  LsRect rect = ls_rect_between (&origin, &part->rect, paint->progress);

  painter.alpha *= LS_PART_GLIDES (part) ? paint->progress : coming (paint->progress);
  ls_part_paint (part, &rect, painter, is_chosen (paint, part));
}

static void
paint_disappearing (const Paint  *paint,
                    const LsPart *part)
{
  LsPainter painter = paint->painter;
  LsRect rect = part->rect;

  if (part->kind == LS_PART_VALUE)
    rect.x += 40 * paint->progress;
  painter.alpha *= LS_PART_GLIDES (part) ? 1 - paint->progress : going (paint->progress);
  ls_part_paint (part, &rect, painter, FALSE);
}

static void
paint_moving (const Paint  *paint,
              const LsPart *old,
              const LsPart *part)
{
  LsPainter painter = paint->painter;
  double progress = paint->progress;
  LsRect rect = ls_rect_between (&old->rect, &part->rect, progress);

  if (!looks_alike (old, part))
    {
      gboolean same_words = ls_text_equal (old->first, part->first) &&
                            ls_text_equal (old->second, part->second);

      if (!same_words)
        painter.words = going (progress);
      paint_clipped (old, &rect, painter, FALSE);
      painter.alpha *= progress;
      if (!same_words)
        painter.words = progress > 0 ? MIN (1, coming (progress) / progress) : 0;
    }
  paint_clipped (part, &rect, painter, is_chosen (paint, part));
}

static void
paint_parts (const Paint *paint,
             LsStage     *self,
             gboolean     gliding)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const LsPart *part = &g_array_index (self->parts, LsPart, i);
      const LsPart *old = NULL;

      if (LS_PART_GLIDES (part) != gliding)
        continue;
      if (paint->from == NULL)
        {
          ls_part_paint (part, &part->rect, paint->painter, is_chosen (paint, part));
          continue;
        }
      old = g_hash_table_lookup (get_places (paint->from), part);
      if (old != NULL)
        paint_moving (paint, old, part);
      else
        paint_appearing (paint, self, part);
    }
}

static void
paint_leaving (const Paint *paint,
               LsStage     *self,
               gboolean     gliding)
{
  GHashTable *places = get_places (self);

  for (guint i = 0; i < paint->from->parts->len; i++)
    {
      const LsPart *old = &g_array_index (paint->from->parts, LsPart, i);

      if (LS_PART_GLIDES (old) == gliding && !g_hash_table_contains (places, old))
        paint_disappearing (paint, old);
    }
}

/**
 * ls_stage_paint:
 * @self: the stage
 * @from: (nullable): the stage to come from
 * @progress: how far from @from, 0 to 1; even, since the easing is done here
 * @cr: where to, with the stage's upper left corner at the origin
 * @palette: in which colours
 * @selected: the chosen task, or 0
 */
void
ls_stage_paint (LsStage         *self,
                LsStage         *from,
                double           progress,
                cairo_t         *cr,
                const LsPalette *palette,
                guint32          selected)
{
  Paint paint = { .painter = { cr, palette, 1.0, 1.0 }, .selected = selected };

  g_return_if_fail (self != NULL && cr != NULL && palette != NULL);

  if (from != self && progress < 1)
    paint.from = from;
  paint.progress = ease_in_out (CLAMP (progress, 0, 1));

  cairo_save (cr);
  cairo_scale (cr, self->scale, self->scale);
  for (guint gliding = 0; gliding < 2; gliding++)
    {
      if (paint.from != NULL)
        paint_leaving (&paint, self, gliding);
      paint_parts (&paint, self, gliding);
    }
  cairo_restore (cr);
}
