/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-example-list.h"
#include "ls-start-page.h"
#include "ls-widget.h"

#define MOST_RECENT 5

struct _LsStartPage
{
  GtkWidget      parent_instance;

  LsExampleList *examples;
  GtkWidget     *recent_box;
  GtkListBox    *recent;
};

G_DEFINE_FINAL_TYPE (LsStartPage, ls_start_page, GTK_TYPE_WIDGET)

enum { EXAMPLE_CHOSEN, FILE_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
example_chosen_cb (LsStartPage *self, const char *name)
{
  g_signal_emit (self, signals[EXAMPLE_CHOSEN], 0, name);
}

static void
recent_activated_cb (LsStartPage *self, GtkListBoxRow *row)
{
  g_autoptr (GFile) file = g_file_new_for_uri (g_object_get_data (G_OBJECT (row), "uri"));

  g_signal_emit (self, signals[FILE_CHOSEN], 0, file);
}

static void
add_recent (LsStartPage *self, GtkRecentInfo *info)
{
  GtkWidget *row = gtk_list_box_row_new (), *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new (gtk_recent_info_get_display_name (info));
  g_autofree char *path = gtk_recent_info_get_uri_display (info);
  GtkWidget *where = gtk_label_new (path);

  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_label_set_xalign (GTK_LABEL (where), 0);
  gtk_label_set_ellipsize (GTK_LABEL (where), PANGO_ELLIPSIZE_START);
  gtk_widget_add_css_class (where, "dim-label");
  gtk_box_append (GTK_BOX (box), name);
  gtk_box_append (GTK_BOX (box), where);
  gtk_widget_add_css_class (box, "example-row");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  g_object_set_data_full (G_OBJECT (row), "uri", g_strdup (gtk_recent_info_get_uri (info)), g_free);
  gtk_list_box_append (self->recent, row);
}

/* A program was opened here, and not in some editor. */
static gboolean
is_ours (GtkRecentInfo *info)
{
  const char *uri = gtk_recent_info_get_uri (info);

  return (g_str_has_suffix (uri, ".looptrace")
          || (g_str_has_suffix (uri, ".py") && gtk_recent_info_has_application (info, "Loopscope")))
         && gtk_recent_info_exists (info);
}

static int
compare_times (gconstpointer a, gconstpointer b)
{
  return g_date_time_compare (gtk_recent_info_get_modified ((GtkRecentInfo *) b),
                              gtk_recent_info_get_modified ((GtkRecentInfo *) a));
}

static void
fill_recent (LsStartPage *self)
{
  GList *items = gtk_recent_manager_get_items (gtk_recent_manager_get_default ());
  guint n = 0;
  GtkWidget *child;

  items = g_list_sort (items, compare_times);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self->recent))) != NULL)
    gtk_list_box_remove (self->recent, child);
  for (GList *l = items; l != NULL && n < MOST_RECENT; l = l->next)
    if (is_ours (l->data))
      {
        add_recent (self, l->data);
        n++;
      }
  gtk_widget_set_visible (self->recent_box, n > 0);
  g_list_free_full (items, (GDestroyNotify) gtk_recent_info_unref);
}

static gboolean
ls_start_page_grab_focus (GtkWidget *widget)
{
  return gtk_widget_grab_focus (GTK_WIDGET (LS_START_PAGE (widget)->examples));
}

static void
ls_start_page_dispose (GObject *object)
{
  ls_widget_dispose_children (GTK_WIDGET (object), LS_TYPE_START_PAGE);
  G_OBJECT_CLASS (ls_start_page_parent_class)->dispose (object);
}

static void
ls_start_page_class_init (LsStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_start_page_dispose;
  widget_class->grab_focus = ls_start_page_grab_focus;
  signals[EXAMPLE_CHOSEN] = g_signal_new ("example-chosen", LS_TYPE_START_PAGE, G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[FILE_CHOSEN] = g_signal_new ("file-chosen", LS_TYPE_START_PAGE, G_SIGNAL_RUN_LAST,
                                       0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_FILE);

  g_type_ensure (LS_TYPE_EXAMPLE_LIST);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-start-page.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsStartPage, examples);
  gtk_widget_class_bind_template_child (widget_class, LsStartPage, recent);
  gtk_widget_class_bind_template_child (widget_class, LsStartPage, recent_box);
  gtk_widget_class_bind_template_callback (widget_class, example_chosen_cb);
  gtk_widget_class_bind_template_callback (widget_class, recent_activated_cb);
  gtk_widget_class_set_layout_manager_type (widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void
ls_start_page_init (LsStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  fill_recent (self);
  g_signal_connect_object (gtk_recent_manager_get_default (), "changed", G_CALLBACK (fill_recent),
                           self, G_CONNECT_SWAPPED);
}
