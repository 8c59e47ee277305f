/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-catalogue.h"
#include "ls-example-list.h"

#define FIRST_TO_OPEN "gather-count"

struct _LsExampleList
{
  GtkWidget   parent_instance;

  GtkListBox *list;
};

G_DEFINE_FINAL_TYPE (LsExampleList, ls_example_list, GTK_TYPE_WIDGET)

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static const LsExample *
example_of_row (GtkListBoxRow *row)
{
  return g_object_get_data (G_OBJECT (row), "example");
}

static void
header_cb (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  const char *group = example_of_row (row)->group;
  GtkWidget *label;

  if (before != NULL && g_str_equal (group, example_of_row (before)->group))
    {
      gtk_list_box_row_set_header (row, NULL);
      return;
    }
  label = gtk_label_new (group);
  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_widget_add_css_class (label, "group-title");
  gtk_widget_add_css_class (label, "heading");
  gtk_list_box_row_set_header (row, label);
}

static GtkWidget *
new_label (const char *text, const char *css_class)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_wrap (GTK_LABEL (label), TRUE);
  if (css_class != NULL)
    gtk_widget_add_css_class (label, css_class);
  return label;
}

static GtkWidget *
new_title (const LsExample *example)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8), *badge;

  gtk_box_append (GTK_BOX (box), new_label (example->title, "row-title"));
  if (g_str_equal (example->name, FIRST_TO_OPEN))
    {
      badge = new_label (_("start here"), "start-badge");
      gtk_widget_set_valign (badge, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (box), badge);
    }
  return box;
}

static GtkWidget *
new_row (const LsExample *example)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *text = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = new_label (example->name, "example-name");
  g_autofree char *label = g_strdup_printf ("%s: %s", example->title, example->summary);

  gtk_box_append (GTK_BOX (text), new_title (example));
  gtk_box_append (GTK_BOX (text), new_label (example->summary, "dim-label"));
  gtk_widget_set_hexpand (text, TRUE);
  gtk_widget_set_valign (name, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (name, "dim-label");
  gtk_widget_add_css_class (name, "monospace");
  gtk_label_set_wrap (GTK_LABEL (name), FALSE);
  gtk_box_append (GTK_BOX (box), text);
  gtk_box_append (GTK_BOX (box), name);
  gtk_widget_add_css_class (box, "example-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  g_object_set_data (G_OBJECT (row), "example", (gpointer) example);
  return row;
}

static void
activated_cb (LsExampleList *self, GtkListBoxRow *row)
{
  g_signal_emit (self, signals[CHOSEN], 0, example_of_row (row)->name);
}

static gboolean
ls_example_list_grab_focus (GtkWidget *widget)
{
  LsExampleList *self = LS_EXAMPLE_LIST (widget);
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (self->list, i)) != NULL; i++)
    if (g_str_equal (example_of_row (row)->name, FIRST_TO_OPEN))
      return gtk_widget_grab_focus (GTK_WIDGET (row));
  return gtk_widget_grab_focus (GTK_WIDGET (self->list));
}

static void
ls_example_list_dispose (GObject *object)
{
  LsExampleList *self = LS_EXAMPLE_LIST (object);

  if (self->list != NULL)
    gtk_widget_unparent (GTK_WIDGET (self->list));
  self->list = NULL;
  G_OBJECT_CLASS (ls_example_list_parent_class)->dispose (object);
}

static void
ls_example_list_class_init (LsExampleListClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_example_list_dispose;
  widget_class->grab_focus = ls_example_list_grab_focus;
  signals[CHOSEN] = g_signal_new ("chosen", LS_TYPE_EXAMPLE_LIST, G_SIGNAL_RUN_LAST,
                                  0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ls_example_list_init (LsExampleList *self)
{
  const GPtrArray *examples = ls_catalogue_get ();

  self->list = GTK_LIST_BOX (gtk_list_box_new ());
  gtk_list_box_set_selection_mode (self->list, GTK_SELECTION_NONE);
  gtk_widget_add_css_class (GTK_WIDGET (self->list), "examples");
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->list), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _("Examples"), -1);
  for (guint i = 0; i < examples->len; i++)
    gtk_list_box_append (self->list, new_row (examples->pdata[i]));
  gtk_list_box_set_header_func (self->list, header_cb, NULL, NULL);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (activated_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_widget_set_parent (GTK_WIDGET (self->list), GTK_WIDGET (self));
}
