/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-scene.h"

G_BEGIN_DECLS

/* How closely the tasks of a group, or the items of a queue, are drawn. */
typedef enum { LS_DENSITY_FULL, LS_DENSITY_SHORT, LS_DENSITY_DOTS } LsDensity;

/*
 * LsWaitingPlan: how the groups of waiting tasks are arranged; numbers only.
 *
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
} LsGroupPlan;

typedef struct
{
  GArray *groups;             /* LsGroupPlan */
  guint   n_rows;
  double  width;
  guint   max_dot_rows;       /* beyond it tasks are only counted */
} LsWaitingPlan;

#define LS_WAITING_PADDING 12.0
#define LS_WAITING_GAP     8.0

/* Of each density: the least width of a cell, the gap between two, its height, from one to the next, and the
 * room above and below all. */
typedef struct { double cell, gap, height, pitch, head, foot; } LsDensityMeasures;

extern const LsDensityMeasures ls_density_measures[];

LsWaitingPlan * ls_waiting_plan_new        (const LsScene *scene, double width);
void            ls_waiting_plan_free       (LsWaitingPlan *self);
double          ls_waiting_plan_get_height (LsWaitingPlan *self);                 /* of the boxes; 0: none */
double          ls_waiting_plan_get_least  (LsWaitingPlan *self);   /* on a stage lower than this takes they scroll */
void            ls_waiting_plan_fit        (LsWaitingPlan *self, double height);  /* shrinks until no higher */

/* Rows: from one group to the one after the row's last. */
guint           ls_waiting_plan_end_of_row (LsWaitingPlan *self, guint first);
double          ls_waiting_plan_row_height (LsWaitingPlan *self, guint first, guint last);

/* Of a group drawn as dots. */
double          ls_group_plan_dot_pitch    (const LsGroupPlan *self);
guint           ls_group_plan_dots_in_row  (const LsGroupPlan *self, double width);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsWaitingPlan, ls_waiting_plan_free)

G_END_DECLS
