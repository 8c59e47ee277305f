/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-measures.h"

#include <string.h>

#define N_LOADED 8
#define PAYLOAD (LS_TRACE_BLOCK_SIZE - sizeof (LsTraceBlock))

typedef struct { guint64 first; guint place; } MeasureBlock;

/* A block in memory; what it has is split by type, each in order of event. */
typedef struct
{
  guint    place;
  guint32  used;           /* bytes of the payload that are in */
  GArray  *wall;           /* LsTraceMeasure, `what` without its type */
  GArray  *held;           /* likewise */
  guint8   bytes[PAYLOAD];
} MeasureTable;

static void
measure_table_free (gpointer data)
{
  MeasureTable *self = data;

  g_array_unref (self->wall);
  g_array_unref (self->held);
  g_free (self);
}

void
ls_trace_measures_init (LsTraceMeasures *self, LsTraceFile *file)
{
  memset (self, 0, sizeof *self);
  self->file = file;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (MeasureBlock));
  self->loaded = g_ptr_array_new_with_free_func (measure_table_free);
}

void
ls_trace_measures_clear (LsTraceMeasures *self)
{
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->loaded, g_ptr_array_unref);
}

/* How many of the blocks begin at or before @seq. */
static guint
blocks_until (LsTraceMeasures *self, guint64 seq)
{
  guint low = 0, high = self->blocks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (self->blocks, MeasureBlock, middle).first <= seq)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

void
ls_trace_measures_refresh (LsTraceMeasures *self)
{
  for (; self->seen < self->file->blocks->len; self->seen++)
    {
      const LsTraceFileBlock *block = ls_trace_file_block (self->file, self->seen);
      MeasureBlock entry = { block->head.first.seq, self->seen };

      if (!block->damaged && block->head.kind == LS_BLOCK_MEASURES)
        g_array_insert_val (self->blocks, blocks_until (self, entry.first), entry);
    }
}

static void
take_in (LsTraceMeasures *self, MeasureTable *table)
{
  guint32 n = ls_trace_file_load (self->file, table->place, table->used, table->bytes);

  for (; table->used + sizeof (LsTraceMeasure) <= n; table->used += sizeof (LsTraceMeasure))
    {
      LsTraceMeasure measure;
      guint type;

      memcpy (&measure, table->bytes + table->used, sizeof measure);
      type = (guint) (measure.what >> 56);
      measure.what &= LS_MEASURE_SEQ_MASK;
      if (type == LS_MEASURE_WALL)
        g_array_append_val (table->wall, measure);
      else if (type == LS_MEASURE_HELD)
        g_array_append_val (table->held, measure);
    }
}

static MeasureTable *
make_table (guint place)
{
  MeasureTable *table = g_new0 (MeasureTable, 1);

  table->place = place;
  table->wall = g_array_new (FALSE, FALSE, sizeof (LsTraceMeasure));
  table->held = g_array_new (FALSE, FALSE, sizeof (LsTraceMeasure));
  return table;
}

static MeasureTable *
get_table (LsTraceMeasures *self, guint place)
{
  MeasureTable *table = NULL;

  for (guint i = 0; i < self->loaded->len && table == NULL; i++)
    {
      MeasureTable *candidate = g_ptr_array_index (self->loaded, i);

      if (candidate->place == place)
        table = i == 0 ? candidate : g_ptr_array_steal_index (self->loaded, i);
    }
  if (table == NULL)
    {
      if (self->loaded->len == N_LOADED)
        g_ptr_array_remove_index (self->loaded, N_LOADED - 1);
      table = make_table (place);
    }
  if (self->loaded->len == 0 || g_ptr_array_index (self->loaded, 0) != table)
    g_ptr_array_insert (self->loaded, 0, table);
  if (ls_trace_file_block (self->file, place)->available > table->used + sizeof (LsTraceBlock))
    take_in (self, table);
  return table;
}

/* The last measure in @list about an event not after @seq. */
static const LsTraceMeasure *
find (const GArray *list, guint64 seq)
{
  guint low = 0, high = list->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (list, LsTraceMeasure, middle).what <= seq)
        low = middle + 1;
      else
        high = middle;
    }
  return low > 0 ? &g_array_index (list, LsTraceMeasure, low - 1) : NULL;
}

/**
 * ls_trace_measures_wall:
 *
 * Returns: ns since the trace began, of the last reading of the clock not after event @seq; -1 if there is none
 */
gint64
ls_trace_measures_wall (LsTraceMeasures *self, guint64 seq)
{
  guint n = blocks_until (self, seq);
  const LsTraceMeasure *measure;

  if (n == 0)
    return -1;
  measure = find (get_table (self, g_array_index (self->blocks, MeasureBlock, n - 1).place)->wall, seq);
  return measure != NULL ? measure->value : -1;
}

/**
 * ls_trace_measures_held:
 *
 * Returns: wall ns for which what began with event @seq held the loop; 0 if not for long
 */
gint64
ls_trace_measures_held (LsTraceMeasures *self, guint64 seq)
{
  guint n = blocks_until (self, seq);

  /* It is noted once over, so perhaps at the beginning of the next block. */
  for (guint i = n > 0 ? n - 1 : 0; i < self->blocks->len && i <= n; i++)
    {
      const LsTraceMeasure *measure
        = find (get_table (self, g_array_index (self->blocks, MeasureBlock, i).place)->held, seq);

      if (measure != NULL && measure->what == seq)
        return measure->value;
    }
  return 0;
}
