/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-index-list.h"
#include "ls-output-text.h"
#include "ls-output-view.h"
#include "ls-swatch.h"
#include "ls-widget.h"

#define LONGEST_LINE  300     /* characters that are shown of one: it is to be read, and laid out, two hundred at a time */
#define PATIENCE      80      /* ms between two looks at a flood */

struct _LsOutputView
{
  GtkWidget          parent_instance;

  GtkListView       *view;
  GtkScrolledWindow *scroller;
  GtkStack          *stack;
  LsIndexList       *list;
  LsPlayer          *player;
  GSignalGroup      *player_signals;
  guint              scroll_source;
  guint              update_source;     /* what has come since the last look is shown by it */
};

G_DEFINE_FINAL_TYPE (LsOutputView, ls_output_view, GTK_TYPE_WIDGET)

enum { PROP_0, PROP_PLAYER, N_PROPS };
static GParamSpec *properties[N_PROPS];

static LsModel *
get_model (LsOutputView *self)
{
  return self->player != NULL ? ls_player_get_model (self->player) : NULL;
}

static const LsOutputLine *
get_line (LsOutputView *self, guint index)
{
  const GArray *lines = ls_model_get_output (get_model (self));

  return index < lines->len ? &g_array_index (lines, LsOutputLine, index) : NULL;
}

/* Lines stand in order of position: how many had been written at @position. */
static guint
count_lines (const GArray *lines, guint64 position)
{
  guint low = 0, high = lines->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (lines, LsOutputLine, middle).position <= position)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

static gboolean
scroll_to_end_cb (gpointer data)
{
  LsOutputView *self = data;
  guint n = ls_index_list_get_n_items (self->list);

  self->scroll_source = 0;
  if (n > 0)
    gtk_widget_activate_action (GTK_WIDGET (self->view), "list.scroll-to-item", "u", n - 1);
  return G_SOURCE_REMOVE;
}

static void
show_lines (LsOutputView *self)
{
  LsModel *model = get_model (self);
  guint n = model != NULL
    ? count_lines (ls_model_get_output (model), ls_player_get_position (self->player)) : 0;
  guint before = ls_index_list_get_n_items (self->list);

  ls_index_list_set_n_items (self->list, n);
  gtk_stack_set_visible_child_name (self->stack, n > 0 ? "lines" : "empty");
  if (n > before && self->scroll_source == 0)
    self->scroll_source = g_idle_add (scroll_to_end_cb, self);
}

static gboolean
patience_ended_cb (gpointer data)
{
  LsOutputView *self = data;

  self->update_source = 0;
  show_lines (self);
  return G_SOURCE_REMOVE;
}

/* At once, and then not again for a moment: rows that nobody can read are not made. */
static void
update (LsOutputView *self)
{
  if (self->update_source != 0)
    return;
  show_lines (self);
  self->update_source = g_timeout_add (PATIENCE, patience_ended_cb, self);
}

static void
session_changed_cb (LsOutputView *self)
{
  ls_index_list_set_n_items (self->list, 0);
  show_lines (self);
}

/* The beginning of a long line, and how long it is. */
static char *
format_line (const char *text)
{
  glong length = g_utf8_strlen (text, -1);
  g_autofree char *start = NULL, *number = NULL;

  if (length <= LONGEST_LINE)
    return g_strdup (text);
  start = g_utf8_substring (text, 0, LONGEST_LINE);
  number = g_strdup_printf ("%ld", length);
  /* Translators: the beginning of a very long line that a program has written, and the line's length */
  return g_strdup_printf (_("%s… (%s characters)"), start, number);
}

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LsOutputView *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 7);
  GtkWidget *swatch = ls_swatch_new (), *label = ls_output_text_new ();

  gtk_widget_add_css_class (label, "monospace");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_box_append (GTK_BOX (box), swatch);
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (item, box);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, LsOutputView *self)
{
  const LsOutputLine *line = get_line (self,
                                       ls_index_item_get_index (gtk_list_item_get_item (item)));
  GtkWidget *box = gtk_list_item_get_child (item), *label = gtk_widget_get_last_child (box);
  g_autofree char *text = NULL;

  if (line == NULL)
    return;
  ls_swatch_set_bar (LS_SWATCH (gtk_widget_get_first_child (box)), get_model (self), line->task);
  text = format_line (line->text);
  ls_output_text_set_text (LS_OUTPUT_TEXT (label), text);
  gtk_widget_set_tooltip_text (box, line->task != 0
                               ? ls_model_get_task_name (get_model (self), line->task) : NULL);
  if (line->is_stderr)
    gtk_widget_add_css_class (label, "stderr");
  else
    gtk_widget_remove_css_class (label, "stderr");
}

static void
activate_cb (LsOutputView *self, guint index)
{
  const LsOutputLine *line = get_line (self, index);

  if (line != NULL)
    ls_player_set_task (self->player, line->task);
}

static void
ls_output_view_dispose (GObject *object)
{
  LsOutputView *self = LS_OUTPUT_VIEW (object);

  g_clear_handle_id (&self->scroll_source, g_source_remove);
  g_clear_handle_id (&self->update_source, g_source_remove);
  g_clear_object (&self->player_signals);
  ls_widget_dispose_children (GTK_WIDGET (self), LS_TYPE_OUTPUT_VIEW);
  g_clear_object (&self->list);
  g_clear_object (&self->player);
  G_OBJECT_CLASS (ls_output_view_parent_class)->dispose (object);
}

static void
ls_output_view_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    g_value_set_object (value, LS_OUTPUT_VIEW (object)->player);
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_output_view_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  if (id == PROP_PLAYER)
    ls_output_view_set_player (LS_OUTPUT_VIEW (object), g_value_get_object (value));
  else
    G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
}

static void
ls_output_view_class_init (LsOutputViewClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_output_view_dispose;
  object_class->get_property = ls_output_view_get_property;
  object_class->set_property = ls_output_view_set_property;
  properties[PROP_PLAYER] = g_param_spec_object ("player", NULL, NULL, LS_TYPE_PLAYER, LS_PARAM_RW);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-output-view.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsOutputView, scroller);
  gtk_widget_class_bind_template_child (widget_class, LsOutputView, stack);
  gtk_widget_class_bind_template_child (widget_class, LsOutputView, view);
  gtk_widget_class_bind_template_callback (widget_class, activate_cb);
  gtk_widget_class_bind_template_callback (widget_class, bind_cb);
  gtk_widget_class_bind_template_callback (widget_class, setup_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void
ls_output_view_init (LsOutputView *self)
{
  GtkSelectionModel *selection;

  gtk_widget_init_template (GTK_WIDGET (self));
  self->list = ls_index_list_new ();
  selection = GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (self->list))));
  gtk_list_view_set_model (self->view, selection);
  g_object_unref (selection);

  self->player_signals = g_signal_group_new (LS_TYPE_PLAYER);
  g_signal_group_connect_swapped (self->player_signals, "notify::session",
                                  G_CALLBACK (session_changed_cb), self);
  g_signal_group_connect_swapped (self->player_signals, "notify::position", G_CALLBACK (update),
                                  self);
}

void
ls_output_view_set_player (LsOutputView *self, LsPlayer *player)
{
  g_return_if_fail (LS_IS_OUTPUT_VIEW (self));
  if (!g_set_object (&self->player, player))
    return;
  g_signal_group_set_target (self->player_signals, player);
  session_changed_cb (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_PLAYER]);
}
