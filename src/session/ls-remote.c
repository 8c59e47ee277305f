/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-nudge.h"
#include "ls-python.h"
#include "ls-remote.h"
#include "ls-rendezvous.h"
#include "ls-session.h"

#define FIRST_MINOR 14

/* How often it is seen to that a program which was asked comes to do it: after so many calls of ls_remote_go_on(). */
#define ROUNDS_TO_INTERRUPT 25
#define ROUNDS_TO_ASK_AGAIN 200

/* The names that it uses are not left in the program's own, and what fails is not told on the program's terminal. */
#define SCRIPT \
  "exec('''import os, sys\n" \
  "packages, folder = %s, %s\n" \
  "try:\n" \
  "    sys.path.insert(0, packages)\n" \
  "    try:\n" \
  "        import loopscope_probe.remote as remote\n" \
  "    finally:\n" \
  "        sys.path.remove(packages)\n" \
  "    remote.begin(folder)\n" \
  "except Exception as error:\n" \
  "    with open(f\"{folder}/{os.getpid()}.said\", \"w\") as file:\n" \
  "        file.write(f\"{type(error).__name__}: {error}\")\n" \
  "''', {})\n"

/* What a program says that should be asked again in a moment: see remote.py of the probe. */
#define AGAIN "again"

static char *
get_interpreter (gint64   pid,
                 GError **error)
{
  g_autofree char *link = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/exe", pid);

  return g_file_read_link (link, error);
}

gboolean
ls_remote_is_possible (gint64 pid)
{
  g_autofree char *interpreter = get_interpreter (pid, NULL);
  g_autofree char *base = interpreter != NULL ? g_path_get_basename (interpreter) : NULL;
  guint64 minor;

  return base != NULL && g_str_has_prefix (base, "python3.") &&
         g_ascii_string_to_unsigned (base + strlen ("python3."), 10, FIRST_MINOR, G_MAXINT, &minor, NULL);
}

/* As a literal of Python's, by bytes, that stands in one of three quotes. */
static char *
quote (const char *text)
{
  GString *literal = g_string_new ("b\"");

  for (const char *c = text; *c != '\0'; c++)
    g_string_append_printf (literal, g_ascii_isalnum (*c) || strchr ("/._-", *c) != NULL ? "%c" : "\\\\x%02x",
                            (guchar) *c);

  return g_string_free (g_string_append (literal, "\".decode(\"utf-8\", \"surrogateescape\")"), FALSE);
}

/* The file that the program shall execute; it stays until the program has ended, since nobody knows when that is. */
static char *
write_script (gint64   pid,
              GError **error)
{
  g_autofree char *folder = ls_rendezvous_folder (error);
  g_autofree char *probe = ls_python_get_probe ();
  g_autofree char *packages = probe != NULL ? g_path_get_dirname (probe) : NULL;
  g_autofree char *literal = packages != NULL ? quote (packages) : NULL;
  g_autofree char *place = folder != NULL ? quote (folder) : NULL;
  g_autofree char *text = literal != NULL && place != NULL ? g_strdup_printf (SCRIPT, literal, place) : NULL;
  g_autofree char *path = folder != NULL ? g_strdup_printf ("%s/%" G_GINT64_FORMAT ".py", folder, pid) : NULL;

  if (path == NULL)
    return NULL;
  if (text == NULL)
    g_set_error_literal (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NO_ENGINE,
                         _("The probe that records Python programs is not installed where Loopscope looks for it. "
                           "LOOPSCOPE_PROBE names its folder."));
  else if (g_file_set_contents_full (path, text, -1, G_FILE_SET_CONTENTS_CONSISTENT, 0600, error))
    return g_steal_pointer (&path);

  return NULL;
}

/* What an interpreter says last of an exception: its name and its words.  If it says nothing, how it ended. */
static void
set_failure (GBytes  *messages,
             int      status,
             GError **error)
{
  gsize length;
  const char *said = g_bytes_get_data (messages, &length);
  g_autofree char *text = g_strchomp (g_utf8_make_valid (said != NULL ? said : "", (gssize) length));
  const char *line = strrchr (text, '\n');
  const char *last = line != NULL ? line + 1 : text;
  g_autoptr (GError) end = NULL;

  g_spawn_check_wait_status (status, &end);
  if (g_str_has_prefix (last, "PermissionError"))
    g_set_error_literal (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                         _("The system does not let one program look into another, as Python has to. “echo 0 | sudo tee "
                           "/proc/sys/kernel/yama/ptrace_scope” allows it until the next start of the system; a program "
                           "started as “setpriv --ptracer any python3 …” allows it by itself."));
  else
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                 _("Python could not make the program record: %s"),
                 last[0] != '\0' || end == NULL ? last : end->message);
}

/* Returns: what it says, once it has ended; whoever cancels ends it. */
static GBytes *
run_interpreter (const char * const *argv,
                 GCancellable       *cancellable,
                 int                *status,
                 GError            **error)
{
  g_autoptr (GSubprocess) process =
    g_subprocess_newv (argv, G_SUBPROCESS_FLAGS_STDOUT_SILENCE | G_SUBPROCESS_FLAGS_STDERR_PIPE, error);
  GBytes *messages = NULL;

  if (process == NULL)
    return NULL;
  if (!g_subprocess_communicate (process, NULL, cancellable, NULL, &messages, error))
    {
      g_subprocess_force_exit (process);
      g_subprocess_wait (process, NULL, NULL);
      return NULL;
    }
  *status = g_subprocess_get_status (process);
  return messages;
}

/* Whether a process and we see the same files, or processes.  What cannot be read Python will tell of. */
static gboolean
shares (gint64      pid,
        const char *what)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/ns/%s", pid, what);
  g_autofree char *mine = g_strdup_printf ("/proc/self/ns/%s", what);
  g_autofree char *its = g_file_read_link (path, NULL);
  g_autofree char *ours = g_file_read_link (mine, NULL);

  return its == NULL || ours == NULL || strcmp (its, ours) == 0;
}

/* For whom it acts; a process that has changed that keeps its files to itself, but for this. */
static gboolean
is_mine (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/status", pid);
  g_autofree char *text = NULL;
  const char *line = g_file_get_contents (path, &text, NULL, NULL) ? strstr (text, "\nUid:") : NULL;
  guint real, effective;

  return line == NULL || sscanf (line, "\nUid: %u %u", &real, &effective) != 2 || effective == geteuid ();
}

/* It has to read our file, and we what it makes: else it would only complain on its terminal. */
static gboolean
can_meet (gint64   pid,
          GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pid);

  if (!is_mine (pid))
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                 _("Process %s is another user’s, who alone can attach to it."), number);
  else if (!shares (pid, "mnt") || !shares (pid, "pid"))
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                 _("Process %s runs in a container. A Loopscope in there can attach to it."), number);
  else
    return TRUE;

  return FALSE;
}

static char *
get_answer_path (gint64 pid)
{
  g_autofree char *folder = ls_rendezvous_folder (NULL);

  return folder != NULL ? g_strdup_printf ("%s/%" G_GINT64_FORMAT ".said", folder, pid) : NULL;
}

/* What it says instead of recording, once; NULL: nothing yet. */
static char *
take_answer (gint64 pid)
{
  g_autofree char *path = get_answer_path (pid);
  g_autofree char *text = NULL;

  if (path == NULL || !g_file_get_contents (path, &text, NULL, NULL) || text[0] == '\0')
    return NULL;
  g_unlink (path);
  return g_utf8_make_valid (text, -1);
}

/**
 * ls_remote_start:
 * @pid: of a process for which ls_remote_is_possible()
 * @cancellable: (nullable): ends the interpreter that is asked; the program may have been told by then
 * @error: of %LS_SESSION_ERROR, or of GLib
 *
 * Returns: whether it will begin to record, when it next can
 */
gboolean
ls_remote_start (gint64        pid,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autofree char *interpreter = can_meet (pid, error) ? get_interpreter (pid, error) : NULL;
  g_autofree char *script = interpreter != NULL ? write_script (pid, error) : NULL;
  g_autofree char *words = g_strdup_printf ("import sys; sys.remote_exec(%" G_GINT64_FORMAT ", sys.argv[1])", pid);
  const char * const argv[] = { interpreter, "-I", "-c", words, script, NULL };
  g_autofree char *stale = take_answer (pid);
  int status;
  g_autoptr (GBytes) messages = script != NULL ? run_interpreter (argv, cancellable, &status, error) : NULL;

  if (messages == NULL)
    return FALSE;
  if (g_spawn_check_wait_status (status, NULL))
    return TRUE;
  set_failure (messages, status, error);
  g_unlink (script);

  return FALSE;
}

/**
 * ls_remote_go_on:
 * @pid: of a process that ls_remote_start() has told
 * @round: how many times this was called before
 * @cancellable: (nullable): as of ls_remote_start()
 * @error: of %LS_SESSION_ERROR, or of GLib: what the program says
 *
 * To be called about every 10 ms while it does not record.  A program whose loop waits is made to look; one that was met
 * at a bad moment is asked again, and so is one whose loop has ended meanwhile.
 *
 * Returns: whether it may yet begin to record
 */
gboolean
ls_remote_go_on (gint64        pid,
                 guint         round,
                 GCancellable *cancellable,
                 GError      **error)
{
  g_autofree char *answer = take_answer (pid);

  if (answer != NULL && strcmp (answer, AGAIN) != 0)
    {
      g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                   _("Python could not make the program record: %s"), answer);
      return FALSE;
    }
  if (round % ROUNDS_TO_INTERRUPT == ROUNDS_TO_INTERRUPT - 1)
    ls_nudge_process (pid);

  return (answer == NULL && round % ROUNDS_TO_ASK_AGAIN != ROUNDS_TO_ASK_AGAIN - 1) ||
         ls_remote_start (pid, cancellable, error);
}
