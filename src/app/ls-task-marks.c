/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-form.h"
#include "ls-task-marks.h"

#define MARK_STEP 15
#define MOST      4       /* that stand side by side; more are told by a number */

struct _LsTaskMarks
{
  GtkSourceGutterRenderer parent_instance;

  LsPlayer             *player;
  GArray               *marks;
  guint                 columns;    /* for which there is room: those of the fullest line so far */
};

G_DEFINE_FINAL_TYPE (LsTaskMarks, ls_task_marks, GTK_SOURCE_TYPE_GUTTER_RENDERER)

static guint
count_on_line (LsTaskMarks *self, guint line)
{
  guint n = 0;

  for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
    n += g_array_index (self->marks, LsTaskMark, i).line == line;
  return n;
}

/* A number takes the room of two marks. */
static guint
columns_for (guint n_marks)
{
  return n_marks <= MOST ? n_marks : 2;
}

/* The margin only ever grows within a session, so that the text does not move with each step. */
static void
make_room (LsTaskMarks *self)
{
  guint most = 1;

  for (guint i = 0; self->marks != NULL && i < self->marks->len; i++)
    most = MAX (most, columns_for (count_on_line (self, g_array_index (self->marks, LsTaskMark,
                                                                       i).line)));
  if (most <= self->columns)
    return;
  self->columns = most;
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

static void
paint_number (LsTaskMarks *self, cairo_t *cr, const LsPalette *palette, guint n, double y,
              double height)
{
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  g_autofree char *text = g_strdup_printf ("%u", n);
  int text_width, text_height;

  pango_layout_set_text (layout, text, -1);
  pango_layout_get_pixel_size (layout, &text_width, &text_height);
  ls_color_set (&palette->text, cr);
  cairo_move_to (cr, gtk_widget_get_width (GTK_WIDGET (self)) - text_width - 8,
                 y + (height - text_height) / 2);
  pango_cairo_show_layout (cr, layout);
}

/* The marks of a line stand from the right, the first task rightmost. */
static void
paint_marks (LsTaskMarks *self, cairo_t *cr, const LsPalette *palette, guint line, double y)
{
  LsModel *model = ls_player_get_model (self->player);
  double x = gtk_widget_get_width (GTK_WIDGET (self)) - LS_FORM_SIZE - 8;

  for (guint i = 0; i < self->marks->len; i++)
    {
      LsTaskMark *mark = &g_array_index (self->marks, LsTaskMark, i);
      const LsTaskColor *color = ls_form_get_color (palette, model, mark->task);

      if (mark->line != line || color == NULL)
        continue;
      ls_form_paint (cr, palette, color, mark->status, x, y);
      x -= MARK_STEP;
    }
}

static void
ls_task_marks_snapshot_line (GtkSourceGutterRenderer *renderer, GtkSnapshot *snapshot,
                             GtkSourceGutterLines *lines, guint line)
{
  LsTaskMarks *self = LS_TASK_MARKS (renderer);
  const LsPalette *palette = ls_form_get_palette ();
  guint n = count_on_line (self, line);
  int y, height, width = gtk_widget_get_width (GTK_WIDGET (self));
  cairo_t *cr;

  if (n == 0 || self->player == NULL || ls_player_get_model (self->player) == NULL)
    return;
  gtk_source_gutter_lines_get_line_yrange (lines, line,
                                           GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_CELL, &y,
                                             &height);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, y, width, height));
  if (n <= MOST)
    paint_marks (self, cr, palette, line, y + (height - LS_FORM_SIZE) / 2);
  else
    paint_number (self, cr, palette, n, y, height);
  cairo_destroy (cr);
}

static gboolean
ls_task_marks_query_activatable (GtkSourceGutterRenderer *renderer, GtkTextIter *iter,
                                 GdkRectangle *area)
{
  return count_on_line (LS_TASK_MARKS (renderer), gtk_text_iter_get_line (iter)) > 0;
}

/* A click chooses the line's first task, the next click the next. */
static void
ls_task_marks_activate (GtkSourceGutterRenderer *renderer, GtkTextIter *iter, GdkRectangle *area,
                        guint button, GdkModifierType state, int n_presses)
{
  LsTaskMarks *self = LS_TASK_MARKS (renderer);
  guint line = gtk_text_iter_get_line (iter);
  guint32 first = 0;
  gboolean seen = FALSE;

  for (guint i = 0; i < self->marks->len; i++)
    {
      LsTaskMark *mark = &g_array_index (self->marks, LsTaskMark, i);

      if (mark->line != line)
        continue;
      if (seen)
        {
          ls_player_set_task (self->player, mark->task);
          return;
        }
      first = first != 0 ? first : mark->task;
      seen = mark->task == ls_player_get_task (self->player);
    }
  ls_player_set_task (self->player, first);
}

static void
ls_task_marks_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                       int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  LsTaskMarks *self = LS_TASK_MARKS (widget);

  int width = (int) self->columns * MARK_STEP + 10;

  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? width : 0;
}

static void
ls_task_marks_dispose (GObject *object)
{
  LsTaskMarks *self = LS_TASK_MARKS (object);

  g_clear_pointer (&self->marks, g_array_unref);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_task_marks_parent_class)->dispose (object);
}

static void
ls_task_marks_class_init (LsTaskMarksClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_task_marks_dispose;
  GTK_WIDGET_CLASS (klass)->measure = ls_task_marks_measure;
  renderer_class->snapshot_line = ls_task_marks_snapshot_line;
  renderer_class->query_activatable = ls_task_marks_query_activatable;
  renderer_class->activate = ls_task_marks_activate;
}

static void
ls_task_marks_init (LsTaskMarks *self)
{
  self->columns = 1;
}

GtkSourceGutterRenderer *
ls_task_marks_new (void)
{
  return g_object_new (LS_TYPE_TASK_MARKS, NULL);
}

void
ls_task_marks_set (LsTaskMarks *self, LsPlayer *player, GArray *marks)
{
  g_return_if_fail (LS_IS_TASK_MARKS (self));
  g_set_object (&self->player, player);
  g_clear_pointer (&self->marks, g_array_unref);
  self->marks = marks;
  make_room (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
