/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <math.h>

#define CELL_MAX 240.0

static LsGroupPlan *
nth (LsWaitingPlan *self,
     guint          i)
{
  return &g_array_index (self->groups, LsGroupPlan, i);
}

static void
add_dots (LsWaitingPlan *self,
          LsGroupPlan   *plan,
          LsStage       *stage,
          const LsRect  *box)
{
  double left = box->x + LS_WAITING_PADDING;
  double top = box->y + ls_density_measures[LS_DENSITY_DOTS].head;
  double pitch = ls_group_plan_dot_pitch (plan);
  double size = floor (pitch * 0.72);
  guint per_row = ls_group_plan_dots_in_row (plan, box->width);
  guint64 most = (guint64) per_row * self->max_dot_rows;
  guint shown = MIN (most, plan->group->actors->len);

  for (guint i = 0; i < shown; i++)
    {
      LsRect rect = { left + (i % per_row) * pitch, top + (i / per_row) * pitch, size, size };

      ls_stage_add_actor (stage, LS_PART_DOT, &g_array_index (plan->group->actors, LsActor, i),
                          rect);
    }
  if (shown < plan->group->n)
    {
      g_autofree char *more = g_strdup_printf ("+%'u", plan->group->n - shown);

      ls_stage_add_text_right (stage, LS_STYLE_SIGN, LS_INK_DIM, more,
                               box->x + box->width - LS_WAITING_PADDING,
                               box->y + box->height - 7, 80)->id = plan->group->wait;
    }
}

static void
add_chips (LsGroupPlan  *plan,
           LsStage      *stage,
           const LsRect *box)
{
  const LsDensityMeasures *measures = &ls_density_measures[plan->density];
  double room = box->width - 2 * LS_WAITING_PADDING - (plan->columns - 1) * measures->gap;
  double width = MIN (room / plan->columns, CELL_MAX);
  LsPartKind kind = plan->density == LS_DENSITY_FULL ? LS_PART_CHIP : LS_PART_SHORT;

  for (guint i = 0; i < plan->group->actors->len; i++)
    {
      guint column = i % plan->columns;
      guint row = i / plan->columns;
      LsRect rect = { box->x + LS_WAITING_PADDING + column * (width + measures->gap),
                      box->y + measures->head + row * measures->pitch, width, measures->height };

      ls_stage_add_actor (stage, kind, &g_array_index (plan->group->actors, LsActor, i), rect);
    }
}

static void
add_box (LsWaitingPlan *self,
         LsGroupPlan   *plan,
         LsStage       *stage,
         LsRect         box)
{
  const LsSceneGroup *group = plan->group;
  g_autofree char *count = g_strdup_printf ("%'u", group->n);
  LsPart *part = ls_stage_add (stage, LS_PART_CARD, LS_ITEM_GROUP, group->wait, group->object, box);
  double room;

  part->is_pickable = TRUE;
  room = box.width - 2 * LS_WAITING_PADDING - ls_fonts_measure (stage->fonts, LS_STYLE_REMARK,
                                                                count) - 8;
  part = ls_stage_add_text (stage, LS_STYLE_TITLE, LS_INK_TEXT, group->title,
                            box.x + LS_WAITING_PADDING, box.y + 20, room);
  part->id = group->wait;
  part->owner = group->object;
  part = ls_stage_add_text_right (stage, LS_STYLE_REMARK, LS_INK_DIM, count,
                                  box.x + box.width - LS_WAITING_PADDING, box.y + 20, 0);
  part->id = group->wait;
  part->owner = group->object;
  if (plan->density == LS_DENSITY_DOTS)
    add_dots (self, plan, stage, &box);
  else
    add_chips (plan, stage, &box);
}

/* Adds the groups as they are planned, the first at @x, @y. */
void
ls_stage_add_waiting (LsStage       *stage,
                      LsWaitingPlan *self,
                      double         x,
                      double         y)
{
  for (guint first = 0; first < self->groups->len; )
    {
      guint last = ls_waiting_plan_end_of_row (self, first);
      double height = ls_waiting_plan_row_height (self, first, last);
      double left = x;

      for (guint i = first; i < last; i++)
        {
          add_box (self, nth (self, i), stage, (LsRect) { left, y, nth (self, i)->width, height });
          left += nth (self, i)->width + LS_WAITING_GAP;
        }
      y += height + LS_WAITING_GAP;
      first = last;
    }
}
