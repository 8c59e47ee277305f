/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsPool: memory for the many small objects of the engine: tasks, coroutines, futures, handles.  Private.
 *
 * What is given back is kept for the same size, by the thread that gave it, and is not returned to the system.  Much
 * of it lies in huge pages, where the system has them: a hundred thousand tasks are then a few faults instead of
 * thousands, each of which takes longer than making the task.
 *
 * The objects of yet more tasks, each of which will have a stack, lie in what the stacks have to spare, so that such a
 * task takes a page and its page tables, and hardly anything besides: see ls_stack_lend_room().
 */
gpointer ls_pool_take (gsize size);                     /* undefined content */
void     ls_pool_give (gpointer memory, gsize size);    /* the same @size as it was taken with */

#define ls_pool_new(Type)          ((Type *) ls_pool_take (sizeof (Type)))
#define ls_pool_free(Type, object) ls_pool_give (object, sizeof (Type))

G_END_DECLS
