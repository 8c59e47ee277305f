/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-waiting-plan.h"

const LsDensityMeasures ls_density_measures[] =
{
  [LS_DENSITY_FULL]  = { 150, 14, 44, 52, 34, 18 },
  [LS_DENSITY_SHORT] = { 92, 8, 28, 34, 34, 14 },
  [LS_DENSITY_DOTS]  = { 96, 0, 0, 0, 32, 14 },
};

#define FEW 4u     /* as chips they need no more than one column */

double
ls_group_plan_dot_pitch (const LsGroupPlan *self)
{
  return self->group->n <= 40 ? 14 : self->group->n <= 200 ? 12 : 9;
}

/* Dots need little, but their heading is to be read; about, since plans know no fonts. */
static double
cell_width (const LsGroupPlan *plan)
{
  if (plan->density == LS_DENSITY_DOTS)
    return CLAMP (g_utf8_strlen (plan->group->title, 64) * 7.0 + 36,
                  ls_density_measures[LS_DENSITY_DOTS].cell, 190);

  return ls_density_measures[plan->density].cell;
}

static double
columns_width (const LsGroupPlan *plan,
               guint              columns)
{
  return 2 * LS_WAITING_PADDING + columns * cell_width (plan) +
         (columns - 1) * ls_density_measures[plan->density].gap;
}

/* How many dots a row of the box holds. */
guint
ls_group_plan_dots_in_row (const LsGroupPlan *self,
                           double             width)
{
  return MAX (1, (guint) ((width - 2 * LS_WAITING_PADDING) / ls_group_plan_dot_pitch (self)));
}

static guint
rows_of (const LsGroupPlan *plan,
         double             width)
{
  guint per_row = plan->density == LS_DENSITY_DOTS ? ls_group_plan_dots_in_row (plan, width)
                                                   : plan->columns;

  return (plan->group->n + per_row - 1) / per_row;
}

static double
box_height (const LsWaitingPlan *self,
            const LsGroupPlan   *plan,
            double               width)
{
  guint rows = rows_of (plan, width);
  double head = ls_density_measures[plan->density].head;
  double foot = ls_density_measures[plan->density].foot;

  if (plan->density != LS_DENSITY_DOTS)
    return head + (rows - 1) * ls_density_measures[plan->density].pitch +
           ls_density_measures[plan->density].height + foot;
  if (rows <= self->max_dot_rows)
    return head + rows * ls_group_plan_dot_pitch (plan) + foot;

  return head + self->max_dot_rows * ls_group_plan_dot_pitch (plan) + foot + 14;
}

static LsGroupPlan *
nth (LsWaitingPlan *self,
     guint          i)
{
  return &g_array_index (self->groups, LsGroupPlan, i);
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
      LsGroupPlan *plan = nth (self, i);
      double width = columns_width (plan, 1);

      if (in_row > 0 && (used + LS_WAITING_GAP + width > self->width || in_row == most))
        {
          row++;
          in_row = 0;
          used = 0;
        }
      used += width + (in_row > 0 ? LS_WAITING_GAP : 0);
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
  double left = self->width + LS_WAITING_GAP;

  for (guint i = first; i < last; i++)
    {
      LsGroupPlan *plan = nth (self, i);

      plan->columns = 1;
      plan->is_capped = plan->density != LS_DENSITY_DOTS && plan->group->n <= 1;
      left -= columns_width (plan, 1) + LS_WAITING_GAP;
    }

  for (;;)
    {
      LsGroupPlan *highest = NULL;
      double height = 0;
      double cost;

      for (guint i = first; i < last; i++)
        {
          LsGroupPlan *plan = nth (self, i);
          double its = box_height (self, plan, columns_width (plan, plan->columns));

          if (!plan->is_capped && its > height)
            {
              highest = plan;
              height = its;
            }
        }
      if (highest == NULL)
        return left;

      cost = cell_width (highest) + ls_density_measures[highest->density].gap;
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
      LsGroupPlan *plan = nth (self, i);

      plan->width = columns_width (plan, plan->columns) + MAX (0, left) * plan->columns / total;
    }
}

guint
ls_waiting_plan_end_of_row (LsWaitingPlan *self,
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
      guint last = ls_waiting_plan_end_of_row (self, first);

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
  self->groups = g_array_new (FALSE, TRUE, sizeof (LsGroupPlan));
  for (guint i = 0; i < scene->groups->len; i++)
    {
      LsGroupPlan plan = { .group = g_ptr_array_index (scene->groups, i) };

      if (plan.group->wait == LS_SCENE_KNOT)
        continue;
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

double
ls_waiting_plan_row_height (LsWaitingPlan *self,
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
      guint last = ls_waiting_plan_end_of_row (self, first);

      height += ls_waiting_plan_row_height (self, first, last) + (first > 0 ? LS_WAITING_GAP : 0);
      first = last;
    }
  return height;
}

double
ls_waiting_plan_get_least (LsWaitingPlan *self)
{
  double line = ls_density_measures[LS_DENSITY_SHORT].head +
                ls_density_measures[LS_DENSITY_SHORT].height +
                ls_density_measures[LS_DENSITY_SHORT].foot + LS_WAITING_GAP;

  return MIN (ls_waiting_plan_get_height (self), MAX (150, self->n_rows * line));
}

/* Returns: whether there was a group at @density to draw closer */
static gboolean
shrink_highest (LsWaitingPlan *self,
                LsDensity      density)
{
  LsGroupPlan *highest = NULL;
  double height = 0;

  for (guint i = 0; i < self->groups->len; i++)
    {
      LsGroupPlan *plan = nth (self, i);
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

/* Once the crowd has made room, those of few may stand as chips again; more would take the crowd's width. */
static void
relax (LsWaitingPlan *self,
       double         height)
{
  for (guint i = 0; i < self->groups->len; i++)
    while (nth (self, i)->density > LS_DENSITY_FULL)
      {
        nth (self, i)->density--;
        arrange (self);
        if (ls_waiting_plan_get_height (self) <= height && nth (self, i)->group->n <= FEW)
          continue;

        nth (self, i)->density++;
        arrange (self);
        break;
      }
}

void
ls_waiting_plan_fit (LsWaitingPlan *self,
                     double         height)
{
  for (LsDensity density = LS_DENSITY_FULL; density < LS_DENSITY_DOTS; density++)
    while (ls_waiting_plan_get_height (self) > height && shrink_highest (self, density))
      ;

  /* All are dots: leave out what cannot be seen anyway. */
  for (guint rows = 64; rows >= 3; rows -= (rows + 7) / 8)
    if (ls_waiting_plan_get_height (self) > height)
      self->max_dot_rows = rows;
  relax (self, MAX (height, ls_waiting_plan_get_height (self)));
}
