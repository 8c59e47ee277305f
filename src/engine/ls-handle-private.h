/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-context.h"
#include "ls-future-private.h"
#include "ls-handle.h"
#include "ls-object.h"

G_BEGIN_DECLS

/*
 * What a handle does when it is run and when it goes.  A handle is in the loop's ready queue or in its
 * timer heap, which own a reference, or has run, or was cancelled and dropped.  A task's step is a handle
 * that lies in the task and is never freed by itself.
 */
typedef struct
{
  void (*run)    (LsHandle *self);
  void (*forget) (LsHandle *self);     /* drops what it would be called with: cancelled, or about to be freed */
  gsize  size;                         /* 0: lies in something else */
  const char *name;                    /* the callback's, where all have the same; or NULL */
} LsHandleClass;

typedef enum
{
  LS_HANDLE_CANCELLED = 1 << 0,
  LS_HANDLE_IN_HEAP   = 1 << 1,
  LS_HANDLE_HAS_RUN   = 1 << 2,        /* or runs; not ready */
  LS_HANDLE_FORGOTTEN = 1 << 3
} LsHandleFlags;

struct _LsHandle
{
  LsObject             base;
  guint32              id;
  guint32              flags;          /* LsHandleFlags */
  const LsHandleClass *klass;
  LsLoop              *loop;           /* borrowed: a loop drops its handles when it closes */
  LsContext           *context;        /* of variables, in which it is called; see ls-context-private.h */
};

/* Call of an LsCallback, soon or at a time. */
typedef struct
{
  LsHandle    handle;
  double      when;
  const char *name;
  LsCallback  func;
  guint32     n_args;
  guint32     future;      /* for the tracer: what a timer resolves or cancels, or 0 */
  LsValue     args[];
} LsCall;

LsHandle *ls_call_new         (LsLoop *loop, const char *name, LsCallback func, const LsValue *args, gsize n_args);

/* Call of a future's done callback. */
LsHandle *ls_done_call_new    (LsFuture *future, const LsWatcher *watcher);

/* A timer that gives @future, which the timer does not own, the result None. */
LsHandle *ls_wake_call_new    (LsLoop *loop, LsFuture *future);

static inline void
ls_handle_init (LsHandle *self, const LsHandleClass *klass, LsLoop *loop)
{
  *self = (LsHandle) { .base = LS_OBJECT_INIT (LS_OBJECT_HANDLE), .klass = klass, .loop = loop };
}

/* For a snapshot: the callback's name, and the future that a timer resolves or cancels, or 0. */
const char *ls_handle_get_name   (LsHandle *self);
guint32     ls_handle_get_future (LsHandle *self);

/* As Python prints it: "<Handle callback(1, 'a')>".  (transfer full) */
char       *ls_handle_repr       (LsHandle *self);

static inline void
ls_handle_release (LsHandle *self)
{
  if (self->klass->size != 0)
    ls_handle_unref (self);
}

G_END_DECLS
