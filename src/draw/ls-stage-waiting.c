/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <math.h>

/*
 * Groups stand in rows as wide as the stage.  In a row each has at least one column of cells; every further column goes
 * to the group that would else be the highest.  What is left of the width is shared out, so that rows end flush.
 */
typedef struct
{
  const LsSceneGroup *group;
  LsDensity           density;
  guint               row;
  guint               columns;
  gboolean            is_capped;   /* no further column fits, or is of use */
  double              width;
} GroupPlan;

struct _LsWaitingPlan
{
  GArray *groups;             /* GroupPlan */
  guint   n_rows;
  double  width;
  guint   max_dot_rows;       /* beyond it tasks are only counted */
};

#define PADDING 12.0
#define BOX_GAP 8.0

static const struct { double cell, gap, height, pitch, head, foot; } densities[] =
{
  [LS_DENSITY_FULL]  = { 150, 14, 44, 52, 34, 18 },
  [LS_DENSITY_SHORT] = { 92, 8, 28, 34, 34, 14 },
  [LS_DENSITY_DOTS]  = { 96, 0, 0, 0, 32, 14 },
};

#define CELL_MAX 240.0

static double
dot_pitch (guint n)
{
  return n <= 40 ? 14 : n <= 200 ? 12 : 9;
}

/* Dots need little, but their heading is to be read; about, since plans know no fonts. */
static double
cell_width (const GroupPlan *plan)
{
  if (plan->density == LS_DENSITY_DOTS)
    return CLAMP (g_utf8_strlen (plan->group->title, 64) * 7.0 + 36, densities[LS_DENSITY_DOTS].cell, 190);

  return densities[plan->density].cell;
}

static double
columns_width (const GroupPlan *plan,
               guint            columns)
{
  return 2 * PADDING + columns * cell_width (plan) + (columns - 1) * densities[plan->density].gap;
}

/* How many dots a row of the box holds. */
static guint
dots_in_row (const GroupPlan *plan,
             double           width)
{
  return MAX (1, (guint) ((width - 2 * PADDING) / dot_pitch (plan->group->n)));
}

static guint
rows_of (const GroupPlan *plan,
         double           width)
{
  guint per_row = plan->density == LS_DENSITY_DOTS ? dots_in_row (plan, width) : plan->columns;

  return (plan->group->n + per_row - 1) / per_row;
}

static double
box_height (const LsWaitingPlan *self,
            const GroupPlan     *plan,
            double               width)
{
  guint rows = rows_of (plan, width);
  double head = densities[plan->density].head;
  double foot = densities[plan->density].foot;

  if (plan->density != LS_DENSITY_DOTS)
    return head + (rows - 1) * densities[plan->density].pitch + densities[plan->density].height + foot;
  if (rows <= self->max_dot_rows)
    return head + rows * dot_pitch (plan->group->n) + foot;

  return head + self->max_dot_rows * dot_pitch (plan->group->n) + foot + 14;
}

static GroupPlan *
nth (LsWaitingPlan *self,
     guint          i)
{
  return &g_array_index (self->groups, GroupPlan, i);
}

/* First as many to a row as fit, then evenly: four and one would be worse than three and two. */
static void
assign_rows (LsWaitingPlan *self,
             guint          most)
{
  double used = 0;
  guint row = 0;
  guint in_row = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      GroupPlan *plan = nth (self, i);
      double width = columns_width (plan, 1);

      if (in_row > 0 && (used + BOX_GAP + width > self->width || in_row == most))
        {
          row++;
          in_row = 0;
          used = 0;
        }
      used += width + (in_row > 0 ? BOX_GAP : 0);
      in_row++;
      plan->row = row;
    }
  self->n_rows = self->groups->len > 0 ? row + 1 : 0;
}

/* Returns: the width left over */
static double
grow_columns (LsWaitingPlan *self,
              guint          first,
              guint          last)
{
  double left = self->width + BOX_GAP;

  for (guint i = first; i < last; i++)
    {
      GroupPlan *plan = nth (self, i);

      plan->columns = 1;
      plan->is_capped = plan->density != LS_DENSITY_DOTS && plan->group->n <= 1;
      left -= columns_width (plan, 1) + BOX_GAP;
    }

  for (;;)
    {
      GroupPlan *highest = NULL;
      double height = 0;
      double cost;

      for (guint i = first; i < last; i++)
        {
          GroupPlan *plan = nth (self, i);
          double its = box_height (self, plan, columns_width (plan, plan->columns));

          if (!plan->is_capped && its > height)
            {
              highest = plan;
              height = its;
            }
        }
      if (highest == NULL)
        return left;

      cost = cell_width (highest) + densities[highest->density].gap;
      highest->is_capped = cost > left;
      if (highest->is_capped)
        continue;

      left -= cost;
      highest->columns++;
      highest->is_capped = highest->density == LS_DENSITY_DOTS
        ? rows_of (highest, columns_width (highest, highest->columns)) <= 2
        : highest->columns >= highest->group->n;
    }
}

static void
share_width (LsWaitingPlan *self,
             guint          first,
             guint          last,
             double         left)
{
  guint total = 0;

  for (guint i = first; i < last; i++)
    total += nth (self, i)->columns;
  for (guint i = first; i < last; i++)
    {
      GroupPlan *plan = nth (self, i);

      plan->width = columns_width (plan, plan->columns) + MAX (0, left) * plan->columns / total;
    }
}

static guint
end_of_row (LsWaitingPlan *self,
            guint          first)
{
  guint last = first;

  while (last < self->groups->len && nth (self, last)->row == nth (self, first)->row)
    last++;
  return last;
}

static void
arrange (LsWaitingPlan *self)
{
  assign_rows (self, G_MAXUINT);
  if (self->n_rows > 1)
    assign_rows (self, (self->groups->len + self->n_rows - 1) / self->n_rows);

  for (guint first = 0; first < self->groups->len; )
    {
      guint last = end_of_row (self, first);

      share_width (self, first, last, grow_columns (self, first, last));
      first = last;
    }
}

LsWaitingPlan *
ls_waiting_plan_new (const LsScene *scene,
                     double         width)
{
  LsWaitingPlan *self = g_new0 (LsWaitingPlan, 1);

  self->width = width;
  self->max_dot_rows = G_MAXUINT;
  self->groups = g_array_new (FALSE, TRUE, sizeof (GroupPlan));
  for (guint i = 0; i < scene->groups->len; i++)
    {
      GroupPlan plan = { .group = g_ptr_array_index (scene->groups, i) };

      if (plan.group->n > LS_SCENE_MAX_DETAILS)
        plan.density = LS_DENSITY_SHORT;
      if (plan.group->n > LS_SCENE_MAX_DETAILS * 4)
        plan.density = LS_DENSITY_DOTS;
      g_array_append_val (self->groups, plan);
    }
  arrange (self);
  return self;
}

void
ls_waiting_plan_free (LsWaitingPlan *self)
{
  g_array_unref (self->groups);
  g_free (self);
}

static double
row_height (LsWaitingPlan *self,
            guint          first,
            guint          last)
{
  double height = 0;

  for (guint i = first; i < last; i++)
    height = MAX (height, box_height (self, nth (self, i), nth (self, i)->width));
  return height;
}

double
ls_waiting_plan_get_height (LsWaitingPlan *self)
{
  double height = 0;

  for (guint first = 0; first < self->groups->len; )
    {
      guint last = end_of_row (self, first);

      height += row_height (self, first, last) + (first > 0 ? BOX_GAP : 0);
      first = last;
    }
  return height;
}

double
ls_waiting_plan_get_least (LsWaitingPlan *self)
{
  double line = densities[LS_DENSITY_SHORT].head + densities[LS_DENSITY_SHORT].height +
                densities[LS_DENSITY_SHORT].foot + BOX_GAP;

  return MIN (ls_waiting_plan_get_height (self), MAX (150, self->n_rows * line));
}

/* Returns: whether there was a group at @density to draw closer */
static gboolean
shrink_highest (LsWaitingPlan *self,
                LsDensity      density)
{
  GroupPlan *highest = NULL;
  double height = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      GroupPlan *plan = nth (self, i);
      double its = box_height (self, plan, plan->width);

      if (plan->density == density && its > height)
        {
          highest = plan;
          height = its;
        }
    }
  if (highest == NULL)
    return FALSE;

  highest->density++;
  arrange (self);
  return TRUE;
}

void
ls_waiting_plan_fit (LsWaitingPlan *self,
                     double         height)
{
  for (LsDensity density = LS_DENSITY_FULL; density < LS_DENSITY_DOTS; density++)
    while (ls_waiting_plan_get_height (self) > height && shrink_highest (self, density))
      ;

  /* All are dots: leave out what cannot be seen anyway. */
  for (guint rows = 64; rows >= 3 && ls_waiting_plan_get_height (self) > height; rows -= (rows + 7) / 8)
    self->max_dot_rows = rows;
}

static void
add_dots (LsWaitingPlan *self,
          GroupPlan     *plan,
          LsStage       *stage,
          const LsRect  *box)
{
  double pitch = dot_pitch (plan->group->n);
  double size = floor (pitch * 0.72);
  guint per_row = dots_in_row (plan, box->width);
  guint64 most = (guint64) per_row * MIN (rows_of (plan, box->width), self->max_dot_rows);
  guint shown = MIN (most, plan->group->actors->len);

  for (guint i = 0; i < shown; i++)
    {
      LsRect rect = { box->x + PADDING + (i % per_row) * pitch,
                      box->y + densities[LS_DENSITY_DOTS].head + (i / per_row) * pitch, size, size };

      ls_stage_add_actor (stage, LS_PART_DOT, &g_array_index (plan->group->actors, LsActor, i), rect);
    }
  if (shown < plan->group->n)
    {
      g_autofree char *more = g_strdup_printf ("+%'u", plan->group->n - shown);

      ls_stage_add_text_right (stage, LS_STYLE_SIGN, LS_INK_DIM, more, box->x + box->width - PADDING,
                               box->y + box->height - 7, 80)->id = plan->group->wait;
    }
}

static void
add_chips (GroupPlan    *plan,
           LsStage      *stage,
           const LsRect *box)
{
  double gap = densities[plan->density].gap;
  double width = (box->width - 2 * PADDING - (plan->columns - 1) * gap) / plan->columns;
  LsPartKind kind = plan->density == LS_DENSITY_FULL ? LS_PART_CHIP : LS_PART_SHORT;

  width = MIN (width, CELL_MAX);
  for (guint i = 0; i < plan->group->actors->len; i++)
    {
      LsRect rect = { box->x + PADDING + (i % plan->columns) * (width + gap),
                      box->y + densities[plan->density].head + (i / plan->columns) * densities[plan->density].pitch,
                      width, densities[plan->density].height };

      ls_stage_add_actor (stage, kind, &g_array_index (plan->group->actors, LsActor, i), rect);
    }
}

static void
add_box (LsWaitingPlan *self,
         GroupPlan     *plan,
         LsStage       *stage,
         LsRect         box)
{
  const LsSceneGroup *group = plan->group;
  g_autofree char *count = g_strdup_printf ("%'u", group->n);
  LsPart *part = ls_stage_add (stage, LS_PART_CARD, LS_ITEM_GROUP, group->wait, group->object, box);
  double room;

  part->is_pickable = TRUE;
  room = box.width - 2 * PADDING - ls_fonts_measure (stage->fonts, LS_STYLE_REMARK, count) - 8;
  part = ls_stage_add_text (stage, LS_STYLE_TITLE, LS_INK_TEXT, group->title, box.x + PADDING, box.y + 20, room);
  part->id = group->wait;
  part->owner = group->object;
  part = ls_stage_add_text_right (stage, LS_STYLE_REMARK, LS_INK_DIM, count,
                                  box.x + box.width - PADDING, box.y + 20, 0);
  part->id = group->wait;
  part->owner = group->object;
  if (plan->density == LS_DENSITY_DOTS)
    add_dots (self, plan, stage, &box);
  else
    add_chips (plan, stage, &box);
}

void
ls_waiting_plan_apply (LsWaitingPlan *self,
                       LsStage       *stage,
                       double         x,
                       double         y)
{
  for (guint first = 0; first < self->groups->len; )
    {
      guint last = end_of_row (self, first);
      double height = row_height (self, first, last);
      double left = x;

      for (guint i = first; i < last; i++)
        {
          add_box (self, nth (self, i), stage, (LsRect) { left, y, nth (self, i)->width, height });
          left += nth (self, i)->width + BOX_GAP;
        }
      y += height + BOX_GAP;
      first = last;
    }
}
