/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ls-catalogue.h"
#include "ls-cli-private.h"
#include "ls-diff-report.h"
#include "ls-diff-source.h"

/* As diff(1) ends. */
enum { SAME, DIFFERENT, TROUBLE };

#define CONTEXT     3
#define CONTEXT_MAX 100000
#define SECONDS     60

static gboolean as_json, all, by_task;
static int context_steps, seconds;
static char **left_out;
static char *clock_name, *seeds;

static const GOptionEntry entries[] = {
  { "json", 0, 0, G_OPTION_ARG_NONE, &as_json, N_("One JSON object instead of text"), NULL },
  { "context", 0, 0, G_OPTION_ARG_INT, &context_steps, N_("How many steps to tell round a difference (default: 3)"),
    N_("N") },
  { "all", 0, 0, G_OPTION_ARG_NONE, &all, N_("Every difference, not the first alone"), NULL },
  { "clock", 0, 0, G_OPTION_ARG_STRING, &clock_name,
    N_("The loop's clock in what is executed: real, paced or instant (default: instant, or an example's real one)"),
    N_("CLOCK") },
  { "seed", 0, 0, G_OPTION_ARG_STRING, &seeds, N_("Seed of an example's random values; with two, one for each of A and B"),
    N_("N[,N]") },
  { "seconds", 0, 0, G_OPTION_ARG_INT, &seconds,
    N_("How long what is executed may take; 0: as long as it does (default: 60)"), N_("N") },
  { "by-task", 0, 0, G_OPTION_ARG_NONE, &by_task, N_("Compare what each task does, whatever the order among tasks"), NULL },
  { "without", 0, 0, G_OPTION_ARG_STRING_ARRAY, &left_out, N_("Leave out events of this kind, as in a dump; may be repeated"),
    N_("KIND") },
  { NULL }
};

static GOptionContext *
make_context (void)
{
  GOptionContext *context = g_option_context_new (_("A B"));

  g_option_context_set_summary (context, _("Compares what two programs do and tells the first difference."));
  g_option_context_set_description (context,
    _("A and B are traces, or what is executed to have one: an example, EXAMPLE.py for its Python version, a program or a "
      "Python script. Programs that need arguments are recorded by “loopscope run -o” before. What does not end by "
      "itself is ended after some time, or by Ctrl-C, and compared as far as it has come.\n\n"
      "Compared is what the programs do: tasks, turns, what is waited for, timers, queues, results and output, "
      "whatever language they are written in. Steps of both are told once, those of A alone behind “-”, those of B "
      "alone behind “+”, as the window tells them.\n\n"
      "Exit codes, as of diff: 0 the two do the same, 1 they differ, 2 trouble."));
  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);

  return context;
}

/* One number for both, or two with a comma between. */
static gboolean
read_seeds (LsDiffSource sources[2])
{
  g_auto (GStrv) numbers = g_strsplit (seeds != NULL ? seeds : "", ",", -1);
  guint n = g_strv_length (numbers);
  guint64 seed;

  for (guint i = 0; i < 2 && n > 0; i++)
    {
      if (n > 2 || !g_ascii_string_to_unsigned (numbers[MIN (i, n - 1)], 10, 0, G_MAXUINT32, &seed, NULL))
        return FALSE;
      sources[i].seed = (gint64) seed;
    }
  return TRUE;
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

/* A trace of which something is missing cannot be told from one that differs. */
static int
compare (const LsDiffSource sources[2],
         const gboolean    *without)
{
  gboolean whole = TRUE;
  g_autoptr (LsSession) one = ls_diff_source_open (&sources[0], &whole);
  g_autoptr (LsSession) other = one != NULL ? ls_diff_source_open (&sources[1], &whole) : NULL;
  g_autoptr (LsComparison) comparison = NULL;
  LsDiffReport report = { .names = { sources[0].name, sources[1].name }, .context = (guint) context_steps, .all = all };
  int code;

  if (other == NULL)
    return TROUBLE;
  comparison = ls_comparison_new_without (ls_session_get_model (one), ls_session_get_model (other),
                                          by_task ? LS_ALIGN_TASKS : LS_ALIGN_EVENTS, without, NULL);
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
  LsDiffSource sources[2];
  LsClockKind clock;
  int code;

  context_steps = CONTEXT;
  seconds = SECONDS;
  if (!ls_cli_parse (context, "diff", &words, &code))
    return code;
  if (words[1] == NULL || words[2] == NULL || words[3] != NULL)
    return ls_cli_misused ("diff", _("Name two traces or programs."));
  if (context_steps < 0 || context_steps > CONTEXT_MAX)
    return ls_cli_misused ("diff", _("The context is a number of steps from 0."));
  if (seconds < 0)
    return ls_cli_misused ("diff", _("A time is a number of seconds from 0."));
  if (!read_kinds (without))
    return ls_cli_misused ("diff", _("There is no such kind of event."));
  if (clock_name != NULL && !ls_clock_from_name (clock_name, &clock))
    return ls_cli_misused ("diff", _("The clock is “real”, “paced” or “instant”."));
  for (guint i = 0; i < 2; i++)
    sources[i] = (LsDiffSource) { .name = words[1 + i], .clock = clock_name, .seed = -1, .seconds = (guint) seconds };
  if (!read_seeds (sources))
    return ls_cli_misused ("diff", _("A seed is a number from 0."));

  return compare (sources, without);
}
