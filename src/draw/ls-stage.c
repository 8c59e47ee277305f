/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-stage-private.h"

static void
clear_part (gpointer data)
{
  ls_part_clear (data);
}

static LsRect
scale_rect (const LsRect *rect,
            double        scale)
{
  return (LsRect) { rect->x * scale, rect->y * scale, rect->width * scale, rect->height * scale };
}

static void
collect_items (LsStage  *self,
               gboolean  gliding)
{
  for (guint i = 0; i < self->parts->len; i++)
    {
      const LsPart *part = &g_array_index (self->parts, LsPart, i);
      LsItem item = { part->item, part->id, part->owner, scale_rect (&part->rect, self->scale) };

      if (part->is_pickable && LS_PART_GLIDES (part) == gliding)
        g_array_append_val (self->items, item);
    }
}

/*
 * ls_stage_new_for_scene:
 * @scene: (transfer full)
 * @fonts: (transfer full)
 * @height: 0: no limit
 */
LsStage *
ls_stage_new_for_scene (LsScene      *scene,
                        guint64       position,
                        LsFonts      *fonts,
                        double        width,
                        double        height,
                        LsStageFlags  flags)
{
  LsStage *self = g_new0 (LsStage, 1);

  self->position = position;
  self->flags = flags;
  self->fonts = fonts;
  self->scene = scene;
  self->scale = ls_fonts_get_scale (fonts);
  self->width = width / self->scale;
  self->parts = g_array_new (FALSE, TRUE, sizeof (LsPart));
  g_array_set_clear_func (self->parts, clear_part);
  self->items = g_array_new (FALSE, FALSE, sizeof (LsItem));

  if (flags & LS_STAGE_COMPACT)
    self->height = ls_stage_layout_compact (self);
  else
    self->height = ls_stage_layout_all (self, height / self->scale);
  collect_items (self, FALSE);
  collect_items (self, TRUE);
  return self;
}

/**
 * ls_stage_new:
 * @model: the trace; not kept
 * @position: a number of events
 * @context: Pango's, with the font and resolution to use
 * @width: in units; the height follows from it
 * @height: the height to fill if less is needed; groups shrink to short chips, then dots with a count, when
 *   more would be; 0: no limit
 * @flags: what to leave out
 *
 * Returns: (transfer full): the picture of @position, to be freed with ls_stage_free()
 */
LsStage *
ls_stage_new (LsModel      *model,
              guint64       position,
              PangoContext *context,
              double        width,
              double        height,
              LsStageFlags  flags)
{
  g_return_val_if_fail (LS_IS_MODEL (model), NULL);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), NULL);

  return ls_stage_new_for_scene (ls_scene_new_for_model (model, position), position,
                                 ls_fonts_new (context), width, height, flags);
}

void
ls_stage_free (LsStage *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->places, g_hash_table_unref);
  g_array_unref (self->items);
  g_array_unref (self->parts);
  ls_scene_free (self->scene);
  ls_fonts_free (self->fonts);
  g_free (self);
}

double
ls_stage_get_height (LsStage *self)
{
  return self->height * self->scale;
}

guint64
ls_stage_get_position (LsStage *self)
{
  return self->position;
}

const LsItem *
ls_stage_get_items (LsStage *self,
                    guint   *n_items)
{
  *n_items = self->items->len;
  return (const LsItem *) self->items->data;
}

/**
 * ls_stage_pick:
 *
 * Returns: (transfer none) (nullable): what is painted topmost at @x, @y
 */
const LsItem *
ls_stage_pick (LsStage *self,
               double   x,
               double   y)
{
  for (guint i = self->items->len; i > 0; i--)
    {
      const LsItem *item = &g_array_index (self->items, LsItem, i - 1);

      if (ls_rect_contains (&item->rect, x, y))
        return item;
    }
  return NULL;
}

char *
ls_stage_describe (LsStage *self)
{
  return ls_scene_describe (self->scene);
}

LsPart *
ls_stage_add (LsStage    *self,
              LsPartKind  kind,
              LsItemKind  item,
              guint32     id,
              guint32     owner,
              LsRect      rect)
{
  LsPart part = { .kind = kind, .item = item, .id = id, .owner = owner, .rect = rect,
                  .color = LS_COLOR_NONE, .progress = -1, .radius = 12 };

  g_array_append_val (self->parts, part);
  return &g_array_index (self->parts, LsPart, self->parts->len - 1);
}

static LsPart *
add_shaped_text (LsStage *self,
                 LsText  *text,
                 LsInk    ink,
                 double   x,
                 double   baseline)
{
  LsRect rect = { x, baseline - text->baseline, text->width, text->height };
  LsPart *part = ls_stage_add (self, LS_PART_TEXT, LS_ITEM_NONE, 0, 0, rect);

  part->first = text;
  part->ink = ink;
  part->place = g_str_hash (pango_layout_get_text (text->layout));
  return part;
}

/* Without an identity of its own a text is known by its words: those that stay move, others fade. */
LsPart *
ls_stage_add_text (LsStage    *self,
                   LsStyle     style,
                   LsInk       ink,
                   const char *string,
                   double      x,
                   double      baseline,
                   double      max_width)
{
  return add_shaped_text (self, ls_text_new (self->fonts, style, string, max_width), ink, x,
                          baseline);
}

/* @max_width: 0: no limit */
LsPart *
ls_stage_add_text_right (LsStage    *self,
                         LsStyle     style,
                         LsInk       ink,
                         const char *string,
                         double      right,
                         double      baseline,
                         double      max_width)
{
  LsText *text = ls_text_new (self->fonts, style, string, max_width);

  return add_shaped_text (self, text, ink, right - text->width, baseline);
}

static void
add_heading (LsStage    *self,
             LsInk       ink,
             const char *heading,
             const char *remark,
             double      x,
             double      baseline,
             double      width)
{
  LsPart *part = ls_stage_add_text (self, LS_STYLE_HEADING, ink, heading, x, baseline, width);
  double used = part->rect.width + 10;

  if (*remark != '\0' && width - used > 40)
    ls_stage_add_text (self, LS_STYLE_REMARK, LS_INK_DIM, remark, x + used, baseline, width - used);
}

void
ls_stage_add_heading (LsStage    *self,
                      const char *heading,
                      const char *remark,
                      double      x,
                      double      baseline,
                      double      width)
{
  add_heading (self, LS_INK_TEXT, heading, remark, x, baseline, width);
}

void
ls_stage_add_alarm (LsStage    *self,
                    const char *heading,
                    const char *remark,
                    double      x,
                    double      baseline,
                    double      width)
{
  add_heading (self, LS_INK_ERROR, heading, remark, x, baseline, width);
}

static void
style_actor (LsPartKind  kind,
             LsStyle    *first,
             LsStyle    *second)
{
  *second = LS_STYLE_DETAIL;
  switch (kind)
    {
    case LS_PART_CHIP:  *first = LS_STYLE_NAME; break;
    case LS_PART_TAG:   *first = LS_STYLE_FRAME_CHIP; break;
    default:            *first = LS_STYLE_SHORT; break;
    }
}

/* Adds a task or callback as a chip of that kind, its words cut to what has room. */
void
ls_stage_add_actor (LsStage       *self,
                    LsPartKind     kind,
                    const LsActor *actor,
                    LsRect         rect)
{
  LsPart *part = ls_stage_add (self, kind, actor->kind, actor->id, 0, rect);
  LsStyle first, second;
  double width;

  part->form = actor->form;
  part->color = actor->color;
  part->progress = actor->progress;
  part->is_pickable = TRUE;
  if (kind == LS_PART_DOT)
    return;

  style_actor (kind, &first, &second);
  width = ls_chip_text_width (kind, actor->form, rect.width);
  part->first = ls_text_new (self->fonts, first, actor->name, width);
  if (kind == LS_PART_CHIP && *actor->detail != '\0')
    part->second = ls_text_new (self->fonts, second, actor->detail, width);
}
