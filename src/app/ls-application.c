/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib-unix.h>
#include <glib/gi18n.h>

#include "ls-application.h"
#include "ls-catalogue.h"
#include "ls-compare.h"
#include "ls-window.h"

struct _LsApplication
{
  AdwApplication parent_instance;
};

G_DEFINE_FINAL_TYPE (LsApplication, ls_application, ADW_TYPE_APPLICATION)

static const struct { const char *action; const char *keys[3]; } accels[] = {
  { "app.quit", { "<Control>q" } },
  { "app.new-window", { "<Control><Shift>n" } },
  { "window.close", { "<Control>w" } },
  { "win.restart", { "<Control>r" } },
  { "win.restart-to-here", { "<Control><Shift>r" } },
  { "win.run-with", { "<Control>u" } },
  { "win.back", { "<Alt>Left" } },
  { "win.forward", { "<Alt>Right" } },
  { "win.play", { "<Control>p" } },
  { "win.cancel-task", { "<Control>Delete" } },
  { "win.run-to-turn", { "<Control>Right" } },
  { "win.interrupt", { "<Control><Shift>c" } },
  { "win.kill", { "<Control><Shift>k" } },
  { "win.open", { "<Control>o" } },
  { "win.attach", { "<Control><Shift>a" } },
  { "win.detach", { "<Control><Shift>x" } },
  { "win.new-program", { "<Control>n" } },
  { "win.edit-copy", { "<Control><Shift>e" } },
  { "win.save", { "<Control>s" } },
  { "win.save-as", { "<Control><Shift>s" } },
  { "win.save-trace", { "<Control><Alt>s" } },
  { "win.show-fault", { "<Control><Shift>l" } },
  { "win.export", { "<Control>e" } },
  { "win.examples", { "<Control>l" } },
  { "win.start-page", { "<Alt>Home" } },
  { "win.present", { "F5" } },
  { "win.compare", { "<Control>d" } },
  { "win.compare-before", { "<Control><Shift>d" } },
  { "win.compare-languages", { "<Control><Alt>d" } },
  { "win.show-source", { "F7" } },
  { "win.show-timeline", { "F8" } },
  { "win.show-inspector", { "F9" } },
  { "win.page::guide", { "<Control>1" } },
  { "win.page::task", { "<Control>2" } },
  { "win.page::tasks", { "<Control>3" } },
  { "win.page::events", { "<Control>4" } },
  { "win.clock::real", { "<Alt>1" } },
  { "win.clock::paced", { "<Alt>2" } },
  { "win.clock::instant", { "<Alt>3" } },
};

static const GOptionEntry entries[] = {
  { "example", 0, 0, G_OPTION_ARG_STRING, NULL, N_("Open this example"), N_("NAME") },
  { "attach", 0, 0, G_OPTION_ARG_INT64, NULL, N_("Watch this process"), N_("PID") },
  { "compare", 0, 0, G_OPTION_ARG_NONE, NULL, N_("Compare two traces or examples"), NULL },
  { "step", 0, 0, G_OPTION_ARG_INT64, NULL, N_("Go on to this step"), N_("N") },
  { G_OPTION_REMAINING, 0, 0, G_OPTION_ARG_FILENAME_ARRAY, NULL, NULL, N_("[FILE.py|FILE.looptrace…]") },
  { NULL }
};

static LsWindow *
new_window (LsApplication *self)
{
  LsWindow *window = LS_WINDOW (ls_window_new (GTK_APPLICATION (self)));

  gtk_window_present (GTK_WINDOW (window));
  return window;
}

static void
new_window_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  new_window (data);
}

/* Windows with a text that is not saved ask, and stay unless they are told otherwise. */
static void
quit_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  g_autoptr (GList) windows = g_list_copy (gtk_application_get_windows (data));

  for (GList *l = windows; l != NULL; l = l->next)
    if (LS_IS_WINDOW (l->data) && ls_window_has_changes (l->data))
      gtk_window_close (l->data);
    else
      gtk_window_destroy (l->data);
}

static void
about_action (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  adw_show_about_window (gtk_application_get_active_window (data),
                         "application-name", "Loopscope",
                         "application-icon", LS_APP_ID,
                         "version", LS_VERSION,
                         "developer-name", _("The Loopscope authors"),
                         "comments", _("A visual debugger for event loops: which tasks are ready, "
                                       "what the others wait for, and why."),
                         "license-type", GTK_LICENSE_GPL_3_0,
                         NULL);
}

static const GActionEntry actions[] = {
  { "about", about_action },
  { "new-window", new_window_action },
  { "quit", quit_action },
};

static void
ls_application_activate (GApplication *application)
{
  GtkWindow *window = gtk_application_get_active_window (GTK_APPLICATION (application));

  if (window != NULL)
    gtk_window_present (window);
  else
    new_window (LS_APPLICATION (application));
}

static void
open_example (LsApplication *self, const char *name, gint64 step)
{
  LsWindow *window = new_window (self);

  ls_window_open_example (window, name);
  if (step > 0)
    ls_window_go_to_step (window, step);
}

static void
open_file (LsApplication *self, GApplicationCommandLine *line, const char *argument, gint64 step)
{
  LsWindow *window = new_window (self);
  g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, argument);

  ls_window_open_file (window, file);
  if (step > 0)
    ls_window_go_to_step (window, step);
}

/* What can be wrong about the two has been said before the window was asked for. */
static void
open_comparison (LsApplication *self, GApplicationCommandLine *line, const char **what)
{
  g_autoptr (GError) error = NULL;
  char *paths[2] = { NULL, NULL };

  for (guint i = 0; i < 2; i++)
    if (!ls_compare_is_example (what[i]))
      {
        g_autoptr (GFile) file = g_application_command_line_create_file_for_arg (line, what[i]);

        paths[i] = g_file_get_path (file);
        what[i] = paths[i];
      }
  if (!ls_compare_open (GTK_APPLICATION (self), what, NULL, &error))
    {
      g_application_command_line_printerr (line, "loopscope: %s\n", error->message);
      g_application_command_line_set_exit_status (line, 1);
    }
  g_free (paths[0]);
  g_free (paths[1]);
}

static int
ls_application_command_line (GApplication *application, GApplicationCommandLine *line)
{
  LsApplication *self = LS_APPLICATION (application);
  GVariantDict *options = g_application_command_line_get_options_dict (line);
  g_autofree const char **files = NULL;
  const char *example = NULL;
  gint64 step = 0, pid = 0;

  g_variant_dict_lookup (options, "attach", "x", &pid);
  g_variant_dict_lookup (options, "step", "x", &step);
  g_variant_dict_lookup (options, "example", "&s", &example);
  g_variant_dict_lookup (options, G_OPTION_REMAINING, "^a&ay", &files);
  if (g_variant_dict_contains (options, "compare"))
    {
      if (files != NULL && g_strv_length ((GStrv) files) == 2)
        open_comparison (self, line, files);
      return g_application_command_line_get_exit_status (line);
    }
  if (pid > 0)
    ls_window_attach (new_window (self), pid);
  if (example != NULL)
    open_example (self, example, step);
  for (guint i = 0; files != NULL && files[i] != NULL; i++)
    open_file (self, line, files[i], step);
  if (pid == 0 && example == NULL && files == NULL)
    g_application_activate (application);
  return 0;
}

/* Told to end from outside: no program and no socket is left behind, and nobody is asked. */
static gboolean
told_to_end_cb (gpointer data)
{
  GtkWindow *window;

  while ((window = gtk_application_get_active_window (data)) != NULL)
    gtk_window_destroy (window);

  return G_SOURCE_CONTINUE;
}

static void
ls_application_startup (GApplication *application)
{
  G_APPLICATION_CLASS (ls_application_parent_class)->startup (application);

  gtk_window_set_default_icon_name (LS_APP_ID);
  g_action_map_add_action_entries (G_ACTION_MAP (application), actions, G_N_ELEMENTS (actions),
                                   application);
  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    gtk_application_set_accels_for_action (GTK_APPLICATION (application), accels[i].action,
                                           (const char **) accels[i].keys);
  g_unix_signal_add (SIGHUP, told_to_end_cb, application);
  g_unix_signal_add (SIGINT, told_to_end_cb, application);
  g_unix_signal_add (SIGTERM, told_to_end_cb, application);
}

static void
ls_application_class_init (LsApplicationClass *klass)
{
  GApplicationClass *application_class = G_APPLICATION_CLASS (klass);

  application_class->activate = ls_application_activate;
  application_class->command_line = ls_application_command_line;
  application_class->startup = ls_application_startup;
}

static void
ls_application_init (LsApplication *self)
{
  g_application_add_main_option_entries (G_APPLICATION (self), entries);
  g_application_set_option_context_parameter_string (G_APPLICATION (self),
                                                     _("[FILE.py|FILE.looptrace…]"));
}

LsApplication *
ls_application_new (void)
{
  return g_object_new (LS_TYPE_APPLICATION,
                       "application-id", LS_APP_ID,
                       "flags", G_APPLICATION_HANDLES_COMMAND_LINE,
                       "resource-base-path", "/io/github/loopscope/Loopscope",
                       NULL);
}

void
ls_application_set_typing (LsApplication *self, gboolean typing)
{
  static const char * const of_text[] = { "win.cancel-task", "win.run-to-turn" };
  const char * const none[] = { NULL };

  g_return_if_fail (LS_IS_APPLICATION (self));

  for (guint i = 0; i < G_N_ELEMENTS (accels); i++)
    if (g_str_equal (accels[i].action, of_text[0]) || g_str_equal (accels[i].action, of_text[1]))
      gtk_application_set_accels_for_action (GTK_APPLICATION (self), accels[i].action,
                                             typing ? none : (const char * const *) accels[i].keys);
}
