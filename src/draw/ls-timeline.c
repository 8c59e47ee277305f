/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-timeline-private.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#define NAMES_WIDTH 118.0
#define NAMES_LEAST 84.0
#define TOP         39.0
#define FOOT        36.0
#define FOOT_LEAST  22.0
#define LOW         220.0     /* lower than this, lanes need the room more than the foot does */
#define PITCH       32.0
#define PITCH_LEAST 20.0

/* More workers than this have no lanes. */
#define MAX_WORKERS 64

/* Those who come later have their lanes already, as tasks do. */
static guint
count_workers (LsTimeline *self)
{
  guint n = MIN (ls_model_get_state (self->model, self->position)->n_workers, MAX_WORKERS);

  for (guint worker = n + 1; worker <= MAX_WORKERS; worker++)
    if (ls_model_get_stints (self->model, worker)->len > 0)
      n = worker;
  return n;
}

static void
find_queues (LsTimeline *self)
{
  const LsState *state = ls_model_get_state (self->model, self->position);

  self->n_workers = count_workers (self);
  for (guint i = 0; i < state->queues->len; i++)
    {
      const LsQueueState *queue = g_ptr_array_index (state->queues, i);

      g_array_append_val (self->queues, queue->id);
    }
  self->max_depths = g_new0 (guint, state->queues->len + 1);
  for (guint i = 0; i < self->queues->len; i++)
    {
      const GArray *depths =
        ls_model_get_depths (self->model, g_array_index (self->queues, guint32, i));

      for (guint j = 0; j < depths->len; j++)
        self->max_depths[i] = MAX (self->max_depths[i], g_array_index (depths, LsDepth, j).depth);
    }
}

static void
unref_text (gpointer text)
{
  ls_text_unref (text);
}

/* @fonts: (transfer full) */
LsTimeline *
ls_timeline_new_with_fonts (LsModel *model,
                            guint64  position,
                            LsAxis   axis,
                            LsFonts *fonts,
                            double   width,
                            double   height,
                            double   zoom)
{
  LsTimeline *self = g_new0 (LsTimeline, 1);

  self->model = g_object_ref (model);
  self->position = MIN (position, ls_model_get_n_events (model));
  self->axis = axis;
  self->fonts = fonts;
  self->scale = ls_fonts_get_scale (fonts);
  self->width = width / self->scale;
  self->gaps = g_array_new (FALSE, FALSE, sizeof (LsGapColumn));
  self->due = g_array_new (FALSE, FALSE, sizeof (LsDue));
  self->queues = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->shapes = g_array_new (FALSE, FALSE, sizeof (LsShape));
  self->marks = g_array_new (FALSE, FALSE, sizeof (LsMark));
  self->names = g_hash_table_new_full (NULL, NULL, NULL, unref_text);

  self->left = MIN (NAMES_WIDTH, MAX (NAMES_LEAST, self->width * 0.22));
  self->top = TOP;
  self->n_tasks = ls_model_get_n_tasks (model);
  find_queues (self);
  self->foot = FOOT;
  self->height = TOP + FOOT + ls_timeline_n_rows (self) * PITCH;
  if (height > 0)
    self->height = height / self->scale;
  if (self->height < LOW)
    self->foot = FOOT_LEAST;
  self->pitch = CLAMP ((self->height - TOP - self->foot) / MAX (1, ls_timeline_n_rows (self)),
                       PITCH_LEAST, PITCH);
  self->zoom = CLAMP (zoom > 0 ? zoom : 1, 0.001, 100);
  ls_timeline_lay_axis (self, self->zoom);
  return self;
}

/**
 * ls_timeline_new:
 * @model: the trace; a reference is kept
 * @position: the playhead
 * @context: Pango's, with the font and resolution to use
 * @width: of the whole picture, names included
 * @height: of the picture; 0: as high as all lanes need
 * @zoom: 1: as much of the trace as gives each step its width, or all of the time; less shows more
 *
 * Returns: (transfer full): to be freed with ls_timeline_free()
 */
LsTimeline *
ls_timeline_new (LsModel      *model,
                 guint64       position,
                 LsAxis        axis,
                 PangoContext *context,
                 double        width,
                 double        height,
                 double        zoom)
{
  g_return_val_if_fail (LS_IS_MODEL (model), NULL);
  g_return_val_if_fail (PANGO_IS_CONTEXT (context), NULL);

  return ls_timeline_new_with_fonts (model, position, axis, ls_fonts_new (context), width, height,
                                     zoom);
}

void
ls_timeline_free (LsTimeline *self)
{
  if (self == NULL)
    return;

  g_hash_table_unref (self->names);
  g_array_unref (self->marks);
  g_array_unref (self->shapes);
  g_array_unref (self->queues);
  g_array_unref (self->due);
  g_array_unref (self->gaps);
  g_free (self->max_depths);
  g_free (self->title);
  ls_fonts_free (self->fonts);
  g_object_unref (self->model);
  g_free (self);
}

double
ls_timeline_get_content_width (LsTimeline *self)
{
  return (self->width + ls_timeline_max_scroll_x (self)) * self->scale;
}

double
ls_timeline_get_content_height (LsTimeline *self)
{
  return (self->height + ls_timeline_max_scroll_y (self)) * self->scale;
}

double
ls_timeline_get_playhead (LsTimeline *self)
{
  return self->playhead * self->scale;
}

/**
 * ls_timeline_get_scroll_for:
 * @scroll_x: the present scroll
 *
 * Returns: the scroll nearest to @scroll_x at which the playhead is seen, with room for what comes next
 */
double
ls_timeline_get_scroll_for (LsTimeline *self,
                            double      scroll_x)
{
  double room = self->width - self->left;
  double ahead = CLAMP (self->end - self->playhead + 20, 24, room * 0.3);
  double behind = MIN (60, room * 0.2);
  double scroll = scroll_x / self->scale;

  scroll = MAX (scroll, self->playhead + ahead - self->width);
  scroll = MIN (scroll, self->playhead - behind - self->left);
  return CLAMP (scroll, 0, ls_timeline_max_scroll_x (self)) * self->scale;
}

/**
 * ls_timeline_get_scroll_y_for:
 * @scroll_y: the present scroll
 * @task: whose lane; without one all is seen as it is
 *
 * Returns: the scroll nearest to @scroll_y at which the whole lane is seen
 */
double
ls_timeline_get_scroll_y_for (LsTimeline *self,
                              double      scroll_y,
                              guint32     task)
{
  const LsTaskFacts *facts = task != 0 ? ls_model_get_task (self->model, task) : NULL;
  double scroll = scroll_y / self->scale;
  double y;

  if (facts == NULL)
    return scroll_y;
  y = ls_timeline_row_y (self, facts->index);
  scroll = MAX (scroll, y + self->pitch - ls_timeline_rows_bottom (self));
  scroll = MIN (scroll, y - self->top);
  return CLAMP (scroll, 0, ls_timeline_max_scroll_y (self)) * self->scale;
}

/**
 * ls_timeline_reserve_corner:
 * @width: as much as something else takes of the lower right corner: no step's number is painted there
 */
void
ls_timeline_reserve_corner (LsTimeline *self,
                            double      width)
{
  self->corner = width / self->scale;
}

/**
 * ls_timeline_pick:
 * @mark: (out caller-allocates): what is painted topmost at @x, @y; for the axis its position is that of the
 *   step at @x
 *
 * Returns: whether anything is
 */
gboolean
ls_timeline_pick (LsTimeline *self,
                  double      scroll_x,
                  double      scroll_y,
                  double      x,
                  double      y,
                  LsMark     *mark)
{
  ls_timeline_look (self, scroll_x / self->scale, scroll_y / self->scale);
  *mark = (LsMark) { LS_MARK_NONE };
  for (guint i = self->marks->len; i > 0; i--)
    {
      const LsMark *candidate = &g_array_index (self->marks, LsMark, i - 1);

      if (!ls_rect_contains (&candidate->rect, x, y))
        continue;
      *mark = *candidate;
      if (mark->kind == LS_MARK_AXIS)
        mark->position = ls_timeline_position_at (self, scroll_x, x);
      return TRUE;
    }
  return FALSE;
}

guint64
ls_timeline_position_at (LsTimeline *self,
                         double      scroll_x,
                         double      x)
{
  guint64 step = ls_timeline_step_at (self, (x + scroll_x) / self->scale);

  return ls_model_get_unit_end (self->model, LS_GRAIN_STEP, step);
}

/**
 * ls_timeline_get_marks:
 *
 * Returns: (transfer none): what is seen of the window last painted or picked from, in painting order
 */
const LsMark *
ls_timeline_get_marks (LsTimeline *self,
                       guint      *n_marks)
{
  if (!self->has_window)
    ls_timeline_look (self, 0, 0);
  *n_marks = self->marks->len;
  return (const LsMark *) self->marks->data;
}

static void
describe_due (LsTimeline *self,
              GString    *words)
{
  for (guint i = 0; i < MIN (self->due->len, 20u); i++)
    {
      const LsDue *due = &g_array_index (self->due, LsDue, i);
      g_autofree char *time = ls_model_format_time (due->deadline);

      if (due->task != 0)
        g_string_append_printf (words, _("%s wakes at %s.\n"),
                                ls_model_get_task_name (self->model, due->task), time);
    }
}

/* Of what is marked in sight, so far. */
static void
describe_alarms (LsTimeline *self,
                 GString    *words)
{
  const GArray *alarms = ls_model_get_alarms (self->model);
  guint n = 0;

  while (n < alarms->len && g_array_index (alarms, LsAlarm, n).position <= self->position)
    n++;
  if (n > 0)
    g_string_append_printf (words, ngettext ("%u warning or report so far.\n", "%u warnings and reports so far.\n", n),
                            n);
}

/**
 * ls_timeline_describe:
 *
 * Returns: (transfer full): what is drawn, in words, for a screen reader
 */
char *
ls_timeline_describe (LsTimeline *self)
{
  const LsState *state = ls_model_get_state (self->model, self->position);
  GString *words = g_string_new (NULL);

  g_string_append_printf (words, _("Step %'" PRIu64 " of %'" PRIu64 ".\n"),
                          ls_model_get_unit (self->model, LS_GRAIN_STEP, self->position),
                          ls_model_get_n_units (self->model, LS_GRAIN_STEP));
  for (guint i = 0; i < MIN (self->n_tasks, 40u); i++)
    {
      const LsTaskFacts *facts = ls_model_get_nth_task (self->model, i);
      g_autofree char *status = NULL;

      if (facts->created > self->position)
        continue;
      status = ls_model_status_label (self->model, state, facts->id);
      g_string_append_printf (words, "%s: %s.\n", ls_model_get_task_name (self->model, facts->id),
                              status);
    }
  describe_due (self, words);
  describe_alarms (self, words);
  return g_string_free (words, FALSE);
}
