/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsQueue:
 *
 * A queue between tasks of one loop.  asyncio: "Queues".
 */

/* The keyword arguments of Queue(). */
typedef struct
{
  gint64      maxsize;     /* 0: no limit */
  const char *name;        /* for the window */
} LsQueueOptions;

/**
 * ls_queue_new:
 * @...: keyword arguments: `.maxsize = 3` (items, 0 for no limit), `.name = "…"`
 *
 * Never suspends.  asyncio: "Queues", Queue().
 *
 * Returns: (transfer full): an empty queue, which gives the oldest of its items first
 */
#define ls_queue_new(...)          ls_queue_new_with (LS_QUEUE_FIFO, &(const LsQueueOptions) { __VA_ARGS__ })

/**
 * ls_lifo_queue_new:
 * @...: keyword arguments, as of ls_queue_new()
 *
 * Never suspends.  asyncio: "Queues", LifoQueue().
 *
 * Returns: (transfer full): an empty queue, which gives the newest of its items first
 */
#define ls_lifo_queue_new(...)     ls_queue_new_with (LS_QUEUE_LIFO, &(const LsQueueOptions) { __VA_ARGS__ })

/**
 * ls_priority_queue_new:
 * @...: keyword arguments, as of ls_queue_new()
 *
 * Never suspends.  asyncio: "Queues", PriorityQueue().
 *
 * Returns: (transfer full): an empty queue, which gives the least of its items first, as
 *   ls_value_compare() orders them
 */
#define ls_priority_queue_new(...) ls_queue_new_with (LS_QUEUE_PRIORITY, &(const LsQueueOptions) { __VA_ARGS__ })

/**
 * ls_queue_new_with:
 * @kind: which of its items it gives first
 * @options: the keyword arguments, copied
 *
 * What ls_queue_new() and its like expand to.
 *
 * Returns: (transfer full): an empty queue
 */
LsQueue   *ls_queue_new_with     (LsQueueKind kind, const LsQueueOptions *options);

/**
 * ls_queue_ref:
 * @queue: a queue
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @queue
 */
LsQueue   *ls_queue_ref          (LsQueue *queue);

/**
 * ls_queue_unref:
 * @queue: a queue
 *
 * Gives a reference back; frees it with the last one.  Never suspends.
 */
void       ls_queue_unref        (LsQueue *queue);

/**
 * ls_queue_get_id:
 * @queue: a queue
 *
 * Returns: its number, under which traces and the window know it
 */
guint32    ls_queue_get_id       (LsQueue *queue);

/**
 * ls_queue_size:
 * @queue: a queue
 *
 * asyncio: "Queues", Queue.qsize().
 *
 * Returns: how many items it holds
 */
gsize      ls_queue_size         (LsQueue *queue);

/**
 * ls_queue_maxsize:
 * @queue: a queue
 *
 * Returns: how many items it may hold, 0 for no limit
 */
gint64     ls_queue_maxsize      (LsQueue *queue);

/**
 * ls_queue_empty:
 * @queue: a queue
 *
 * Returns: whether it holds no item
 */
gboolean   ls_queue_empty        (LsQueue *queue);

/**
 * ls_queue_full:
 * @queue: a queue
 *
 * Returns: whether it holds as many items as it may; never without a limit
 */
gboolean   ls_queue_full         (LsQueue *queue);

/**
 * ls_queue_put:
 * @queue: a queue
 * @item: the item, referenced
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Puts an item, once there is room.  May suspend: only where the queue is full.  asyncio: "Queues",
 * Queue.put().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean   ls_queue_put          (LsQueue *queue, LsValue item, GError **error);

/**
 * ls_queue_get:
 * @queue: a queue
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Takes an item out, once there is one.  May suspend: only where the queue is empty.  asyncio:
 * "Queues", Queue.get().
 *
 * Returns: (transfer full): the item; None when @error is set
 */
LsValue    ls_queue_get          (LsQueue *queue, GError **error);

/**
 * ls_queue_join:
 * @queue: a queue
 * @error: return location: CancelledError; RuntimeError outside of a task
 *
 * Waits until ls_queue_task_done() was called for every item that was put.  May suspend: only where
 * items are unfinished.  asyncio: "Queues", Queue.join().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean   ls_queue_join         (LsQueue *queue, GError **error);

/**
 * ls_queue_put_nowait:
 * @queue: a queue
 * @item: the item, referenced
 * @error: return location: QueueFull where there is no room
 *
 * Puts an item at once.  Never suspends.  asyncio: "Queues", Queue.put_nowait().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean   ls_queue_put_nowait   (LsQueue *queue, LsValue item, GError **error);

/**
 * ls_queue_get_nowait:
 * @queue: a queue
 * @error: return location: QueueEmpty where there is no item
 *
 * Takes an item out at once.  Never suspends.  asyncio: "Queues", Queue.get_nowait().
 *
 * Returns: (transfer full): the item; None when @error is set
 */
LsValue    ls_queue_get_nowait   (LsQueue *queue, GError **error);

/**
 * ls_queue_task_done:
 * @queue: a queue
 * @error: return location: ValueError where it was called more often than items were put
 *
 * Says that the work on an item taken out is done; wakes those who join when it was the last.
 * Never suspends.  asyncio: "Queues", Queue.task_done().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean   ls_queue_task_done    (LsQueue *queue, GError **error);

/**
 * ls_queue_put_coro:
 * @queue: a queue, referenced
 * @item: the item, referenced
 *
 * ls_queue_put() as a coroutine object, for ls_gather() and ls_create_task().  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro    *ls_queue_put_coro     (LsQueue *queue, LsValue item);

/**
 * ls_queue_get_coro:
 * @queue: a queue, referenced
 *
 * ls_queue_get() as a coroutine object, for ls_gather() and ls_create_task().  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object, whose result is the item
 */
LsCoro    *ls_queue_get_coro     (LsQueue *queue);

/**
 * ls_queue_join_coro:
 * @queue: a queue, referenced
 *
 * ls_queue_join() as a coroutine object, for ls_gather() and ls_create_task().  Never suspends.
 *
 * Returns: (transfer floating): a coroutine object
 */
LsCoro    *ls_queue_join_coro    (LsQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsQueue, ls_queue_unref)

G_END_DECLS
