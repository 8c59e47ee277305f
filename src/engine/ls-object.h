/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

#include "ls-stack.h"
#include "ls-types.h"

G_BEGIN_DECLS

/*
 * LsObject: what every object of the engine begins with.  Private.
 *
 * Objects belong to one thread, so their references are counted without atomics.  Their ids are the
 * trace's: see ls-tracer.h.
 */
#define LS_OBJECT_MAGIC 0x4c53

typedef enum
{
  LS_OBJECT_CORO = 1,
  LS_OBJECT_FUTURE,
  LS_OBJECT_TASK,
  LS_OBJECT_GATHER,
  LS_OBJECT_SHIELD,
  LS_OBJECT_WAITER,
  LS_OBJECT_AS_COMPLETED,
  LS_OBJECT_HANDLE,
  LS_OBJECT_LOOP,
  LS_OBJECT_QUEUE,
  LS_OBJECT_SYNC,
  LS_OBJECT_ASYNC_GEN,
  LS_OBJECT_ASYNC_CONTEXT,
  LS_OBJECT_AWAITABLE
} LsObjectType;

#define LS_OBJECT_INIT(kind) { .magic = LS_OBJECT_MAGIC, .type = (kind), .ref_count = 1 }

static inline gboolean
ls_object_is (gconstpointer object, LsObjectType type)
{
  const LsObject *self = object;

  return self != NULL && self->magic == LS_OBJECT_MAGIC && self->type == type;
}

static inline gboolean
ls_object_is_future (gconstpointer object)
{
  const LsObject *self = object;

  return self != NULL && self->magic == LS_OBJECT_MAGIC
         && self->type >= LS_OBJECT_FUTURE && self->type <= LS_OBJECT_AS_COMPLETED;
}

/* Another reference; of a floating object, the first. */
static inline gpointer
ls_object_ref (gpointer object)
{
  LsObject *self = object;

  if (self->floating)
    self->floating = FALSE;
  else
    self->ref_count++;
  return object;
}

/* Another reference, also of a floating object, which goes on floating. */
static inline gpointer
ls_object_hold (gpointer object)
{
  ((LsObject *) object)->ref_count++;
  return object;
}

/* Makes the caller's what was given to it to be consumed: the floating reference, or one of its own. */
#define ls_object_sink ls_object_ref

/* Whether that was the last one. */
static inline gboolean
ls_object_drop (gpointer object)
{
  LsObject *self = object;

  g_assert (self->magic == LS_OBJECT_MAGIC && self->ref_count > 0);
  return --self->ref_count == 0;
}

/* Gives a reference to an object of any type back. */
void ls_object_unref (gpointer object);

/*
 * The ids given out last.  Threads other than the first that asks count from a high beginning of their
 * own, so that no id needs an atomic addition.
 */
typedef struct
{
  guint32 future, handle, coro, sync;
  gboolean begun;
} LsIds;

extern __thread LsIds ls_ids LS_FAST_TLS;

void ls_ids_begin (void);

/* The next id of a space: LS_NEXT_ID (future). */
#define LS_NEXT_ID(space) (G_LIKELY (ls_ids.begun) ? (void) 0 : ls_ids_begin (), ++ls_ids.space)

/* Inside the call instruction by which the program called the public function that uses this. */
#define LS_CALLER ((gconstpointer) ((const char *) __builtin_extract_return_addr (__builtin_return_address (0)) - 1))

G_END_DECLS
