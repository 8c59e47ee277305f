/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-events.h"

#include <string.h>

#define N_DECODED 64
#define PAYLOAD (LS_TRACE_BLOCK_SIZE - sizeof (LsTraceBlock))

typedef struct
{
  guint64  first, last;
  guint64  reach;          /* the highest `last` of this block and those before it in the list */
  guint    place;          /* in the file's list */
  gboolean growing;        /* not sealed when last looked at */
} EventBlock;

/* A block decoded, as far as it is there. */
typedef struct
{
  guint    place;
  guint32  used;           /* bytes of the payload that are in */
  guint64  seq;            /* what the next record counts from */
  gint64   time;
  gboolean broken;         /* a record makes no sense: none after it is taken in */
  gboolean dense;          /* no number is left out */
  GArray  *events;         /* LsEvent */
} EventTable;

static void
event_table_free (gpointer data)
{
  EventTable *self = data;

  g_array_unref (self->events);
  g_free (self);
}

void
ls_trace_events_init (LsTraceEvents *self, LsTraceFile *file, LsTraceMeasures *measures)
{
  memset (self, 0, sizeof *self);
  self->file = file;
  self->measures = measures;
  self->blocks = g_array_new (FALSE, FALSE, sizeof (EventBlock));
  self->decoded = g_ptr_array_new_with_free_func (event_table_free);
  self->payload = g_malloc0 (PAYLOAD);
}

void
ls_trace_events_clear (LsTraceEvents *self)
{
  g_clear_pointer (&self->blocks, g_array_unref);
  g_clear_pointer (&self->decoded, g_ptr_array_unref);
  g_clear_pointer (&self->payload, g_free);
}

static EventBlock *
nth_block (LsTraceEvents *self, guint n)
{
  return &g_array_index (self->blocks, EventBlock, n);
}

/* Whether the table goes on behind a BASE.  Numbers only rise, and none is higher than the file has room for. */
static gboolean
rebase (LsTraceEvents *self, EventTable *table, const LsRecord *record)
{
  guint64 most = (self->file->size / LS_TRACE_BLOCK_SIZE + 1) * LS_TRACE_BLOCK_RECORDS;

  if (record->value < table->seq || record->value >= most)
    return FALSE;
  if (record->value != table->seq && table->events->len > 0)
    table->dense = FALSE;
  table->seq = record->value;
  table->time = (gint64) ((guint64) record->b << 32 | record->a);
  return TRUE;
}

static void
append (LsTraceEvents *self, EventTable *table, const LsRecord *record, guint32 thread)
{
  LsEvent event = { .seq = table->seq++, .thread = thread, .rec = *record };

  table->time = (gint64) ((guint64) table->time + record->dt);
  event.time = table->time;
  event.wall = ls_trace_measures_wall (self->measures, event.seq);
  g_array_append_val (table->events, event);
}

static void
take_in (LsTraceEvents *self, EventTable *table)
{
  guint32 n = ls_trace_file_load (self->file, table->place, table->used, self->payload);
  guint32 thread = ls_trace_file_block (self->file, table->place)->head.thread;

  for (; table->used + sizeof (LsRecord) <= n && !table->broken; table->used += sizeof (LsRecord))
    {
      LsRecord record;

      memcpy (&record, self->payload + table->used, sizeof record);
      if (record.kind == LS_EVENT_UNUSED)
        table->broken = TRUE;
      else if (record.kind == LS_EVENT_BASE)
        table->broken = !rebase (self, table, &record);
      else
        append (self, table, &record, thread);
    }
  if (table->broken)
    ls_trace_file_spoil (self->file, table->place, "a record of it makes no sense");
}

static EventTable *
make_table (LsTraceEvents *self, guint place)
{
  const LsTraceFileBlock *block = ls_trace_file_block (self->file, place);
  EventTable *table = g_new0 (EventTable, 1);

  table->place = place;
  table->seq = block->head.first.seq;
  table->time = block->head.base_time;
  table->dense = TRUE;
  table->events = g_array_sized_new (FALSE, FALSE, sizeof (LsEvent),
                                     (block->available - sizeof block->head) / sizeof (LsRecord));
  return table;
}

static EventTable *
get_table (LsTraceEvents *self, guint place)
{
  EventTable *table = NULL;

  for (guint i = 0; i < self->decoded->len && table == NULL; i++)
    {
      EventTable *candidate = g_ptr_array_index (self->decoded, i);

      if (candidate->place == place)
        table = i == 0 ? candidate : g_ptr_array_steal_index (self->decoded, i);
    }
  if (table == NULL)
    {
      if (self->decoded->len == N_DECODED)
        g_ptr_array_remove_index (self->decoded, N_DECODED - 1);
      table = make_table (self, place);
    }
  if (self->decoded->len == 0 || g_ptr_array_index (self->decoded, 0) != table)
    g_ptr_array_insert (self->decoded, 0, table);
  if (!table->broken && ls_trace_file_block (self->file, place)->available > table->used + sizeof (LsTraceBlock))
    take_in (self, table);
  return table;
}

/* Where the block of @place stands, or would stand, by its first event. */
static guint
blocks_until (LsTraceEvents *self, guint64 seq)
{
  guint low = 0, high = self->blocks->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (nth_block (self, middle)->first <= seq)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* After a change of the nth block. */
static void
spread_reach (LsTraceEvents *self, guint n)
{
  guint64 reach = n > 0 ? nth_block (self, n - 1)->reach : 0;

  for (; n < self->blocks->len; n++)
    {
      reach = MAX (reach, nth_block (self, n)->last);
      nth_block (self, n)->reach = reach;
    }
  self->reach = MAX (self->reach, reach + 1);
}

/* The number of the last event in a block: its header's word once it is sealed and all there. */
static guint64
last_of (LsTraceEvents *self, guint place)
{
  const LsTraceFileBlock *block = ls_trace_file_block (self->file, place);
  const EventTable *table;

  if ((block->head.flags & LS_BLOCK_SEALED) && block->available == block->head.committed)
    return block->head.last_seq;
  table = get_table (self, place);
  return table->events->len > 0 ? g_array_index (table->events, LsEvent, table->events->len - 1).seq
                                : block->head.first.seq;
}

static void
add_block (LsTraceEvents *self, guint place)
{
  const LsTraceFileBlock *block = ls_trace_file_block (self->file, place);
  EventBlock entry = { .first = block->head.first.seq, .place = place };
  guint n = blocks_until (self, entry.first);

  entry.growing = !(block->head.flags & LS_BLOCK_SEALED);
  self->n_growing += entry.growing;
  entry.last = last_of (self, place);
  if (self->blocks->len == 0)
    self->thread = block->head.thread;
  self->threaded |= block->head.thread != self->thread;
  g_array_insert_val (self->blocks, n, entry);
  spread_reach (self, n);
}

static void
update_growing (LsTraceEvents *self)
{
  guint left = self->n_growing;

  for (guint n = self->blocks->len; n > 0 && left > 0; n--)
    {
      EventBlock *entry = nth_block (self, n - 1);
      guint64 last;

      if (!entry->growing)
        continue;
      left--;
      last = last_of (self, entry->place);
      if (ls_trace_file_block (self->file, entry->place)->head.flags & LS_BLOCK_SEALED)
        {
          entry->growing = FALSE;
          self->n_growing--;
        }
      if (last != entry->last)
        {
          entry->last = last;
          spread_reach (self, n - 1);
        }
    }
}

static guint
find_event (const EventTable *table, guint64 seq)
{
  guint low = 0, high = table->events->len;

  while (low < high)
    {
      guint middle = low + (high - low) / 2;

      if (g_array_index (table->events, LsEvent, middle).seq < seq)
        low = middle + 1;
      else
        high = middle;
    }
  return low;
}

/* The place of event @seq in the block, or G_MAXUINT. */
static guint
place_in (const EventTable *table, guint64 seq)
{
  const LsEvent *events = (const LsEvent *) table->events->data;
  guint n = table->events->len;
  guint at;

  if (n == 0 || seq < events[0].seq || seq > events[n - 1].seq)
    return G_MAXUINT;
  at = table->dense ? (guint) (seq - events[0].seq) : find_event (table, seq);
  return events[at].seq == seq ? at : G_MAXUINT;
}

/* The blocks of several threads overlap, so it may lie in any that reaches so far. */
static EventTable *
find_table (LsTraceEvents *self, guint64 seq, guint *at)
{
  if (self->decoded->len > 0)
    {
      EventTable *latest = g_ptr_array_index (self->decoded, 0);

      *at = place_in (latest, seq);
      if (*at != G_MAXUINT)
        return latest;
    }
  for (guint n = blocks_until (self, seq); n > 0 && nth_block (self, n - 1)->reach >= seq; n--)
    {
      const EventBlock *entry = nth_block (self, n - 1);
      EventTable *table;

      if (entry->last < seq || ls_trace_file_block (self->file, entry->place)->damaged)
        continue;
      table = get_table (self, entry->place);
      *at = place_in (table, seq);
      if (*at != G_MAXUINT)
        return table;
    }
  return NULL;
}

/* Whether event @seq, which is not there, will not come any more: nobody is left who could be writing it. */
static gboolean
is_missing (LsTraceEvents *self, guint64 seq)
{
  guint left = self->n_growing;

  if (!self->threaded || self->file->header.state == LS_TRACE_COMPLETE || self->file->n_damaged > 0)
    return TRUE;
  for (guint n = self->blocks->len; n > 0 && left > 0; n--)
    if (nth_block (self, n - 1)->growing)
      {
        if (nth_block (self, n - 1)->last < seq)
          return FALSE;
        left--;
      }
  return self->file->unbegun->len == 0;
}

/* The file's header says which is the first event kept, and is believed if that can be. */
static guint64
find_first (LsTraceEvents *self)
{
  const LsTraceFileHeader *header = &self->file->header;

  if (header->given_back == 0 || self->blocks->len == 0)
    return 0;
  return header->first_seq < self->reach ? header->first_seq : nth_block (self, 0)->first;
}

/* Threads finish their events out of order.  Moves n_events on to the first that may still come. */
static void
move_on (LsTraceEvents *self)
{
  self->first = find_first (self);
  self->n_events = MAX (self->n_events, self->first);
  while (self->n_events < self->reach)
    {
      guint at;
      const EventTable *table;

      if (!self->threaded || self->file->header.state == LS_TRACE_COMPLETE)
        {
          self->n_events = self->reach;
          return;
        }
      table = find_table (self, self->n_events, &at);
      if (table == NULL && !is_missing (self, self->n_events))
        return;
      self->n_events++;
      if (table != NULL)
        for (at++; at < table->events->len
                   && g_array_index (table->events, LsEvent, at).seq == self->n_events; at++)
          self->n_events++;
    }
}

/* Looks at what the file has more. */
void
ls_trace_events_refresh (LsTraceEvents *self)
{
  update_growing (self);
  for (; self->seen < self->file->blocks->len; self->seen++)
    {
      const LsTraceFileBlock *block = ls_trace_file_block (self->file, self->seen);

      if (!block->damaged && block->head.kind == LS_BLOCK_EVENTS && block->available > sizeof block->head)
        add_block (self, self->seen);
    }
  move_on (self);
}

/* The count in a DROPPED goes on rising where it stands, at the end of an open block. */
static void
read_again (LsTraceEvents *self, const EventTable *table, LsEvent *event)
{
  guint32 from = table->used - (guint32) sizeof (LsRecord);

  if (table->used >= sizeof (LsRecord) && ls_trace_file_load (self->file, table->place, from, self->payload) == table->used)
    memcpy (&event->rec, self->payload + from, sizeof event->rec);
}

/**
 * ls_trace_events_get:
 * @event: (out)
 *
 * Returns: whether it is there; it is not if its block is damaged
 */
gboolean
ls_trace_events_get (LsTraceEvents *self, guint64 seq, LsEvent *event)
{
  guint at;
  const EventTable *table = find_table (self, seq, &at);

  if (table == NULL)
    return FALSE;
  *event = g_array_index (table->events, LsEvent, at);
  if (G_UNLIKELY (event->rec.kind == LS_EVENT_DROPPED))
    read_again (self, table, event);
  return TRUE;
}
