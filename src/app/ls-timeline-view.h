/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-canvas.h"
#include "ls-timeline.h"

G_BEGIN_DECLS

/* LsTimelineView: the timeline round the player's position, with a playhead to drag. */
#define LS_TYPE_TIMELINE_VIEW (ls_timeline_view_get_type ())
G_DECLARE_FINAL_TYPE (LsTimelineView, ls_timeline_view, LS, TIMELINE_VIEW, LsCanvas)

LsAxis   ls_timeline_view_get_axis (LsTimelineView *self);
void     ls_timeline_view_set_axis (LsTimelineView *self, LsAxis axis);

/* 1 is each step at its full width; the wheel with Control changes it. */
double   ls_timeline_view_get_zoom (LsTimelineView *self);
void     ls_timeline_view_set_zoom (LsTimelineView *self, double zoom);

/* As one of two, one above the other; what it points to is copied.  NULL: alone. */
void     ls_timeline_view_set_beside (LsTimelineView *self, const LsTimelineBeside *beside);

G_END_DECLS
