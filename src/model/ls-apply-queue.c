/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-item-order.h"
#include "ls-state-change.h"

void
ls_apply_queue_created (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsQueueState *queue;

  if (rec->subject == 0)
    return;

  queue = ls_state_add_queue (state, rec->subject);
  queue->kind = rec->detail <= LS_QUEUE_PRIORITY ? rec->detail : LS_QUEUE_FIFO;
  queue->name = rec->a;
  queue->maxsize = rec->tag == LS_TAG_INT ? rec->value : 0;
}

/* The queue, also one whose creation is missing. */
static LsQueueState *
get_queue (LsState *state, guint32 id)
{
  LsQueueState *queue = ls_state_find_queue (state, id);

  if (queue == NULL && state->holes && id != 0)
    queue = ls_state_add_queue (state, id);

  return queue;
}

static LsItemOrder
get_order (const LsChange *change)
{
  return (LsItemOrder) { change->string, change->data };
}

void
ls_apply_queue_put (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsQueueState *queue = get_queue (state, rec->subject);
  LsQueueItem item = {
    .item = rec->a, .from = state->running, .tag = rec->tag, .value = rec->value
  };

  if (queue == NULL)
    return;

  if (queue->kind == LS_QUEUE_PRIORITY)
    ls_item_heap_push (queue->items, &item, get_order (change));
  else if (queue->kind == LS_QUEUE_LIFO)
    g_array_insert_val (queue->items, queue->n_left, item);
  else
    g_array_append_val (queue->items, item);
  queue->unfinished = rec->b;
}

void
ls_apply_queue_get (LsState *state, const LsChange *change)
{
  LsQueueState *queue = get_queue (state, change->rec->subject);

  if (queue == NULL)
    return;

  for (guint i = queue->n_left; i < queue->items->len; i++)
    if (g_array_index (queue->items, LsQueueItem, i).item == change->rec->a)
      {
        if (queue->kind == LS_QUEUE_PRIORITY)
          ls_item_heap_take (queue->items, i, get_order (change));
        else
          ls_state_take (queue->items, &queue->n_left, i);
        return;
      }
}

void
ls_apply_queue_task_done (LsState *state, const LsChange *change)
{
  LsQueueState *queue = get_queue (state, change->rec->subject);

  if (queue != NULL)
    queue->unfinished = change->rec->b;
}

void
ls_apply_queue_parked (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsQueueState *queue = get_queue (state, rec->subject);
  LsTaskState *task = ls_change_get_task (state, rec->a);

  if (queue == NULL || rec->detail > LS_QUEUE_JOIN)
    return;

  g_array_append_val (queue->parked[rec->detail], rec->a);
  if (task != NULL && rec->detail == LS_QUEUE_PUT)
    {
      task->item_tag = rec->tag;
      task->item = rec->value;
    }
}

void
ls_apply_queue_left (LsState *state, const LsChange *change)
{
  const LsRecord *rec = change->rec;
  LsQueueState *queue = get_queue (state, rec->subject);

  if (queue == NULL || rec->detail > LS_QUEUE_JOIN)
    return;

  ls_state_leave_line (queue->parked[rec->detail], &queue->n_gone[rec->detail], rec->a);
}
