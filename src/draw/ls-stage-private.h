/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-part.h"
#include "ls-stage.h"

G_BEGIN_DECLS

/*
 * Everything here is in the design's units; the reader's size of text is a scale over the whole, put on in
 * painting and in what is given out.
 */
struct _LsStage
{
  guint64       position;
  double        scale;
  double        width;
  double        height;
  LsStageFlags  flags;
  LsFonts      *fonts;
  LsScene      *scene;
  GArray       *parts;        /* LsPart, in painting order but for LS_PART_GLIDES ones, which come last */
  GArray       *items;        /* LsItem, for those outside: scaled */
  GHashTable   *places;       /* (nullable) LsPart by what it is; made when first gliding from here */
};

#define LS_STAGE_MARGIN 18.0

/* How closely the tasks of a group, or the items of a queue, are drawn. */
typedef enum { LS_DENSITY_FULL, LS_DENSITY_SHORT, LS_DENSITY_DOTS } LsDensity;

LsStage  * ls_stage_new_for_scene  (LsScene *scene, guint64 position, LsFonts *fonts,
                                    double width, double height, LsStageFlags flags);

/* Parts.  The pointer is valid until the next is added. */
LsPart   * ls_stage_add            (LsStage *self, LsPartKind kind, LsItemKind item, guint32 id, guint32 owner,
                                    LsRect rect);
LsPart   * ls_stage_add_text       (LsStage *self, LsStyle style, LsInk ink, const char *string,
                                    double x, double baseline, double max_width);
LsPart   * ls_stage_add_text_right (LsStage *self, LsStyle style, LsInk ink, const char *string,
                                    double right, double baseline, double max_width);
void       ls_stage_add_actor      (LsStage *self, LsPartKind kind, const LsActor *actor, LsRect rect);

/* A heading and its remark, on one baseline; both parts belong to item, id and owner. */
void       ls_stage_add_heading    (LsStage *self, const char *heading, const char *remark,
                                    double x, double baseline, double width);

/* Sections.  Each begins at y (or at the bottom of what is above it) and returns its own bottom. */
double     ls_stage_layout_all     (LsStage *self, double height);
double     ls_stage_layout_loop    (LsStage *self, double y);
double     ls_stage_layout_compact (LsStage *self);
double     ls_stage_layout_queues  (LsStage *self, double y, double spread, LsDensity density);
double     ls_stage_measure_queues (LsStage *self, LsDensity density);

/* LsWaitingPlan: how the groups of waiting tasks are arranged; numbers only. */
typedef struct _LsWaitingPlan LsWaitingPlan;

LsWaitingPlan * ls_waiting_plan_new        (const LsScene *scene, double width);
void            ls_waiting_plan_free       (LsWaitingPlan *self);
double          ls_waiting_plan_get_height (LsWaitingPlan *self);                 /* of the boxes; 0: none */
double          ls_waiting_plan_get_least  (LsWaitingPlan *self);                 /* a lower stage scrolls rather than to draw them closer */
void            ls_waiting_plan_fit        (LsWaitingPlan *self, double height);  /* shrink until it is no higher, if possible */
void            ls_waiting_plan_apply      (LsWaitingPlan *self, LsStage *stage, double x, double y);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsWaitingPlan, ls_waiting_plan_free)

G_END_DECLS
