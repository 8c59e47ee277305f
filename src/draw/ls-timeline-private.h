/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-painter.h"
#include "ls-timeline.h"

G_BEGIN_DECLS

/*
 * The whole is never laid out: x follows from a position by search, and shapes are made for the window that is
 * looked at.  So a timeline of a million steps is made as quickly as one of ten.
 *
 * Like the stage's, all numbers are in the design's units but for what is given out.
 */

/* A gap has a column of its own on the axis of steps. */
typedef struct
{
  LsGap    gap;
  guint64  unit;              /* the step after which it stands */
  double   before;            /* the widths of the gaps before it */
  double   width;
  gboolean shows_label;       /* there is room for how long it is */
  gboolean shows_time;        /* and for the time at its end */
} LsGapColumn;

/* A timer that is armed at the playhead. */
typedef struct
{
  guint32 task;               /* who sleeps, or 0 */
  guint   row;                /* G_MAXUINT: none */
  double  deadline;           /* loop seconds */
  double  x;
  gboolean is_first;          /* of its deadline: it bears the label */
} LsDue;

typedef struct
{
  LsMark   mark;
  gboolean is_row;            /* a whole row, whose name is value's; else a part of one */
  LsStatus status;            /* of a span */
  guint    color;
  guint    value;             /* a depth; of a gap, its index; of an end, the LsOutcome */
} LsShape;

struct _LsTimeline
{
  LsModel  *model;
  guint64   position;
  LsAxis    axis;
  LsFonts  *fonts;
  double    scale;
  double    width, height;
  double    zoom;
  char     *title;            /* or NULL */
  double    reach;            /* loop seconds that the axis of time has to show at least */
  gboolean  has_difference;
  guint64   difference;       /* position of the mark */

  /* the axis */
  double    left;             /* where it begins; names stand left of it */
  double    step_width;
  GArray   *gaps;             /* LsGapColumn, in order */
  double    time_base;        /* loop seconds at x = left */
  double    time_end;
  double    second_width;     /* on the axis of time */
  guint     label_every;      /* steps */
  double    playhead;         /* x */
  double    recorded;         /* x of the end of what is recorded */
  double    end;              /* x of the end of all that is drawn */
  GArray   *due;              /* LsDue, by deadline */

  /* the rows: a lane for each task, then one for each worker and each queue */
  guint     n_tasks;
  guint     n_workers;
  GArray   *queues;           /* guint32 */
  guint    *max_depths;       /* of each queue */
  double    top;
  double    foot;             /* the height below them, for the steps' numbers */
  double    pitch;
  double    corner;           /* so much of the foot's right end is taken by something else */

  /* the window last looked at */
  gboolean  has_window;
  double    scroll_x, scroll_y;
  GArray   *shapes;           /* LsShape, in painting order */
  GArray   *marks;            /* LsMark, the same for those outside: scaled, as painted */
  GHashTable *names;          /* row -> LsText */
};

/* The axis: x in the content, that is without scrolling. */
void     ls_timeline_lay_axis        (LsTimeline *self, double zoom);
double   ls_timeline_x_of            (LsTimeline *self, guint64 position, gint64 time);  /* of what begins then */
double   ls_timeline_x_after         (LsTimeline *self, guint64 position);               /* of the playhead */
double   ls_timeline_x_of_end_beside (LsTimeline *self, guint64 position, gint64 time);
double   ls_timeline_x_of_time       (LsTimeline *self, double time);
double   ls_timeline_x_of_step       (LsTimeline *self, guint64 step);                   /* of its column */
void     ls_timeline_x_of_gap        (LsTimeline *self, guint gap, double *from, double *to);
guint64  ls_timeline_step_at         (LsTimeline *self, double x);                       /* whose end is nearest */
char   * ls_timeline_format_seconds  (double seconds);                                   /* "2 s", "250 ms" */
char   * ls_timeline_format_gap      (const LsGap *gap, gboolean in_short);

void     ls_timeline_paint_alarms    (LsTimeline *self, LsPainter painter);
void     ls_timeline_paint_difference (LsTimeline *self, LsPainter painter);

/* The rows: y in the content. */
guint    ls_timeline_n_rows          (LsTimeline *self);
double   ls_timeline_row_y           (LsTimeline *self, guint row);
double   ls_timeline_rows_bottom     (LsTimeline *self);        /* of what is visible of them, not scrolled */

void     ls_timeline_look            (LsTimeline *self, double scroll_x, double scroll_y);
double   ls_timeline_max_scroll_x    (LsTimeline *self);
double   ls_timeline_max_scroll_y    (LsTimeline *self);

LsTimeline * ls_timeline_new_with_fonts (LsModel *model, guint64 position, LsAxis axis, LsFonts *fonts,
                                         double width, double height, double zoom);

G_END_DECLS
