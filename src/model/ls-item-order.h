/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-state-private.h"

G_BEGIN_DECLS

/*
 * The items of a priority queue stand as they do in the program: in a heap, kept as Python's heapq keeps it, since
 * that decides which of several equal ones comes out next.  Those of which the trace tells no order count as equal.
 */
typedef struct
{
  LsStringFunc string;        /* (nullable) */
  gpointer     data;
} LsItemOrder;

void     ls_item_heap_push (GArray *items, const LsQueueItem *item, LsItemOrder order);

/* Takes the item at @place out: as heappop() does, if that is the first. */
void     ls_item_heap_take (GArray *items, guint place, LsItemOrder order);

/* (transfer full) (element-type LsQueueItem): the @n that get() gives first, in that order. */
GArray * ls_item_heap_sort (GArray *items, guint n, LsItemOrder order);

G_END_DECLS
