/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-queue-private.h"

#include "ls-coro-private.h"
#include "ls-heapq.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"

/* A task that is parked, on its own stack; linked while in its side's deque. */
typedef struct _Waiter Waiter;

struct _Waiter
{
  LsFuture  future;
  LsTask   *task;
  Waiter   *previous, *next;
  gboolean  linked;
  LsValue   item;              /* borrowed: what a putter wants to put */
};

typedef struct { Waiter *first, *last; } Waiters;

typedef struct { LsValue value; guint32 ordinal; } Item;

/*
 * Items lie in an array: of a FIFO queue from `head` on, of a priority queue as a heap.
 */
struct _LsQueue
{
  LsObject    base;
  guint32     id;
  LsQueueKind kind;
  gint64      maxsize;
  char       *name;
  GArray     *items;           /* Item */
  guint       head;
  guint32     n_put;           /* ever: the ordinal of the newest item */
  guint       unfinished;
  Waiters     waiters[3];      /* by LsQueueSide; joiners are waiters of asyncio's `_finished` event */
  LsQueue    *previous, *next; /* the thread's queues, in order of creation */
};

static __thread LsQueue *first_queue LS_FAST_TLS;
static __thread LsQueue *last_queue LS_FAST_TLS;

/* Items */

static inline gboolean
item_less (const Item *a, const Item *b)
{
  return ls_value_compare (a->value, b->value) < 0;
}

LS_DEFINE_HEAPQ (heap, Item, item_less)

static void
push_item (LsQueue *self, Item item)
{
  if (self->kind == LS_QUEUE_PRIORITY)
    heap_push (self->items, item);
  else
    g_array_append_val (self->items, item);
}

/* The places before `head` are given back once they are the larger part. */
static Item
pop_first (LsQueue *self)
{
  Item item = g_array_index (self->items, Item, self->head++);

  if (self->head == self->items->len)
    {
      g_array_set_size (self->items, 0);
      self->head = 0;
    }
  else if (self->head >= 64 && self->head * 2 >= self->items->len)
    {
      g_array_remove_range (self->items, 0, self->head);
      self->head = 0;
    }
  return item;
}

static Item
pop_item (LsQueue *self)
{
  Item item;

  if (self->kind == LS_QUEUE_PRIORITY)
    return heap_pop (self->items);
  if (self->kind == LS_QUEUE_FIFO)
    return pop_first (self);
  item = g_array_index (self->items, Item, self->items->len - 1);
  g_array_set_size (self->items, self->items->len - 1);
  return item;
}

/* Waiters */

static void
link_waiter (LsQueue *self, LsQueueSide side, Waiter *waiter)
{
  Waiters *waiters = &self->waiters[side];

  waiter->previous = waiters->last;
  waiter->next = NULL;
  *(waiters->last != NULL ? &waiters->last->next : &waiters->first) = waiter;
  waiters->last = waiter;
  waiter->linked = TRUE;
}

static void
unlink_waiter (LsQueue *self, LsQueueSide side, Waiter *waiter)
{
  Waiters *waiters = &self->waiters[side];

  *(waiter->previous != NULL ? &waiter->previous->next : &waiters->first) = waiter->next;
  *(waiter->next != NULL ? &waiter->next->previous : &waiters->last) = waiter->previous;
  waiter->linked = FALSE;
}

static void
wake (LsQueue *self, LsQueueSide side, Waiter *waiter, LsValue result)
{
  LS_TRACE (queue_woken, self->id, side, waiter->task->future.id, waiter->future.id);
  ls_future_resolve (&waiter->future, result);
}

/* One that was cancelled is passed over, and has left by that. */
static void
wake_next (LsQueue *self, LsQueueSide side)
{
  Waiter *waiter;

  while ((waiter = self->waiters[side].first) != NULL)
    {
      unlink_waiter (self, side, waiter);
      if (waiter->future.state == LS_FUTURE_PENDING)
        {
          wake (self, side, waiter, LS_NONE);
          return;
        }
      LS_TRACE (queue_left, self->id, side, waiter->task->future.id, waiter->future.id);
    }
}

/* Joiners unlink themselves when they run, as waiters of an event do. */
static void
wake_joiners (LsQueue *self)
{
  for (Waiter *waiter = self->waiters[LS_QUEUE_JOIN].first; waiter != NULL; waiter = waiter->next)
    if (waiter->future.state == LS_FUTURE_PENDING)
      wake (self, LS_QUEUE_JOIN, waiter, LS_BOOL (TRUE));
}

static const struct { LsFutureKind future; LsWaitKind wait; } sides[] = {
  [LS_QUEUE_PUT]  = { LS_FUTURE_PUTTER, LS_WAIT_QUEUE_PUT },
  [LS_QUEUE_GET]  = { LS_FUTURE_GETTER, LS_WAIT_QUEUE_GET },
  [LS_QUEUE_JOIN] = { LS_FUTURE_JOINER, LS_WAIT_QUEUE_JOIN },
};

static gboolean
is_blocked (LsQueue *self, LsQueueSide side)
{
  return side == LS_QUEUE_PUT ? ls_queue_full (self) : ls_queue_empty (self);
}

/*
 * One that was woken and then cancelled, and could have gone on, wakes the next in its place.
 */
static void
leave (LsQueue *self, LsQueueSide side, Waiter *waiter)
{
  if (waiter->linked)
    {
      unlink_waiter (self, side, waiter);
      if (waiter->future.state != LS_FUTURE_FINISHED)
        LS_TRACE (queue_left, self->id, side, waiter->task->future.id, waiter->future.id);
    }
  if (side != LS_QUEUE_JOIN && waiter->future.state == LS_FUTURE_FINISHED
      && !is_blocked (self, side))
    wake_next (self, side);
}

/* Parks the current task until it is woken. */
static gboolean
park (LsQueue *self, LsQueueSide side, const LsValue *item, gconstpointer site, GError **error)
{
  Waiter waiter = { .task = ls_task_require (error), .item = item != NULL ? *item : LS_NONE };
  gboolean woken;

  if (waiter.task == NULL)
    return FALSE;
  ls_queue_ref (self);
  ls_future_enter (&waiter.future, sides[side].future, self->id, site);
  link_waiter (self, side, &waiter);
  LS_TRACE (queue_parked, self->id, side, waiter.task->future.id, waiter.future.id, item);
  woken = ls_task_wait (waiter.task, &waiter.future, sides[side].wait, self->id, site, error);
  if (!woken)
    leave (self, side, &waiter);
  else if (waiter.linked)
    unlink_waiter (self, side, &waiter);
  ls_future_leave (&waiter.future);
  ls_queue_unref (self);
  return woken;
}

/* Putting and getting */

static void
put_now (LsQueue *self, LsValue value, gconstpointer site)
{
  Item item = { ls_value_copy (value), ++self->n_put };

  push_item (self, item);
  self->unfinished++;
  LS_TRACE (queue_put, self->id, item.ordinal, self->unfinished, &item.value, site);
  wake_next (self, LS_QUEUE_GET);
}

static LsValue
get_now (LsQueue *self, gconstpointer site)
{
  Item item = pop_item (self);

  LS_TRACE (queue_get, self->id, item.ordinal, &item.value, site);
  wake_next (self, LS_QUEUE_PUT);
  return item.value;
}

/* A value fresh from ls_value_string() is held while its task is parked. */
static gboolean
put_from (LsQueue *self, LsValue value, gconstpointer site, GError **error)
{
  g_auto (LsValue) item = ls_value_copy (value);

  while (ls_queue_full (self))
    if (!park (self, LS_QUEUE_PUT, &item, site, error))
      return FALSE;
  put_now (self, item, site);
  return TRUE;
}

static LsValue
get_from (LsQueue *self, gconstpointer site, GError **error)
{
  while (ls_queue_empty (self))
    if (!park (self, LS_QUEUE_GET, NULL, site, error))
      return LS_NONE;
  return get_now (self, site);
}

static gboolean
join_from (LsQueue *self, gconstpointer site, GError **error)
{
  return self->unfinished == 0 || park (self, LS_QUEUE_JOIN, NULL, site, error);
}

gboolean
ls_queue_put (LsQueue *queue, LsValue item, GError **error)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), FALSE);
  return put_from (queue, item, LS_CALLER, error);
}

LsValue
ls_queue_get (LsQueue *queue, GError **error)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), LS_NONE);
  return get_from (queue, LS_CALLER, error);
}

gboolean
ls_queue_join (LsQueue *queue, GError **error)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), FALSE);
  return join_from (queue, LS_CALLER, error);
}

gboolean
ls_queue_put_nowait (LsQueue *queue, LsValue item, GError **error)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), FALSE);

  if (ls_queue_full (queue))
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_QUEUE_FULL, "");
      return FALSE;
    }
  put_now (queue, item, LS_CALLER);
  return TRUE;
}

LsValue
ls_queue_get_nowait (LsQueue *queue, GError **error)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), LS_NONE);

  if (!ls_queue_empty (queue))
    return get_now (queue, LS_CALLER);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_QUEUE_EMPTY, "");
  return LS_NONE;
}

gboolean
ls_queue_task_done (LsQueue *queue, GError **error)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), FALSE);

  if (queue->unfinished == 0)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "task_done() called too many times");
      return FALSE;
    }
  queue->unfinished--;
  LS_TRACE (queue_task_done, queue->id, queue->unfinished, LS_CALLER);
  if (queue->unfinished == 0)
    wake_joiners (queue);
  return TRUE;
}

static LsValue
put_body (const LsValue *args, GError **error)
{
  put_from (ls_value_get_queue (args[0]), args[1], NULL, error);
  return LS_NONE;
}

static LsValue
get_body (const LsValue *args, GError **error)
{
  return get_from (ls_value_get_queue (args[0]), NULL, error);
}

static LsValue
join_body (const LsValue *args, GError **error)
{
  join_from (ls_value_get_queue (args[0]), NULL, error);
  return LS_NONE;
}

LsCoro *
ls_queue_put_coro (LsQueue *queue, LsValue item)
{
  return ls_coro_new_from ("put", put_body, LS_ARGS (ls_queue_value (queue), item), LS_CALLER);
}

LsCoro *
ls_queue_get_coro (LsQueue *queue)
{
  return ls_coro_new_from ("get", get_body, LS_ARGS (ls_queue_value (queue)), LS_CALLER);
}

LsCoro *
ls_queue_join_coro (LsQueue *queue)
{
  return ls_coro_new_from ("join", join_body, LS_ARGS (ls_queue_value (queue)), LS_CALLER);
}

/* The queue itself */

LsQueue *
ls_queue_new_with (LsQueueKind kind, const LsQueueOptions *options)
{
  LsQueue *self = g_new0 (LsQueue, 1);

  self->base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_QUEUE);
  self->id = LS_NEXT_ID (sync);
  self->kind = kind;
  self->maxsize = MAX (options->maxsize, 0);
  self->name = g_strdup (options->name);
  self->items = g_array_new (FALSE, FALSE, sizeof (Item));
  self->previous = last_queue;
  *(last_queue != NULL ? &last_queue->next : &first_queue) = self;
  last_queue = self;
  LS_TRACE (queue_created, self->id, kind, self->name, self->maxsize, LS_CALLER);
  return self;
}

LsQueue *
ls_queue_ref (LsQueue *queue)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), NULL);
  return ls_object_ref (queue);
}

void
ls_queue_unref (LsQueue *queue)
{
  if (!ls_object_drop (queue))
    return;
  *(queue->previous != NULL ? &queue->previous->next : &first_queue) = queue->next;
  *(queue->next != NULL ? &queue->next->previous : &last_queue) = queue->previous;
  for (guint i = queue->head; i < queue->items->len; i++)
    ls_value_clear (&g_array_index (queue->items, Item, i).value);
  g_array_unref (queue->items);
  g_free (queue->name);
  queue->base.magic = 0;
  g_free (queue);
}

guint32
ls_queue_get_id (LsQueue *queue)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), 0);
  return queue->id;
}

gsize
ls_queue_size (LsQueue *queue)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), 0);
  return queue->items->len - queue->head;
}

gint64
ls_queue_maxsize (LsQueue *queue)
{
  g_return_val_if_fail (ls_object_is (queue, LS_OBJECT_QUEUE), 0);
  return queue->maxsize;
}

gboolean
ls_queue_empty (LsQueue *queue)
{
  return ls_queue_size (queue) == 0;
}

gboolean
ls_queue_full (LsQueue *queue)
{
  return queue->maxsize > 0 && ls_queue_size (queue) >= (gsize) queue->maxsize;
}

/* For a snapshot: what a queue holds is put in, and what was finished is done, as if it were new. */
static void
tell (LsQueue *self)
{
  LS_TRACE (queue_created, self->id, self->kind, self->name, self->maxsize, NULL);
  for (guint i = self->head; i < self->items->len; i++)
    {
      Item *item = &g_array_index (self->items, Item, i);

      LS_TRACE (queue_put, self->id, item->ordinal, self->unfinished, &item->value, NULL);
    }
  LS_TRACE (queue_task_done, self->id, self->unfinished, NULL);
}

void
ls_queue_tell_all (void)
{
  for (LsQueue *queue = first_queue; queue != NULL; queue = queue->next)
    tell (queue);
}

/* Who was woken stands in line no longer, who was cancelled does until its turn. */
void
ls_queue_tell_parked (void)
{
  for (LsQueue *queue = first_queue; queue != NULL; queue = queue->next)
    for (LsQueueSide side = LS_QUEUE_PUT; side <= LS_QUEUE_JOIN; side++)
      for (Waiter *waiter = queue->waiters[side].first; waiter != NULL; waiter = waiter->next)
        if (waiter->future.state != LS_FUTURE_FINISHED)
          LS_TRACE (queue_parked, queue->id, side, waiter->task->future.id, waiter->future.id,
                    side == LS_QUEUE_PUT ? &waiter->item : NULL);
}
