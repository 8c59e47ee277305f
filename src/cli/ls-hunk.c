/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-hunk.h"

/* The step that an event belongs to; behind the last step there is one that did not end. */
static guint64
step_of (LsModel *model,
         guint64  event)
{
  return ls_model_get_unit (model, LS_GRAIN_STEP, event - 1) + 1;
}

static void
touch (LsHunk       *hunk,
       LsComparison *comparison,
       const LsRow  *row)
{
  for (guint side = 0; side < 2; side++)
    if (row->event[side] != 0)
      {
        guint64 step = step_of (ls_comparison_get_model (comparison, side), row->event[side]);

        hunk->first[side] = MIN (hunk->first[side], step);
        hunk->last[side] = MAX (hunk->last[side], step);
      }
}

/* A side that does nothing there stands before the step that it does next. */
static void
place_idle_side (LsHunk       *hunk,
                 LsComparison *comparison,
                 const LsRow  *row)
{
  for (guint side = 0; side < 2; side++)
    if (hunk->last[side] == 0)
      {
        guint64 before = ls_model_get_unit (ls_comparison_get_model (comparison, side), LS_GRAIN_STEP,
                                            row->position[side]);

        hunk->first[side] = before + 1;
        hunk->last[side] = before;
      }
}

static gboolean
touches (const LsHunk *hunk,
         const LsHunk *next)
{
  return next->first[LS_SIDE_A] <= hunk->last[LS_SIDE_A] || next->first[LS_SIDE_B] <= hunk->last[LS_SIDE_B];
}

static void
append (GArray       *hunks,
        const LsHunk *hunk)
{
  LsHunk *last = hunks->len > 0 ? &g_array_index (hunks, LsHunk, hunks->len - 1) : NULL;

  if (last == NULL || !touches (last, hunk))
    {
      g_array_append_val (hunks, *hunk);
      return;
    }
  for (guint side = 0; side < 2; side++)
    {
      last->first[side] = MIN (last->first[side], hunk->first[side]);
      last->last[side] = MAX (last->last[side], hunk->last[side]);
    }
}

GArray *
ls_hunks_find (LsComparison *comparison,
               gboolean      all)
{
  const GArray *rows = ls_comparison_get_rows (comparison);
  GArray *hunks = g_array_new (FALSE, FALSE, sizeof (LsHunk));
  guint i = ls_comparison_get_first (comparison);

  while (i < rows->len)
    {
      LsHunk hunk = { .row = i, .first = { G_MAXUINT64, G_MAXUINT64 } };

      for (; i < rows->len && g_array_index (rows, LsRow, i).kind != LS_ROW_SAME; i++)
        touch (&hunk, comparison, &g_array_index (rows, LsRow, i));
      place_idle_side (&hunk, comparison, &g_array_index (rows, LsRow, i - 1));
      append (hunks, &hunk);
      if (!all)
        break;
      while (i < rows->len && g_array_index (rows, LsRow, i).kind == LS_ROW_SAME)
        i++;
    }
  return hunks;
}

guint64
ls_hunk_get_event (LsComparison *comparison,
                   const LsHunk *hunk,
                   LsSide        side)
{
  const GArray *rows = ls_comparison_get_rows (comparison);

  for (guint i = hunk->row; i < rows->len; i++)
    if (g_array_index (rows, LsRow, i).event[side] != 0)
      return g_array_index (rows, LsRow, i).event[side];

  return 0;
}
