/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

#include "ls-item-order.h"

/* The clock is looked at once for so many events. */
#define BATCH 512

enum { GREW, N_SIGNALS };

static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (LsModel, ls_model, G_TYPE_OBJECT)

static void
ls_model_finalize (GObject *object)
{
  LsModel *self = LS_MODEL (object);

  ls_state_free (self->head);
  ls_state_free (self->described);
  for (guint i = 0; i < G_N_ELEMENTS (self->shown); i++)
    ls_state_free (self->shown[i]);
  g_clear_pointer (&self->checkpoints, ls_checkpoints_free);
  g_clear_pointer (&self->source, ls_source_text_free);
  g_clear_pointer (&self->index, ls_index_free);
  ls_roster_free (self->roster);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (ls_model_parent_class)->finalize (object);
}

static void
ls_model_class_init (LsModelClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = ls_model_finalize;

  /**
   * LsModel::grew:
   *
   * Events have been read: there are more positions than before.
   */
  signals[GREW] = g_signal_new ("grew", LS_TYPE_MODEL, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 0);
}

static void
ls_model_init (LsModel *self)
{
  self->head = ls_state_new ();
  self->described = ls_state_new ();
  for (guint i = 0; i < G_N_ELEMENTS (self->shown); i++)
    self->shown[i] = ls_state_new ();
  self->roster = ls_roster_new ();
}

/**
 * ls_model_new:
 * @reader: (transfer none): a trace, of which nothing is read before ls_model_update()
 *
 * Returns: (transfer full)
 */
LsModel *
ls_model_new (LsTraceReader *reader)
{
  LsModel *self;

  g_return_val_if_fail (LS_IS_TRACE_READER (reader), NULL);

  self = g_object_new (LS_TYPE_MODEL, NULL);
  self->reader = g_object_ref (reader);
  self->index = ls_index_new (reader);
  self->checkpoints = ls_checkpoints_new (reader);
  self->source = ls_source_text_new ();

  return self;
}

LsTraceReader *
ls_model_get_reader (LsModel *self)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return self->reader;
}

static void
read_until (LsModel *self, guint64 position)
{
  guint64 first = ls_trace_reader_get_first (self->reader);

  if (self->head->position < first)
    ls_checkpoints_go (self->checkpoints, self->head, MIN (first, position));

  while (self->head->position < position)
    {
      guint32 ran = self->head->running;
      LsEvent event;

      if (ls_checkpoints_play (self->checkpoints, self->head, self->head->position, &event))
        {
          ls_roster_add (self->roster, self->head, &event, ran);
          ls_index_add (self->index, self->head, &event, ran);
        }
      ls_checkpoints_note (self->checkpoints, self->head);
    }
}

gboolean
ls_model_update (LsModel *self, gint64 budget)
{
  gint64 start = g_get_monotonic_time ();
  guint64 before, end;

  g_return_val_if_fail (LS_IS_MODEL (self), FALSE);

  ls_trace_reader_refresh (self->reader);
  before = self->head->position;
  end = ls_trace_reader_get_n_events (self->reader);

  while (self->head->position < end)
    {
      read_until (self, MIN (end, self->head->position + BATCH));
      if (budget >= 0 && g_get_monotonic_time () - start >= budget)
        break;
    }

  if (self->head->position > before)
    g_signal_emit (self, signals[GREW], 0);

  return self->head->position < end;
}

guint64
ls_model_get_n_events (LsModel *self)
{
  g_return_val_if_fail (LS_IS_MODEL (self), 0);

  return self->head->position;
}

guint64
ls_model_get_n_units (LsModel *self, LsGrain grain)
{
  g_return_val_if_fail (LS_IS_MODEL (self), 0);
  g_return_val_if_fail (grain < LS_N_GRAINS, 0);

  if (grain == LS_GRAIN_EVENT)
    return self->head->position;

  return ls_index_get_units (self->index, grain)->len;
}

guint64
ls_model_get_unit (LsModel *self, LsGrain grain, guint64 position)
{
  const GArray *units;
  guint from = 0, to;

  g_return_val_if_fail (LS_IS_MODEL (self), 0);
  g_return_val_if_fail (grain < LS_N_GRAINS, 0);

  if (grain == LS_GRAIN_EVENT)
    return MIN (position, self->head->position);

  units = ls_index_get_units (self->index, grain);
  for (to = units->len; from < to; )
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (units, guint64, middle) <= position)
        from = middle + 1;
      else
        to = middle;
    }

  return from;
}

guint64
ls_model_get_unit_end (LsModel *self, LsGrain grain, guint64 unit)
{
  const GArray *units;

  g_return_val_if_fail (LS_IS_MODEL (self), 0);
  g_return_val_if_fail (grain < LS_N_GRAINS, 0);

  if (grain == LS_GRAIN_EVENT || unit == 0)
    return MIN (unit, self->head->position);

  units = ls_index_get_units (self->index, grain);
  return unit <= units->len ? g_array_index (units, guint64, unit - 1) : self->head->position;
}

guint64
ls_model_next (LsModel *self, LsGrain grain, guint64 position)
{
  return ls_model_get_unit_end (self, grain, ls_model_get_unit (self, grain, position) + 1);
}

guint64
ls_model_previous (LsModel *self, LsGrain grain, guint64 position)
{
  guint64 unit = ls_model_get_unit (self, grain, MAX (position, 1) - 1);

  return ls_model_get_unit_end (self, grain, unit);
}

static void
bring (LsModel *self, LsState *state, guint64 position)
{
  position = MIN (position, self->head->position);
  if (state->position == position)
    return;

  ls_checkpoints_go (self->checkpoints, state, position);
  ls_state_settle (state);
}

const LsState *
ls_model_get_state (LsModel *self, guint64 position)
{
  guint other;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  position = MIN (position, self->head->position);
  if (self->shown[self->latest]->position == position)
    return self->shown[self->latest];

  other = (self->latest + 1) % G_N_ELEMENTS (self->shown);
  bring (self, self->shown[other], position);
  self->latest = other;
  return self->shown[other];
}

const LsState *
ls_model_get_described (LsModel *self, guint64 position)
{
  bring (self, self->described, position);
  return self->described;
}

guint
ls_model_get_n_tasks (LsModel *self)
{
  g_return_val_if_fail (LS_IS_MODEL (self), 0);

  return ls_roster_get_n (self->roster);
}

const LsTaskFacts *
ls_model_get_task (LsModel *self, guint32 task)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return ls_roster_get (self->roster, task);
}

const LsTaskFacts *
ls_model_get_nth_task (LsModel *self, guint index)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return ls_roster_get_nth (self->roster, index);
}

/* For what there is nothing of. */
static const GArray nothing = { NULL, 0 };

const GArray *
ls_model_get_spans (LsModel *self, guint32 task)
{
  const GArray *spans;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  spans = ls_roster_get_spans (self->roster, task);
  return spans != NULL ? spans : &nothing;
}

const GArray *
ls_model_get_depths (LsModel *self, guint32 queue)
{
  const GArray *depths;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  depths = ls_index_get_depths (self->index, queue);
  return depths != NULL ? depths : &nothing;
}

const GArray *
ls_model_get_stints (LsModel *self, guint32 worker)
{
  const GArray *stints;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  stints = ls_index_get_stints (self->index, worker);
  return stints != NULL ? stints : &nothing;
}

const GArray *
ls_model_get_gaps (LsModel *self)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return ls_index_get_gaps (self->index);
}

const GArray *
ls_model_get_output (LsModel *self)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return ls_index_get_output (self->index);
}

const GArray *
ls_model_get_alarms (LsModel *self)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  return ls_index_get_alarms (self->index);
}

GArray *
ls_model_get_items (LsModel *self, const LsQueueState *queue, guint n)
{
  GArray *items;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (queue->kind == LS_QUEUE_PRIORITY)
    return ls_item_heap_sort (queue->items, n,
                              (LsItemOrder) { (LsStringFunc) ls_trace_reader_get_string, self->reader });
  items = g_array_new (FALSE, FALSE, sizeof (LsQueueItem));
  return g_array_append_vals (items, queue->items->data, MIN (n, queue->items->len));
}

const char *
ls_model_get_string (LsModel *self, guint32 id)
{
  return id != 0 ? ls_trace_reader_get_string (self->reader, id) : "";
}

gboolean
ls_model_get_event (LsModel *self, guint64 position, LsEvent *event)
{
  return position > 0 && ls_trace_reader_get (self->reader, position - 1, event);
}
