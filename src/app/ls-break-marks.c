/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-break-marks.h"
#include "ls-form.h"

struct _LsBreakMarks
{
  GtkSourceGutterRenderer parent_instance;

  GPtrArray            *breaks;       /* GtkTextMark, each in its buffer */
  GtkTextMark          *fault;        /* (nullable) */
  int                   current;
  GdkRGBA               color;
};

G_DEFINE_FINAL_TYPE (LsBreakMarks, ls_break_marks, GTK_SOURCE_TYPE_GUTTER_RENDERER)

enum { TOGGLED, N_SIGNALS };
static guint signals[N_SIGNALS];

/* The line at which a mark stands in the buffer that is shown; -1: in another, or nowhere any more. */
static int
line_of (LsBreakMarks *self, GtkTextMark *mark)
{
  GtkTextBuffer *shown = GTK_TEXT_BUFFER (gtk_source_gutter_renderer_get_buffer (GTK_SOURCE_GUTTER_RENDERER (self)));
  GtkTextIter iter;

  if (mark == NULL || shown == NULL || gtk_text_mark_get_buffer (mark) != shown)
    return -1;
  gtk_text_buffer_get_iter_at_mark (shown, &iter, mark);
  return gtk_text_iter_get_line (&iter);
}

static GtkTextMark *
mark_line (LsBreakMarks *self, guint line)
{
  GtkTextBuffer *shown = GTK_TEXT_BUFFER (gtk_source_gutter_renderer_get_buffer (GTK_SOURCE_GUTTER_RENDERER (self)));
  GtkTextIter iter;

  gtk_text_buffer_get_iter_at_line (shown, &iter, (int) line);
  return g_object_ref (gtk_text_buffer_create_mark (shown, NULL, &iter, TRUE));
}

static void
free_mark (GtkTextMark *mark)
{
  if (gtk_text_mark_get_buffer (mark) != NULL)
    gtk_text_buffer_delete_mark (gtk_text_mark_get_buffer (mark), mark);
  g_object_unref (mark);
}

static void
paint_cross (GtkSnapshot *snapshot, int width, int y, int height)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, y, width, height));

  cairo_translate (cr, width / 2.0 + 1, y + height / 2.0);
  cairo_move_to (cr, -4, -4);
  cairo_line_to (cr, 4, 4);
  cairo_move_to (cr, 4, -4);
  cairo_line_to (cr, -4, 4);
  cairo_set_line_width (cr, 2.5);
  cairo_set_line_cap (cr, CAIRO_LINE_CAP_ROUND);
  ls_color_set (&ls_form_get_palette ()->error, cr);
  cairo_stroke (cr);
  cairo_destroy (cr);
}

static void
paint_dot (GtkSnapshot *snapshot, int width, int y, int height)
{
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, y, width, height));

  cairo_arc (cr, width / 2.0 + 1, y + height / 2.0, 5.5, 0, 2 * G_PI);
  ls_color_set (&ls_form_get_palette ()->error, cr);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
ls_break_marks_snapshot_line (GtkSourceGutterRenderer *renderer, GtkSnapshot *snapshot,
                              GtkSourceGutterLines *lines, guint line)
{
  LsBreakMarks *self = LS_BREAK_MARKS (renderer);
  gboolean is_current = (int) line == self->current;
  gboolean is_break = ls_break_marks_contains (self, line);
  gboolean is_fault = line_of (self, self->fault) == (int) line;
  int y, height;

  if (!is_current && !is_break && !is_fault)
    return;
  gtk_source_gutter_lines_get_line_yrange (lines, line,
                                           GTK_SOURCE_GUTTER_RENDERER_ALIGNMENT_MODE_CELL,
                                           &y, &height);
  if (is_current)
    gtk_snapshot_append_color (snapshot, &self->color, &GRAPHENE_RECT_INIT (0, y, 4, height));
  if (is_fault)
    paint_cross (snapshot, gtk_widget_get_width (GTK_WIDGET (self)), y, height);
  else if (is_break)
    paint_dot (snapshot, gtk_widget_get_width (GTK_WIDGET (self)), y, height);
}

static gboolean
ls_break_marks_query_activatable (GtkSourceGutterRenderer *renderer, GtkTextIter *iter,
                                  GdkRectangle *area)
{
  return TRUE;
}

static void
ls_break_marks_activate (GtkSourceGutterRenderer *renderer, GtkTextIter *iter, GdkRectangle *area,
                         guint button, GdkModifierType state, int n_presses)
{
  g_signal_emit (renderer, signals[TOGGLED], 0, (guint) gtk_text_iter_get_line (iter));
}

static void
ls_break_marks_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 22 : 0;
}

static void
ls_break_marks_finalize (GObject *object)
{
  g_ptr_array_unref (LS_BREAK_MARKS (object)->breaks);
  g_clear_pointer (&LS_BREAK_MARKS (object)->fault, free_mark);
  G_OBJECT_CLASS (ls_break_marks_parent_class)->finalize (object);
}

static void
ls_break_marks_class_init (LsBreakMarksClass *klass)
{
  GtkSourceGutterRendererClass *renderer_class = GTK_SOURCE_GUTTER_RENDERER_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = ls_break_marks_finalize;
  GTK_WIDGET_CLASS (klass)->measure = ls_break_marks_measure;
  renderer_class->snapshot_line = ls_break_marks_snapshot_line;
  renderer_class->query_activatable = ls_break_marks_query_activatable;
  renderer_class->activate = ls_break_marks_activate;
  signals[TOGGLED] = g_signal_new ("toggled", LS_TYPE_BREAK_MARKS, G_SIGNAL_RUN_LAST,
                                   0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
}

static void
ls_break_marks_init (LsBreakMarks *self)
{
  self->current = -1;
  self->breaks = g_ptr_array_new_with_free_func ((GDestroyNotify) free_mark);
}

GtkSourceGutterRenderer *
ls_break_marks_new (void)
{
  return g_object_new (LS_TYPE_BREAK_MARKS, NULL);
}

gboolean
ls_break_marks_contains (LsBreakMarks *self, guint line)
{
  g_return_val_if_fail (LS_IS_BREAK_MARKS (self), FALSE);

  for (guint i = 0; i < self->breaks->len; i++)
    if (line_of (self, self->breaks->pdata[i]) == (int) line)
      return TRUE;
  return FALSE;
}

void
ls_break_marks_add (LsBreakMarks *self, guint line)
{
  g_return_if_fail (LS_IS_BREAK_MARKS (self));

  if (!ls_break_marks_contains (self, line))
    g_ptr_array_add (self->breaks, mark_line (self, line));
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ls_break_marks_remove (LsBreakMarks *self, guint line)
{
  g_return_if_fail (LS_IS_BREAK_MARKS (self));

  for (guint i = self->breaks->len; i > 0; i--)
    if (line_of (self, self->breaks->pdata[i - 1]) == (int) line)
      g_ptr_array_remove_index (self->breaks, i - 1);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ls_break_marks_clear (LsBreakMarks *self)
{
  g_return_if_fail (LS_IS_BREAK_MARKS (self));
  g_ptr_array_set_size (self->breaks, 0);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

GArray *
ls_break_marks_get_lines (LsBreakMarks *self)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (guint));

  g_return_val_if_fail (LS_IS_BREAK_MARKS (self), lines);

  for (guint i = 0; i < self->breaks->len; i++)
    {
      int line = line_of (self, self->breaks->pdata[i]);

      if (line >= 0)
        g_array_append_val (lines, line);
    }
  return lines;
}

void
ls_break_marks_set_fault (LsBreakMarks *self, int line)
{
  g_return_if_fail (LS_IS_BREAK_MARKS (self));

  g_clear_pointer (&self->fault, free_mark);
  if (line >= 0)
    self->fault = mark_line (self, (guint) line);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

int
ls_break_marks_get_fault (LsBreakMarks *self)
{
  g_return_val_if_fail (LS_IS_BREAK_MARKS (self), -1);
  return line_of (self, self->fault);
}

void
ls_break_marks_set_current (LsBreakMarks *self, int line, const GdkRGBA *color)
{
  g_return_if_fail (LS_IS_BREAK_MARKS (self));
  self->current = line;
  if (color != NULL)
    self->color = *color;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}
