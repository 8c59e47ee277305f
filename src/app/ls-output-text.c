/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-output-text.h"

#define NATURAL_WIDTH 120     /* px */

struct _LsOutputText
{
  GtkWidget    parent_instance;

  PangoLayout *layout;
};

G_DEFINE_FINAL_TYPE (LsOutputText, ls_output_text, GTK_TYPE_WIDGET)

static int
get_height (LsOutputText *self, int width)
{
  int height;

  pango_layout_set_width (self->layout, width < 0 ? -1 : width * PANGO_SCALE);
  pango_layout_get_pixel_size (self->layout, NULL, &height);
  return height;
}

static void
ls_output_text_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                        int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  if (orientation == GTK_ORIENTATION_VERTICAL)
    *minimum = *natural = get_height (LS_OUTPUT_TEXT (widget), for_size < 0 ? NATURAL_WIDTH : for_size);
  else
    {
      *minimum = 0;
      *natural = NATURAL_WIDTH;
    }
}

static GtkSizeRequestMode
ls_output_text_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
ls_output_text_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LsOutputText *self = LS_OUTPUT_TEXT (widget);
  GdkRGBA color;

  gtk_style_context_get_color (gtk_widget_get_style_context (widget), &color);
  pango_layout_set_width (self->layout, gtk_widget_get_width (widget) * PANGO_SCALE);
  gtk_snapshot_append_layout (snapshot, self->layout, &color);
}

static void
ls_output_text_dispose (GObject *object)
{
  g_clear_object (&LS_OUTPUT_TEXT (object)->layout);
  G_OBJECT_CLASS (ls_output_text_parent_class)->dispose (object);
}

static void
ls_output_text_class_init (LsOutputTextClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_output_text_dispose;
  widget_class->measure = ls_output_text_measure;
  widget_class->get_request_mode = ls_output_text_get_request_mode;
  widget_class->snapshot = ls_output_text_snapshot;
  gtk_widget_class_set_css_name (widget_class, "label");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_LABEL);
}

static void
ls_output_text_init (LsOutputText *self)
{
  self->layout = gtk_widget_create_pango_layout (GTK_WIDGET (self), NULL);
  pango_layout_set_wrap (self->layout, PANGO_WRAP_WORD_CHAR);
}

GtkWidget *
ls_output_text_new (void)
{
  return g_object_new (LS_TYPE_OUTPUT_TEXT, NULL);
}

void
ls_output_text_set_text (LsOutputText *self, const char *text)
{
  g_return_if_fail (LS_IS_OUTPUT_TEXT (self));

  if (g_str_equal (pango_layout_get_text (self->layout), text))
    return;
  pango_layout_set_text (self->layout, text, -1);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}
