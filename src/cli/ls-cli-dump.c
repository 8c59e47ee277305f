/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ls-cli-private.h"
#include "ls-dump.h"

static gboolean as_json, deterministic;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("One JSON object instead of a line an event"), NULL },
  { "deterministic", 0, 0, G_OPTION_ARG_NONE, &deterministic,
    N_("Leave out what differs between two runs of the same program in virtual time"), NULL },
  { NULL }
};

static GOptionContext *
make_context (void)
{
  GOptionContext *context = g_option_context_new (_("TRACE"));

  g_option_context_set_summary (context, _("Prints every event of a recorded trace."));
  g_option_context_set_description (context,
    _("Exit codes: 0 printed, 2 usage, 3 the trace cannot be read, 4 printed, but something is missing in the trace, "
      "5 standard output cannot be written."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

int
ls_cli_dump (char **argv)
{
  g_autoptr (GOptionContext) context = make_context ();
  g_autoptr (LsSession) session = NULL;
  g_auto (GStrv) words = g_strdupv (argv);
  LsDumpFlags flags;
  int code;

  if (!ls_cli_parse (context, "dump", &words, &code))
    return code;
  if (words[1] == NULL || words[2] != NULL)
    return ls_cli_misused ("dump", _("Name one trace."));
  session = ls_cli_open_trace (words[1], FALSE, &code);
  if (session == NULL)
    return code;

  flags = (as_json ? LS_DUMP_JSON : 0) | (deterministic ? LS_DUMP_DETERMINISTIC : 0);
  ls_dump_write (ls_session_get_reader (session), flags, stdout);
  return ls_cli_finish_output (code);
}
