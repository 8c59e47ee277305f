/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sequence.h"

/*
 * What is equal at both ends is matched first.  A short rest is matched as well as can be, by a table.  In
 * a long one, runs of elements that occur once in either sequence are looked for; those that stand in the
 * same order in both divide it into smaller rests.  Runs get shorter with each division: after the last
 * what remains is different.
 */

#define TABLE_MAX (1u << 20)     /* cells */

static const guint runs[] = { 24, 6, 1 };

typedef struct
{
  const guint64 *a, *b;
  GArray        *matches;
} Matching;

typedef struct { guint from, to; } Range;

/* A run, by its hash, and where it begins. */
typedef struct { guint64 hash; guint place; } Run;

static void match_range (Matching *self, Range a, Range b, guint level);

static guint
length_of (Range range)
{
  return range.to - range.from;
}

static void
add_match (Matching *self, guint a, guint b)
{
  LsSequenceMatch match = { a, b };

  g_array_append_val (self->matches, match);
}

/* A short rest */

static void
walk_table (Matching *self, const guint16 *table, Range a, Range b)
{
  guint width = length_of (b) + 1;

  for (guint i = a.from, j = b.from; i < a.to && j < b.to; )
    {
      const guint16 *cell = table + (i - a.from) * width + (j - b.from);

      if (self->a[i] == self->b[j])
        add_match (self, i++, j++);
      else if (cell[width] >= cell[1])
        i++;
      else
        j++;
    }
}

/* Each cell: how many matches there are in what is behind it. */
static void
match_by_table (Matching *self, Range a, Range b)
{
  guint width = length_of (b) + 1;
  g_autofree guint16 *table = g_new0 (guint16, (gsize) width * (length_of (a) + 1));

  for (guint i = length_of (a); i-- > 0; )
    for (guint j = length_of (b); j-- > 0; )
      {
        guint16 *cell = table + i * width + j;

        cell[0] = self->a[a.from + i] == self->b[b.from + j] ? cell[width + 1] + 1 : MAX (cell[width], cell[1]);
      }
  walk_table (self, table, a, b);
}

/* A long one */

static guint64
hash_run (const guint64 *elements, guint n)
{
  guint64 hash = 0;

  for (guint i = 0; i < n; i++)
    hash = (hash ^ elements[i]) * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15) + (hash >> 29);

  return hash;
}

static int
compare_runs (gconstpointer a, gconstpointer b)
{
  const Run *one = a, *other = b;

  if (one->hash != other->hash)
    return one->hash < other->hash ? -1 : 1;
  return one->place < other->place ? -1 : one->place > other->place;
}

static GArray *
list_runs (const guint64 *elements, Range range, guint n)
{
  GArray *list = g_array_sized_new (FALSE, FALSE, sizeof (Run), length_of (range));

  for (guint i = range.from; i + n <= range.to; i++)
    {
      Run run = { hash_run (elements + i, n), i };

      g_array_append_val (list, run);
    }
  g_array_sort (list, compare_runs);
  return list;
}

/* How many runs from @i on are the same. */
static guint
count_same (const GArray *list, guint i)
{
  guint64 hash = g_array_index (list, Run, i).hash;
  guint n = 1;

  while (i + n < list->len && g_array_index (list, Run, i + n).hash == hash)
    n++;
  return n;
}

static int
compare_matches (gconstpointer a, gconstpointer b)
{
  const LsSequenceMatch *one = a, *other = b;

  return one->a < other->a ? -1 : one->a > other->a;
}

/* Runs that occur once in either, in the order of the first. */
static GArray *
find_unique (Matching *self, Range a, Range b, guint n)
{
  g_autoptr (GArray) runs_a = list_runs (self->a, a, n);
  g_autoptr (GArray) runs_b = list_runs (self->b, b, n);
  GArray *unique = g_array_new (FALSE, FALSE, sizeof (LsSequenceMatch));

  for (guint i = 0, j = 0; i < runs_a->len && j < runs_b->len; )
    {
      const Run *one = &g_array_index (runs_a, Run, i), *other = &g_array_index (runs_b, Run, j);
      guint n_one = count_same (runs_a, i), n_other = count_same (runs_b, j);

      if (one->hash == other->hash && n_one == 1 && n_other == 1)
        {
          LsSequenceMatch match = { one->place, other->place };

          g_array_append_val (unique, match);
        }
      i += one->hash <= other->hash ? n_one : 0;
      j += other->hash <= one->hash ? n_other : 0;
    }
  g_array_sort (unique, compare_matches);
  return unique;
}

/* The longest selection of @all that ascends in both: piles as in patience, each with its least top. */
static GArray *
select_ascending (const GArray *all)
{
  g_autofree guint *tops = g_new (guint, all->len + 1), *before = g_new (guint, all->len + 1);
  GArray *chosen = g_array_new (FALSE, FALSE, sizeof (LsSequenceMatch));
  guint n_piles = 0;

  for (guint i = 0; i < all->len; i++)
    {
      guint from = 0;

      for (guint to = n_piles; from < to; )
        {
          guint middle = from + (to - from) / 2;

          if (g_array_index (all, LsSequenceMatch, tops[middle]).b < g_array_index (all, LsSequenceMatch, i).b)
            from = middle + 1;
          else
            to = middle;
        }
      before[i] = from > 0 ? tops[from - 1] : G_MAXUINT;
      tops[from] = i;
      n_piles = MAX (n_piles, from + 1);
    }
  g_array_set_size (chosen, n_piles);
  for (guint i = n_piles, at = n_piles > 0 ? tops[n_piles - 1] : 0; i-- > 0; at = before[at])
    g_array_index (chosen, LsSequenceMatch, i) = g_array_index (all, LsSequenceMatch, at);
  return chosen;
}

static void
divide (Matching *self, Range a, Range b, guint level)
{
  g_autoptr (GArray) unique = find_unique (self, a, b, runs[level]);
  g_autoptr (GArray) chosen = select_ascending (unique);

  for (guint i = 0; i < chosen->len; i++)
    {
      const LsSequenceMatch *match = &g_array_index (chosen, LsSequenceMatch, i);

      /* What follows a run is matched as the beginning of the next rest. */
      match_range (self, (Range) { a.from, match->a }, (Range) { b.from, match->b }, level + 1);
      a.from = match->a;
      b.from = match->b;
      while (a.from < a.to && b.from < b.to && self->a[a.from] == self->b[b.from])
        add_match (self, a.from++, b.from++);
      while (i + 1 < chosen->len && (match[1].a < a.from || match[1].b < b.from))
        match++, i++;
    }
  match_range (self, a, b, level + 1);
}

static void
match_range (Matching *self, Range a, Range b, guint level)
{
  guint n_end = 0;

  while (a.from < a.to && b.from < b.to && self->a[a.from] == self->b[b.from])
    add_match (self, a.from++, b.from++);
  while (a.from < a.to && b.from < b.to && self->a[a.to - 1] == self->b[b.to - 1])
    {
      a.to--;
      b.to--;
      n_end++;
    }
  if (length_of (a) > 0 && length_of (b) > 0)
    {
      if ((guint64) (length_of (a) + 1) * (length_of (b) + 1) <= TABLE_MAX)
        match_by_table (self, a, b);
      else if (level < G_N_ELEMENTS (runs))
        divide (self, a, b, level);
    }
  for (guint i = 0; i < n_end; i++)
    add_match (self, a.to + i, b.to + i);
}

GArray *
ls_sequence_match (const guint64 *a, guint n_a, const guint64 *b, guint n_b)
{
  Matching self = { a, b, g_array_new (FALSE, FALSE, sizeof (LsSequenceMatch)) };

  match_range (&self, (Range) { 0, n_a }, (Range) { 0, n_b }, 0);
  return self.matches;
}
