/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-comparison.h"
#include "ls-projection.h"
#include "ls-sequence.h"

/* Steps whose loop times differ by less happen at the same time: it is what reading the clock takes. */
#define MOMENT 1000000      /* ns */

struct _LsComparison
{
  LsModel    *models[2];
  LsAlignment alignment;
  GArray     *rows;           /* LsRow */
  guint       counts[4];      /* by LsRowKind */
  guint       first;
  guint64     n_compared[2];  /* events */
};

/* By events */

static void
add_row (LsComparison *self, LsRowKind kind, const LsToken *a, const LsToken *b)
{
  const LsRow *last = self->rows->len > 0 ? &g_array_index (self->rows, LsRow, self->rows->len - 1) : NULL;
  LsRow row = { .kind = kind, .event = { a != NULL ? a->position : 0, b != NULL ? b->position : 0 } };

  /* What was sorted does not ascend by itself. */
  for (guint side = 0; side < 2; side++)
    row.position[side] = MAX (row.event[side], last != NULL ? last->position[side] : 0);
  if (kind != LS_ROW_SAME && self->first == LS_NO_ROW)
    self->first = self->rows->len;
  self->counts[kind]++;
  g_array_append_val (self->rows, row);
}

static const LsToken *
nth_token (const GArray *tokens, guint n)
{
  return &g_array_index (tokens, LsToken, n);
}

/* Neither has a counterpart: they go on side by side, so that both come to the end of it together. */
static void
add_unmatched (LsComparison *self, const GArray *a, guint from_a, guint to_a, const GArray *b, guint from_b,
               guint to_b)
{
  guint64 n_a = to_a - from_a, n_b = to_b - from_b;

  for (guint64 i = 0, j = 0; i < n_a || j < n_b; )
    if (j == n_b || (i < n_a && (i + 1) * n_b <= (j + 1) * n_a))
      add_row (self, LS_ROW_ONLY_A, nth_token (a, from_a + (guint) i++), NULL);
    else
      add_row (self, LS_ROW_ONLY_B, NULL, nth_token (b, from_b + (guint) j++));
}

/* Until something differs moments are compared, from there on lengths of time. */
static void
add_matched (LsComparison *self, const LsToken *a, const LsToken *b)
{
  gboolean same = ls_token_equal (a, b, self->first == LS_NO_ROW);

  add_row (self, same ? LS_ROW_SAME : LS_ROW_CHANGED, a, b);
}

static guint64 *
list_keys (const GArray *tokens)
{
  guint64 *keys = g_new (guint64, tokens->len + 1);

  for (guint i = 0; i < tokens->len; i++)
    keys[i] = nth_token (tokens, i)->key;

  return keys;
}

static void
match_events (LsComparison *self, LsProjection *one, LsProjection *other)
{
  const GArray *a = ls_projection_get_tokens (one), *b = ls_projection_get_tokens (other);
  g_autofree guint64 *keys_a = list_keys (a), *keys_b = list_keys (b);
  g_autoptr (GArray) matches = ls_sequence_match (keys_a, a->len, keys_b, b->len);
  guint i = 0, j = 0;

  self->n_compared[LS_SIDE_A] = ls_projection_get_n_compared (one);
  self->n_compared[LS_SIDE_B] = ls_projection_get_n_compared (other);
  for (guint m = 0; m < matches->len; m++)
    {
      const LsSequenceMatch *match = &g_array_index (matches, LsSequenceMatch, m);

      add_unmatched (self, a, i, match->a, b, j, match->b);
      add_matched (self, nth_token (a, match->a), nth_token (b, match->b));
      i = match->a + 1;
      j = match->b + 1;
    }
  add_unmatched (self, a, i, a->len, b, j, b->len);
}

static void
align_events (LsComparison *self, const gboolean *without, GCancellable *cancellable)
{
  LsTraceReader *readers[2] = { ls_model_get_reader (self->models[0]), ls_model_get_reader (self->models[1]) };
  LsProjectionScope scope = {
    .with_time = ls_projection_is_virtual (readers[0]) && ls_projection_is_virtual (readers[1]),
    .by_task = self->alignment == LS_ALIGN_TASKS, .without = without, .cancellable = cancellable
  };
  g_autoptr (LsProjection) one = ls_projection_new (readers[0], &scope);
  g_autoptr (LsProjection) other = ls_projection_new (readers[1], &scope);

  if (ls_projection_has_other_io (one, other))
    {
      scope.without_io = TRUE;
      scope.with_time = FALSE;
      ls_projection_free (one);
      ls_projection_free (other);
      one = ls_projection_new (readers[0], &scope);
      other = ls_projection_new (readers[1], &scope);
    }
  if (!g_cancellable_is_cancelled (cancellable))
    match_events (self, one, other);
}

/* By time */

static gint64
moment_of (LsModel *model, guint64 step)
{
  LsEvent event;
  guint64 position = ls_model_get_unit_end (model, LS_GRAIN_STEP, step);

  if (position == 0 || !ls_trace_reader_get (ls_model_get_reader (model), position - 1, &event))
    return 0;

  return (event.time + MOMENT / 2) / MOMENT;
}

static void
align_time (LsComparison *self, GCancellable *cancellable)
{
  guint64 n[2], step[2] = { 0, 0 };

  for (guint side = 0; side < 2; side++)
    n[side] = ls_model_get_n_units (self->models[side], LS_GRAIN_STEP);
  while ((step[0] < n[0] || step[1] < n[1]) && !g_cancellable_is_cancelled (cancellable))
    {
      gint64 next[2];
      LsRow row = { .kind = LS_ROW_SAME };

      for (guint side = 0; side < 2; side++)
        next[side] = step[side] < n[side] ? moment_of (self->models[side], step[side] + 1) : G_MAXINT64;
      if (next[0] != next[1])
        row.kind = next[0] < next[1] ? LS_ROW_ONLY_A : LS_ROW_ONLY_B;
      for (guint side = 0; side < 2; side++)
        {
          step[side] += next[side] <= next[!side];
          row.position[side] = ls_model_get_unit_end (self->models[side], LS_GRAIN_STEP, step[side]);
        }
      self->counts[row.kind]++;
      g_array_append_val (self->rows, row);
    }
}

LsComparison *
ls_comparison_new (LsModel *a, LsModel *b, LsAlignment alignment, GCancellable *cancellable)
{
  return ls_comparison_new_without (a, b, alignment, NULL, cancellable);
}

LsComparison *
ls_comparison_new_without (LsModel *a, LsModel *b, LsAlignment alignment, const gboolean *without,
                           GCancellable *cancellable)
{
  LsComparison *self;

  g_return_val_if_fail (LS_IS_MODEL (a) && LS_IS_MODEL (b), NULL);

  self = g_new0 (LsComparison, 1);
  self->models[LS_SIDE_A] = g_object_ref (a);
  self->models[LS_SIDE_B] = g_object_ref (b);
  self->alignment = alignment;
  self->rows = g_array_new (FALSE, FALSE, sizeof (LsRow));
  self->first = LS_NO_ROW;
  if (alignment == LS_ALIGN_TIME)
    align_time (self, cancellable);
  else
    align_events (self, without, cancellable);
  if (g_cancellable_is_cancelled (cancellable))
    g_clear_pointer (&self, ls_comparison_free);

  return self;
}

void
ls_comparison_free (LsComparison *self)
{
  g_array_unref (self->rows);
  g_object_unref (self->models[0]);
  g_object_unref (self->models[1]);
  g_free (self);
}

LsModel *
ls_comparison_get_model (LsComparison *self, LsSide side)
{
  return self->models[side];
}

LsAlignment
ls_comparison_get_alignment (LsComparison *self)
{
  return self->alignment;
}

const GArray *
ls_comparison_get_rows (LsComparison *self)
{
  return self->rows;
}

guint
ls_comparison_get_first (LsComparison *self)
{
  return self->first;
}

guint
ls_comparison_count (LsComparison *self, LsRowKind kind)
{
  return self->counts[kind];
}

guint64
ls_comparison_get_n_compared (LsComparison *self, LsSide side)
{
  return self->n_compared[side];
}

gboolean
ls_comparison_is_same (LsComparison *self)
{
  return self->counts[LS_ROW_SAME] == self->rows->len;
}

guint
ls_comparison_get_row (LsComparison *self, LsSide side, guint64 position)
{
  guint from = 0;

  for (guint to = self->rows->len; from < to; )
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (self->rows, LsRow, middle).position[side] <= position)
        from = middle + 1;
      else
        to = middle;
    }
  return from > 0 ? from - 1 : LS_NO_ROW;
}

guint
ls_comparison_get_last (LsComparison *self)
{
  return self->rows->len > 0 ? self->rows->len - 1 : LS_NO_ROW;
}

static guint64
get_unit (LsComparison *self, LsSide side, LsGrain grain, guint row)
{
  guint64 position = row != LS_NO_ROW ? g_array_index (self->rows, LsRow, row).position[side] : 0;

  return ls_model_get_unit (self->models[side], grain, position);
}

void
ls_comparison_get_positions (LsComparison *self, guint row, guint64 positions[2])
{
  for (guint side = 0; side < 2; side++)
    positions[side] = ls_model_get_unit_end (self->models[side], LS_GRAIN_STEP,
                                             get_unit (self, side, LS_GRAIN_STEP, row));
}

static gboolean
is_elsewhere (LsComparison *self, LsGrain grain, guint row, guint other)
{
  return get_unit (self, LS_SIDE_A, grain, row) != get_unit (self, LS_SIDE_A, grain, other)
         || get_unit (self, LS_SIDE_B, grain, row) != get_unit (self, LS_SIDE_B, grain, other);
}

guint
ls_comparison_next (LsComparison *self, LsGrain grain, guint row)
{
  for (guint next = row != LS_NO_ROW ? row + 1 : 0; next < self->rows->len; next++)
    if (is_elsewhere (self, grain, row, next))
      return next;

  return self->rows->len > 0 ? self->rows->len - 1 : row;
}

/* The first row from which on the units are those that they are after @row. */
static guint
first_of (LsComparison *self, LsGrain grain, guint row)
{
  while (row != LS_NO_ROW && !is_elsewhere (self, grain, row, row > 0 ? row - 1 : LS_NO_ROW))
    row = row > 0 ? row - 1 : LS_NO_ROW;

  return row;
}

guint
ls_comparison_previous (LsComparison *self, LsGrain grain, guint row)
{
  guint first = first_of (self, grain, row);

  if (first == LS_NO_ROW)
    return LS_NO_ROW;
  return first_of (self, grain, first > 0 ? first - 1 : LS_NO_ROW);
}

/* A timer due after so many times the recording's length is left out of the axis. */
#define LS_COMPARISON_FAR 3

static double
get_end (LsModel *model)
{
  LsEvent event;
  guint64 n = ls_model_get_n_events (model);

  return n > 0 && ls_trace_reader_get (ls_model_get_reader (model), n - 1, &event) ? event.time / 1e9 : 0;
}

/* The latest deadline of a timer that is not too far away to be shown together with the rest. */
static double
get_last_deadline (LsModel *model, double duration)
{
  LsTraceReader *reader = ls_model_get_reader (model);
  double last = 0;
  LsEvent event;

  for (guint64 seq = 0; seq < ls_model_get_n_events (model); seq++)
    if (ls_trace_reader_get (reader, seq, &event) && event.rec.kind == LS_EVENT_TIMER_ARMED)
      {
        double deadline = ls_record_get_double (&event.rec);

        if (deadline > last && deadline <= LS_COMPARISON_FAR * duration)
          last = deadline;
      }
  return last;
}

double
ls_comparison_get_duration (LsComparison *self)
{
  double recorded = MAX (get_end (self->models[0]), get_end (self->models[1]));
  double due = MAX (get_last_deadline (self->models[0], recorded), get_last_deadline (self->models[1], recorded));

  return MAX (recorded, due);
}
