/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-timeline-private.h"

#include <math.h>

/* Makes the shapes of a window: from back to front gaps, lanes, spans, depths, timers, the axis, the playhead. */
#define BAR_RUNNING (22.0 / 32.0)   /* of a lane's height */
#define BAR_READY   (16.0 / 32.0)
#define BAR_WAITING (8.0 / 32.0)
#define LEAST_RUN   2.5             /* a turn that takes no time is still to be seen */
#define HEAD_HEIGHT 36.0

guint
ls_timeline_n_rows (LsTimeline *self)
{
  return self->n_tasks + self->n_workers + self->queues->len;
}

double
ls_timeline_row_y (LsTimeline *self,
                   guint       row)
{
  return self->top + row * self->pitch;
}

double
ls_timeline_rows_bottom (LsTimeline *self)
{
  return MAX (self->top + self->pitch, self->height - self->foot);
}

double
ls_timeline_max_scroll_x (LsTimeline *self)
{
  return MAX (0, self->end + 24 - self->width);
}

double
ls_timeline_max_scroll_y (LsTimeline *self)
{
  double end = ls_timeline_row_y (self, ls_timeline_n_rows (self));

  return MAX (0, end - ls_timeline_rows_bottom (self));
}

/* What is not in sight of the window is not added.  @rect: in the content */
static LsShape *
add_shape (LsTimeline *self,
           LsMarkKind  kind,
           guint32     task,
           guint64     position,
           LsRect      rect)
{
  LsShape shape = { .mark = { kind, task, position, rect }, .color = LS_COLOR_NONE };

  shape.mark.rect.x -= self->scroll_x;
  if (shape.mark.rect.x > self->width || shape.mark.rect.x + rect.width < self->left)
    return NULL;

  g_array_append_val (self->shapes, shape);
  return &g_array_index (self->shapes, LsShape, self->shapes->len - 1);
}

static void
add_gap_shapes (LsTimeline *self)
{
  double bottom = ls_timeline_rows_bottom (self);

  for (guint i = 0; i < self->gaps->len; i++)
    {
      const LsGapColumn *column = &g_array_index (self->gaps, LsGapColumn, i);
      double from, to;
      LsShape *shape;

      ls_timeline_x_of_gap (self, i, &from, &to);
      if (from - self->scroll_x > self->width)
        break;
      /* On the axis of time it goes without saying that time passes. */
      if (self->axis == LS_AXIS_TIME && column->gap.blocker == 0)
        continue;
      shape = add_shape (self, LS_MARK_GAP, column->gap.blocker, column->gap.to,
                         (LsRect) { from, self->top - 5, to - from, bottom - self->top + 5 });
      if (shape != NULL)
        shape->value = i;
    }
}

/* The first span that does not end left of @x. */
static guint
find_span (LsTimeline   *self,
           const GArray *spans,
           guint         from,
           double        x)
{
  for (guint to = spans->len; from < to; )
    {
      guint middle = from + (to - from) / 2;
      const LsSpan *span = &g_array_index (spans, LsSpan, middle);

      if (span->to != G_MAXUINT64 && ls_timeline_x_of (self, span->to, span->time_to) < x)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static double
bar_height (LsTimeline *self,
            LsStatus    status)
{
  if (status == LS_STATUS_RUNNING)
    return round (self->pitch * BAR_RUNNING);

  return round (self->pitch * (status == LS_STATUS_READY ? BAR_READY : BAR_WAITING));
}

static LsRect
span_rect (LsTimeline   *self,
           const LsSpan *span,
           double        y)
{
  double from = ls_timeline_x_of (self, span->from, span->time_from);
  double to = span->to == G_MAXUINT64 ? self->recorded
                                      : ls_timeline_x_of (self, span->to, span->time_to);
  double height = bar_height (self, span->status);
  double width = to - from;

  if (span->status == LS_STATUS_RUNNING)
    width = MAX (width, LEAST_RUN);
  return (LsRect) { from, y + (self->pitch - height) / 2, width, height };
}

static void
add_lane (LsTimeline        *self,
          const LsTaskFacts *facts,
          double             y)
{
  const GArray *spans = ls_model_get_spans (self->model, facts->id);
  double right = self->scroll_x + self->width;
  guint i = find_span (self, spans, 0, self->scroll_x + self->left);

  while (i < spans->len)
    {
      const LsSpan *span = &g_array_index (spans, LsSpan, i);
      LsRect rect = span_rect (self, span, y);
      LsShape *shape;

      if (rect.x > right)
        break;
      i++;
      if (span->status == LS_STATUS_DONE || rect.width <= 0)
        continue;
      shape = add_shape (self, LS_MARK_SPAN, facts->id, span->from, rect);
      if (shape != NULL)
        {
          shape->status = span->status;
          shape->color = facts->index;
        }
      /* Of what is narrower than a pixel, one a pixel is enough. */
      if (rect.width < 1)
        i = find_span (self, spans, i, rect.x + 1);
    }
}

/* A small sign where a task ended. */
static void
add_end (LsTimeline        *self,
         const LsTaskFacts *facts,
         double             y)
{
  const GArray *spans = ls_model_get_spans (self->model, facts->id);
  const LsSpan *last = spans->len > 0 ? &g_array_index (spans, LsSpan, spans->len - 1) : NULL;
  double x;
  LsShape *shape;

  if (last == NULL || facts->ended == G_MAXUINT64)
    return;

  x = last->status == LS_STATUS_DONE ? ls_timeline_x_of (self, last->from, last->time_from)
                                     : ls_timeline_x_of (self, last->to, last->time_to);
  if (self->axis == LS_AXIS_TIME)
    x += LEAST_RUN;
  shape = add_shape (self, LS_MARK_SPAN, facts->id, facts->ended,
                     (LsRect) { x + 3, y + self->pitch / 2 - 5, 10, 10 });
  if (shape != NULL)
    {
      shape->status = LS_STATUS_DONE;
      shape->color = facts->index;
      shape->value = facts->outcome;
    }
}

static guint
find_color (LsTimeline *self,
            guint32     task)
{
  const LsTaskFacts *facts = task != 0 ? ls_model_get_task (self->model, task) : NULL;

  return facts != NULL ? facts->index : LS_COLOR_NONE;
}

/* The jobs that a worker has done, in the colours of those who handed them over. */
static void
add_stints (LsTimeline *self,
            guint       worker,
            double      y)
{
  const GArray *stints = ls_model_get_stints (self->model, worker);
  double last = self->scroll_x + self->left - 1;

  for (guint i = 0; i < stints->len; i++)
    {
      const LsStint *stint = &g_array_index (stints, LsStint, i);
      LsSpan span = { .from = stint->from, .to = stint->to, .time_from = stint->time_from,
                      .time_to = stint->time_to, .status = LS_STATUS_RUNNING };
      LsRect rect = span_rect (self, &span, y);
      LsShape *shape;

      if (stint->to != G_MAXUINT64)
        rect.width = MAX (rect.width,
                          ls_timeline_x_of_end_beside (self, stint->to, stint->time_to) - rect.x);
      if (rect.x - self->scroll_x > self->width)
        break;
      /* Of what is narrower than a pixel, one a pixel is enough. */
      if (rect.x + rect.width < last + 1)
        continue;
      last = rect.x + rect.width;
      shape = add_shape (self, LS_MARK_SPAN, stint->task, stint->from, rect);
      if (shape != NULL)
        {
          shape->status = LS_STATUS_RUNNING;
          shape->color = find_color (self, stint->task);
        }
    }
}

static guint
first_depth (LsTimeline   *self,
             const GArray *depths,
             guint         from,
             double        x)
{
  for (guint to = depths->len; from < to; )
    {
      guint middle = from + (to - from) / 2;
      const LsDepth *depth = &g_array_index (depths, LsDepth, middle);

      if (ls_timeline_x_of (self, depth->position, depth->time) < x)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static void
add_depths (LsTimeline *self,
            guint       nth,
            double      y)
{
  guint32 queue = g_array_index (self->queues, guint32, nth);
  const GArray *depths = ls_model_get_depths (self->model, queue);
  double unit = MIN (10, (self->pitch - 10) / MAX (1, self->max_depths[nth]));
  double left = self->scroll_x + self->left;
  guint i = first_depth (self, depths, 0, left);

  for (i = i > 0 ? i - 1 : 0; i < depths->len; )
    {
      const LsDepth *depth = &g_array_index (depths, LsDepth, i);
      const LsDepth *next = i + 1 < depths->len ? &g_array_index (depths, LsDepth, i + 1) : NULL;
      double from = ls_timeline_x_of (self, depth->position, depth->time);
      double to = next != NULL ? ls_timeline_x_of (self, next->position, next->time)
                               : self->recorded;
      double height = depth->depth * unit;
      LsShape *shape = NULL;

      if (from - self->scroll_x > self->width)
        break;
      if (to > from)
        shape = add_shape (self, LS_MARK_DEPTH, queue, depth->position,
                           (LsRect) { from, y + self->pitch - 5 - height, to - from, height });
      if (shape != NULL)
        shape->value = depth->depth;
      /* Of those that stand in one place the last has a width. */
      i = to - from < 0.5 ? MAX (i + 1, first_depth (self, depths, i + 1, from + 0.5) - 1) : i + 1;
    }
}

static void
add_row (LsTimeline *self,
         guint       row)
{
  double y = ls_timeline_row_y (self, row) - self->scroll_y;
  LsRect rect = { 0, y, self->width, self->pitch };
  LsShape shape = { .mark = { LS_MARK_LANE, 0, 0, rect }, .value = row, .is_row = TRUE };

  if (row < self->n_tasks)
    {
      const LsTaskFacts *facts = ls_model_get_nth_task (self->model, row);

      shape.mark.task = facts->id;
      shape.mark.position = facts->created;
      g_array_append_val (self->shapes, shape);
      add_lane (self, facts, y);
      add_end (self, facts, y);
    }
  else if (row < self->n_tasks + self->n_workers)
    {
      shape.mark.position = self->position;
      g_array_append_val (self->shapes, shape);
      add_stints (self, row - self->n_tasks + 1, y);
    }
  else
    {
      guint nth = row - self->n_tasks - self->n_workers;

      shape.mark.kind = LS_MARK_DEPTH;
      shape.mark.task = g_array_index (self->queues, guint32, nth);
      shape.mark.position = self->position;
      shape.mark.rect.width = self->left;
      g_array_append_val (self->shapes, shape);
      add_depths (self, nth, y);
    }
}

static void
add_due_shapes (LsTimeline *self)
{
  for (guint i = 0; i < self->due->len; i++)
    {
      const LsDue *due = &g_array_index (self->due, LsDue, i);
      double y = ls_timeline_row_y (self, due->row) - self->scroll_y + self->pitch / 2;
      LsShape *shape;

      if (due->row == G_MAXUINT || y < self->top || y > ls_timeline_rows_bottom (self))
        continue;
      shape = add_shape (self, LS_MARK_TIMER, due->task, self->position,
                         (LsRect) { due->x - 8, y - 8, 16, 16 });
      if (shape != NULL)
        shape->color = due->row;
    }
}

/* In the lane of whom it is about, else at the foot of the lanes. */
static void
add_alarms (LsTimeline *self)
{
  const GArray *alarms = ls_model_get_alarms (self->model);
  double bottom = ls_timeline_rows_bottom (self);

  for (guint i = 0; i < alarms->len; i++)
    {
      const LsAlarm *alarm = &g_array_index (alarms, LsAlarm, i);
      const LsTaskFacts *facts = ls_model_get_task (self->model, alarm->task);
      double x = ls_timeline_x_of (self, alarm->position, alarm->time) - self->scroll_x;
      double y = facts != NULL ? ls_timeline_row_y (self, facts->index) - self->scroll_y + self->pitch / 2 : bottom - 9;

      if (x > self->width)
        break;
      if (y < self->top || y > bottom)
        continue;
      add_shape (self, LS_MARK_ALARM, facts != NULL ? alarm->task : 0, alarm->position,
                 (LsRect) { x + self->scroll_x - 7, y - 7, 14, 14 });
    }
}

static void
add_axis_shapes (LsTimeline *self)
{
  LsShape shape = { .mark = { .kind = LS_MARK_AXIS, .position = self->position } };
  double bottom = ls_timeline_rows_bottom (self);

  shape.mark.rect = (LsRect) { self->left, 0, self->width - self->left, HEAD_HEIGHT };
  g_array_append_val (self->shapes, shape);
  shape.mark.rect.y = bottom;
  shape.mark.rect.height = self->height - bottom;
  g_array_append_val (self->shapes, shape);
  add_shape (self, LS_MARK_PLAYHEAD, 0, self->position,
             (LsRect) { self->playhead - 7, 26, 14, bottom - 26 });
}

static void
collect_marks (LsTimeline *self)
{
  for (guint i = 0; i < self->shapes->len; i++)
    {
      LsMark mark = g_array_index (self->shapes, LsShape, i).mark;

      mark.rect.x *= self->scale;
      mark.rect.y *= self->scale;
      mark.rect.width *= self->scale;
      mark.rect.height *= self->scale;
      g_array_append_val (self->marks, mark);
    }
}

/* Lays out the window at that scroll, unless it is the one laid out last. */
void
ls_timeline_look (LsTimeline *self,
                  double      scroll_x,
                  double      scroll_y)
{
  guint n_rows = ls_timeline_n_rows (self);
  guint first, last;

  scroll_x = CLAMP (scroll_x, 0, ls_timeline_max_scroll_x (self));
  scroll_y = CLAMP (scroll_y, 0, ls_timeline_max_scroll_y (self));
  if (self->has_window && scroll_x == self->scroll_x && scroll_y == self->scroll_y)
    return;

  self->has_window = TRUE;
  self->scroll_x = scroll_x;
  self->scroll_y = scroll_y;
  g_array_set_size (self->shapes, 0);
  g_array_set_size (self->marks, 0);

  first = (guint) (scroll_y / self->pitch);
  last = (guint) ceil ((scroll_y + ls_timeline_rows_bottom (self) - self->top) / self->pitch);
  add_gap_shapes (self);
  for (guint row = first; row < MIN (last, n_rows); row++)
    add_row (self, row);
  add_due_shapes (self);
  add_alarms (self);
  add_axis_shapes (self);
  collect_marks (self);
}
