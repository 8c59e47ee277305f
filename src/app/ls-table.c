/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-table.h"

#define SCROLL_DELAY 50     /* ms: a table that has just come into sight has its size by then */

typedef struct
{
  LsTable       *table;         /* not owned: a column lives in its table */
  LsTableText    text;
  LsTableSwatch  swatch;
  gpointer       data;
  LsColumnFlags  flags;
} LsColumn;

struct _LsTable
{
  GtkWidget           parent_instance;

  GtkScrolledWindow  *scroller;
  GtkColumnView      *view;
  LsIndexList        *list;
  GtkSingleSelection *selection;
  GPtrArray          *cells;    /* GtkListItem that are bound; borrowed */
  guint               scroll_row;     /* to be scrolled to when the rows have their places */
  guint               scroll_source;
  guint               choosing : 1;
  guint               connected : 1;
};

G_DEFINE_FINAL_TYPE (LsTable, ls_table, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
fill_cell (GtkListItem *cell)
{
  LsColumn *column = g_object_get_data (G_OBJECT (cell), "column");
  guint row = ls_index_item_get_index (gtk_list_item_get_item (cell));
  g_autofree char *text = NULL;

  if (!column->table->connected)
    return;
  text = column->text (row, column->data);
  gtk_label_set_text (g_object_get_data (G_OBJECT (cell), "label"), text);
  if (column->swatch != NULL)
    column->swatch (g_object_get_data (G_OBJECT (cell), "swatch"), row, column->data);
}

static void
setup_cb (GtkListItemFactory *factory, GtkListItem *cell, LsColumn *column)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new (NULL),
    *swatch;

  g_object_set_data (G_OBJECT (cell), "column", column);
  g_object_set_data (G_OBJECT (cell), "label", label);
  if (column->swatch != NULL)
    {
      swatch = ls_swatch_new ();
      g_object_set_data (G_OBJECT (cell), "swatch", swatch);
      gtk_box_append (GTK_BOX (box), swatch);
    }
  gtk_label_set_xalign (GTK_LABEL (label), column->flags & LS_COLUMN_NUMBER ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  if (column->flags & LS_COLUMN_NUMBER)
    gtk_widget_add_css_class (label, "numeric");
  gtk_box_append (GTK_BOX (box), label);
  gtk_list_item_set_child (cell, box);
}

static void
bind_cb (GtkListItemFactory *factory, GtkListItem *cell, LsColumn *column)
{
  g_ptr_array_add (column->table->cells, cell);
  fill_cell (cell);
}

static void
unbind_cb (GtkListItemFactory *factory, GtkListItem *cell, LsColumn *column)
{
  g_ptr_array_remove_fast (column->table->cells, cell);
}

static void
selected_cb (LsTable *self)
{
  guint row = gtk_single_selection_get_selected (self->selection);

  if (!self->choosing && row != GTK_INVALID_LIST_POSITION)
    g_signal_emit (self, signals[CHOSEN], 0, row);
}

static void
ls_table_dispose (GObject *object)
{
  LsTable *self = LS_TABLE (object);

  self->connected = FALSE;
  g_clear_handle_id (&self->scroll_source, g_source_remove);
  if (self->scroller != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->scroller));
  self->scroller = NULL;
  g_clear_object (&self->selection);
  g_clear_object (&self->list);
  G_OBJECT_CLASS (ls_table_parent_class)->dispose (object);
}

static void
ls_table_finalize (GObject *object)
{
  g_ptr_array_unref (LS_TABLE (object)->cells);
  G_OBJECT_CLASS (ls_table_parent_class)->finalize (object);
}

static void
ls_table_class_init (LsTableClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->dispose = ls_table_dispose;
  object_class->finalize = ls_table_finalize;
  signals[CHOSEN] = g_signal_new ("chosen", LS_TYPE_TABLE, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (widget_class, "lstable");
}

static void
ls_table_init (LsTable *self)
{
  self->connected = TRUE;
  self->cells = g_ptr_array_new ();
  self->list = ls_index_list_new ();
  self->selection = gtk_single_selection_new (G_LIST_MODEL (g_object_ref (self->list)));
  gtk_single_selection_set_autoselect (self->selection, FALSE);
  gtk_single_selection_set_can_unselect (self->selection, TRUE);
  g_signal_connect_object (self->selection, "notify::selected", G_CALLBACK (selected_cb), self,
                           G_CONNECT_SWAPPED);

  self->view =
    GTK_COLUMN_VIEW (gtk_column_view_new (GTK_SELECTION_MODEL (g_object_ref (self->selection))));
  gtk_widget_add_css_class (GTK_WIDGET (self->view), "data-table");
  self->scroller = GTK_SCROLLED_WINDOW (gtk_scrolled_window_new ());
  gtk_scrolled_window_set_child (self->scroller, GTK_WIDGET (self->view));
  gtk_widget_set_vexpand (GTK_WIDGET (self->scroller), TRUE);
  gtk_widget_set_parent (GTK_WIDGET (self->scroller), GTK_WIDGET (self));
}

void
ls_table_add_column (LsTable *self, const char *title, LsColumnFlags flags,
                     LsTableText text, LsTableSwatch swatch, gpointer data)
{
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
  GtkColumnViewColumn *view_column;
  LsColumn *column = g_new (LsColumn, 1);

  g_return_if_fail (LS_IS_TABLE (self));
  *column = (LsColumn) { self, text, swatch, data, flags };
  g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), column);
  g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), column);
  g_signal_connect (factory, "unbind", G_CALLBACK (unbind_cb), column);
  g_object_set_data_full (G_OBJECT (factory), "column", column, g_free);
  view_column = gtk_column_view_column_new (title, factory);
  gtk_column_view_column_set_resizable (view_column, TRUE);
  gtk_column_view_column_set_expand (view_column, (flags & LS_COLUMN_EXPAND) != 0);
  gtk_column_view_append_column (self->view, view_column);
  g_object_unref (view_column);
}

void
ls_table_disconnect (LsTable *self)
{
  g_return_if_fail (LS_IS_TABLE (self));
  self->connected = FALSE;
}

guint
ls_table_get_n_rows (LsTable *self)
{
  g_return_val_if_fail (LS_IS_TABLE (self), 0);
  return ls_index_list_get_n_items (self->list);
}

void
ls_table_set_n_rows (LsTable *self, guint n_rows)
{
  g_return_if_fail (LS_IS_TABLE (self));
  self->choosing = TRUE;
  ls_index_list_set_n_items (self->list, n_rows);
  self->choosing = FALSE;
}

void
ls_table_refresh (LsTable *self)
{
  g_return_if_fail (LS_IS_TABLE (self));
  for (guint i = 0; i < self->cells->len; i++)
    fill_cell (self->cells->pdata[i]);
}

/* GtkColumnView has no scroll_to() at 4.8; its list does, as an action. */
static gboolean
scroll_cb (gpointer data)
{
  LsTable *self = data;
  guint row = self->scroll_row;
  GtkWidget *child;

  if (gtk_widget_get_height (GTK_WIDGET (self->view)) == 0
      && gtk_widget_get_mapped (GTK_WIDGET (self)))
    return G_SOURCE_CONTINUE;
  self->scroll_source = 0;
  if (row >= ls_table_get_n_rows (self))
    return G_SOURCE_REMOVE;
  child = gtk_widget_get_first_child (GTK_WIDGET (self->view));
  for (; child != NULL; child = gtk_widget_get_next_sibling (child))
    if (GTK_IS_LIST_VIEW (child))
      gtk_widget_activate_action (child, "list.scroll-to-item", "u", row);
  return G_SOURCE_REMOVE;
}

void
ls_table_choose (LsTable *self, guint row, gboolean scroll)
{
  g_return_if_fail (LS_IS_TABLE (self));
  self->choosing = TRUE;
  gtk_single_selection_set_selected (self->selection, row);
  self->choosing = FALSE;
  self->scroll_row = row;
  if (scroll && self->scroll_source == 0)
    self->scroll_source = g_timeout_add (SCROLL_DELAY, scroll_cb, self);
}
