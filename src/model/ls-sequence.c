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

/* Where a run stands: MANY if more than once. */
#define NOWHERE G_MAXUINT
#define MANY    (G_MAXUINT - 1)

typedef struct { guint a, b; } Places;

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

static Places *
get_places (GHashTable *table, GArray *hashes, guint64 hash)
{
  Places *places = g_hash_table_lookup (table, &hash);
  struct { guint64 hash; Places places; } *entry;

  if (places != NULL)
    return places;
  entry = g_malloc (sizeof *entry);
  entry->hash = hash;
  entry->places = (Places) { NOWHERE, NOWHERE };
  g_hash_table_insert (table, &entry->hash, &entry->places);
  return &entry->places;
}
