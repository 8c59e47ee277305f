/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs of the user's in the window: new, opened, copied from an example, saved, and not lost. */

#include "config.h"

#include <glib/gi18n.h>

#include "ls-application.h"
#include "ls-code-view.h"
#include "ls-window-private.h"

/* Two tasks and a queue: enough to see something at each step, and to change. */
static const char *template =
  "import asyncio\n"
  "\n"
  "\n"
  "async def produce(queue):\n"
  "    for item in range(3):\n"
  "        await asyncio.sleep(1)\n"
  "        await queue.put(item)\n"
  "        print(f'put {item}')\n"
  "    await queue.put(None)\n"
  "\n"
  "\n"
  "async def consume(queue):\n"
  "    while (item := await queue.get()) is not None:\n"
  "        print(f'got {item}')\n"
  "\n"
  "\n"
  "async def main():\n"
  "    queue = asyncio.Queue(maxsize=2)\n"
  "    async with asyncio.TaskGroup() as group:\n"
  "        group.create_task(produce(queue), name='Producer')\n"
  "        group.create_task(consume(queue), name='Consumer')\n"
  "\n"
  "\n"
  "asyncio.run(main())\n";

/* What is to be done once nothing can be lost by it. */
typedef struct
{
  LsWindow      *window;      /* a reference */
  LsWindowGoOn   go_on;
  gpointer       data;
  GDestroyNotify destroy;
} Leaving;

static void
leaving_free (Leaving *self)
{
  if (self->destroy != NULL)
    self->destroy (self->data);
  g_object_unref (self->window);
  g_free (self);
}

static void
leave (Leaving *self)
{
  self->go_on (self->window, self->data);
  leaving_free (self);
}

/* Saving */

static LsScript *
get_script (LsWindow *self)
{
  return self->program != NULL ? ls_program_get_script (self->program) : NULL;
}

static void
tell_saved (LsWindow *self, Leaving *leaving)
{
  LsScript *script = get_script (self);

  ls_window_remember_file (ls_script_get_file (script));
  if (leaving != NULL)
    leave (leaving);
  else
    ls_window_say (self, _("The program is saved"));
}

static void
tell_unsaved (LsWindow *self, Leaving *leaving, const GError *error)
{
  g_clear_pointer (&leaving, leaving_free);
  ls_window_tell_failure (self, _("The program could not be saved"), error);
}

static void
save_as_response_cb (GtkNativeDialog *dialog, int response, LsWindow *self)
{
  g_autoptr (GFile) file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  Leaving *leaving = g_object_steal_data (G_OBJECT (dialog), "leaving");
  LsScript *script = get_script (self);
  g_autoptr (GError) error = NULL;

  if (response != GTK_RESPONSE_ACCEPT || file == NULL || script == NULL)
    g_clear_pointer (&leaving, leaving_free);
  else if (ls_script_save_as (script, file, &error))
    tell_saved (self, leaving);
  else
    tell_unsaved (self, leaving, error);
  g_object_unref (dialog);
}

static void
save_as (LsWindow *self, Leaving *leaving)
{
  LsScript *script = get_script (self);
  GtkFileChooserNative *chooser = gtk_file_chooser_native_new (_("Save the program"), GTK_WINDOW (self),
                                                               GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"),
                                                               _("_Cancel"));

  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (chooser), TRUE);
  if (ls_script_get_file (script) != NULL)
    gtk_file_chooser_set_file (GTK_FILE_CHOOSER (chooser), ls_script_get_file (script), NULL);
  else
    gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (chooser), ls_script_get_name (script));
  g_object_set_data_full (G_OBJECT (chooser), "leaving", leaving, (GDestroyNotify) leaving_free);
  g_signal_connect_object (chooser, "response", G_CALLBACK (save_as_response_cb), self, 0);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (chooser));
}

static void
overwrite_response_cb (AdwMessageDialog *dialog, const char *response, LsWindow *self)
{
  Leaving *leaving = g_object_steal_data (G_OBJECT (dialog), "leaving");
  LsScript *script = get_script (self);
  g_autoptr (GError) error = NULL;

  if (!g_str_equal (response, "overwrite") || script == NULL)
    g_clear_pointer (&leaving, leaving_free);
  else if (ls_script_save (script, TRUE, &error))
    tell_saved (self, leaving);
  else
    tell_unsaved (self, leaving, error);
}

static void
ask_to_overwrite (LsWindow *self, Leaving *leaving)
{
  AdwMessageDialog *dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), NULL, NULL));

  adw_message_dialog_format_heading (dialog, _("Overwrite “%s”?"), ls_script_get_name (get_script (self)));
  adw_message_dialog_set_body (dialog, _("Another program has changed the file since it was read here. "
                                         "What it wrote would be lost."));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "overwrite", _("_Overwrite"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "overwrite", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "leaving", leaving, (GDestroyNotify) leaving_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (overwrite_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
save (LsWindow *self, Leaving *leaving)
{
  LsScript *script = get_script (self);
  g_autoptr (GError) error = NULL;

  if (ls_script_get_file (script) == NULL)
    save_as (self, leaving);
  else if (ls_script_save (script, FALSE, &error))
    tell_saved (self, leaving);
  else if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_WRONG_ETAG))
    ask_to_overwrite (self, leaving);
  else
    tell_unsaved (self, leaving, error);
}

static void
save_action (GtkWidget *widget, const char *name, GVariant *target)
{
  if (get_script (LS_WINDOW (widget)) != NULL)
    save (LS_WINDOW (widget), NULL);
  else
    gtk_widget_activate_action (widget, "win.save-trace", NULL);
}

static void
save_as_action (GtkWidget *widget, const char *name, GVariant *target)
{
  if (get_script (LS_WINDOW (widget)) != NULL)
    save_as (LS_WINDOW (widget), NULL);
}

/* Leaving a text that is not saved */

static void
leave_response_cb (AdwMessageDialog *dialog, const char *response, LsWindow *self)
{
  Leaving *leaving = g_object_steal_data (G_OBJECT (dialog), "leaving");

  if (g_str_equal (response, "save") && get_script (self) != NULL)
    save (self, leaving);
  else if (g_str_equal (response, "discard"))
    leave (leaving);
  else
    leaving_free (leaving);
}

gboolean
ls_window_has_changes (LsWindow *self)
{
  return get_script (self) != NULL && ls_script_get_modified (get_script (self));
}

/* Goes on at once where there is nothing to lose; otherwise when the user has saved it, or wants to lose it. */
void
ls_window_before_leaving (LsWindow *self, LsWindowGoOn go_on, gpointer data, GDestroyNotify destroy)
{
  Leaving *leaving = g_new0 (Leaving, 1);
  AdwMessageDialog *dialog;

  *leaving = (Leaving) { g_object_ref (self), go_on, data, destroy };
  if (!ls_window_has_changes (self))
    {
      leave (leaving);
      return;
    }
  dialog = ADW_MESSAGE_DIALOG (adw_message_dialog_new (GTK_WINDOW (self), _("Save the changes?"), NULL));
  adw_message_dialog_format_body (dialog, _("“%s” was changed. What is not saved will be lost."),
                                  ls_script_get_name (get_script (self)));
  adw_message_dialog_add_responses (dialog, "cancel", _("_Cancel"), "discard", _("_Discard"), "save", _("_Save"), NULL);
  adw_message_dialog_set_response_appearance (dialog, "discard", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_response_appearance (dialog, "save", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "save");
  adw_message_dialog_set_close_response (dialog, "cancel");
  g_object_set_data_full (G_OBJECT (dialog), "leaving", leaving, (GDestroyNotify) leaving_free);
  g_signal_connect_object (dialog, "response", G_CALLBACK (leave_response_cb), self, 0);
  gtk_window_present (GTK_WINDOW (dialog));
}

/* Opening */

void
ls_window_open_script (LsWindow *self, GFile *file)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsScript) script = ls_script_open (file, &error);

  if (script == NULL)
    {
      ls_window_tell_failure (self, _("The program could not be opened"), error);
      return;
    }
  ls_window_remember_file (file);
  ls_window_run_script (self, script);
}

static void
new_program (LsWindow *self, gpointer data)
{
  g_autoptr (LsScript) script = ls_script_new (_("untitled.py"), template);

  ls_window_run_script (self, script);
  ls_workbench_edit (self->workbench);
}

static void
new_program_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_window_before_leaving (LS_WINDOW (widget), new_program, NULL, NULL);
}

/* The example itself is everybody's: what is changed is a copy that has no file yet. */
static void
edit_copy_action (GtkWidget *widget, const char *action, GVariant *target)
{
  LsWindow *self = LS_WINDOW (widget);
  const LsExample *example = ls_window_get_example (self);
  g_autofree char *path = NULL, *name = NULL, *text = NULL;
  g_autoptr (LsScript) script = NULL;
  g_autoptr (GError) error = NULL;
  LsClockKind clock = self->clock;

  if (example == NULL)
    {
      ls_workbench_edit (self->workbench);
      return;
    }
  path = ls_catalogue_get_source (example, TRUE);
  name = g_path_get_basename (path);
  if (!g_file_get_contents (path, &text, NULL, &error))
    {
      ls_window_tell_failure (self, _("The program could not be opened"), error);
      return;
    }
  script = ls_script_new (name, text);
  ls_window_run_script_as (self, script, (const char * const *) self->arguments, clock);
  ls_workbench_edit (self->workbench);
}

static void
show_fault_action (GtkWidget *widget, const char *name, GVariant *target)
{
  ls_workbench_show_fault (LS_WINDOW (widget)->workbench);
}

static void
focus_stage_action (GtkWidget *widget, const char *name, GVariant *target)
{
  gtk_widget_grab_focus (GTK_WIDGET (LS_WINDOW (widget)->workbench));
}

/* What is said of an error before there is any task is passed over to its end, rather than told a line at each step. */
static void
pass_start_error (LsWindow *self)
{
  LsSession *session = ls_player_get_session (self->player);
  LsModel *model = ls_player_get_model (self->player);
  const LsOutputLine *last;

  if (get_script (self) == NULL || model == NULL || ls_session_get_life (session) != LS_LIFE_PAUSED
      || ls_model_get_n_tasks (model) > 0 || ls_model_get_output (model)->len == 0)
    return;
  last = &g_array_index (ls_model_get_output (model), LsOutputLine, ls_model_get_output (model)->len - 1);
  if (last->is_stderr && (g_str_has_prefix (last->text, "Traceback (") || g_str_has_prefix (last->text, "  File \"")))
    ls_session_step (session, LS_GRAIN_TURN, 1);
}

static void
focus_changed_cb (LsWindow *self)
{
  GtkApplication *application = gtk_window_get_application (GTK_WINDOW (self));
  GtkWidget *focus = gtk_window_get_focus (GTK_WINDOW (self));

  if (application != NULL)
    ls_application_set_typing (LS_APPLICATION (application),
                               LS_IS_CODE_VIEW (focus) && gtk_text_view_get_editable (GTK_TEXT_VIEW (focus)));
}

/* Others may have changed the file while one was with them. */
static void
active_changed_cb (LsWindow *self)
{
  if (gtk_window_is_active (GTK_WINDOW (self)) && get_script (self) != NULL)
    ls_script_refresh (get_script (self));
}

void
ls_window_init_script (LsWindow *self)
{
  g_signal_connect_object (self->player, "notify::life", G_CALLBACK (pass_start_error), self, G_CONNECT_SWAPPED);
  g_signal_connect (self, "notify::focus-widget", G_CALLBACK (focus_changed_cb), NULL);
  g_signal_connect (self, "notify::is-active", G_CALLBACK (active_changed_cb), NULL);
}

void
ls_window_install_script_actions (LsWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  gtk_widget_class_install_action (widget_class, "win.new-program", NULL, new_program_action);
  gtk_widget_class_install_action (widget_class, "win.edit-copy", NULL, edit_copy_action);
  gtk_widget_class_install_action (widget_class, "win.save", NULL, save_action);
  gtk_widget_class_install_action (widget_class, "win.save-as", NULL, save_as_action);
  gtk_widget_class_install_action (widget_class, "win.show-fault", NULL, show_fault_action);
  gtk_widget_class_install_action (widget_class, "win.focus-stage", NULL, focus_stage_action);
}
