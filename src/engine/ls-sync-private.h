/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-object.h"
#include "ls-parking-private.h"

G_BEGIN_DECLS

/*
 * LsSync: what locks, events, conditions and semaphores have in common.  Private.
 */
typedef struct _LsSync LsSync;

struct _LsSync
{
  LsObject   base;
  guint8     kind;             /* LsSyncKind */
  guint32    id;
  guint32    holder;           /* of a lock: the task that has it, or 0 */
  gint64     value;            /* permits left; of an event whether it is set */
  char      *name;
  LsParking  parking;
  void     (*finalize) (LsSync *self);   /* (nullable): gives back what the type holds besides */
  LsSync    *previous, *next;  /* the thread's, in order of creation */
};

static inline gboolean
ls_sync_is (gconstpointer object, LsSyncKind kind)
{
  return ls_object_is (object, LS_OBJECT_SYNC) && ((const LsSync *) object)->kind == kind;
}

/* @size: of the type that begins with it. */
gpointer  ls_sync_new       (gsize size, LsSyncKind kind, const char *name, gint64 value, gconstpointer site);
void      ls_sync_unref     (LsSync *self);

/*
 * Parks the current task until it is woken.  FALSE with the exception that was raised in it; *@was_woken (optional)
 * says whether it had been woken before that.
 */
gboolean  ls_sync_park      (LsSync *self, LsWaitKind wait, gboolean *was_woken, gconstpointer site, GError **error);

/* Wakes one that is parked and was neither woken nor cancelled. */
void      ls_sync_wake      (LsSync *self, LsParked *parked, LsValue result);

/* Tell that the current task took a permit or gave one back, of which `value` are left now. */
void      ls_sync_tell_acquired (LsSync *self, gconstpointer site);
void      ls_sync_tell_released (LsSync *self, gconstpointer site);

/* For a snapshot: this thread's, and who is parked at them. */
void      ls_sync_tell_all    (void);
void      ls_sync_tell_parked (void);

G_END_DECLS
