/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pango.h>

#include "ls-model.h"
#include "ls-palette.h"

G_BEGIN_DECLS

/*
 * LsStage: the picture of one position: ready, the loop, waiting, queues, done, and the sentence.
 *
 * Laid out once, in user units of a given width; painted and hit-tested from the same rectangles.  Two
 * stages can be painted as one, a part of the way from one to the other: that is how chips glide.
 */
typedef struct _LsStage LsStage;

typedef enum
{
  LS_ITEM_NONE,
  LS_ITEM_TASK,               /* id: the task */
  LS_ITEM_CALLBACK,           /* id: the handle */
  LS_ITEM_GENERATOR,          /* id: its coroutine object */
  LS_ITEM_JOB,                /* id: its future */
  LS_ITEM_WORKERS,
  LS_ITEM_QUEUE_ITEM,         /* id: ordinal in the queue, owner: the queue */
  LS_ITEM_QUEUE,              /* id: the queue */
  LS_ITEM_GROUP,              /* id: LsWaitKind, or LS_SCENE_GENERATORS or _KNOT; owner: its object */
  LS_ITEM_READY,
  LS_ITEM_LOOP,
  LS_ITEM_DONE,
  LS_ITEM_SENTENCE
} LsItemKind;

typedef struct { double x, y, width, height; } LsRect;

typedef struct
{
  LsItemKind kind;
  guint32    id;
  guint32    owner;
  LsRect     rect;
} LsItem;

/* What may be left out, for a film strip or a slide. */
typedef enum
{
  LS_STAGE_DEFAULT     = 0,
  LS_STAGE_NO_SENTENCE = 1 << 0,
  LS_STAGE_COMPACT     = 1 << 1   /* small chips, headings only: a frame of a film strip */
} LsStageFlags;

/**
 * ls_stage_new:
 * @context: Pango's, with the font and resolution to use
 * @width: in units; the height follows from it
 * @height: the height to fill if less is needed; groups shrink to short chips, then dots with a count, when
 *   more would be
 */
LsStage      * ls_stage_new        (LsModel *model, guint64 position, PangoContext *context,
                                    double width, double height, LsStageFlags flags);
void           ls_stage_free       (LsStage *self);
double         ls_stage_get_height (LsStage *self);
guint64        ls_stage_get_position (LsStage *self);

const LsItem * ls_stage_get_items  (LsStage *self, guint *n_items);       /* in painting order */
const LsItem * ls_stage_pick       (LsStage *self, double x, double y);   /* (nullable): the topmost */
char         * ls_stage_describe   (LsStage *self);                       /* all that is drawn, in words, for a screen reader */

/**
 * ls_stage_paint:
 * @from: (nullable): the stage to come from
 * @progress: how far from @from, 0 to 1
 * @selected: the chosen task, or 0
 */
void           ls_stage_paint      (LsStage *self, LsStage *from, double progress,
                                    cairo_t *cr, const LsPalette *palette, guint32 selected);

G_END_DECLS
