/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <glib/gi18n-lib.h>

/* A frame of a film strip: who is ready, who runs, who waits and what stands in the queues, on a stamp. */
#define EDGE       8.0
#define DOT        10.0
#define DOT_STEP   14.0
#define TAG_HEIGHT 16.0
#define TAG_GAP    4.0
#define TAG_ROWS   2

static void
add_frame_text (LsStage    *self,
                LsStyle     style,
                LsInk       ink,
                const char *string,
                double      x,
                double      baseline,
                double      width)
{
  ls_stage_add_text (self, style, ink, string, x, baseline, MAX (1, width));
}

static LsPart *
add_box (LsStage    *self,
         LsPartKind  kind,
         LsItemKind  item,
         guint32     id,
         LsRect      rect,
         double      radius)
{
  LsPart *part = ls_stage_add (self, kind, item, id, 0, rect);

  part->radius = radius;
  return part;
}

/* Rightmost the next to run; how many have no dot is written at the left. */
static void
add_ready_dots (LsStage      *self,
                const LsRect *box)
{
  const LsScene *scene = self->scene;
  guint room = MAX (1, (guint) ((box->width - 12 + DOT_STEP - DOT) / DOT_STEP));
  guint shown = scene->n_ready <= room ? scene->n_ready : MAX (1, room - 2);

  for (guint i = 0; i < MIN (shown, scene->ready->len); i++)
    {
      LsRect rect = { box->x + box->width - 6 - DOT - i * DOT_STEP, box->y + 6, DOT, DOT };

      ls_stage_add_actor (self, LS_PART_DOT, &g_array_index (scene->ready, LsActor, i), rect);
    }
  if (shown < scene->n_ready)
    {
      g_autofree char *more = g_strdup_printf ("+%u", scene->n_ready - shown);

      add_frame_text (self, LS_STYLE_FRAME_CHIP, LS_INK_DIM, more, box->x + 5, box->y + 14, 24);
    }
}

static void
add_loop (LsStage *self,
          LsRect   rect)
{
  LsRect slot = { rect.x + 6, rect.y + 14, rect.width - 12, 20 };
  LsPart *part = add_box (self, LS_PART_LOOP, LS_ITEM_LOOP, 0, rect, 8);

  part->is_active = self->scene->is_blocking;
  if (self->scene->has_running)
    {
      ls_stage_add_actor (self, LS_PART_TAG, &self->scene->running, slot);
      return;
    }
  part = add_box (self, LS_PART_IDLE, LS_ITEM_NONE, 0, slot, 5);
  part->first = ls_text_new (self->fonts, LS_STYLE_FRAME_CHIP, self->scene->idle, slot.width - 12);
}

static char *
list_titles (const LsScene *scene)
{
  GString *titles = g_string_new (_("Waiting"));

  for (guint i = 0; i < scene->groups->len; i++)
    {
      const LsSceneGroup *group = g_ptr_array_index (scene->groups, i);

      g_string_append_printf (titles, "%s%s", i == 0 ? " · " : ", ", group->title);
    }
  return g_string_free (titles, FALSE);
}

static double
tag_width (LsStage       *self,
           const LsActor *actor,
           double         most)
{
  return MIN (most, ls_fonts_measure (self->fonts, LS_STYLE_FRAME_CHIP, actor->name) + 18);
}

/* Returns: how many rows of tags the waiting tasks need in @box, 0 if too many; adds them too, if so asked */
static guint
try_tags (LsStage      *self,
          const LsRect *box,
          gboolean      add)
{
  const LsScene *scene = self->scene;
  double width = box->width - 12;
  double x = 0;
  guint row = 0;

  if (scene->n_waiting > 24)
    return 0;

  for (guint i = 0; i < scene->groups->len; i++)
    {
      const LsSceneGroup *group = g_ptr_array_index (scene->groups, i);

      for (guint j = 0; j < group->actors->len; j++)
        {
          const LsActor *actor = &g_array_index (group->actors, LsActor, j);
          double its = tag_width (self, actor, width);
          double y;

          if (x + its > width)
            {
              x = 0;
              row++;
            }
          if (row == TAG_ROWS)
            return 0;
          y = box->y + 5 + row * (TAG_HEIGHT + TAG_GAP);
          if (add)
            ls_stage_add_actor (self, LS_PART_TAG, actor,
                                (LsRect) { box->x + 6 + x, y, its, TAG_HEIGHT });
          x += its + TAG_GAP;
        }
    }
  return row + 1;
}

static void
add_waiting_dots (LsStage      *self,
                  const LsRect *box)
{
  const LsScene *scene = self->scene;
  guint room = MAX (2, (guint) ((box->width - 12 + DOT_STEP - DOT) / DOT_STEP));
  guint shown = scene->n_waiting <= room ? scene->n_waiting : room - 2;
  guint n = 0;

  for (guint i = 0; i < scene->groups->len; i++)
    {
      const LsSceneGroup *group = g_ptr_array_index (scene->groups, i);

      for (guint j = 0; j < group->actors->len && n < shown; j++, n++)
        ls_stage_add_actor (self, LS_PART_DOT, &g_array_index (group->actors, LsActor, j),
                            (LsRect) { box->x + 6 + n * DOT_STEP, box->y + 8, DOT, DOT });
    }
  if (n < scene->n_waiting)
    {
      g_autofree char *more = g_strdup_printf ("+%u", scene->n_waiting - n);

      ls_stage_add_text_right (self, LS_STYLE_FRAME_CHIP, LS_INK_DIM, more, box->x + box->width - 5,
                               box->y + 16, 30);
    }
}

static double
add_waiting (LsStage *self,
             double   y)
{
  LsRect box = { EDGE, y + 22, self->width - 2 * EDGE, 26 };
  g_autofree char *titles = NULL;
  guint rows = try_tags (self, &box, FALSE);

  if (self->scene->n_waiting == 0)
    return y;

  titles = list_titles (self->scene);
  add_frame_text (self, LS_STYLE_FRAME_HEADING, self->scene->n_tied > 0 ? LS_INK_ERROR : LS_INK_TEXT,
                  titles, box.x, y + 16, box.width);
  box.height += rows > 1 ? (rows - 1) * (TAG_HEIGHT + TAG_GAP) : 0;
  add_box (self, LS_PART_CARD, LS_ITEM_GROUP, 0, box, 6);
  if (rows > 0)
    try_tags (self, &box, TRUE);
  else
    add_waiting_dots (self, &box);
  return box.y + box.height;
}

/* One line: what workers do, and what waits for one. */
static double
add_workers (LsStage *self,
             double   y)
{
  const GArray *jobs = self->scene->jobs;
  LsRect box = { EDGE, y + 8, self->width - 2 * EDGE, 22 };
  double title = ls_fonts_measure (self->fonts, LS_STYLE_FRAME_HEADING, _("Workers"));
  double x = box.x + 6 + title + 8;
  double right = box.x + box.width - 5;
  double most = CLAMP ((right - x) / MAX (jobs->len, 1) - TAG_GAP, 44, 90);
  g_autofree char *more = NULL;
  guint i;

  if (self->scene->n_workers == 0 && jobs->len == 0)
    return y;

  add_box (self, LS_PART_CARD, LS_ITEM_WORKERS, 0, box, 6);
  add_frame_text (self, LS_STYLE_FRAME_HEADING, LS_INK_TEXT, _("Workers"), box.x + 6, box.y + 14.5,
                  title + 2);
  for (i = 0; i < jobs->len; i++)
    {
      LsActor actor = ls_stage_make_job (&g_array_index (jobs, LsSceneJob, i));
      double width = tag_width (self, &actor, most);

      if (x + width > right - (i + 1 < jobs->len ? 22 : 0))
        break;
      ls_stage_add_actor (self, LS_PART_TAG, &actor, (LsRect) { x, box.y + 3, width, TAG_HEIGHT });
      x += width + TAG_GAP;
    }
  more = jobs->len == 0 ? g_strdup (_("idle")) : g_strdup_printf ("+%u", jobs->len - i);
  if (i < jobs->len || jobs->len == 0)
    ls_stage_add_text_right (self, LS_STYLE_FRAME_CHIP, LS_INK_DIM, more, right, box.y + 14, right - x);
  return box.y + box.height;
}

/* One line a queue: its name, and its items with the next to be got rightmost. */
static double
add_queue (LsStage            *self,
           const LsSceneQueue *queue,
           double              y)
{
  LsRect box = { EDGE, y + 8, self->width - 2 * EDGE, 22 };
  double title = ls_fonts_measure (self->fonts, LS_STYLE_FRAME_HEADING, queue->title);
  double left = box.x + 6 + MIN (box.width * 0.4, title) + 8;
  double right = box.x + box.width - 5;
  g_autofree char *more = NULL;
  guint i;

  add_box (self, LS_PART_CARD, LS_ITEM_QUEUE, queue->id, box, 6);
  add_frame_text (self, LS_STYLE_FRAME_HEADING, LS_INK_TEXT, queue->title, box.x + 6, box.y + 14.5,
                  left - 8 - box.x - 6);
  for (i = 0; i < queue->items->len; i++)
    {
      const LsSceneItem *item = &g_array_index (queue->items, LsSceneItem, i);
      double wish = ls_fonts_measure (self->fonts, LS_STYLE_FRAME_CHIP, item->value) + 11;
      double width = CLAMP (wish, 16, 56);
      LsPart *part;

      if (right - width < left + (i + 1 < queue->n ? 22 : 0))
        break;
      part = ls_stage_add (self, LS_PART_TAG, LS_ITEM_QUEUE_ITEM, item->item, queue->id,
                           (LsRect) { right - width, box.y + 4, width, 14 });
      part->color = item->color;
      part->first = ls_text_new (self->fonts, LS_STYLE_FRAME_CHIP, item->value, width - 10);
      right -= width + 3;
    }
  more = g_strdup_printf (queue->n == 0 ? _("empty") : "+%u", queue->n - i);
  if (i < queue->n || queue->n == 0)
    ls_stage_add_text_right (self, LS_STYLE_FRAME_CHIP, LS_INK_DIM, more, right, box.y + 14,
                             right - left);
  return box.y + box.height;
}

/* Returns: the height of the frame */
double
ls_stage_layout_compact (LsStage *self)
{
  double width = self->width - 2 * EDGE - 10;
  LsRect ready = { EDGE, 24, width * 0.465, 22 };
  double y = 50;

  add_frame_text (self, LS_STYLE_FRAME_HEADING, LS_INK_TEXT, _("Ready"), EDGE, 18, ready.width);
  add_box (self, LS_PART_CARD, LS_ITEM_READY, 0, ready, 6);
  add_ready_dots (self, &ready);
  add_loop (self, (LsRect) { EDGE + ready.width + 10, 10, width - ready.width, 40 });
  y = add_waiting (self, y);
  y = add_workers (self, y);
  for (guint i = 0; i < MIN (self->scene->queues->len, 3u); i++)
    y = add_queue (self, g_ptr_array_index (self->scene->queues, i), y);
  return y + 8;
}
