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
 * @...: keyword arguments: `.maxsize = 3`, `.name = "…"`
 *
 * asyncio: Queue(), LifoQueue(), PriorityQueue().  The last gives the least of its items first, as
 * ls_value_compare() orders them.
 *
 * Returns: (transfer full): an empty queue
 */
#define ls_queue_new(...)          ls_queue_new_with (LS_QUEUE_FIFO, &(const LsQueueOptions) { __VA_ARGS__ })
#define ls_lifo_queue_new(...)     ls_queue_new_with (LS_QUEUE_LIFO, &(const LsQueueOptions) { __VA_ARGS__ })
#define ls_priority_queue_new(...) ls_queue_new_with (LS_QUEUE_PRIORITY, &(const LsQueueOptions) { __VA_ARGS__ })
LsQueue   *ls_queue_new_with     (LsQueueKind kind, const LsQueueOptions *options);

LsQueue   *ls_queue_ref          (LsQueue *queue);
void       ls_queue_unref        (LsQueue *queue);
guint32    ls_queue_get_id       (LsQueue *queue);

gsize      ls_queue_size         (LsQueue *queue);      /* qsize() */
gint64     ls_queue_maxsize      (LsQueue *queue);
gboolean   ls_queue_empty        (LsQueue *queue);
gboolean   ls_queue_full         (LsQueue *queue);

/* Put an item, get one, wait until as many are done as were put.  They suspend only where they must.
 * put and join return FALSE when an exception was raised (CancelledError). */
gboolean   ls_queue_put          (LsQueue *queue, LsValue item, GError **error);
LsValue    ls_queue_get          (LsQueue *queue, GError **error);          /* (transfer full) */
gboolean   ls_queue_join         (LsQueue *queue, GError **error);

/* Never suspend: QueueFull, QueueEmpty; ValueError for one task_done() too many. */
gboolean   ls_queue_put_nowait   (LsQueue *queue, LsValue item, GError **error);
LsValue    ls_queue_get_nowait   (LsQueue *queue, GError **error);          /* (transfer full) */
gboolean   ls_queue_task_done    (LsQueue *queue, GError **error);

/* The first three as coroutine objects, for ls_gather() and ls_create_task().  (transfer floating) */
LsCoro    *ls_queue_put_coro     (LsQueue *queue, LsValue item);
LsCoro    *ls_queue_get_coro     (LsQueue *queue);
LsCoro    *ls_queue_join_coro    (LsQueue *queue);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsQueue, ls_queue_unref)

G_END_DECLS
