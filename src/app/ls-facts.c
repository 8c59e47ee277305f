/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-facts.h"

struct _LsFacts
{
  GtkWidget   parent_instance;

  GtkGrid    *grid;
  GHashTable *values;     /* name -> value label; borrowed */
  int         n_rows;
};

G_DEFINE_FINAL_TYPE (LsFacts, ls_facts, GTK_TYPE_WIDGET)

static void
ls_facts_dispose (GObject *object)
{
  LsFacts *self = LS_FACTS (object);

  g_clear_pointer (&self->values, g_hash_table_unref);
  if (self->grid != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->grid));
  self->grid = NULL;
  G_OBJECT_CLASS (ls_facts_parent_class)->dispose (object);
}

static void
ls_facts_class_init (LsFactsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ls_facts_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "facts");
}

static void
ls_facts_init (LsFacts *self)
{
  self->values = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->grid = GTK_GRID (gtk_grid_new ());
  gtk_grid_set_row_spacing (self->grid, 6);
  gtk_grid_set_column_spacing (self->grid, 12);
  gtk_widget_set_parent (GTK_WIDGET (self->grid), GTK_WIDGET (self));
}

static GtkWidget *
add_row (LsFacts *self, const char *name)
{
  GtkWidget *title = gtk_label_new (name), *value = gtk_label_new (NULL);

  gtk_widget_add_css_class (title, "dim-label");
  gtk_widget_set_valign (title, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (title), 0);
  gtk_label_set_xalign (GTK_LABEL (value), 1);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_justify (GTK_LABEL (value), GTK_JUSTIFY_RIGHT);
  gtk_label_set_selectable (GTK_LABEL (value), TRUE);
  gtk_widget_set_focusable (value, FALSE);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_grid_attach (self->grid, title, 0, self->n_rows, 1, 1);
  gtk_grid_attach (self->grid, value, 1, self->n_rows++, 1, 1);
  g_object_set_data (G_OBJECT (value), "title", title);
  g_hash_table_insert (self->values, g_strdup (name), value);
  return value;
}

void
ls_facts_set (LsFacts *self, const char *name, const char *value)
{
  GtkWidget *label;
  gboolean visible = value != NULL && value[0] != '\0';

  g_return_if_fail (LS_IS_FACTS (self));
  label = g_hash_table_lookup (self->values, name);
  if (label == NULL)
    label = add_row (self, name);
  gtk_label_set_text (GTK_LABEL (label), visible ? value : "");
  gtk_widget_set_visible (label, visible);
  gtk_widget_set_visible (g_object_get_data (G_OBJECT (label), "title"), visible);
}
