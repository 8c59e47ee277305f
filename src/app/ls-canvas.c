/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ls-canvas.h"
#include "ls-form.h"
#include "ls-widget.h"

typedef struct
{
  LsPlayer      *player;
  GSignalGroup  *player_signals;
  GtkAdjustment *hadjustment;
  GtkAdjustment *vadjustment;
  guint          hpolicy : 1;
  guint          vpolicy : 1;
  guint          valid : 1;         /* the layout is that of the position and the size */
  guint          describe_source;   /* the description is brought up to date when there is nothing else to do */
} LsCanvasPrivate;

enum
{
  PROP_0, PROP_PLAYER,
  N_PROPS,
  PROP_HADJUSTMENT = N_PROPS, PROP_VADJUSTMENT, PROP_HSCROLL_POLICY, PROP_VSCROLL_POLICY
};

static GParamSpec *properties[N_PROPS];

G_DEFINE_TYPE_WITH_CODE (LsCanvas, ls_canvas, GTK_TYPE_WIDGET,
                         G_ADD_PRIVATE (LsCanvas)
                         G_IMPLEMENT_INTERFACE (GTK_TYPE_SCROLLABLE, NULL))

#define PRIV(self) ((LsCanvasPrivate *) ls_canvas_get_instance_private (self))

static gboolean
describe_cb (gpointer data)
{
  LsCanvas *self = data;
  LsCanvasPrivate *priv = PRIV (self);
  g_autofree char *text = NULL;

  priv->describe_source = 0;
  if (ls_canvas_ensure (self))
    text = LS_CANVAS_GET_CLASS (self)->describe (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self),
                                  GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text != NULL ? text : "",
                                  -1);
  return G_SOURCE_REMOVE;
}

static void
describe_later (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);

  if (priv->describe_source == 0)
    priv->describe_source = g_idle_add (describe_cb, self);
}

static void
configure_adjustment (GtkAdjustment *adjustment, double content, double page)
{
  if (adjustment == NULL)
    return;
  gtk_adjustment_configure (adjustment, gtk_adjustment_get_value (adjustment), 0,
                            MAX (content, page),
                            page * 0.1, page * 0.9, page);
}

gboolean
ls_canvas_ensure (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);
  double width = gtk_widget_get_width (GTK_WIDGET (self));
  double height = gtk_widget_get_height (GTK_WIDGET (self));
  double content_width = width, content_height = height;

  if (priv->player == NULL || ls_player_get_model (priv->player) == NULL || width < 1 || height < 1)
    return FALSE;
  if (priv->valid)
    return TRUE;
  LS_CANVAS_GET_CLASS (self)->layout (self, width, height, &content_width, &content_height);
  priv->valid = TRUE;
  configure_adjustment (priv->hadjustment, content_width, width);
  configure_adjustment (priv->vadjustment, content_height, height);
  return TRUE;
}

void
ls_canvas_invalidate (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);

  g_return_if_fail (LS_IS_CANVAS (self));
  priv->valid = FALSE;
  gtk_widget_queue_draw (GTK_WIDGET (self));
  describe_later (self);
}

static void
position_changed_cb (LsCanvas *self)
{
  ls_canvas_invalidate (self);
  LS_CANVAS_GET_CLASS (self)->moved (self);
}

static void
session_changed_cb (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);

  LS_CANVAS_GET_CLASS (self)->clear (self);
  if (priv->hadjustment != NULL)
    gtk_adjustment_set_value (priv->hadjustment, 0);
  if (priv->vadjustment != NULL)
    gtk_adjustment_set_value (priv->vadjustment, 0);
  ls_canvas_invalidate (self);
}

static void
set_adjustment (LsCanvas *self, GtkAdjustment **field, GtkAdjustment *adjustment,
                const char *property)
{
  if (adjustment == NULL)
    adjustment = gtk_adjustment_new (0, 0, 0, 0, 0, 0);
  if (*field != NULL)
    g_signal_handlers_disconnect_by_func (*field, gtk_widget_queue_draw, self);
  if (*field != adjustment)
    {
      g_clear_object (field);
      *field = g_object_ref_sink (adjustment);
    }
  g_signal_connect_object (adjustment, "value-changed", G_CALLBACK (gtk_widget_queue_draw), self,
                           G_CONNECT_SWAPPED);
  PRIV (self)->valid = FALSE;
  g_object_notify (G_OBJECT (self), property);
}

static void
ls_canvas_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  LsCanvas *self = LS_CANVAS (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  cairo_t *cr;

  if (!ls_canvas_ensure (self))
    return;
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  LS_CANVAS_GET_CLASS (self)->paint (self, cr, ls_form_get_palette (),
                                     ls_canvas_get_scroll_x (self), ls_canvas_get_scroll_y (self));
  cairo_destroy (cr);
}

static void
ls_canvas_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  PRIV (LS_CANVAS (widget))->valid = FALSE;
  ls_canvas_ensure (LS_CANVAS (widget));
  describe_later (LS_CANVAS (widget));
}

static void
ls_canvas_system_setting_changed (GtkWidget *widget, GtkSystemSetting setting)
{
  GTK_WIDGET_CLASS (ls_canvas_parent_class)->system_setting_changed (widget, setting);
  ls_canvas_invalidate (LS_CANVAS (widget));
}

static gboolean
ls_canvas_query_tooltip (GtkWidget *widget, int x, int y, gboolean keyboard, GtkTooltip *tooltip)
{
  LsCanvas *self = LS_CANVAS (widget);
  g_autofree char *text = NULL;

  if (keyboard || !ls_canvas_ensure (self))
    return FALSE;
  text = LS_CANVAS_GET_CLASS (self)->tooltip (self, x, y);
  gtk_tooltip_set_text (tooltip, text);
  return text != NULL;
}

static void
pressed_cb (LsCanvas *self, int n_press, double x, double y)
{
  gtk_widget_grab_focus (GTK_WIDGET (self));
  if (ls_canvas_ensure (self))
    LS_CANVAS_GET_CLASS (self)->clicked (self, x, y);
}

static void
ls_canvas_dispose (GObject *object)
{
  LsCanvasPrivate *priv = PRIV (LS_CANVAS (object));

  g_clear_handle_id (&priv->describe_source, g_source_remove);
  LS_CANVAS_GET_CLASS (object)->clear (LS_CANVAS (object));
  g_clear_object (&priv->player_signals);
  g_clear_object (&priv->player);
  g_clear_object (&priv->hadjustment);
  g_clear_object (&priv->vadjustment);
  G_OBJECT_CLASS (ls_canvas_parent_class)->dispose (object);
}

static void
ls_canvas_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsCanvasPrivate *priv = PRIV (LS_CANVAS (object));

  switch (id)
    {
    case PROP_PLAYER:         g_value_set_object (value, priv->player); break;
    case PROP_HADJUSTMENT:    g_value_set_object (value, priv->hadjustment); break;
    case PROP_VADJUSTMENT:    g_value_set_object (value, priv->vadjustment); break;
    case PROP_HSCROLL_POLICY: g_value_set_enum (value, priv->hpolicy); break;
    case PROP_VSCROLL_POLICY: g_value_set_enum (value, priv->vpolicy); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
set_policy (LsCanvas *self, gboolean horizontal, GtkScrollablePolicy policy, GParamSpec *pspec)
{
  LsCanvasPrivate *priv = PRIV (self);

  if ((horizontal ? priv->hpolicy : priv->vpolicy) == (guint) policy)
    return;
  if (horizontal)
    priv->hpolicy = policy;
  else
    priv->vpolicy = policy;
  g_object_notify_by_pspec (G_OBJECT (self), pspec);
}

static void
ls_canvas_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsCanvas *self = LS_CANVAS (object);
  LsCanvasPrivate *priv = PRIV (self);

  switch (id)
    {
    case PROP_PLAYER:         ls_canvas_set_player (self, g_value_get_object (value)); break;
    case PROP_HADJUSTMENT:
      set_adjustment (self, &priv->hadjustment, g_value_get_object (value), "hadjustment");
      break;
    case PROP_VADJUSTMENT:
      set_adjustment (self, &priv->vadjustment, g_value_get_object (value), "vadjustment");
      break;
    case PROP_HSCROLL_POLICY: set_policy (self, TRUE, g_value_get_enum (value), pspec); break;
    case PROP_VSCROLL_POLICY: set_policy (self, FALSE, g_value_get_enum (value), pspec); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_canvas_real_clear (LsCanvas *self)
{
}

static void
ls_canvas_class_init (LsCanvasClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_canvas_dispose;
  object_class->get_property = ls_canvas_get_property;
  object_class->set_property = ls_canvas_set_property;
  widget_class->snapshot = ls_canvas_snapshot;
  widget_class->size_allocate = ls_canvas_size_allocate;
  widget_class->system_setting_changed = ls_canvas_system_setting_changed;
  widget_class->query_tooltip = ls_canvas_query_tooltip;
  klass->clear = ls_canvas_real_clear;
  klass->moved = ls_canvas_real_clear;

  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);
  g_object_class_override_property (object_class, PROP_HADJUSTMENT, "hadjustment");
  g_object_class_override_property (object_class, PROP_VADJUSTMENT, "vadjustment");
  g_object_class_override_property (object_class, PROP_HSCROLL_POLICY, "hscroll-policy");
  g_object_class_override_property (object_class, PROP_VSCROLL_POLICY, "vscroll-policy");

  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
ls_canvas_init (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);
  AdwStyleManager *manager = adw_style_manager_get_default ();
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_widget_set_focusable (GTK_WIDGET (self), TRUE);
  gtk_widget_set_has_tooltip (GTK_WIDGET (self), TRUE);
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);
  g_signal_connect_object (manager, "notify::dark", G_CALLBACK (ls_canvas_invalidate), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (manager, "notify::high-contrast", G_CALLBACK (ls_canvas_invalidate),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped (click, "pressed", G_CALLBACK (pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (click));

  priv->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (priv->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (priv->player_signals, "notify::position",
                                  G_CALLBACK (position_changed_cb), self);
  g_signal_group_connect_swapped (priv->player_signals, "notify::end",
                                  G_CALLBACK (ls_canvas_invalidate), self);
  g_signal_group_connect_swapped (priv->player_signals, "notify::task",
                                  G_CALLBACK (gtk_widget_queue_draw), self);
}

LsPlayer *
ls_canvas_get_player (LsCanvas *self)
{
  g_return_val_if_fail (LS_IS_CANVAS (self), NULL);
  return PRIV (self)->player;
}

void
ls_canvas_set_player (LsCanvas *self, LsPlayer *player)
{
  LsCanvasPrivate *priv = PRIV (self);

  g_return_if_fail (LS_IS_CANVAS (self));
  if (!g_set_object (&priv->player, player))
    return;
  g_signal_group_set_target (priv->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}

double
ls_canvas_get_scroll_x (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);

  g_return_val_if_fail (LS_IS_CANVAS (self), 0);
  return priv->hadjustment != NULL ? gtk_adjustment_get_value (priv->hadjustment) : 0;
}

double
ls_canvas_get_scroll_y (LsCanvas *self)
{
  LsCanvasPrivate *priv = PRIV (self);

  g_return_val_if_fail (LS_IS_CANVAS (self), 0);
  return priv->vadjustment != NULL ? gtk_adjustment_get_value (priv->vadjustment) : 0;
}

void
ls_canvas_set_scroll_x (LsCanvas *self, double x)
{
  LsCanvasPrivate *priv = PRIV (self);

  g_return_if_fail (LS_IS_CANVAS (self));
  if (priv->hadjustment != NULL)
    gtk_adjustment_set_value (priv->hadjustment, x);
}

void
ls_canvas_set_scroll_y (LsCanvas *self, double y)
{
  LsCanvasPrivate *priv = PRIV (self);

  g_return_if_fail (LS_IS_CANVAS (self));
  if (priv->vadjustment != NULL)
    gtk_adjustment_set_value (priv->vadjustment, y);
}
