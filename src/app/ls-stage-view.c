/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "ls-stage-view.h"
#include "ls-stage.h"

#define GLIDE_TIME 280000.0     /* µs; shorter when steps follow each other faster */

/*
 * `from` is set only while chips glide.  A new position while they do starts from where they were bound
 * for: a picture between two pictures is not a state of the program.
 */
struct _LsStageView
{
  LsCanvas  parent_instance;

  LsStage  *stage;
  LsStage  *from;
  guint     tick;
  gint64    glide_start;
  double    progress;
};

G_DEFINE_FINAL_TYPE (LsStageView, ls_stage_view, LS_TYPE_CANVAS)

static void
stop_glide (LsStageView *self)
{
  if (self->tick != 0)
    gtk_widget_remove_tick_callback (GTK_WIDGET (self), self->tick);
  self->tick = 0;
  self->progress = 1;
  g_clear_pointer (&self->from, ls_stage_free);
}

static void
ls_stage_view_layout (LsCanvas *canvas, double width, double height, double *content_width,
                      double *content_height)
{
  LsStageView *self = LS_STAGE_VIEW (canvas);
  LsPlayer *player = ls_canvas_get_player (canvas);

  g_clear_pointer (&self->stage, ls_stage_free);
  self->stage = ls_stage_new (ls_player_get_model (player), ls_player_get_position (player),
                              gtk_widget_get_pango_context (GTK_WIDGET (self)), width, height,
                              LS_STAGE_NO_SENTENCE);
  *content_width = width;
  *content_height = ls_stage_get_height (self->stage);
}

static void
ls_stage_view_clear (LsCanvas *canvas)
{
  LsStageView *self = LS_STAGE_VIEW (canvas);

  stop_glide (self);
  g_clear_pointer (&self->stage, ls_stage_free);
}

static void
ls_stage_view_paint (LsCanvas *canvas, cairo_t *cr, const LsPalette *palette, double x, double y)
{
  LsStageView *self = LS_STAGE_VIEW (canvas);

  cairo_translate (cr, -x, -y);
  ls_stage_paint (self->stage, self->from, self->progress, cr, palette,
                  ls_player_get_task (ls_canvas_get_player (canvas)));
}

static char *
ls_stage_view_describe (LsCanvas *canvas)
{
  return ls_stage_describe (LS_STAGE_VIEW (canvas)->stage);
}

static const LsItem *
pick (LsCanvas *canvas, double x, double y)
{
  return ls_stage_pick (LS_STAGE_VIEW (canvas)->stage,
                        x + ls_canvas_get_scroll_x (canvas), y + ls_canvas_get_scroll_y (canvas));
}

static void
ls_stage_view_clicked (LsCanvas *canvas, double x, double y)
{
  const LsItem *item = pick (canvas, x, y);

  ls_player_set_task (ls_canvas_get_player (canvas), item != NULL && item->kind == LS_ITEM_TASK
                      ? item->id : 0);
}

static char *
ls_stage_view_tooltip (LsCanvas *canvas, double x, double y)
{
  LsPlayer *player = ls_canvas_get_player (canvas);
  LsModel *model = ls_player_get_model (player);
  const LsState *state = ls_player_get_state (player);
  const LsItem *item = pick (canvas, x, y);
  g_autofree char *detail = NULL, *name = NULL, *summary = NULL;

  if (item != NULL && item->kind == LS_ITEM_TASK)
    {
      detail = ls_model_task_detail (model, state, item->id);
      return g_strdup_printf ("%s\n%s", ls_model_get_task_name (model, item->id), detail);
    }
  if (item != NULL && item->kind == LS_ITEM_QUEUE && ls_state_get_queue (state, item->id) != NULL)
    {
      name = ls_model_get_queue_name (model, item->id);
      summary = ls_model_queue_summary (model, state, ls_state_get_queue (state, item->id));
      return g_strdup_printf ("%s\n%s", name, summary);
    }
  return NULL;
}

static double
ease_out (double t)
{
  return 1 - (1 - t) * (1 - t) * (1 - t);
}

static gboolean
glide_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  LsStageView *self = LS_STAGE_VIEW (widget);
  double speed = ls_player_get_speed (ls_canvas_get_player (LS_CANVAS (self)));
  double length = MIN (GLIDE_TIME, 600000 / speed);
  double t = (gdk_frame_clock_get_frame_time (clock) - self->glide_start) / length;

  gtk_widget_queue_draw (widget);
  if (t >= 1)
    {
      self->tick = 0;           /* it ends by what is returned */
      stop_glide (self);
      return G_SOURCE_REMOVE;
    }
  self->progress = ease_out (MAX (t, 0));
  return G_SOURCE_CONTINUE;
}

static void
ls_stage_view_moved (LsCanvas *canvas)
{
  LsStageView *self = LS_STAGE_VIEW (canvas);
  GdkFrameClock *clock = gtk_widget_get_frame_clock (GTK_WIDGET (self));
  LsStage *before = g_steal_pointer (&self->stage);

  if (before == NULL)
    before = g_steal_pointer (&self->from);   /* moved twice within a frame */
  stop_glide (self);
  if (before == NULL || clock == NULL || !adw_get_enable_animations (GTK_WIDGET (self)))
    {
      g_clear_pointer (&before, ls_stage_free);
      return;
    }
  self->from = before;
  self->progress = 0;
  self->glide_start = gdk_frame_clock_get_frame_time (clock);
  self->tick = gtk_widget_add_tick_callback (GTK_WIDGET (self), glide_cb, NULL, NULL);
}

static void
ls_stage_view_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 320 : 120;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 748 : 420;
}

static void
ls_stage_view_class_init (LsStageViewClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  LsCanvasClass *canvas_class = LS_CANVAS_CLASS (klass);

  widget_class->measure = ls_stage_view_measure;
  canvas_class->layout = ls_stage_view_layout;
  canvas_class->clear = ls_stage_view_clear;
  canvas_class->paint = ls_stage_view_paint;
  canvas_class->describe = ls_stage_view_describe;
  canvas_class->clicked = ls_stage_view_clicked;
  canvas_class->tooltip = ls_stage_view_tooltip;
  canvas_class->moved = ls_stage_view_moved;
  gtk_widget_class_set_css_name (widget_class, "stage");
}

static void
ls_stage_view_init (LsStageView *self)
{
  self->progress = 1;
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Stage"),
                                  -1);
}
