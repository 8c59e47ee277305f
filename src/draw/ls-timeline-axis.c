/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-timeline-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/*
 * The axis of steps: step n has a column between its beginning and its end, and the state drawn in it is the one
 * after that step.  Where time passes between two steps stands a gap, wider for longer.  The playhead after
 * step n stands at the end of its column.
 */
#define STEP_WIDTH   17.0
#define DUE_DISTANCE 90.0
#define MAX_DUE      24       /* more deadlines than these share the last place */
#define SHORTEST_GAP 500000   /* ns: what the loop's own work takes is not a gap */
#define MANY_GAPS    4000
#define MONO_WIDTH   7.1      /* of a letter in LS_STYLE_TIME, at most */
#define LABEL_WIDTH  6.4      /* and in LS_STYLE_GAP */

/**
 * ls_timeline_format_seconds:
 *
 * Returns: (transfer full): a time as short as an axis wants it, "2 s", "1.25 s", "40 ms"
 */
char *
ls_timeline_format_seconds (double seconds)
{
  const char *format = _("%s s");
  double value = seconds;
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  if (seconds != 0 && fabs (seconds) < 0.0995)
    {
      format = _("%s ms");
      value = seconds * 1000;
    }
  g_ascii_formatd (digits, sizeof digits, "%.3f", value);
  for (end = digits + strlen (digits); end[-1] == '0'; end--)
    ;
  *(end[-1] == '.' ? end - 1 : end) = '\0';
  return g_strdup_printf (format, strcmp (digits, "-0") == 0 ? "0" : digits);
}

char *
ls_timeline_format_gap (const LsGap *gap,
                        gboolean     in_short)
{
  double milliseconds = round ((gap->time_to - gap->time_from) / 1e6);
  g_autofree char *length = ls_timeline_format_seconds (milliseconds / 1e3);

  if (in_short)
    return g_steal_pointer (&length);
  /* Translators: over a stretch of the timeline; %s is a time such as "2 s" */
  return g_strdup_printf (gap->blocker != 0 ? _("blocked %s") : _("sleeps %s"), length);
}

static double
gap_width (const LsGap *gap,
           double       zoom)
{
  double seconds = (gap->time_to - gap->time_from) / 1e9;
  /* Whatever held the loop shall be named, however short. */
  double least = gap->blocker != 0 ? 92 : 44;

  return CLAMP (44 + 20 * log2 (MAX (seconds, 1e-3)), least, 104) * MIN (zoom, 1);
}

static void
add_gaps (LsTimeline *self,
          double      zoom)
{
  const GArray *gaps = ls_model_get_gaps (self->model);
  double before = 0;

  for (guint i = 0; i < gaps->len; i++)
    {
      LsGapColumn column = { .gap = g_array_index (gaps, LsGap, i), .before = before };

      if (column.gap.time_to - column.gap.time_from < SHORTEST_GAP)
        continue;
      column.unit = ls_model_get_unit (self->model, LS_GRAIN_STEP, column.gap.from);
      column.width = gap_width (&column.gap, zoom);
      before += column.width;
      g_array_append_val (self->gaps, column);
    }
}

/* How many gaps stand before the column of that step. */
static guint
gaps_before_step (LsTimeline *self,
                  guint64     step)
{
  guint from = 0;

  for (guint to = self->gaps->len; from < to; )
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (self->gaps, LsGapColumn, middle).unit < step)
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

static double
width_of_gaps (LsTimeline *self,
               guint       n)
{
  const LsGapColumn *last = n > 0 ? &g_array_index (self->gaps, LsGapColumn, n - 1) : NULL;

  return last != NULL ? last->before + last->width : 0;
}

double
ls_timeline_x_of_step (LsTimeline *self,
                       guint64     step)
{
  return self->left + (step - 1.0) * self->step_width +
         width_of_gaps (self, gaps_before_step (self, step));
}

/* The step that the last event before @position belongs to. */
static guint64
column_of (LsTimeline *self,
           guint64     position)
{
  guint64 unit = ls_model_get_unit (self->model, LS_GRAIN_STEP, position);

  if (unit > 0 && ls_model_get_unit_end (self->model, LS_GRAIN_STEP, unit) == position)
    return unit;

  return unit + 1;
}

static double
time_of (LsTimeline *self,
         guint64     position)
{
  LsEvent event;

  if (position == 0 ||
      !ls_trace_reader_get (ls_model_get_reader (self->model), position - 1, &event))
    return self->time_base;

  return event.time / 1e9;
}

double
ls_timeline_x_of (LsTimeline *self,
                  guint64     position,
                  gint64      time)
{
  if (self->axis == LS_AXIS_TIME)
    return ls_timeline_x_of_time (self, time / 1e9);

  return ls_timeline_x_of_step (self, column_of (self, position));
}

double
ls_timeline_x_after (LsTimeline *self,
                     guint64     position)
{
  guint64 unit, start, end;

  if (self->axis == LS_AXIS_TIME)
    return ls_timeline_x_of_time (self, time_of (self, position));
  if (position == 0)
    return self->left;

  unit = column_of (self, position);
  start = ls_model_get_unit_end (self->model, LS_GRAIN_STEP, unit - 1);
  end = ls_model_get_unit_end (self->model, LS_GRAIN_STEP, unit);
  return ls_timeline_x_of_step (self, unit) +
         self->step_width * (end > start ? (double) (position - start) / (end - start) : 1);
}

void
ls_timeline_x_of_gap (LsTimeline *self,
                      guint       gap,
                      double     *from,
                      double     *to)
{
  const LsGapColumn *column = &g_array_index (self->gaps, LsGapColumn, gap);

  if (self->axis == LS_AXIS_TIME)
    {
      *from = ls_timeline_x_of_time (self, column->gap.time_from / 1e9);
      *to = ls_timeline_x_of_time (self, column->gap.time_to / 1e9);
      return;
    }
  *from = self->left + column->unit * self->step_width + column->before;
  *to = *from + column->width;
}

static gboolean
is_gap_before (LsTimeline *self,
               guint       gap,
               double      time)
{
  return g_array_index (self->gaps, LsGapColumn, gap).gap.time_to / 1e9 < time;
}

/* On the axis of steps a time lies in @n, the gap in which it comes, or beyond all that is recorded. */
static double
x_in_gap (LsTimeline *self,
          guint       n,
          double      time)
{
  double left, right, share;
  const LsGap *gap;

  if (n == self->gaps->len)
    return self->recorded;

  gap = &g_array_index (self->gaps, LsGapColumn, n).gap;
  ls_timeline_x_of_gap (self, n, &left, &right);
  share = (time - gap->time_from / 1e9) / ((gap->time_to - gap->time_from) / 1e9);
  return left + (right - left) * CLAMP (share, 0, 1);
}

/* The first gap that does not lie before @time. */
static guint
find_gap (LsTimeline *self,
          double      time)
{
  guint from = 0;

  for (guint to = self->gaps->len; from < to; )
    {
      guint middle = from + (to - from) / 2;

      if (is_gap_before (self, middle, time))
        from = middle + 1;
      else
        to = middle;
    }
  return from;
}

double
ls_timeline_x_of_time (LsTimeline *self,
                       double      time)
{
  if (self->axis == LS_AXIS_TIME)
    return self->left +
           MIN (time - self->time_base, self->time_end - self->time_base) * self->second_width;

  return x_in_gap (self, find_gap (self, time), time);
}

/* What ends beside the loop may end within a gap: there, and not where the gap begins. */
double
ls_timeline_x_of_end_beside (LsTimeline *self,
                             guint64     position,
                             gint64      time)
{
  double x = ls_timeline_x_of (self, position, time);
  guint gap = self->axis == LS_AXIS_STEPS ? find_gap (self, time / 1e9) : self->gaps->len;

  if (gap == self->gaps->len || g_array_index (self->gaps, LsGapColumn, gap).gap.time_from > time)
    return x;
  return MAX (x, x_in_gap (self, gap, time / 1e9));
}

/* As ls_timeline_x_of_time(), for times that rise from one call to the next: @gap is where the last one was. */
static double
x_of_next_time (LsTimeline *self,
                double      time,
                guint      *gap)
{
  if (self->axis == LS_AXIS_TIME)
    return ls_timeline_x_of_time (self, time);

  while (*gap < self->gaps->len && is_gap_before (self, *gap, time))
    ++*gap;
  return x_in_gap (self, *gap, time);
}

static double
x_of_step_end (LsTimeline *self,
               guint64     step)
{
  return ls_timeline_x_after (self, ls_model_get_unit_end (self->model, LS_GRAIN_STEP, step));
}

guint64
ls_timeline_step_at (LsTimeline *self,
                     double      x)
{
  guint64 n = ls_model_get_n_units (self->model, LS_GRAIN_STEP);
  guint64 from = 0;

  /* The first step whose end is at x or right of it; on the axis of time the last of those at one time. */
  for (guint64 to = n; from < to; )
    {
      guint64 middle = from + (to - from) / 2;

      if (x_of_step_end (self, middle) < x ||
          (self->axis == LS_AXIS_TIME && x_of_step_end (self, middle) <= x))
        from = middle + 1;
      else
        to = middle;
    }
  if (from > 0 && x - x_of_step_end (self, from - 1) < x_of_step_end (self, from) - x)
    from--;
  return from;
}

/* Of very many gaps each only looks at the next, so that nothing need be written to be measured. */
static void
choose_few_labels (LsTimeline *self)
{
  for (guint i = 0; i < self->gaps->len; i++)
    {
      LsGapColumn *column = &g_array_index (self->gaps, LsGapColumn, i);
      double from, to, unused, next = INFINITY;

      ls_timeline_x_of_gap (self, i, &from, &to);
      if (i + 1 < self->gaps->len)
        ls_timeline_x_of_gap (self, i + 1, &unused, &next);
      column->shows_time = next - to >= 14 * MONO_WIDTH;
    }
}

/* From left to right; what would run into what stands there already is left out. */
static void
choose_labels (LsTimeline *self)
{
  double free_from = self->left + 4 * MONO_WIDTH;

  if (self->gaps->len > MANY_GAPS)
    {
      choose_few_labels (self);
      return;
    }

  for (guint i = 0; i < self->gaps->len; i++)
    {
      LsGapColumn *column = &g_array_index (self->gaps, LsGapColumn, i);
      g_autofree char *label = ls_timeline_format_gap (&column->gap, TRUE);
      g_autofree char *time =
        ls_timeline_format_seconds (column->gap.time_to / 1e9 - self->time_base);
      double from, to;

      ls_timeline_x_of_gap (self, i, &from, &to);
      column->shows_label = (from >= free_from || self->axis == LS_AXIS_TIME) &&
                            strlen (label) * LABEL_WIDTH <= to - from - 4;
      column->shows_time = to >= free_from;
      if (column->shows_time)
        free_from = to + strlen (time) * MONO_WIDTH + 6;
    }
}

static void
choose_step_labels (LsTimeline *self)
{
  static const guint every[] = { 1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000 };

  self->label_every = 10000;
  for (guint i = 0; i < G_N_ELEMENTS (every); i++)
    if (every[i] * self->step_width >= 60)
      {
        self->label_every = every[i];
        return;
      }
}

static guint
find_row (LsTimeline *self,
          guint32     task)
{
  const LsTaskFacts *facts = task != 0 ? ls_model_get_task (self->model, task) : NULL;

  return facts != NULL ? facts->index : G_MAXUINT;
}

/* Timers whose deadline the recording reaches stand where it does, later ones beyond its end, evenly. */
static void
add_due (LsTimeline *self)
{
  const LsState *state = ls_model_get_state (self->model, self->position);
  double last = -INFINITY;
  double beyond = self->recorded;
  guint n = 0, gap = 0;

  for (guint i = 0; i < state->timers->len; i++)
    {
      const LsTimerState *timer = &g_array_index (state->timers, LsTimerState, i);
      LsDue due = { .task = timer->task, .deadline = timer->deadline };

      due.row = find_row (self, timer->task);
      due.x = x_of_next_time (self, timer->deadline, &gap);
      /* Microseconds apart is one time for the eye. */
      due.is_first = timer->deadline - last >= 0.0005;
      if (self->axis == LS_AXIS_STEPS && due.x >= self->recorded)
        {
          due.is_first = due.is_first && n < MAX_DUE;
          if (due.is_first)
            {
              beyond += DUE_DISTANCE;
              n++;
            }
          due.x = beyond;
        }
      if (due.is_first)
        last = timer->deadline;
      g_array_append_val (self->due, due);
      self->end = MAX (self->end, due.x + 26);
    }
}

/* All that is recorded and the timers to come; one far away shall not press the rest together.  An axis that two
 * timelines share has been measured for both. */
static double
find_time_end (LsTimeline *self)
{
  const LsState *state = ls_model_get_state (self->model, self->position);
  double recorded = time_of (self, ls_model_get_n_events (self->model)) - self->time_base;
  double end = MAX (recorded, self->reach);

  for (guint i = 0; i < state->timers->len && self->reach <= 0; i++)
    {
      double deadline = g_array_index (state->timers, LsTimerState, i).deadline - self->time_base;

      if (end <= 0 || deadline <= 3 * end)
        end = MAX (end, deadline);
    }
  return self->time_base + MAX (end, 1e-3);
}

static void
lay_time (LsTimeline *self,
          double      zoom)
{
  double room = self->width - self->left - 52;

  self->time_end = find_time_end (self);
  self->second_width = MAX (40, room) * zoom / (self->time_end - self->time_base);
  self->recorded =
    ls_timeline_x_of_time (self, time_of (self, ls_model_get_n_events (self->model)));
  self->end = ls_timeline_x_of_time (self, self->time_end);
}

/* @zoom: 1: each step its width, or all of the time in the width */
void
ls_timeline_lay_axis (LsTimeline *self,
                      double      zoom)
{
  LsEvent first;

  if (ls_trace_reader_get (ls_model_get_reader (self->model), 0, &first))
    self->time_base = first.time / 1e9;
  self->step_width = STEP_WIDTH * zoom;
  add_gaps (self, zoom);
  if (self->axis == LS_AXIS_TIME)
    {
      lay_time (self, zoom);
    }
  else
    {
      self->recorded = ls_timeline_x_after (self, ls_model_get_n_events (self->model));
      self->end = self->recorded;
    }
  add_due (self);
  choose_labels (self);
  choose_step_labels (self);
  self->playhead = ls_timeline_x_after (self, self->position);
}
