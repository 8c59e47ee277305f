/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ls-cli-private.h"
#include "ls-dump.h"

static gboolean as_json, deterministic;
static char *at;
static gint64 nth;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("One JSON object instead of a line an event"), NULL },
  { "deterministic", 0, 0, G_OPTION_ARG_NONE, &deterministic,
    N_("Leave out what differs between two runs of the same program in virtual time"), NULL },
  { "at", 0, 0, G_OPTION_ARG_STRING, &at,
    N_("Only the events of the step that begins so, or that is at the comment “loopscope: NAME”"), N_("SENTENCE|:NAME") },
  { "nth", 0, 0, G_OPTION_ARG_INT64, &nth, N_("Which of the steps that fit “--at” (default: 1)"), "N" },
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
  guint64 from = 0, to = G_MAXUINT64;
  int code, found;

  if (!ls_cli_parse (context, "dump", &words, &code))
    return code;
  if (words[1] == NULL || words[2] != NULL)
    return ls_cli_misused ("dump", _("Name one trace."));
  found = ls_cli_check_anchor ("dump", at, &nth);
  if (found != LS_EXIT_OK)
    return found;
  session = ls_cli_open_trace (words[1], at != NULL, &code);
  if (session == NULL)
    return code;
  if (at != NULL)
    {
      found = ls_cli_find_anchor (ls_session_get_model (session), at, nth, &to);
      if (found != LS_EXIT_OK)
        return found;
      from = ls_model_previous (ls_session_get_model (session), LS_GRAIN_STEP, to);
    }

  flags = (as_json ? LS_DUMP_JSON : 0) | (deterministic ? LS_DUMP_DETERMINISTIC : 0);
  ls_dump_write (ls_session_get_reader (session), from, to, flags, stdout);
  return ls_cli_finish_output (code);
}
