/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ls-swatch.h"

#define BAR_WIDTH 3

struct _LsSwatch
{
  GtkWidget parent_instance;

  int       index;         /* the task's place among the colours, or -1 for none */
  LsStatus  status;
  gboolean  is_bar;
};

G_DEFINE_FINAL_TYPE (LsSwatch, ls_swatch, GTK_TYPE_WIDGET)

static void
ls_swatch_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                   int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  gboolean narrow = LS_SWATCH (widget)->is_bar && orientation == GTK_ORIENTATION_HORIZONTAL;

  *minimum = *natural = narrow ? BAR_WIDTH : (int) LS_FORM_SIZE;
}

static void
ls_swatch_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LsSwatch *self = LS_SWATCH (widget);
  const LsPalette *palette = ls_form_get_palette ();
  double width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, (float) width,
                                                                          (float) height));

  if (self->is_bar)
    {
      ls_color_set (self->index >= 0 ? &ls_palette_task (palette, self->index)->line
                    : &palette->dim, cr);
      cairo_rectangle (cr, 0, 0, BAR_WIDTH, height);
      cairo_fill (cr);
    }
  else if (self->index >= 0)
    ls_form_paint (cr, palette, ls_palette_task (palette, self->index), self->status,
                   (width - LS_FORM_SIZE) / 2, (height - LS_FORM_SIZE) / 2);
  cairo_destroy (cr);
}

static void
ls_swatch_class_init (LsSwatchClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  widget_class->measure = ls_swatch_measure;
  widget_class->snapshot = ls_swatch_snapshot;
  gtk_widget_class_set_css_name (widget_class, "swatch");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
ls_swatch_init (LsSwatch *self)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  self->index = -1;
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (gtk_widget_queue_draw),
                           self, G_CONNECT_SWAPPED);
}

GtkWidget *
ls_swatch_new (void)
{
  return g_object_new (LS_TYPE_SWATCH, NULL);
}

static void
set (LsSwatch *self, LsModel *model, guint32 task, LsStatus status, gboolean is_bar)
{
  const LsTaskFacts *facts = model != NULL && task != 0 ? ls_model_get_task (model, task) : NULL;

  self->index = facts != NULL ? (int) facts->index : -1;
  self->status = status;
  if (self->is_bar != is_bar)
    gtk_widget_queue_resize (GTK_WIDGET (self));
  self->is_bar = is_bar;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

void
ls_swatch_set_bar (LsSwatch *self, LsModel *model, guint32 task)
{
  g_return_if_fail (LS_IS_SWATCH (self));
  set (self, model, task, LS_STATUS_DONE, TRUE);
}

void
ls_swatch_set_form (LsSwatch *self, LsModel *model, guint32 task, LsStatus status)
{
  g_return_if_fail (LS_IS_SWATCH (self));
  set (self, model, task, status, FALSE);
}
