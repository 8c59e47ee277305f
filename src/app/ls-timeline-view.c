/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-timeline-view.h"
#include "ls-widget.h"

#define ZOOM_MIN  0.02
#define ZOOM_MAX  4.0
#define ZOOM_STEP 1.25
#define SWITCH_WIDTH 126      /* of the axis's switch, which lies over the lower right corner */

struct _LsTimelineView
{
  LsCanvas    parent_instance;

  LsTimeline *timeline;
  LsAxis      axis;
  double      zoom;
  char       *title;              /* of one of two, else NULL */
  double      duration;
  guint64     difference;
  gboolean    has_difference;
  double      drag_x;             /* where the drag of the playhead began */
  double      width, height;      /* of the layout */
  guint       show_playhead : 1;  /* scroll to it at the next layout */
  guint       dragging : 1;
};

G_DEFINE_FINAL_TYPE (LsTimelineView, ls_timeline_view, LS_TYPE_CANVAS)

enum { PROP_0, PROP_AXIS, PROP_ZOOM, N_PROPS };
static GParamSpec *properties[N_PROPS];

static void
ls_timeline_view_layout (LsCanvas *canvas, double width, double height, double *content_width,
                         double *content_height)
{
  LsTimelineView *self = LS_TIMELINE_VIEW (canvas);
  LsPlayer *player = ls_canvas_get_player (canvas);

  /* What was in sight may not be in a smaller place. */
  self->show_playhead |= width != self->width || height != self->height;
  self->width = width;
  self->height = height;
  g_clear_pointer (&self->timeline, ls_timeline_free);
  self->timeline = ls_timeline_new (ls_player_get_model (player), ls_player_get_position (player),
                                    self->axis,
                                    gtk_widget_get_pango_context (GTK_WIDGET (self)),
                                    width, height, self->zoom);
  if (self->title != NULL)
    ls_timeline_set_beside (self->timeline,
                            &(LsTimelineBeside) { self->title, self->duration,
                                                  self->has_difference ? &self->difference : NULL });
  ls_timeline_reserve_corner (self->timeline, SWITCH_WIDTH);
  *content_width = ls_timeline_get_content_width (self->timeline);
  *content_height = ls_timeline_get_content_height (self->timeline);
}

static void
ls_timeline_view_clear (LsCanvas *canvas)
{
  g_clear_pointer (&LS_TIMELINE_VIEW (canvas)->timeline, ls_timeline_free);
}

/* Whom the present step is about, or 0. */
static guint32
get_subject (LsTimelineView *self)
{
  LsPlayer *player = ls_canvas_get_player (LS_CANVAS (self));
  LsModel *model = player != NULL ? ls_player_get_model (player) : NULL;
  LsSentence *sentence = model != NULL ? ls_model_describe (model, ls_player_get_position (player)) : NULL;
  guint32 task = sentence != NULL ? sentence->task : 0;

  g_clear_pointer (&sentence, ls_sentence_free);
  return task;
}

/* The adjustment's bounds are those of the new layout only after it, so the scroll follows here. */
static void
scroll_to_playhead (LsTimelineView *self)
{
  LsCanvas *canvas = LS_CANVAS (self);
  double x, y;

  if (!self->show_playhead || self->dragging)
    return;
  self->show_playhead = FALSE;
  x = ls_timeline_get_scroll_for (self->timeline, ls_canvas_get_scroll_x (canvas));
  y = ls_timeline_get_scroll_y_for (self->timeline, ls_canvas_get_scroll_y (canvas), get_subject (self));
  /* To set a value ends the scrolling that is under way to another one. */
  if (x != ls_canvas_get_scroll_x (canvas))
    ls_canvas_set_scroll_x (canvas, x);
  if (y != ls_canvas_get_scroll_y (canvas))
    ls_canvas_set_scroll_y (canvas, y);
}

static void
ls_timeline_view_paint (LsCanvas *canvas, cairo_t *cr, const LsPalette *palette, double x, double y)
{
  LsTimelineView *self = LS_TIMELINE_VIEW (canvas);

  scroll_to_playhead (self);
  ls_timeline_paint (self->timeline, ls_canvas_get_scroll_x (canvas), ls_canvas_get_scroll_y (canvas), cr,
                     palette, ls_player_get_task (ls_canvas_get_player (canvas)));
}

static char *
ls_timeline_view_describe (LsCanvas *canvas)
{
  return ls_timeline_describe (LS_TIMELINE_VIEW (canvas)->timeline);
}

static gboolean
pick (LsCanvas *canvas, double x, double y, LsMark *mark)
{
  return ls_timeline_pick (LS_TIMELINE_VIEW (canvas)->timeline, ls_canvas_get_scroll_x (canvas),
                           ls_canvas_get_scroll_y (canvas), x, y, mark);
}

static void
seek_to (LsTimelineView *self, double x)
{
  LsPlayer *player = ls_canvas_get_player (LS_CANVAS (self));

  ls_player_set_playing (player, FALSE);
  ls_player_seek (player, ls_timeline_position_at (self->timeline,
                                                   ls_canvas_get_scroll_x (LS_CANVAS (self)), x));
}

/* A lane chooses its task, the axis and what stands between the lanes moves the playhead. */
static void
ls_timeline_view_clicked (LsCanvas *canvas, double x, double y)
{
  LsPlayer *player = ls_canvas_get_player (canvas);
  LsMark mark;

  if (!pick (canvas, x, y, &mark))
    return;
  switch (mark.kind)
    {
    case LS_MARK_LANE:
    case LS_MARK_SPAN:
    case LS_MARK_TIMER:
      ls_player_set_task (player, mark.task);
      break;
    case LS_MARK_ALARM:
      ls_player_set_playing (player, FALSE);
      ls_player_seek (player, mark.position);
      break;
    case LS_MARK_AXIS:
    case LS_MARK_GAP:
      seek_to (LS_TIMELINE_VIEW (canvas), x);
      break;
    default:
      break;
    }
}

/* What was told there, and why. */
static char *
describe_alarm (LsModel *model, guint64 position)
{
  LsSentence *sentence = ls_model_describe (model, position);
  char *text = g_strdup_printf ("%s%s%s", sentence->what, sentence->why[0] != '\0' ? "\n" : "", sentence->why);

  ls_sentence_free (sentence);
  return text;
}

static char *
ls_timeline_view_tooltip (LsCanvas *canvas, double x, double y)
{
  LsModel *model = ls_player_get_model (ls_canvas_get_player (canvas));
  LsMark mark;

  if (pick (canvas, x, y, &mark) && mark.kind == LS_MARK_ALARM)
    return describe_alarm (model, mark.position);
  if (!pick (canvas, x, y, &mark) || mark.task == 0 || mark.kind == LS_MARK_DEPTH
      || mark.kind == LS_MARK_GAP)
    return NULL;
  return g_strdup (ls_model_get_task_name (model, mark.task));
}

static void
ls_timeline_view_moved (LsCanvas *canvas)
{
  LS_TIMELINE_VIEW (canvas)->show_playhead = TRUE;
}

/* Dragging anywhere but on a name moves the playhead; a click that does not move is a choice. */
static void
drag_begin_cb (LsTimelineView *self, double x, double y)
{
  self->drag_x = x;
}

static void
drag_update_cb (LsTimelineView *self, double dx, double dy)
{
  if (!self->dragging && ABS (dx) < 4)
    return;
  if (!ls_canvas_ensure (LS_CANVAS (self)))
    return;
  self->dragging = TRUE;
  seek_to (self, self->drag_x + dx);
}

static void
drag_end_cb (LsTimelineView *self)
{
  self->dragging = FALSE;
}

static gboolean
zoom_cb (GtkEventControllerScroll *scroll, double dx, double dy, LsTimelineView *self)
{
  GdkModifierType state =
    gtk_event_controller_get_current_event_state (GTK_EVENT_CONTROLLER (scroll));

  if (!(state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  ls_timeline_view_set_zoom (self, dy < 0 ? self->zoom * ZOOM_STEP : self->zoom / ZOOM_STEP);
  return GDK_EVENT_STOP;
}

static void
ls_timeline_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                          int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 1047 : 300;
}

static void
ls_timeline_view_finalize (GObject *object)
{
  g_free (LS_TIMELINE_VIEW (object)->title);
  G_OBJECT_CLASS (ls_timeline_view_parent_class)->finalize (object);
}

static void
ls_timeline_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsTimelineView *self = LS_TIMELINE_VIEW (object);

  switch (id)
    {
    case PROP_AXIS: g_value_set_uint (value, self->axis); break;
    case PROP_ZOOM: g_value_set_double (value, self->zoom); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_timeline_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsTimelineView *self = LS_TIMELINE_VIEW (object);

  switch (id)
    {
    case PROP_AXIS: ls_timeline_view_set_axis (self, g_value_get_uint (value)); break;
    case PROP_ZOOM: ls_timeline_view_set_zoom (self, g_value_get_double (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_timeline_view_class_init (LsTimelineViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LsCanvasClass *canvas_class = LS_CANVAS_CLASS (klass);

  object_class->finalize = ls_timeline_view_finalize;
  object_class->get_property = ls_timeline_view_get_property;
  object_class->set_property = ls_timeline_view_set_property;
  widget_class->measure = ls_timeline_view_measure;
  canvas_class->layout = ls_timeline_view_layout;
  canvas_class->clear = ls_timeline_view_clear;
  canvas_class->paint = ls_timeline_view_paint;
  canvas_class->describe = ls_timeline_view_describe;
  canvas_class->clicked = ls_timeline_view_clicked;
  canvas_class->tooltip = ls_timeline_view_tooltip;
  canvas_class->moved = ls_timeline_view_moved;

  properties[PROP_AXIS] = g_param_spec_uint ("axis", NULL, NULL, 0, LS_AXIS_TIME, LS_AXIS_STEPS,
                                             LS_PARAM_RW);
  properties[PROP_ZOOM] = g_param_spec_double ("zoom", NULL, NULL, ZOOM_MIN, ZOOM_MAX, 1,
                                               LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  gtk_widget_class_set_css_name (widget_class, "timeline");
}

static void
ls_timeline_view_init (LsTimelineView *self)
{
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *scroll =
    gtk_event_controller_scroll_new (GTK_EVENT_CONTROLLER_SCROLL_VERTICAL);

  self->zoom = 1;
  self->show_playhead = TRUE;
  g_signal_connect_swapped (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect_swapped (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect_swapped (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));
  g_signal_connect (scroll, "scroll", G_CALLBACK (zoom_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), scroll);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Timeline"), -1);
}

LsAxis
ls_timeline_view_get_axis (LsTimelineView *self)
{
  g_return_val_if_fail (LS_IS_TIMELINE_VIEW (self), LS_AXIS_STEPS);
  return self->axis;
}

void
ls_timeline_view_set_axis (LsTimelineView *self, LsAxis axis)
{
  g_return_if_fail (LS_IS_TIMELINE_VIEW (self));
  if (self->axis == axis)
    return;
  self->axis = axis;
  self->show_playhead = TRUE;
  ls_canvas_invalidate (LS_CANVAS (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_AXIS]);
}

double
ls_timeline_view_get_zoom (LsTimelineView *self)
{
  g_return_val_if_fail (LS_IS_TIMELINE_VIEW (self), 1);
  return self->zoom;
}

void
ls_timeline_view_set_zoom (LsTimelineView *self, double zoom)
{
  g_return_if_fail (LS_IS_TIMELINE_VIEW (self));
  zoom = CLAMP (zoom, ZOOM_MIN, ZOOM_MAX);
  if (self->zoom == zoom)
    return;
  self->zoom = zoom;
  self->show_playhead = TRUE;
  ls_canvas_invalidate (LS_CANVAS (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_ZOOM]);
}

void
ls_timeline_view_set_beside (LsTimelineView *self, const LsTimelineBeside *beside)
{
  g_return_if_fail (LS_IS_TIMELINE_VIEW (self));
  g_free (self->title);
  self->title = beside != NULL ? g_strdup (beside->title) : NULL;
  self->duration = beside != NULL ? beside->duration : 0;
  self->has_difference = beside != NULL && beside->difference != NULL;
  self->difference = self->has_difference ? *beside->difference : 0;
  ls_canvas_invalidate (LS_CANVAS (self));
}
