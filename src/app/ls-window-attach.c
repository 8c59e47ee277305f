/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs in the window that somebody else has started: attached to, let go, and ended only when that is meant. */

#include "config.h"

#include <glib/gi18n.h>

#include "ls-attach-dialog.h"
#include "ls-entry.h"
#include "ls-program-name.h"
#include "ls-window-private.h"

#define PATIENCE 300      /* ms after which it is said that a program is waited for */

static LsSession *
get_attached (LsWindow *self)
{
  LsSession *session = ls_player_get_session (self->player);

  return session != NULL && ls_session_is_attached (session) ? session : NULL;
}

static char *
name_program (gint64 pid)
{
  g_autoptr (LsEntry) entry = ls_entry_find (pid, NULL);
  char *name = entry != NULL ? ls_program_name (entry->command) : NULL;

  return name != NULL ? name : g_strdup_printf ("%" G_GINT64_FORMAT, pid);
}

static void
tell_refused (LsWindow *self, const GError *error)
{
  ls_window_tell_failure (self, _("The program cannot be attached to"), error);
}

static void
attach_now (LsWindow *self, gint64 pid)
{
  g_autofree char *name = name_program (pid);
  g_autoptr (GError) error = NULL;
  g_autoptr (LsSession) session = ls_session_attach (pid, &error);

  if (session == NULL)
    {
      tell_refused (self, error);
      return;
    }
  ls_window_show_session (self, session, name);
  /* It runs already, as fast as it can: Play is on, and pauses it. */
  ls_player_set_speed (self->player, LS_SPEED_MAX);
  ls_player_set_playing (self->player, TRUE);
}

/* While a program comes to record: who waits for it, and what says so. */
typedef struct
{
  LsWindow     *window;         /* (unowned): there until it is cancelled: closing the window does that */
  GCancellable *cancellable;
  GtkWindow    *dialog;         /* (nullable): not yet, or no longer; weak */
  guint         patience;       /* after which it is shown */
  gint64        pid;
} Attaching;

static void
attaching_free (Attaching *self)
{
  g_clear_handle_id (&self->patience, g_source_remove);
  if (self->dialog != NULL)
    gtk_window_destroy (self->dialog);
  g_clear_weak_pointer (&self->dialog);
  g_application_release (g_application_get_default ());
  g_object_unref (self->cancellable);
  g_free (self);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Attaching *self = data;
  LsWindow *window = self->window;
  gint64 pid = self->pid;
  g_autoptr (GError) error = NULL;
  gboolean ready = ls_session_prepare_attach_finish (result, &error);

  attaching_free (self);
  if (ready)
    attach_now (window, pid);
  else if (!g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    tell_refused (window, error);
}

static void
show_attaching (Attaching *self)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self->window), NULL, NULL));
  GtkWidget *spinner = gtk_spinner_new ();

  adw_message_dialog_format_heading (dialog, _("Attaching to process %d"), (int) self->pid);
  adw_message_dialog_set_body (dialog, _("It is told to record, and begins when its main thread next executes Python."));
  gtk_widget_set_size_request (spinner, 32, 32);
  gtk_widget_set_margin_top (spinner, 12);
  gtk_spinner_start (GTK_SPINNER (spinner));
  adw_message_dialog_set_extra_child (dialog, spinner);
  adw_message_dialog_add_response (dialog, "cancel", _("_Cancel"));
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (g_cancellable_cancel), self->cancellable, G_CONNECT_SWAPPED);
  g_set_weak_pointer (&self->dialog, GTK_WINDOW (dialog));
  gtk_window_present (GTK_WINDOW (dialog));
}

static gboolean
patience_cb (gpointer data)
{
  Attaching *self = data;

  self->patience = 0;
  if (!g_cancellable_is_cancelled (self->cancellable))
    show_attaching (self);
  return G_SOURCE_REMOVE;
}

static void
attach (LsWindow *self, gpointer data)
{
  gint64 pid = GPOINTER_TO_INT (data);
  Attaching *attaching;

  /* The one in view would keep itself out. */
  if (get_attached (self) != NULL && ls_session_get_pid (get_attached (self)) == pid)
    return;
  attaching = g_new0 (Attaching, 1);
  attaching->window = self;
  attaching->cancellable = g_cancellable_new ();
  attaching->pid = pid;
  g_signal_connect_object (self, "unrealize", G_CALLBACK (g_cancellable_cancel), attaching->cancellable, G_CONNECT_SWAPPED);
  g_application_hold (g_application_get_default ());
  attaching->patience = g_timeout_add (PATIENCE, patience_cb, attaching);
  ls_session_prepare_attach (pid, attaching->cancellable, prepared_cb, attaching);
}

void
ls_window_attach (LsWindow *self, gint64 pid)
{
  g_return_if_fail (LS_IS_WINDOW (self));

  ls_window_before_leaving (self, attach, GINT_TO_POINTER ((gint) pid), NULL);
}

/* What stands in the title beside its name. */
char *
ls_window_describe_attached (LsWindow *self)
{
  LsSession *session = get_attached (self);
  g_autofree char *number = NULL;

  if (session == NULL)
    return NULL;
  if (ls_session_get_life (session) == LS_LIFE_ENDED)
    return g_strdup (_("was attached"));
  number = g_strdup_printf ("%d", ls_session_get_pid (session));
  return g_strdup_printf (_("process %s · attached"), number);
}

static void
attach_action (GtkWidget *widget, const char *name, GVariant *target)
{
  GtkWidget *dialog = ls_attach_dialog_new (GTK_WINDOW (widget));

  g_signal_connect_object (dialog, "chosen", G_CALLBACK (ls_window_attach), widget, G_CONNECT_SWAPPED);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
detach_action (GtkWidget *widget, const char *name, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  LsSession *session = get_attached (self);

  if (session == NULL)
    return;
  ls_session_close (session);
  ls_window_say (self, _("Let go: the program runs on"));
}

void
ls_window_install_attach_actions (LsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.attach", NULL, attach_action);
  gtk_widget_class_install_action (widget_class, "win.detach", NULL, detach_action);
}

void
ls_window_update_attach_actions (LsWindow *self)
{
  LsSession *session = get_attached (self);

  gtk_widget_action_set_enabled (GTK_WIDGET (self), "win.detach",
                                 session != NULL && ls_session_get_life (session) != LS_LIFE_ENDED);
}

static void
response_cb (AdwMessageDialog *dialog, const char *response, LsWindow *self)
{
  LsSession *session = get_attached (self);

  if (session == NULL)
    return;
  if (g_str_equal (response, "interrupt"))
    ls_session_interrupt (session);
  else if (g_str_equal (response, "kill"))
    ls_session_kill (session);
}

/* Of a program that was not started here: TRUE, and a question in its place. */
gboolean
ls_window_asks_before_signal (LsWindow *self, const char *response, const char *label)
{
  LsSession *session = get_attached (self);
  AdwMessageDialog *dialog;

  if (session == NULL)
    return FALSE;
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("End a program that was not started here?"),
                                                       NULL));
  adw_message_dialog_format_body (dialog, _("Process %d was running before this window was opened on it. "
                                            "Let go instead, it runs on."), ls_session_get_pid (session));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), response, label, NULL);
  adw_message_dialog_set_response_appearance (dialog, response, ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_signal_connect_object (dialog, "response", G_CALLBACK (response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
  return TRUE;
}
