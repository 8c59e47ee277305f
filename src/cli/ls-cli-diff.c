/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ls-cli-private.h"
#include "ls-diff-report.h"

/* As diff(1) ends. */
enum { SAME, DIFFERENT, TROUBLE };

#define CONTEXT     3
#define CONTEXT_MAX 100000

static gboolean as_json, all, by_task;
static int context_steps;
static char **left_out;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("One JSON object instead of text"), NULL },
  { "context", 0, 0, G_OPTION_ARG_INT, &context_steps, N_("How many steps to tell round a difference (default: 3)"),
    N_("N") },
  { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("Every difference, not the first alone"), NULL },
  { "by-task", 0, 0, G_OPTION_ARG_NONE, &by_task, N_("Compare what each task does, whatever the order among tasks"), NULL },
  { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &left_out, N_("Leave out events of this kind, as in a dump; may be repeated"),
    N_("KIND") },
  { NULL }
};

static GOptionContext *
make_context (void)
{
  GOptionContext *context = g_option_context_new (_("A B"));

  g_option_context_set_summary (context, _("Compares two recorded traces and tells the first difference."));
  g_option_context_set_description (context,
    _("Compared is what the programs do: tasks, turns, what is waited for, timers, queues, results and output, "
      "whatever language they are written in. Steps of both are told once, those of A alone behind “-”, those of B "
      "alone behind “+”, as the window tells them.\n\n"
      "Exit codes, as of diff: 0 the two do the same, 1 they differ, 2 trouble."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

/* A trace of which something is missing cannot be told from one that differs. */
static LsSession *
open_trace (const char *path,
            gboolean   *whole)
{
  int code;
  LsSession *session = ls_cli_open_trace (path, TRUE, &code);

  *whole = *whole && code == LS_EXIT_OK;
  return session;
}

/* FALSE: there is no such kind. */
static gboolean
read_kinds (gboolean without[LS_N_EVENTS])
{
  for (char **name = left_out; name != NULL && *name != NULL; name++)
    {
      guint kind = 0;

      while (kind < LS_N_EVENTS && g_strcmp0 (ls_event_kind_name (kind), *name) != 0)
        kind++;
      if (kind == LS_N_EVENTS)
        return FALSE;
      without[kind] = TRUE;
    }
  return TRUE;
}

static int
compare (const char     *a,
         const char     *b,
         const gboolean *without)
{
  gboolean whole = TRUE;
  g_autoptr (LsSession) one = open_trace (a, &whole), other = open_trace (b, &whole);
  g_autoptr (LsComparison) comparison = NULL;
  LsDiffReport report = { .names = { a, b }, .context = (guint) context_steps, .all = all };
  int code;

  if (one == NULL || other == NULL)
    return TROUBLE;
  comparison = ls_comparison_new_without (ls_session_get_model (one), ls_session_get_model (other),
                                          by_task ? LS_ALIGN_TASKS : LS_ALIGN_EVENTS, without);
  report.comparison = comparison;
  if (as_json)
    ls_diff_report_print_json (&report);
  else
    ls_diff_report_print (&report);
  code = ls_comparison_is_same (comparison) ? SAME : DIFFERENT;
  if (!whole)
    code = TROUBLE;

  return ls_cli_finish_output (code) == code ? code : TROUBLE;
}

int
ls_cli_diff (char **argv)
{
  g_autoptr (GOptionContext) context = make_context ();
  g_auto (GStrv) words = g_strdupv (argv);
  gboolean without[LS_N_EVENTS] = { FALSE };
  int code;

  context_steps = CONTEXT;
  if (!ls_cli_parse (context, "diff", &words, &code))
    return code;
  if (words[1] == NULL || words[2] == NULL || words[3] != NULL)
    return ls_cli_misused ("diff", _("Name two traces."));
  if (context_steps < 0 || context_steps > CONTEXT_MAX)
    return ls_cli_misused ("diff", _("The context is a number of steps from 0."));
  if (!read_kinds (without))
    return ls_cli_misused ("diff", _("There is no such kind of event."));

  return compare (words[1], words[2], without);
}
