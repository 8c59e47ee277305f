/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <math.h>

#include <json-glib/json-glib.h>

#include "ls-diff-report.h"

static const char * const sides[2] = { "a", "b" };

static void
add_number (JsonBuilder *builder,
            const char  *name,
            guint64      number)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_int_value (builder, (gint64) number);
}

static void
add_text (JsonBuilder *builder,
          const char  *name,
          const char  *text)
{
  json_builder_set_member_name (builder, name);
  json_builder_add_string_value (builder, text);
}

static void
add_trace (JsonBuilder        *builder,
           const LsDiffReport *report,
           LsSide              side)
{
  LsModel *model = ls_comparison_get_model (report->comparison, side);

  json_builder_set_member_name (builder, sides[side]);
  json_builder_begin_object (builder);
  add_text (builder, "path", report->names[side]);
  add_number (builder, "events", ls_model_get_n_events (model));
  add_number (builder, "compared", ls_comparison_get_n_compared (report->comparison, side));
  add_number (builder, "steps", ls_model_get_n_units (model, LS_GRAIN_STEP));
  json_builder_end_object (builder);
}

static void
add_counts (JsonBuilder  *builder,
            LsComparison *comparison)
{
  json_builder_set_member_name (builder, "events");
  json_builder_begin_object (builder);
  add_number (builder, "same", ls_comparison_count (comparison, LS_ROW_SAME));
  add_number (builder, "changed", ls_comparison_count (comparison, LS_ROW_CHANGED));
  add_number (builder, "only-a", ls_comparison_count (comparison, LS_ROW_ONLY_A));
  add_number (builder, "only-b", ls_comparison_count (comparison, LS_ROW_ONLY_B));
  json_builder_end_object (builder);
}

static void
add_step (JsonBuilder *builder,
          LsModel     *model,
          guint64      step)
{
  double time;
  g_autofree char *what = ls_diff_report_tell (model, step, &time);

  json_builder_begin_object (builder);
  add_number (builder, "step", step);
  add_number (builder, "ns", (guint64) llround (time * 1e9));
  add_text (builder, "what", what);
  json_builder_end_object (builder);
}

/* What one side does there, after the steps that both have in common. */
static void
add_side (JsonBuilder        *builder,
          const LsDiffReport *report,
          const LsHunk       *hunk,
          LsSide              side)
{
  LsModel *model = ls_comparison_get_model (report->comparison, side);
  guint64 event = ls_hunk_get_event (report->comparison, hunk, side);
  g_autofree char *text = ls_diff_report_spell (model, event);
  guint64 last = MIN (hunk->last[side], ls_model_get_n_units (model, LS_GRAIN_STEP));
  guint64 first = hunk->first[side];

  json_builder_set_member_name (builder, sides[side]);
  json_builder_begin_object (builder);
  if (event > 0)
    {
      add_number (builder, "event", event - 1);
      add_text (builder, "record", text);
    }
  add_number (builder, "first-step", first);
  add_number (builder, "last-step", last);
  json_builder_set_member_name (builder, "context");
  json_builder_begin_array (builder);
  for (guint64 step = first > report->context ? first - report->context : 1; step < first; step++)
    add_step (builder, model, step);
  json_builder_end_array (builder);
  json_builder_set_member_name (builder, "steps");
  json_builder_begin_array (builder);
  for (guint64 step = first; step <= (report->all ? last : MIN (last, first + report->context)); step++)
    add_step (builder, model, step);
  json_builder_end_array (builder);
  json_builder_end_object (builder);
}

static void
add_hunks (JsonBuilder        *builder,
           const LsDiffReport *report)
{
  g_autoptr (GArray) hunks = ls_hunks_find (report->comparison, report->all);

  json_builder_set_member_name (builder, "differences");
  json_builder_begin_array (builder);
  for (guint i = 0; i < hunks->len; i++)
    {
      json_builder_begin_object (builder);
      add_side (builder, report, &g_array_index (hunks, LsHunk, i), LS_SIDE_A);
      add_side (builder, report, &g_array_index (hunks, LsHunk, i), LS_SIDE_B);
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
}

void
ls_diff_report_print_json (const LsDiffReport *report)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "same");
  json_builder_add_boolean_value (builder, ls_comparison_is_same (report->comparison));
  add_trace (builder, report, LS_SIDE_A);
  add_trace (builder, report, LS_SIDE_B);
  add_counts (builder, report->comparison);
  add_hunks (builder, report);
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = json_to_string (root, TRUE);
  g_print ("%s\n", text);
}
