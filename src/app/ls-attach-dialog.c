/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-attach-dialog.h"
#include "ls-entry.h"
#include "ls-widget.h"

#define REFRESH_INTERVAL 1      /* s */

struct _LsAttachDialog
{
  AdwWindow    parent_instance;

  GtkStack    *stack;
  GtkListBox  *list;
  AdwEntryRow *other;
  GPtrArray   *entries;         /* (nullable) LsEntry, one a row */
  guint        refresh_source;
};

G_DEFINE_FINAL_TYPE (LsAttachDialog, ls_attach_dialog, ADW_TYPE_WINDOW)

enum { SIGNAL_CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
choose (LsAttachDialog *self, gint64 pid)
{
  g_signal_emit (self, signals[SIGNAL_CHOSEN], 0, pid);
  gtk_window_close (GTK_WINDOW (self));
}

static char *
format_since (const LsEntry *entry)
{
  g_autoptr (GDateTime) since = g_date_time_new_from_unix_local (ls_entry_get_start_time (entry) / G_USEC_PER_SEC);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();

  /* Translators: a time of today, and a day with a time */
  return g_date_time_format (since, g_date_time_get_day_of_year (since) == g_date_time_get_day_of_year (now)
                                    ? _("%H:%M:%S") : _("%x %H:%M"));
}

static GtkWidget *
make_row (const LsEntry *entry)
{
  GtkWidget *row = adw_action_row_new ();
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, entry->pid);
  g_autofree char *since = format_since (entry);
  g_autofree char *facts = g_strdup_printf (_("%s · process %s · since %s"), entry->runtime, number, since);

  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (row), FALSE);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (row), entry->command);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (row), facts);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (row), 2);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), TRUE);
  adw_action_row_add_suffix (ADW_ACTION_ROW (row), gtk_image_new_from_icon_name ("go-next-symbolic"));
  return row;
}

static gboolean
is_same (const GPtrArray *one, const GPtrArray *other)
{
  if (one == NULL || one->len != other->len)
    return FALSE;
  for (guint i = 0; i < one->len; i++)
    {
      const LsEntry *a = one->pdata[i], *b = other->pdata[i];

      if (a->pid != b->pid || a->started != b->started)
        return FALSE;
    }
  return TRUE;
}

/* The program whose row has the focus; 0: none. */
static gint64
get_focused (LsAttachDialog *self)
{
  GtkWidget *row = gtk_widget_get_focus_child (GTK_WIDGET (self->list));

  if (row == NULL)
    return 0;
  return ((const LsEntry *) self->entries->pdata[gtk_list_box_row_get_index (GTK_LIST_BOX_ROW (row))])->pid;
}

/* Whoever is about to choose a row, or types a number, goes on with that when programs come and go. */
static void
focus (LsAttachDialog *self, gint64 pid)
{
  GtkWidget *row = gtk_widget_get_first_child (GTK_WIDGET (self->list));

  if (pid == 0 && gtk_editable_get_text (GTK_EDITABLE (self->other))[0] != '\0')
    return;
  for (guint i = 0; i < self->entries->len; i++)
    if (((const LsEntry *) self->entries->pdata[i])->pid == pid)
      row = GTK_WIDGET (gtk_list_box_get_row_at_index (self->list, (int) i));
  gtk_widget_grab_focus (row != NULL ? row : GTK_WIDGET (self->other));
}

/* Rows that stay as they are keep the focus. */
static void
show (LsAttachDialog *self, GPtrArray *entries)
{
  gint64 focused = get_focused (self);
  GtkWidget *row;

  if (is_same (self->entries, entries))
    {
      g_ptr_array_unref (entries);
      return;
    }
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = entries;
  while ((row = gtk_widget_get_first_child (GTK_WIDGET (self->list))) != NULL)
    gtk_list_box_remove (self->list, row);
  for (guint i = 0; i < entries->len; i++)
    gtk_list_box_append (self->list, make_row (entries->pdata[i]));
  gtk_stack_set_visible_child_name (self->stack, entries->len > 0 ? "list" : "empty");
  focus (self, focused);
}

static gboolean
refresh_cb (gpointer data)
{
  GPtrArray *entries = ls_entry_list (NULL);

  /* A folder that cannot be used has nothing for us. */
  show (data, entries != NULL ? entries : g_ptr_array_new ());
  return G_SOURCE_CONTINUE;
}

static void
row_activated_cb (LsAttachDialog *self, GtkListBoxRow *row)
{
  const LsEntry *entry = self->entries->pdata[gtk_list_box_row_get_index (row)];

  choose (self, entry->pid);
}

static void
other_applied_cb (LsAttachDialog *self)
{
  guint64 pid;

  if (g_ascii_string_to_unsigned (gtk_editable_get_text (GTK_EDITABLE (self->other)), 10, 1, G_MAXINT32, &pid, NULL))
    choose (self, pid);
  else
    gtk_widget_add_css_class (GTK_WIDGET (self->other), "error");
}

static void
other_changed_cb (LsAttachDialog *self)
{
  gtk_widget_remove_css_class (GTK_WIDGET (self->other), "error");
}

static void
ls_attach_dialog_dispose (GObject *object)
{
  LsAttachDialog *self = LS_ATTACH_DIALOG (object);

  g_clear_handle_id (&self->refresh_source, g_source_remove);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  gtk_widget_dispose_template (GTK_WIDGET (self), LS_TYPE_ATTACH_DIALOG);
  G_OBJECT_CLASS (ls_attach_dialog_parent_class)->dispose (object);
}

static void
ls_attach_dialog_class_init (LsAttachDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = ls_attach_dialog_dispose;
  signals[SIGNAL_CHOSEN] = g_signal_new ("chosen", LS_TYPE_ATTACH_DIALOG, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT64);
  gtk_widget_class_set_template_from_resource (widget_class, LS_UI ("ls-attach-dialog.ui"));
  gtk_widget_class_bind_template_child (widget_class, LsAttachDialog, list);
  gtk_widget_class_bind_template_child (widget_class, LsAttachDialog, other);
  gtk_widget_class_bind_template_child (widget_class, LsAttachDialog, stack);
  gtk_widget_class_bind_template_callback (widget_class, other_applied_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
ls_attach_dialog_init (LsAttachDialog *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  refresh_cb (self);
  self->refresh_source = g_timeout_add_seconds (REFRESH_INTERVAL, refresh_cb, self);
}

GtkWidget *
ls_attach_dialog_new (GtkWindow *parent)
{
  return g_object_new (LS_TYPE_ATTACH_DIALOG, "transient-for", parent, NULL);
}
