/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <glib/gi18n-lib.h>

/* Each queue: a heading, and a box in which items stand with the next to be got rightmost. */
#define ITEM_MIN    44.0
#define ITEM_MAX    176.0
#define ITEM_GAP    10.0
#define HEADING     38.0      /* from the bottom of what is above to the top of the box */

static double
box_height (LsDensity density)
{
  return density == LS_DENSITY_FULL ? 64 : 42;
}

double
ls_stage_measure_queues (LsStage   *self,
                         LsDensity  density)
{
  double height = self->scene->queues->len * (HEADING + box_height (density));

  return height + (self->scene->n_more_queues > 0 ? 26 : 0);
}

/* Where items may stand in a box, between the words put and get. */
static void
add_ends (LsStage            *self,
          const LsSceneQueue *queue,
          const LsRect       *box,
          double             *left,
          double             *right)
{
  double baseline = box->y + box->height / 2 + 5;
  double middle = box->y + box->height / 2;
  LsPart *part = ls_stage_add_text (self, LS_STYLE_SIGN, LS_INK_DIM, _("put"),
                                    box->x + 14, baseline, 60);
  double end = part->rect.x + part->rect.width;

  part->id = queue->id;
  part = ls_stage_add (self, LS_PART_ARROW, LS_ITEM_QUEUE, queue->id, 1,
                       (LsRect) { end + 8, middle - 5, 26, 10 });
  part->ink = LS_INK_DIM;
  *left = end + 8 + 26 + 14;

  part = ls_stage_add_text (self, LS_STYLE_SIGN, LS_INK_DIM, _("get"), 0, baseline, 60);
  part->id = queue->id;
  part->rect.x = box->x + box->width - 14 - part->rect.width;
  end = part->rect.x;
  part = ls_stage_add (self, LS_PART_ARROW, LS_ITEM_QUEUE, queue->id, 2,
                       (LsRect) { end - 28, middle - 5, 20, 10 });
  part->ink = LS_INK_DIM;
  *right = end - 28 - 8;
}

/* The width of an item and how many there is room for. */
static double
fit_items (LsStage            *self,
           const LsSceneQueue *queue,
           LsDensity           density,
           double              room,
           guint              *n_shown)
{
  double wish = density == LS_DENSITY_FULL ? 104 : 84;
  double width;

  for (guint i = 0; i < MIN (queue->items->len, 8u); i++)
    {
      const LsSceneItem *item = &g_array_index (queue->items, LsSceneItem, i);

      wish = MAX (wish, ls_fonts_measure (self->fonts, LS_STYLE_VALUE, item->value) + 25);
      if (density == LS_DENSITY_FULL)
        wish = MAX (wish, ls_fonts_measure (self->fonts, LS_STYLE_FROM, item->from) + 25);
    }
  wish = MIN (wish, MIN (ITEM_MAX, room));

  *n_shown = queue->items->len;
  width = queue->n > 0 ? (room + ITEM_GAP) / queue->n - ITEM_GAP : wish;
  if (width >= MIN (ITEM_MIN, wish) && queue->n == queue->items->len)
    return MIN (width, wish);

  /* Not all have room: some space goes to the number of the others. */
  *n_shown = MIN (queue->items->len, MAX (1, (guint) ((room - 48 + ITEM_GAP) / (ITEM_MIN + 28 + ITEM_GAP))));
  return MIN (wish, MAX (40, (room - 48 + ITEM_GAP) / *n_shown - ITEM_GAP));
}

/* "from Producer", or only "Producer", or nothing: a scrap of a name says less than its colour. */
static LsText *
shape_origin (LsStage           *self,
              const LsSceneItem *item,
              double             width)
{
  LsText *text = ls_text_new (self->fonts, LS_STYLE_FROM, item->from, width);

  if (ls_text_is_cut (text))
    {
      ls_text_unref (text);
      text = ls_text_new (self->fonts, LS_STYLE_FROM, item->name, width);
    }
  if (width < 56 && ls_text_is_cut (text))
    g_clear_pointer (&text, ls_text_unref);
  return text;
}

static LsPart *
add_item (LsStage            *self,
          const LsSceneQueue *queue,
          const LsSceneItem  *item,
          LsPartKind          kind,
          LsRect              rect)
{
  LsPart *part = ls_stage_add (self, kind, LS_ITEM_QUEUE_ITEM, item->item, queue->id, rect);
  double width = ls_chip_text_width (LS_PART_VALUE, LS_FORM_READY, rect.width);

  part->color = item->color;
  part->first = ls_text_new (self->fonts, LS_STYLE_VALUE, item->value, width);
  if (rect.height > 30 && *item->from != '\0')
    part->second = shape_origin (self, item, width);
  return part;
}

/* An item that was just put is also drawn, paler, where it came from, if there is room between. */
static void
add_way (LsStage            *self,
         const LsSceneQueue *queue,
         const LsSceneItem  *item,
         LsRect              rect,
         double              left)
{
  LsRect ghost = rect;
  LsRect trail;
  LsPart *part;

  ghost.x = left + 12;
  if (rect.x - ghost.x - ghost.width < 44)
    return;

  ghost.x = MIN (ghost.x + 28, rect.x - ghost.width - 44);
  add_item (self, queue, item, LS_PART_GHOST, ghost);
  trail = (LsRect) { ghost.x + ghost.width + 8, rect.y, 0, rect.height };
  trail.width = rect.x - 10 - trail.x;
  part = ls_stage_add (self, LS_PART_TRAIL, LS_ITEM_QUEUE_ITEM, item->item, queue->id, trail);
  part->color = item->color;
}

static void
add_items (LsStage            *self,
           const LsSceneQueue *queue,
           const LsRect       *box,
           LsDensity           density,
           double              left,
           double              right)
{
  double inset = density == LS_DENSITY_FULL ? 11 : 8;
  guint n_shown;
  double width = fit_items (self, queue, density, right - left, &n_shown);

  for (guint i = 0; i < n_shown; i++)
    {
      const LsSceneItem *item = &g_array_index (queue->items, LsSceneItem, i);
      LsRect rect = { right - width, box->y + inset, width, box->height - 2 * inset };

      add_item (self, queue, item, LS_PART_VALUE, rect)->is_pickable = TRUE;
      if (item->is_new && i + 1 == queue->n)
        add_way (self, queue, item, rect, left);
      right -= width + ITEM_GAP;
    }
  if (n_shown < queue->n)
    {
      g_autofree char *more = g_strdup_printf ("+%'u", queue->n - n_shown);

      ls_stage_add_text_right (self, LS_STYLE_SIGN, LS_INK_DIM, more, right,
                               box->y + box->height / 2 + 5, MAX (10, right - left));
    }
}

static void
add_queue (LsStage            *self,
           const LsSceneQueue *queue,
           LsRect              box,
           LsDensity           density)
{
  double left, right;
  LsPart *part = ls_stage_add (self, LS_PART_CARD, LS_ITEM_QUEUE, queue->id, 0, box);

  part->is_pickable = TRUE;
  ls_stage_add_heading (self, queue->title, queue->summary, box.x, box.y - 10, box.width);
  add_ends (self, queue, &box, &left, &right);
  if (queue->n > 0)
    {
      add_items (self, queue, &box, density, left, right);
    }
  else
    {
      LsText *text = ls_text_new (self->fonts, LS_STYLE_REMARK, _("empty"), right - left);

      part = ls_stage_add (self, LS_PART_TEXT, LS_ITEM_QUEUE, queue->id, 1,
                           (LsRect) { (left + right - text->width) / 2,
                                      box.y + box.height / 2 + 4 - text->baseline,
                                      text->width, text->height });
      part->first = text;
      part->ink = LS_INK_DIM;
    }
}

/* @spread: more air above each */
double
ls_stage_layout_queues (LsStage   *self,
                        double     y,
                        double     spread,
                        LsDensity  density)
{
  const LsScene *scene = self->scene;
  double width = self->width - 2 * LS_STAGE_MARGIN;

  for (guint i = 0; i < scene->queues->len; i++)
    {
      LsRect box = { LS_STAGE_MARGIN, y + HEADING + spread, width, box_height (density) };

      add_queue (self, g_ptr_array_index (scene->queues, i), box, density);
      y = box.y + box.height;
    }
  if (scene->n_more_queues > 0)
    {
      guint n = scene->n_more_queues;
      g_autofree char *more =
        g_strdup_printf (ngettext ("and %'u more queue", "and %'u more queues", n), n);

      ls_stage_add_text (self, LS_STYLE_REMARK, LS_INK_DIM, more, LS_STAGE_MARGIN, y + 20, width);
      y += 26;
    }
  return y;
}
