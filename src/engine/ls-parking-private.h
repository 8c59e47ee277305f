/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-task-private.h"

G_BEGIN_DECLS

/*
 * Tasks that are parked one behind another, each on its own stack: the deque of futures by which asyncio's locks
 * and their like know who waits.  Private.
 */
typedef struct _LsParked LsParked;

struct _LsParked
{
  LsFuture  future;
  LsTask   *task;
  LsParked *previous, *next;
  gboolean  linked;
};

typedef struct { LsParked *first, *last; } LsParking;

/* Makes @parked the last, for one wait of the current task; FALSE with RuntimeError where there is none. */
gboolean  ls_parking_enter         (LsParking *self, LsParked *parked, LsFutureKind kind, guint32 object,
                                    gconstpointer site, GError **error);

/* Out of the deque, by who wakes it or by itself, and the end of the wait. */
void      ls_parking_unlink        (LsParking *self, LsParked *parked);
void      ls_parking_leave         (LsParking *self, LsParked *parked);

/* Whether anybody stands there; who was cancelled is in nobody's way. */
gboolean  ls_parking_is_waited_at  (const LsParking *self);

/* The first that was neither woken nor cancelled, or NULL. */
LsParked *ls_parking_find_pending  (const LsParking *self);

G_END_DECLS
