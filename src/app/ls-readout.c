/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-adaptive-bin.h"
#include "ls-readout.h"
#include "ls-widget.h"

struct _LsReadout
{
  GtkWidget     parent_instance;

  GtkWidget    *time_caption;
  GtkLabel     *time;
  GtkLabel     *step;
  GtkLabel     *badge;
  GtkWidget    *edge;
  LsPlayer     *player;
  GSignalGroup *player_signals;
  const char   *badge_class;      /* CSS class now on the badge, or NULL */
  LsWidthClass  width_class;
};

G_DEFINE_FINAL_TYPE (LsReadout, ls_readout, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, PROP_WIDTH_CLASS, N_PROPS };
static GParamSpec *properties[N_PROPS];

static const char *
life_word (LsPlayer *player)
{
  LsSession *session = ls_player_get_session (player);
  double seconds;

  if (ls_player_get_holder (player, &seconds) != 0)
    return _("loop blocked");
  switch (ls_session_get_life (session))
    {
    case LS_LIFE_STARTING: return _("starting");
    case LS_LIFE_PAUSING:  return _("pausing");
    case LS_LIFE_PAUSED:
      if (ls_player_get_playing (player))
        return _("playing");
      return ls_session_is_at_breakpoint (session) ? _("breakpoint") : _("paused");
    default:               return ls_session_is_polling (session) ? _("in poll") : _("running");
    }
}

/* Numbers are put in as text: a format of 64 bits has no one spelling that a translation could hold. */
char *
ls_readout_format_mode (LsPlayer *player)
{
  LsModel *model = ls_player_get_model (player);
  g_autofree char *step = NULL, *total = NULL;
  gulong n;

  if (model == NULL)
    return g_strdup ("");
  n = (gulong) ls_model_get_n_units (model, LS_GRAIN_STEP);
  step = ls_readout_format_count (ls_player_get_step (player));
  total = ls_readout_format_count (n);
  switch (ls_player_get_mode (player))
    {
    case LS_MODE_LIVE:
      return g_strdup_printf (_("live · %s"), life_word (player));
    case LS_MODE_LOOKING_BACK:
      return g_strdup_printf (_("looking back · %s of %s so far"), step, total);
    default:
      if (ls_session_is_let_go (ls_player_get_session (player)) && g_str_equal (step, total))
        return g_strdup_printf (ngettext ("let go · %s step", "let go · %s steps", n), total);
      if (!ls_session_is_recorded (ls_player_get_session (player)) && g_str_equal (step, total))
        return g_strdup_printf (ngettext ("ended · %s step", "ended · %s steps", n), total);
      return g_strdup_printf (_("recorded · %s of %s"), step, total);
    }
}

char *
ls_readout_format_count (guint64 count)
{
  return g_strdup_printf ("%" G_GUINT64_FORMAT, count);
}

static const char *
get_badge_class (LsPlayer *player)
{
  double seconds;

  if (ls_player_get_holder (player, &seconds) != 0)
    return "blocked";
  switch (ls_player_get_mode (player))
    {
    case LS_MODE_LIVE:         return "live";
    case LS_MODE_LOOKING_BACK: return "back";
    default:                   return "recorded";
    }
}

static void
update_badge (LsReadout *self)
{
  g_autofree char *words = ls_readout_format_mode (self->player);
  g_autofree char *text = g_strdup_printf ("● %s", words);
  const char *css_class = get_badge_class (self->player);

  gtk_label_set_text (self->badge, text);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->badge), words);
  if (self->badge_class != css_class)
    {
      if (self->badge_class != NULL)
        gtk_widget_remove_css_class (GTK_WIDGET (self->badge), self->badge_class);
      gtk_widget_add_css_class (GTK_WIDGET (self->badge), css_class);
      self->badge_class = css_class;
    }
  gtk_widget_set_visible (self->edge, ls_player_get_mode (self->player) == LS_MODE_LOOKING_BACK);
}

static void
update (LsReadout *self)
{
  LsModel *model = self->player != NULL ? ls_player_get_model (self->player) : NULL;
  g_autofree char *time = NULL, *step = NULL;

  if (model == NULL)
    return;
  time = ls_model_format_time (ls_player_get_state (self->player)->time / 1e9);
  step = ls_readout_format_count (ls_player_get_step (self->player));
  gtk_label_set_text (self->time, time);
  gtk_label_set_text (self->step, step);
  update_badge (self);
}

static void
set_width_class (LsReadout *self, LsWidthClass width_class)
{
  if (self->width_class == width_class)
    return;
  self->width_class = width_class;
  gtk_widget_set_visible (self->time_caption, width_class == LS_WIDTH_WIDE);
  gtk_widget_set_visible (GTK_WIDGET (self->badge), width_class != LS_WIDTH_NARROW);   /* the window's subtitle tells it */
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_WIDTH_CLASS]);
}

static void
ls_readout_dispose (GObject *object)
{
  LsReadout *self = LS_READOUT (object);

  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_READOUT);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_readout_parent_class)->dispose (object);
}

static void
ls_readout_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsReadout *self = LS_READOUT (object);

  switch (id)
    {
    case PROP_PLAYER:      g_value_set_object (value, self->player); break;
    case PROP_WIDTH_CLASS: g_value_set_uint (value, self->width_class); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_readout_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsReadout *self = LS_READOUT (object);

  switch (id)
    {
    case PROP_PLAYER:      ls_readout_set_player (self, g_value_get_object (value)); break;
    case PROP_WIDTH_CLASS: set_width_class (self, g_value_get_uint (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_readout_class_init (LsReadoutClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_readout_dispose;
  object_class->get_property = ls_readout_get_property;
  object_class->set_property = ls_readout_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  properties[PROP_WIDTH_CLASS] = g_param_spec_uint ("width-class", NULL, NULL, 0, LS_WIDTH_NARROW, 0, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-readout.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsReadout, badge);
  gtk_widget_class_bind_template_child (widget_class, LsReadout, edge);
  gtk_widget_class_bind_template_child (widget_class, LsReadout, step);
  gtk_widget_class_bind_template_child (widget_class, LsReadout, time);
  gtk_widget_class_bind_template_child (widget_class, LsReadout, time_caption);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_readout_init (LsReadout *self)
{
  static const char *changes[] = {
    "notify::session", "notify::position", "notify::end", "notify::mode", "notify::life",
    "notify::holder", "notify::playing"
  };

  gtk_widget_init_template (GTK_WIDGET (self));
  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  for (guint i = 0; i < G_N_ELEMENTS (changes); i++)
    g_signal_group_connect_swapped (self->player_signals, changes[i], G_CALLBACK (update), self);
}

void
ls_readout_set_player (LsReadout *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_READOUT (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  update (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
