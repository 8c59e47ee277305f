/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-process.h"

#include <string.h>
#include <unistd.h>

/**
 * ls_process_get_command:
 * @pid: of a process
 *
 * Returns: (transfer full) (nullable): its command line, as one would type it; %NULL: it cannot be read
 */
char *
ls_process_get_command (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/cmdline", pid);
  g_autofree char *bytes = NULL;
  GString *text;
  gsize length;

  if (!g_file_get_contents (path, &bytes, &length, NULL))
    return NULL;
  text = g_string_new (NULL);
  for (gsize i = 0; i < length; i += strlen (bytes + i) + 1)
    {
      g_autofree char *quoted = g_shell_quote (bytes + i);
      gboolean plain = bytes[i] != '\0' && strspn (bytes + i, "abcdefghijklmnopqrstuvwxyz"
                                                   "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-_./:=,+@%")
                                           == strlen (bytes + i);

      g_string_append_printf (text, "%s%s", i > 0 ? " " : "", plain ? bytes + i : quoted);
    }
  return g_string_free (text, FALSE);
}

/**
 * ls_process_describe:
 * @example: (nullable): its name in the catalogue
 *
 * Says in the trace which program this is.
 */
void
ls_process_describe (LsTraceWriter *writer, const char *example)
{
  g_autofree char *program = g_file_read_link ("/proc/self/exe", NULL);
  g_autofree char *arguments = ls_process_get_command (getpid ());
  LsTraceProcess process = {
    .runtime = LS_PROCESS_RUNTIME,
    .program = program,
    .arguments = arguments,
    .example = example,
    .pid = getpid (),
    .start_time = g_get_real_time (),
  };

  ls_trace_writer_set_process (writer, &process);
}
