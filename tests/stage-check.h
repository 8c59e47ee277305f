/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "draw-fixture.h"

/* Stages of scenes, and what holds of every stage. */

static inline LsStage *
lay (LsScene *scene, double width, double height, LsStageFlags flags)
{
  return ls_stage_new_for_scene (scene, 7, make_fonts ("Cantarell 11"), width, height, flags);
}

static inline cairo_surface_t *
paint (LsStage *stage, LsStage *from, double progress, gboolean dark, guint32 selected)
{
  const LsPalette *palette = ls_palette_get (dark, FALSE);
  double width = MAX (stage->width, from != NULL ? from->width : 0) * stage->scale;
  cairo_surface_t *surface = make_surface (width, ls_stage_get_height (stage), &palette->page);
  cairo_t *cr = cairo_create (surface);

  ls_stage_paint (stage, from, progress, cr, palette, selected);
  g_assert_cmpint (cairo_status (cr), ==, CAIRO_STATUS_SUCCESS);
  cairo_destroy (cr);
  return surface;
}

static inline gboolean
is_box (const LsPart *part)
{
  return part->kind == LS_PART_CARD || part->kind == LS_PART_LOOP || part->kind == LS_PART_SENTENCE;
}

static inline gboolean
contains (const LsRect *outer, const LsRect *inner)
{
  const double e = 0.01;

  return inner->x >= outer->x - e && inner->y >= outer->y - e &&
         inner->x + inner->width <= outer->x + outer->width + e &&
         inner->y + inner->height <= outer->y + outer->height + e;
}

/* Text that would be painted beyond the room it has: the ink, not only what the layout claims. */
static inline void
assert_text_fits (const LsText *text, double room)
{
  PangoRectangle logical;

  if (text == NULL)
    return;
  pango_layout_get_extents (text->layout, NULL, &logical);
  g_assert_cmpfloat (logical.width / (double) PANGO_SCALE, <=, room + 0.5);
}

static inline void
assert_words_fit (const LsPart *part)
{
  if (part->kind == LS_PART_SENTENCE)
    {
      assert_text_fits (part->first, part->rect.width - 40);
      assert_text_fits (part->second, part->rect.width - 40);
      g_assert_cmpfloat (part->first->height + (part->second != NULL ? part->second->height : 0), <=, part->rect.height);
    }
  else if (LS_PART_GLIDES (part) && part->kind != LS_PART_DOT)
    {
      double room = MAX (1, part->rect.width - ls_chip_text_x (part->kind, part->form) - 4);

      assert_text_fits (part->first, room);
      assert_text_fits (part->second, room);
    }
  else if (part->kind == LS_PART_PHASE || part->kind == LS_PART_IDLE)
    {
      assert_text_fits (part->first, part->rect.width);
    }
}

/* Nothing lies outside the stage, over its neighbour, or out of its box; no words run over. */
static inline void
assert_sound (LsStage *stage)
{
  LsRect all = { 0, 0, stage->width, stage->height };

  for (guint i = 0; i < stage->parts->len; i++)
    {
      const LsPart *part = &g_array_index (stage->parts, LsPart, i);

      g_assert_true (isfinite (part->rect.x + part->rect.y + part->rect.width + part->rect.height));
      g_assert_true (contains (&all, &part->rect));
      assert_words_fit (part);
      for (guint j = 0; j < i; j++)
        {
          const LsPart *other = &g_array_index (stage->parts, LsPart, j);

          if ((is_box (part) && is_box (other)) || (LS_PART_GLIDES (part) && LS_PART_GLIDES (other)) ||
              (part->kind == LS_PART_TEXT && other->kind == LS_PART_TEXT) ||
              (part->kind == LS_PART_TEXT && LS_PART_GLIDES (other)) ||
              (LS_PART_GLIDES (part) && other->kind == LS_PART_TEXT))
            g_assert_false (ls_rect_meets (&part->rect, &other->rect));
          /* What begins in a box ends in it. */
          if (is_box (other) && !is_box (part) && ls_rect_meets (&part->rect, &other->rect))
            g_assert_true (contains (&other->rect, &part->rect));
        }
    }
}

static inline const LsPart *
find_part (LsStage *stage, LsItemKind item, guint32 id)
{
  for (guint i = 0; i < stage->parts->len; i++)
    {
      const LsPart *part = &g_array_index (stage->parts, LsPart, i);

      if (part->item == item && part->id == id && part->is_pickable)
        return part;
    }
  return NULL;
}

static inline guint
count_kind (LsStage *stage, LsPartKind kind)
{
  guint n = 0;

  for (guint i = 0; i < stage->parts->len; i++)
    n += g_array_index (stage->parts, LsPart, i).kind == kind;
  return n;
}
