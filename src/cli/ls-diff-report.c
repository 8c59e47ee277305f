/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-diff-report.h"
#include "ls-event-fields.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

static const char marks[2] = { '-', '+' };

static LsModel *
get_model (const LsDiffReport *report,
           LsSide              side)
{
  return ls_comparison_get_model (report->comparison, side);
}

char *
ls_diff_report_tell (LsModel *model,
                     guint64  step,
                     double  *time)
{
  guint64 position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);
  LsSentence *sentence = ls_model_describe (model, position);
  char *what = g_strdup (sentence->what);
  LsEvent event = { 0 };

  if (position > 0)
    ls_trace_reader_get (ls_model_get_reader (model), position - 1, &event);
  *time = event.time / 1e9;
  ls_sentence_free (sentence);

  return what;
}

char *
ls_diff_report_spell (LsModel *model,
                      guint64  position)
{
  g_autofree char *line = NULL, *number = NULL;
  LsEvent event;

  if (position == 0 || !ls_trace_reader_get (ls_model_get_reader (model), position - 1, &event))
    return NULL;
  line = ls_model_format_event (model, &event);
  if (event.rec.tag != LS_TAG_DOUBLE)
    return g_steal_pointer (&line);
  number = ls_double_to_string (ls_record_get_double (&event.rec));

  return g_strdup_printf ("%s (%s)", line, number);
}

static void
print_step (const LsDiffReport *report,
            LsSide              side,
            char                mark,
            guint64             step)
{
  double seconds;
  g_autofree char *what = ls_diff_report_tell (get_model (report, side), step, &seconds);
  g_autofree char *time = ls_model_format_time (seconds);

  g_print ("%c %5" PRIu64 "  %9s  %s\n", mark, step, time, what);
}

/* The steps before a difference, which are the same in both: told once, by the numbers of the first. */
static void
print_common (const LsDiffReport *report,
              guint64             from,
              guint64             to)
{
  for (guint64 step = from; step <= to; step++)
    print_step (report, LS_SIDE_A, ' ', step);
}

static void
print_side (const LsDiffReport *report,
            const LsHunk       *hunk,
            LsSide              side)
{
  LsModel *model = get_model (report, side);
  g_autofree char *event = ls_diff_report_spell (model, ls_hunk_get_event (report->comparison, hunk, side));
  guint64 n = ls_model_get_n_units (model, LS_GRAIN_STEP), last = MIN (hunk->last[side], n);
  guint64 shown = report->all ? last : MIN (last, hunk->first[side] + report->context);

  for (guint64 step = hunk->first[side]; step <= shown; step++)
    {
      print_step (report, side, marks[side], step);
      if (step == hunk->first[side] && event != NULL)
        g_print ("%c                   %s\n", marks[side], event);
    }
  if (shown < last)
    g_print (ngettext ("%c         and %" PRIu64 " more step\n", "%c         and %" PRIu64 " more steps\n",
                       last - shown), marks[side], last - shown);
  if (hunk->last[side] > n || (hunk->first[side] > n && hunk->last[side] < hunk->first[side]))
    g_print (_("%c         here it ends\n"), marks[side]);
}

static void
print_heading (const LsDiffReport *report,
               const LsHunk       *hunk)
{
  g_print ("@@ -%" PRIu64 " +%" PRIu64 " @@\n", hunk->first[LS_SIDE_A], hunk->first[LS_SIDE_B]);
}

static void
print_hunks (const LsDiffReport *report,
             const GArray       *hunks)
{
  guint64 told = 0;

  for (guint i = 0; i < hunks->len; i++)
    {
      const LsHunk *hunk = &g_array_index (hunks, LsHunk, i);
      const LsHunk *next = i + 1 < hunks->len ? hunk + 1 : NULL;
      guint64 first = hunk->first[LS_SIDE_A], last = hunk->last[LS_SIDE_A];
      guint64 after = MIN (last + report->context, ls_model_get_n_units (get_model (report, LS_SIDE_A), LS_GRAIN_STEP));

      print_heading (report, hunk);
      print_common (report, MAX (told + 1, first > report->context ? first - report->context : 1), first - 1);
      print_side (report, hunk, LS_SIDE_A);
      print_side (report, hunk, LS_SIDE_B);
      if (!report->all)
        break;
      if (next != NULL)
        after = MIN (after, next->first[LS_SIDE_A] - 1);
      print_common (report, last + 1, after);
      told = MAX (after, last);
    }
}

static void
print_names (const LsDiffReport *report)
{
  static const char * const signs[2] = { "---", "+++" };

  for (guint side = 0; side < 2; side++)
    {
      guint64 n = ls_model_get_n_units (get_model (report, side), LS_GRAIN_STEP);

      g_print (ngettext ("%s %s  %" PRIu64 " step\n", "%s %s  %" PRIu64 " steps\n", n), signs[side],
               report->names[side], n);
    }
}

void
ls_diff_report_print (const LsDiffReport *report)
{
  g_autoptr (GArray) hunks = NULL;

  if (ls_comparison_is_same (report->comparison))
    return;
  hunks = ls_hunks_find (report->comparison, report->all);
  print_names (report);
  print_hunks (report, hunks);
}
