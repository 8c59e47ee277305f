/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-events-page.h"
#include "ls-readout.h"
#include "ls-table.h"
#include "ls-widget.h"

/* Row n is the event of sequence number n: the position right after it is n + 1. */
struct _LsEventsPage
{
  GtkWidget     parent_instance;

  LsTable      *table;
  GtkLabel     *summary;
  LsPlayer     *player;
  GSignalGroup *player_signals;
  guint         seeking : 1;      /* the position moves because a row was chosen */
};

G_DEFINE_FINAL_TYPE (LsEventsPage, ls_events_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static gboolean
get_event (LsEventsPage *self, guint row, LsEvent *event)
{
  return ls_trace_reader_get (ls_model_get_reader (ls_player_get_model (self->player)), row, event);
}

static char *
number_text (guint row, gpointer data)
{
  return g_strdup_printf ("%u", row + 1);
}

static char *
time_text (guint row, gpointer data)
{
  LsEvent event;

  return get_event (data, row, &event) ? ls_model_format_time (event.time / 1e9) : g_strdup ("");
}

static char *
event_text (guint row, gpointer data)
{
  LsEventsPage *self = data;
  LsEvent event;

  if (!get_event (self, row, &event))
    return g_strdup (_("damaged: not readable"));
  return ls_model_format_event (ls_player_get_model (self->player), &event);
}

static void
update (LsEventsPage *self)
{
  guint64 position, end;
  g_autofree char *text = NULL, *number = NULL, *count = NULL;

  if (self->player == NULL || ls_player_get_model (self->player) == NULL)
    {
      ls_table_set_n_rows (self->table, 0);
      return;
    }
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  position = ls_player_get_position (self->player);
  end = ls_player_get_end (self->player);
  ls_table_set_n_rows (self->table, (guint) MIN (end, G_MAXUINT - 1));
  if (!self->seeking)
    ls_table_choose (self->table, position > 0 ? (guint) position - 1 : GTK_INVALID_LIST_POSITION,
                     TRUE);
  number = ls_readout_format_count (position);
  count = ls_readout_format_count (end);
  text = g_strdup_printf (_("event %s of %s"), number, count);
  gtk_label_set_text (self->summary, text);
}

static void
session_changed_cb (LsEventsPage *self)
{
  ls_table_set_n_rows (self->table, 0);
  update (self);
}

static void
chosen_cb (LsEventsPage *self, guint row)
{
  self->seeking = TRUE;
  ls_player_set_playing (self->player, FALSE);
  ls_player_seek (self->player, (guint64) row + 1);
  self->seeking = FALSE;
}

static void
ls_events_page_dispose (GObject *object)
{
  LsEventsPage *self = LS_EVENTS_PAGE (object);

  if (self->table != NULL)
    ls_table_disconnect (self->table);
  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_EVENTS_PAGE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_events_page_parent_class)->dispose (object);
}

static void
ls_events_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_EVENTS_PAGE (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_events_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_events_page_set_player (LS_EVENTS_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_events_page_class_init (LsEventsPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_events_page_dispose;
  object_class->get_property = ls_events_page_get_property;
  object_class->set_property = ls_events_page_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LS_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-events-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsEventsPage, summary);
  gtk_widget_class_bind_template_child (widget_class, LsEventsPage, table);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_events_page_init (LsEventsPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ls_table_add_column (self->table, _("No."), LS_COLUMN_NUMBER, number_text, NULL, self);
  ls_table_add_column (self->table, _("Loop time"), LS_COLUMN_NUMBER, time_text, NULL, self);
  ls_table_add_column (self->table, _("Event"), LS_COLUMN_EXPAND, event_text, NULL, self);

  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::end", G_CALLBACK (update), self);
  g_signal_connect (self, "map", G_CALLBACK (update), NULL);
}

void
ls_events_page_set_player (LsEventsPage *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_EVENTS_PAGE (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
