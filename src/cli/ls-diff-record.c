/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <stdlib.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib-unix.h>

#include "ls-cli-private.h"
#include "ls-diff-record.h"

#define PATIENCE 3      /* seconds for a program to end when it is asked to */

typedef struct
{
  GSubprocess *run;         /* which passes signals on to the program, and keeps its trace */
  const char  *name;
  guint        seconds;
  guint        watch;       /* for its time, and then for its end */
  gboolean     is_cut;
  gboolean     has_ended;
  char        *written;     /* to standard error */
  GError      *error;
} Recording;

/* What does not end when it is asked to is killed; the one that started it lives on and keeps the trace. */
static gboolean
kill_cb (gpointer data)
{
  Recording *self = data;
  const char *pid = g_subprocess_get_identifier (self->run);
  g_autofree char *path = pid != NULL ? g_strdup_printf ("/proc/%s/task/%s/children", pid, pid) : NULL;
  g_autofree char *children = NULL;

  self->watch = 0;
  if (path == NULL || !g_file_get_contents (path, &children, NULL, NULL))
    return G_SOURCE_REMOVE;
  for (char *word = children, *end; strtol (word, &end, 10) > 1; word = end)
    kill ((pid_t) strtol (word, NULL, 10), SIGKILL);

  return G_SOURCE_REMOVE;
}

static void
cut (Recording *self)
{
  if (self->is_cut)
    return;
  self->is_cut = TRUE;
  g_clear_handle_id (&self->watch, g_source_remove);
  g_subprocess_send_signal (self->run, SIGTERM);
  self->watch = g_timeout_add_seconds (PATIENCE, kill_cb, self);
}

static gboolean
time_over_cb (gpointer data)
{
  Recording *self = data;

  self->watch = 0;
  ls_cli_say (_("“%s” has not ended after %u s: it is compared as far as it has come. “--seconds” gives it longer."),
              self->name, self->seconds);
  cut (self);

  return G_SOURCE_REMOVE;
}

static gboolean
interrupt_cb (gpointer data)
{
  Recording *self = data;

  if (!self->is_cut)
    ls_cli_say (_("“%s” is interrupted: it is compared as far as it has come."), self->name);
  cut (self);

  return G_SOURCE_CONTINUE;
}

static void
ended_cb (GObject *object, GAsyncResult *result, gpointer data)
{
  Recording *self = data;

  self->has_ended = TRUE;
  g_subprocess_communicate_utf8_finish (self->run, result, NULL, &self->written, &self->error);
}

/* Ctrl-C is for us to take. */
static void
leave_group (gpointer data)
{
  setpgid (0, 0);
}

static GSubprocess *
start (const char * const *argv, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (G_SUBPROCESS_FLAGS_STDOUT_SILENCE |
                                                                        G_SUBPROCESS_FLAGS_STDERR_PIPE);

  g_subprocess_launcher_set_child_setup (launcher, leave_group, NULL, NULL);
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}

LsDiffRecord
ls_diff_record (const char * const *argv,
                const char         *name,
                const char         *trace,
                guint               seconds)
{
  Recording self = { .name = name, .seconds = seconds };
  gboolean is_there;
  guint interrupt;

  self.run = start (argv, &self.error);
  if (self.run == NULL)
    {
      ls_cli_say ("%s", self.error->message);
      g_error_free (self.error);
      return LS_DIFF_NOT_RECORDED;
    }

  interrupt = g_unix_signal_add (SIGINT, interrupt_cb, &self);
  if (seconds > 0)
    self.watch = g_timeout_add_seconds (seconds, time_over_cb, &self);
  g_subprocess_communicate_utf8_async (self.run, NULL, NULL, ended_cb, &self);
  while (!self.has_ended)
    g_main_context_iteration (NULL, TRUE);
  g_clear_handle_id (&self.watch, g_source_remove);
  g_source_remove (interrupt);

  is_there = g_file_test (trace, G_FILE_TEST_EXISTS);
  if (!is_there && self.written != NULL)
    g_printerr ("%s", self.written);
  g_free (self.written);
  g_clear_error (&self.error);
  g_object_unref (self.run);

  return !is_there ? LS_DIFF_NOT_RECORDED : self.is_cut ? LS_DIFF_CUT : LS_DIFF_RECORDED;
}
