/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a window shows: a program that it starts, an example, a script, or a saved trace. */

#include "config.h"

#include <glib/gi18n.h>

#include "ls-compare.h"
#include "ls-window-private.h"

static void
set_session (LsWindow *self, LsSession *session)
{
  LsSession *before = ls_player_get_session (self->player);

  if (session == NULL)
    ls_window_set_presenting (self, FALSE);
  if (before != NULL)
    g_object_ref (before);
  ls_player_set_session (self->player, session);
  if (self->clock_toast != NULL)
    adw_toast_dismiss (self->clock_toast);
  if (before != NULL)
    {
      ls_session_close (before);
      g_object_unref (before);
    }
  if (session == NULL || !ls_window_get_presenting (self))
    gtk_stack_set_visible_child_name (self->stack, session != NULL ? "workbench" : "start");
  if (session != NULL && !ls_window_get_presenting (self))
    gtk_widget_grab_focus (GTK_WIDGET (self->workbench));
}

/* What can be compared with the next run. */
static void
remember_run (LsWindow *self)
{
  LsSession *session = ls_player_get_session (self->player);

  g_clear_pointer (&self->before, g_free);
  g_clear_pointer (&self->before_name, g_free);
  if (session == NULL || self->program == NULL || self->file_name != NULL)
    return;
  self->before = g_strdup (ls_session_get_trace_path (session));
  self->before_name = g_strdup_printf (_("%s, the run before"), ls_program_get_title (self->program));
}

gboolean
ls_window_start (LsWindow *self)
{
  g_autoptr (GError) error = NULL;
  LsExampleRun run = {
    .arguments = (const char * const *) self->arguments, .seed = self->seed, .clock = self->clock,
    .stop_at_start = TRUE
  };
  g_autoptr (LsSession) session = ls_program_launch (self->program, &run, &error);

  if (session == NULL)
    {
      ls_window_tell_failure (self, _("The program could not be started"), error);
      return FALSE;
    }
  remember_run (self);
  g_clear_pointer (&self->file_name, g_free);
  set_session (self, session);
  return TRUE;
}

static void
set_run (LsWindow *self, const char * const *arguments, gint64 seed, LsClockKind clock)
{
  char **copy = g_strdupv ((char **) arguments);

  g_strfreev (self->arguments);
  self->arguments = copy;
  self->seed = seed;
  self->clock = clock;
}

void
ls_window_run_with (LsWindow *self, const char * const *arguments, gint64 seed, LsClockKind clock)
{
  g_return_if_fail (LS_IS_WINDOW (self));
  g_return_if_fail (self->program != NULL);

  set_run (self, arguments, seed, clock);
  ls_window_start (self);
  ls_window_update_actions (self);
}

void
ls_window_compare (LsWindow *self, const char * const what[2], const char * const names[2])
{
  g_autoptr (GError) error = NULL;

  if (!ls_compare_open (gtk_window_get_application (GTK_WINDOW (self)), what, names, &error))
    ls_window_tell_failure (self, _("These cannot be compared"), error);
}

static void
set_program (LsWindow *self, LsProgram *program)
{
  LsScript *script = program != NULL ? ls_program_get_script (program) : NULL;

  g_set_object (&self->program, program);
  g_signal_group_set_target (self->script_signals, script);
  ls_workbench_set_script (self->workbench, script);
}

/* Another program is not the run before of this one. */
static void
open_program (LsWindow *self, LsProgram *program, const char * const *arguments, LsClockKind clock)
{
  if (self->program == NULL || ls_program_get_example (program) == NULL
      || ls_program_get_example (program) != ls_program_get_example (self->program))
    set_session (self, NULL);
  set_program (self, program);
  set_run (self, arguments, -1, clock);
  ls_window_start (self);
  ls_window_update_actions (self);
}

static void
open_example (LsWindow *self, gpointer example)
{
  g_autoptr (LsProgram) program = ls_program_new_example (example, LS_LANGUAGE_C);

  open_program (self, program, (const char * const *) ((const LsExample *) example)->arguments,
                ((const LsExample *) example)->clock);
}

void
ls_window_open_example (LsWindow *self, const char *name)
{
  const LsExample *example = ls_catalogue_find (name);
  g_autoptr (GError) error = NULL;

  g_return_if_fail (LS_IS_WINDOW (self));
  gtk_popover_popdown (self->examples_popover);
  if (example != NULL)
    {
      ls_window_before_leaving (self, open_example, (gpointer) example, NULL);
      return;
    }
  error = g_error_new (LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND,
                       _("There is no example “%s”. The nearest name is “%s”."), name,
                       ls_catalogue_nearest (name));
  ls_window_tell_failure (self, _("No such example"), error);
}

void
ls_window_run_script_as (LsWindow *self, LsScript *script, const char * const *arguments, LsClockKind clock)
{
  g_autoptr (LsProgram) program = ls_program_new_script (script);

  open_program (self, program, arguments, clock);
  /* One that could not be started can be edited all the same. */
  gtk_stack_set_visible_child_name (self->stack, "workbench");
}

void
ls_window_run_script (LsWindow *self, LsScript *script)
{
  ls_window_run_script_as (self, script, NULL, LS_CLOCK_REAL);
}

static gboolean
is_script (GFile *file)
{
  g_autofree char *name = g_file_get_basename (file);

  return name != NULL && g_str_has_suffix (name, ".py");
}

void
ls_window_remember_file (GFile *file)
{
  g_autofree char *uri = g_file_get_uri (file);
  GtkRecentData data = { .mime_type = (char *) (is_script (file) ? "text/x-python" : "application/x-looptrace"),
                         .app_name = (char *) "Loopscope",
                         .app_exec = (char *) "loopscope %f" };

  gtk_recent_manager_add_full (gtk_recent_manager_get_default (), uri, &data);
}

void
ls_window_show_session (LsWindow *self, LsSession *session, const char *name)
{
  set_program (self, NULL);
  g_free (self->file_name);
  self->file_name = g_strdup (name);
  set_session (self, session);
}

static void
open_trace (LsWindow *self, GFile *file, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsSession) session = ls_session_open (path, &error);
  g_autofree char *name = NULL;

  if (session == NULL)
    {
      ls_window_tell_failure (self, _("The file could not be opened"), error);
      return;
    }
  name = g_path_get_basename (path);
  ls_window_show_session (self, session, name);
  ls_window_remember_file (file);
}

static void
open_file (LsWindow *self, gpointer file)
{
  g_autofree char *path = g_file_get_path (file);
  g_autoptr (GError) error = NULL;

  if (path == NULL)
    {
      error = g_error_new (G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                           _("Only files on this computer can be opened."));
      ls_window_tell_failure (self, _("The file could not be opened"), error);
    }
  else if (is_script (file))
    ls_window_open_script (self, file);
  else
    open_trace (self, file, path);
}

void
ls_window_open_file (LsWindow *self, GFile *file)
{
  g_return_if_fail (LS_IS_WINDOW (self));
  ls_window_before_leaving (self, open_file, g_object_ref (file), g_object_unref);
}
