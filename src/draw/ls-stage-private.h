/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-part.h"
#include "ls-stage.h"
#include "ls-waiting-plan.h"

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
  double        knot_squeeze; /* by so much the rows of a knot stand closer */
  LsFonts      *fonts;
  LsScene      *scene;
  GArray       *parts;        /* LsPart, in painting order but for LS_PART_GLIDES ones, which come last */
  GArray       *items;        /* LsItem, for those outside: scaled */
  GHashTable   *places;       /* (nullable) LsPart by what it is; made when first gliding from here */
};

#define LS_STAGE_MARGIN 18.0

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

/* The same of what is stuck. */
void       ls_stage_add_alarm      (LsStage *self, const char *heading, const char *remark,
                                    double x, double baseline, double width);

/* Sections.  Each begins at y (or at the bottom of what is above it) and returns its own bottom. */
double     ls_stage_layout_all     (LsStage *self, double height);
double     ls_stage_layout_loop    (LsStage *self, double y);
double     ls_stage_layout_compact (LsStage *self);
double     ls_stage_layout_queues  (LsStage *self, double y, double spread, LsDensity density);
double     ls_stage_measure_knot   (LsStage *self);                 /* 0: there is none */
void       ls_stage_squeeze_knot   (LsStage *self, double too_high);
double     ls_stage_layout_knot    (LsStage *self, double y);
LsActor    ls_stage_make_job       (const LsSceneJob *job);
double     ls_stage_measure_workers (LsStage *self);
double     ls_stage_layout_workers (LsStage *self, double y);
void       ls_stage_add_waiting    (LsStage *self, LsWaitingPlan *plan, double x, double y);
double     ls_stage_measure_queues (LsStage *self, LsDensity density);

G_END_DECLS
