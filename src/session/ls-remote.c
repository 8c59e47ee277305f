/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-python.h"
#include "ls-remote.h"
#include "ls-rendezvous.h"
#include "ls-session.h"

#define FIRST_MINOR 14

/* The names that it uses are not left in the program's own. */
#define SCRIPT \
  "exec('''import sys\n" \
  "sys.path.insert(0, %s)\n" \
  "try:\n" \
  "    import loopscope_probe\n" \
  "finally:\n" \
  "    del sys.path[0]\n" \
  "loopscope_probe.start({\"LOOPSCOPE\": \"1\"})\n" \
  "''', {})\n"

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
  g_autofree char *text = literal != NULL ? g_strdup_printf (SCRIPT, literal) : NULL;
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
  g_autoptr (GError) end = NULL;

  g_spawn_check_wait_status (status, &end);
  g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING, _("Python could not make the program record: %s"),
               line != NULL ? line + 1 : text[0] != '\0' || end == NULL ? text : end->message);
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
  g_autofree char *interpreter = get_interpreter (pid, error);
  g_autofree char *script = interpreter != NULL ? write_script (pid, error) : NULL;
  g_autofree char *words = g_strdup_printf ("import sys; sys.remote_exec(%" G_GINT64_FORMAT ", sys.argv[1])", pid);
  const char * const argv[] = { interpreter, "-I", "-c", words, script, NULL };
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
