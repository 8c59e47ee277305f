/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-stage.h"

G_BEGIN_DECLS

/*
 * LsTimeline: a lane per task and worker, queue depths, gaps and blocked stretches, on an axis of steps or of time,
 * with a playhead; what is to come (timers at their deadlines) stands right of it.
 *
 * The lanes scroll: what is laid out is the whole, what is painted a window of it.
 */
typedef struct _LsTimeline LsTimeline;

typedef enum { LS_AXIS_STEPS, LS_AXIS_TIME } LsAxis;

typedef enum
{
  LS_MARK_NONE, LS_MARK_LANE, LS_MARK_SPAN, LS_MARK_TIMER, LS_MARK_DEPTH, LS_MARK_GAP, LS_MARK_PLAYHEAD, LS_MARK_AXIS,
  LS_MARK_ALARM               /* a warning or a report of the exception handler */
} LsMarkKind;

typedef struct
{
  LsMarkKind kind;
  guint32    task;            /* or the queue, of a depth */
  guint64    position;        /* where a click leads */
  LsRect     rect;
} LsMark;

/**
 * ls_timeline_new:
 * @position: the playhead
 * @width: of the whole picture, names included
 * @zoom: 1: as much of the trace as gives each step its width, ending a little right of the playhead; less
 *   shows more
 */
LsTimeline   * ls_timeline_new         (LsModel *model, guint64 position, LsAxis axis, PangoContext *context,
                                        double width, double height, double zoom);
void           ls_timeline_free        (LsTimeline *self);
double         ls_timeline_get_content_width  (LsTimeline *self);   /* may be more than width: then it scrolls */
double         ls_timeline_get_content_height (LsTimeline *self);
double         ls_timeline_get_playhead (LsTimeline *self);         /* x in the content */
double         ls_timeline_get_scroll_for (LsTimeline *self, double scroll_x);   /* least change that shows the playhead */
double         ls_timeline_get_scroll_y_for (LsTimeline *self, double scroll_y, guint32 task);   /* that shows its lane */

void           ls_timeline_reserve_corner (LsTimeline *self, double width);

/* x, y as painted with that scroll. */
gboolean       ls_timeline_pick        (LsTimeline *self, double scroll_x, double scroll_y, double x, double y, LsMark *mark);
guint64        ls_timeline_position_at (LsTimeline *self, double scroll_x, double x);   /* for dragging: the nearest step */
const LsMark * ls_timeline_get_marks   (LsTimeline *self, guint *n_marks);
char         * ls_timeline_describe    (LsTimeline *self);

/*
 * Of two timelines one above the other: what makes them one.  @title: (nullable): instead of “Timeline”;
 * @duration: loop seconds that the axis of time reaches at least; @difference: (nullable): a position of which a
 * mark says that the two differ from there on, 0 for the beginning
 */
typedef struct { const char *title; double duration; const guint64 *difference; } LsTimelineBeside;
void           ls_timeline_set_beside  (LsTimeline *self, const LsTimelineBeside *beside);

void           ls_timeline_paint       (LsTimeline *self, double scroll_x, double scroll_y,
                                        cairo_t *cr, const LsPalette *palette, guint32 selected);

G_END_DECLS
