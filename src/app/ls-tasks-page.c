/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-table.h"
#include "ls-tasks-page.h"
#include "ls-widget.h"

/* Tasks stand in order of creation, so those that exist at a position are the first so many. */
struct _LsTasksPage
{
  GtkWidget     parent_instance;

  LsTable      *table;
  GtkLabel     *summary;
  LsPlayer     *player;
  GSignalGroup *player_signals;
};

G_DEFINE_FINAL_TYPE (LsTasksPage, ls_tasks_page, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static guint32
task_of_row (LsTasksPage *self, guint row)
{
  const LsTaskFacts *facts = ls_model_get_nth_task (ls_player_get_model (self->player), row);

  return facts != NULL ? facts->id : 0;
}

static char *
name_text (guint row, gpointer data)
{
  LsTasksPage *self = data;

  return g_strdup (ls_model_get_task_name (ls_player_get_model (self->player),
                                           task_of_row (self, row)));
}

static void
name_swatch (LsSwatch *swatch, guint row, gpointer data)
{
  LsTasksPage *self = data;
  guint32 task = task_of_row (self, row);

  ls_swatch_set_form (swatch, ls_player_get_model (self->player), task,
                      ls_form_get_status (ls_player_get_state (self->player), task));
}

static char *
status_text (guint row, gpointer data)
{
  LsTasksPage *self = data;

  return ls_model_status_label (ls_player_get_model (self->player),
                                ls_player_get_state (self->player),
                                task_of_row (self, row));
}

static char *
detail_text (guint row, gpointer data)
{
  LsTasksPage *self = data;

  return ls_model_task_detail (ls_player_get_model (self->player),
                               ls_player_get_state (self->player),
                               task_of_row (self, row));
}

static void
show_summary (LsTasksPage *self, const LsState *state)
{
  guint n = ls_state_get_n_tasks (state), done = state->done->len;
  g_autofree char *tasks = g_strdup_printf (ngettext ("%u task", "%u tasks", n), n);
  g_autofree char *text = g_strdup_printf (ngettext ("%s, %u of them done", "%s, %u of them done",
                                                     done), tasks, done);

  gtk_label_set_text (self->summary, text);
}

static void
choose_task (LsTasksPage *self)
{
  guint32 task = ls_player_get_task (self->player);
  const LsTaskFacts *facts = task != 0
    ? ls_model_get_task (ls_player_get_model (self->player), task) : NULL;

  ls_table_choose (self->table, facts != NULL ? facts->index : GTK_INVALID_LIST_POSITION, TRUE);
}

static void
update (LsTasksPage *self)
{
  const LsState *state;

  if (self->player == NULL || ls_player_get_model (self->player) == NULL)
    {
      ls_table_set_n_rows (self->table, 0);
      return;
    }
  if (!gtk_widget_get_mapped (GTK_WIDGET (self)))
    return;
  state = ls_player_get_state (self->player);
  show_summary (self, state);
  ls_table_set_n_rows (self->table, ls_state_get_n_tasks (state));
  ls_table_refresh (self->table);
  choose_task (self);
}

static void
session_changed_cb (LsTasksPage *self)
{
  ls_table_set_n_rows (self->table, 0);
  update (self);
}

static void
chosen_cb (LsTasksPage *self, guint row)
{
  ls_player_set_task (self->player, task_of_row (self, row));
}

static void
ls_tasks_page_dispose (GObject *object)
{
  LsTasksPage *self = LS_TASKS_PAGE (object);

  if (self->table != NULL)
    ls_table_disconnect (self->table);
  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_TASKS_PAGE);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_tasks_page_parent_class)->dispose (object);
}

static void
ls_tasks_page_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_TASKS_PAGE (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_tasks_page_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_tasks_page_set_player (LS_TASKS_PAGE (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_tasks_page_class_init (LsTasksPageClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_tasks_page_dispose;
  object_class->get_property = ls_tasks_page_get_property;
  object_class->set_property = ls_tasks_page_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  g_type_ensure (LS_TYPE_TABLE);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-tasks-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsTasksPage, summary);
  gtk_widget_class_bind_template_child (widget_class, LsTasksPage, table);
  gtk_widget_class_bind_template_callback (widget_class, chosen_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_tasks_page_init (LsTasksPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  ls_table_add_column (self->table, _("Task"), LS_COLUMN_DEFAULT, name_text, name_swatch, self);
  ls_table_add_column (self->table, _("State"), LS_COLUMN_DEFAULT, status_text, NULL, self);
  ls_table_add_column (self->table, _("Why"), LS_COLUMN_EXPAND, detail_text, NULL, self);

  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update),
                                  self);
  g_signal_group_connect_swapped (self->player_signals, "notify::task", G_CALLBACK (update), self);
  g_signal_connect (self, "map", G_CALLBACK (update), NULL);
}

void
ls_tasks_page_set_player (LsTasksPage *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_TASKS_PAGE (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
