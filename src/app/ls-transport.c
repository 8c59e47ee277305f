/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ls-adaptive-bin.h"
#include "ls-readout.h"
#include "ls-run-popover.h"
#include "ls-transport.h"
#include "ls-widget.h"

struct _LsTransport
{
  GtkWidget         parent_instance;

  GtkButton        *back_button;
  GtkButton        *play_button;
  GtkButton        *forward_button;
  GtkWidget        *by;
  GtkWidget        *line_button;      /* of Python programs */
  GtkWidget        *speed_box;
  GtkWidget        *speed_caption;
  GtkRange         *speed;
  GtkLabel         *speed_label;
  GtkWidget        *run_button;
  LsReadout        *readout;
  LsPlayer         *player;
  GSignalGroup     *player_signals;
  LsWidthClass      width_class;
};

G_DEFINE_FINAL_TYPE (LsTransport, ls_transport, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, PROP_WIDTH_CLASS, N_PROPS };
static GParamSpec *properties[N_PROPS];

/* The slider's scale is logarithmic: an equal way doubles the speed. */
static void
speed_moved_cb (LsTransport *self)
{
  if (self->player != NULL)
    ls_player_set_speed (self->player, exp2 (gtk_range_get_value (self->speed)));
}

static void
show_speed (LsTransport *self)
{
  double speed = ls_player_get_speed (self->player);
  g_autofree char *text = NULL;

  if (speed >= LS_SPEED_MAX)
    text = g_strdup (_("full speed"));
  else if (speed < 10)
    text = g_strdup_printf (_("%.3g steps/s"), round (speed * 10) / 10);
  else
    text = g_strdup_printf (_("%.0f steps/s"), speed);
  gtk_label_set_text (self->speed_label, text);
  if (fabs (gtk_range_get_value (self->speed) - log2 (speed)) > 1e-6)
    gtk_range_set_value (self->speed, log2 (speed));
}

static void
show_buttons (LsTransport *self)
{
  gboolean wide = self->width_class == LS_WIDTH_WIDE;

  ls_widget_show_button (self->back_button, "media-skip-backward-symbolic", _("Back"), wide);
  ls_widget_show_button (self->forward_button, "media-skip-forward-symbolic", _("Forward"), wide);
  if (ls_player_get_playing (self->player))
    ls_widget_show_button (self->play_button, "media-playback-pause-symbolic", _("Pause"), wide);
  else
    ls_widget_show_button (self->play_button, "media-playback-start-symbolic", _("Play"), wide);
}

static void
update (LsTransport *self)
{
  if (self->player == NULL)
    return;
  show_speed (self);
  show_buttons (self);
}

static void
set_width_class (LsTransport *self, LsWidthClass width_class)
{
  gboolean wide = width_class == LS_WIDTH_WIDE;

  if (self->width_class == width_class)
    return;
  self->width_class = width_class;
  gtk_widget_set_visible (self->by, wide);
  gtk_widget_set_visible (self->speed_caption, wide);
  gtk_widget_set_visible (GTK_WIDGET (self->speed_label), wide);
  gtk_widget_set_visible (self->speed_box, width_class != LS_WIDTH_NARROW);
  g_object_set (self->readout, "width-class", width_class, NULL);
  if (width_class == LS_WIDTH_NARROW)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH_CLASS]);
}

/* Neither a saved trace nor what others have started can be run. */
static void
session_changed_cb (LsTransport *self)
{
  LsSession *session = self->player != NULL ? ls_player_get_session (self->player) : NULL;

  gtk_widget_set_sensitive (self->run_button, session != NULL && !ls_session_is_recorded (session)
                                              && !ls_session_is_attached (session));
  gtk_widget_set_visible (self->line_button, session != NULL && ls_session_has_lines (session));
}

static void
ls_transport_dispose (GObject *object)
{
  LsTransport *self = LS_TRANSPORT (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_TRANSPORT);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_transport_parent_class)->dispose (object);
}

static void
ls_transport_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsTransport *self = LS_TRANSPORT (object);

  switch (id)
    {
    case PROP_PLAYER:      g_value_set_object (value, self->player); break;
    case PROP_WIDTH_CLASS: g_value_set_uint (value, self->width_class); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_transport_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsTransport *self = LS_TRANSPORT (object);

  switch (id)
    {
    case PROP_PLAYER:      ls_transport_set_player (self, g_value_get_object (value)); break;
    case PROP_WIDTH_CLASS: set_width_class (self, g_value_get_uint (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_transport_class_init (LsTransportClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_transport_dispose;
  object_class->get_property = ls_transport_get_property;
  object_class->set_property = ls_transport_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  properties[PROP_WIDTH_CLASS] = g_param_spec_uint ("width-class", NULL, NULL, 0, LS_WIDTH_NARROW,
                                                    LS_WIDTH_WIDE, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (ADW_TYPE_BUTTON_CONTENT);
  g_type_ensure (LS_TYPE_READOUT);
  g_type_ensure (LS_TYPE_RUN_POPOVER);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-transport.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsTransport, back_button);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, by);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, line_button);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, forward_button);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, play_button);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, readout);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, run_button);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, speed);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, speed_box);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, speed_caption);
  gtk_widget_class_bind_template_child (widget_class, LsTransport, speed_label);
  gtk_widget_class_bind_template_callback (widget_class, speed_moved_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ls_transport_init (LsTransport *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::playing", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::speed", G_CALLBACK (update), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::session", G_CALLBACK (session_changed_cb),
                                  self);
}

void
ls_transport_set_player (LsTransport *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_TRANSPORT (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  update (self);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}

void
ls_transport_open_run_options (LsTransport *self)
{
  g_return_if_fail (LS_IS_TRANSPORT (self));
  gtk_menu_button_popup (GTK_MENU_BUTTON (self->run_button));
}
