/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-adaptive-bin.h"
#include "ls-widget.h"

#define LEAST_WIDTH  720
#define LEAST_HEIGHT 400

/* In px at a text of 11 pt; larger text needs more. */
#define TEXT_SIZE    (11 * 96 / 72.0)
#define MEDIUM_FROM  920      /* room for the speed and one side pane */
#define WIDE_FROM    1240     /* room for words on the buttons and both side panes */
#define TALL_FROM    640      /* room for a timeline of its full height */

struct _LsAdaptiveBin
{
  GtkWidget    parent_instance;

  GtkWidget   *child;
  LsWidthClass width_class;
  gboolean     is_short;
  guint        change_source;     /* the class cannot change during an allocation */
};

static void buildable_init (GtkBuildableIface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (LsAdaptiveBin, ls_adaptive_bin, GTK_TYPE_WIDGET,
                               G_IMPLEMENT_INTERFACE (GTK_TYPE_BUILDABLE, buildable_init))

static GtkBuildableIface *parent_buildable;

enum { PROP_0, PROP_CHILD, PROP_WIDTH_CLASS, PROP_IS_SHORT, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* A length in units of the text's size. */
static double
scale_length (LsAdaptiveBin *self, int length)
{
  PangoContext *context = gtk_widget_get_pango_context (GTK_WIDGET (self));
  const PangoFontDescription *font = pango_context_get_font_description (context);
  double size = pango_font_description_get_size (font) / (double) PANGO_SCALE;
  double dpi = pango_cairo_context_get_resolution (context);

  if (!pango_font_description_get_size_is_absolute (font))
    size *= (dpi > 0 ? dpi : 96) / 72;
  return size > 0 ? length * TEXT_SIZE / size : length;
}

static LsWidthClass
classify (LsAdaptiveBin *self, int width)
{
  double length = scale_length (self, width);

  if (length >= WIDE_FROM)
    return LS_WIDTH_WIDE;
  return length >= MEDIUM_FROM ? LS_WIDTH_MEDIUM : LS_WIDTH_NARROW;
}

static gboolean
is_short (LsAdaptiveBin *self, int height)
{
  return scale_length (self, height) < TALL_FROM;
}

static gboolean
change_cb (gpointer data)
{
  LsAdaptiveBin *self = data;
  LsWidthClass width_class = classify (self, gtk_widget_get_width (GTK_WIDGET (self)));
  gboolean now_short = is_short (self, gtk_widget_get_height (GTK_WIDGET (self)));

  self->change_source = 0;
  if (self->is_short != now_short)
    {
      self->is_short = now_short;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_IS_SHORT]);
    }
  if (self->width_class != width_class)
    {
      self->width_class = width_class;
      g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH_CLASS]);
    }
  return G_SOURCE_REMOVE;
}

static void
ls_adaptive_bin_measure (GtkWidget *widget, GtkOrientation orientation, int for_size,
                         int *minimum, int *natural, int *minimum_baseline, int *natural_baseline)
{
  LsAdaptiveBin *self = LS_ADAPTIVE_BIN (widget);
  int least = orientation == GTK_ORIENTATION_HORIZONTAL ? LEAST_WIDTH : LEAST_HEIGHT;

  *minimum = *natural = least;
  if (self->child != NULL && gtk_widget_should_layout (self->child))
    gtk_widget_measure (self->child, orientation, -1, minimum, natural, NULL, NULL);
  *minimum = MIN (*minimum, least);
  *natural = MAX (*natural, *minimum);
}

static void
ls_adaptive_bin_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  LsAdaptiveBin *self = LS_ADAPTIVE_BIN (widget);
  int least_width = 0, least_height = 0;

  if (self->change_source == 0
      && (classify (self, width) != self->width_class || is_short (self, height) != self->is_short))
    self->change_source = g_idle_add_full (G_PRIORITY_HIGH_IDLE, change_cb, self, NULL);
  if (self->child == NULL || !gtk_widget_should_layout (self->child))
    return;
  gtk_widget_measure (self->child, GTK_ORIENTATION_HORIZONTAL, -1, &least_width, NULL, NULL, NULL);
  gtk_widget_measure (self->child, GTK_ORIENTATION_VERTICAL, MAX (width, least_width),
                      &least_height, NULL, NULL, NULL);
  gtk_widget_allocate (self->child, MAX (width, least_width), MAX (height, least_height), baseline,
                       NULL);
}

static void
set_child (LsAdaptiveBin *self, GtkWidget *child)
{
  if (self->child == child)
    return;
  g_clear_pointer (&self->child, gtk_widget_unparent);
  self->child = child;
  if (child != NULL)
    gtk_widget_set_parent (child, GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_CHILD]);
}

static void
ls_adaptive_bin_add_child (GtkBuildable *buildable, GtkBuilder *builder, GObject *child,
                           const char *type)
{
  if (GTK_IS_WIDGET (child))
    set_child (LS_ADAPTIVE_BIN (buildable), GTK_WIDGET (child));
  else
    parent_buildable->add_child (buildable, builder, child, type);
}

static void
buildable_init (GtkBuildableIface *iface)
{
  parent_buildable = g_type_interface_peek_parent (iface);
  iface->add_child = ls_adaptive_bin_add_child;
}

static void
ls_adaptive_bin_dispose (GObject *object)
{
  LsAdaptiveBin *self = LS_ADAPTIVE_BIN (object);

  g_clear_handle_id (&self->change_source, g_source_remove);
  g_clear_pointer (&self->child, gtk_widget_unparent);
  G_OBJECT_CLASS (ls_adaptive_bin_parent_class)->dispose (object);
}

static void
ls_adaptive_bin_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsAdaptiveBin *self = LS_ADAPTIVE_BIN (object);

  switch (id)
    {
    case PROP_CHILD:       g_value_set_object (value, self->child); break;
    case PROP_WIDTH_CLASS: g_value_set_uint (value, self->width_class); break;
    case PROP_IS_SHORT:    g_value_set_boolean (value, self->is_short); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_adaptive_bin_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_CHILD)
    set_child (LS_ADAPTIVE_BIN (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_adaptive_bin_class_init (LsAdaptiveBinClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_adaptive_bin_dispose;
  object_class->get_property = ls_adaptive_bin_get_property;
  object_class->set_property = ls_adaptive_bin_set_property;
  widget_class->measure = ls_adaptive_bin_measure;
  widget_class->size_allocate = ls_adaptive_bin_size_allocate;
  properties[PROP_CHILD] = g_param_spec_object ("child", NULL, NULL, GTK_TYPE_WIDGET, LS_PARAM_RW);
  properties[PROP_WIDTH_CLASS] = g_param_spec_uint ("width-class", NULL, NULL, 0, LS_WIDTH_NARROW,
                                                    LS_WIDTH_WIDE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_IS_SHORT] = g_param_spec_boolean ("is-short", NULL, NULL, FALSE,
                                                    G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ls_adaptive_bin_init (LsAdaptiveBin *self)
{
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
}

LsWidthClass
ls_adaptive_bin_get_width_class (LsAdaptiveBin *self)
{
  g_return_val_if_fail (LS_IS_ADAPTIVE_BIN (self), LS_WIDTH_WIDE);
  return self->width_class;
}
