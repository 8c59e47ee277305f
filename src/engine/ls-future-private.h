/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-context.h"
#include "ls-error-private.h"
#include "ls-future.h"
#include "ls-object.h"

G_BEGIN_DECLS

typedef enum { LS_FUTURE_PENDING, LS_FUTURE_CANCELLED, LS_FUTURE_FINISHED } LsFutureState;

/*
 * Whom to tell: a callback, or, where @func is NULL, the task @data that awaits the future.  Of the engine's own
 * callbacks @data may be an object that the watcher holds until it has been called or is dropped.
 */
typedef struct
{
  LsDoneCallback func;
  gpointer       data;
  const char    *name;
  gboolean       holds;
  LsContext     *context;          /* of variables, owned; see ls-context-private.h */
} LsWatcher;

struct _LsFuture
{
  LsObject   base;
  guint8     state;            /* LsFutureState */
  guint8     kind;             /* LsFutureKind */
  guint8     unretrieved;      /* has an exception that nobody asked for */
  guint8     listed;           /* in the loop's list of tasks or of futures */
  guint32    id;
  guint32    object;           /* for the tracer: what it is for; see LsTracer.future_created */
  guint32    n_watchers, n_more;
  LsLoop    *loop;             /* owned, but by futures that lie on a stack */
  LsValue    result;
  GError    *error;            /* finished: the exception; cancelled: a task's CancelledError, for the first who asks */
  char      *cancel_message;
  LsWatcher  watcher;          /* the first of n_watchers */
  LsWatcher *more;             /* room for n_more others */
  LsFuture  *previous, *next;  /* while listed */
};

/* In order of creation. */
typedef struct { LsFuture *first, *last; } LsFutureList;

void          ls_future_list_add        (LsFutureList *list, LsFuture *future);
void          ls_future_list_remove     (LsFutureList *list, LsFuture *future);

/* Of any type of future; the loop is not referenced and nothing is told. */
void          ls_future_init            (LsFuture *self, LsObjectType type, LsFutureKind kind,
                                         LsLoop *loop);

/*
 * A pending future on the heap, told and listed; ls_future_enlist() for one made otherwise.  The loop lists
 * those that are pending, and the floating ones, which it frees when it closes.
 */
LsFuture     *ls_future_create          (LsLoop *loop, LsFutureKind kind, gconstpointer site);
LsFuture     *ls_future_create_named    (LsLoop *loop, LsFutureKind kind, const char *name, gconstpointer site);
void          ls_future_enlist          (LsFuture *self, gconstpointer site);
void          ls_future_unlist          (LsFuture *self);

/*
 * A future on the caller's stack, for one wait of the current task.  Whoever could resolve it must have
 * been taken back before ls_future_leave().
 */
void          ls_future_enter           (LsFuture *self, LsFutureKind kind, guint32 object,
                                         gconstpointer site);
void          ls_future_leave           (LsFuture *self);

/* A reference that leaves a floating one floating; none for one on a stack. */
static inline LsFuture *
ls_future_hold (LsFuture *self)
{
  self->base.ref_count++;
  return self;
}

/* asyncio's Future.set_result(), set_exception() and cancel() themselves, for pending futures; the error is
 * taken.  They schedule the callbacks. */
void          ls_future_resolve         (LsFuture *self, LsValue value);
void          ls_future_resolve_taking  (LsFuture *self, LsValue value);
void          ls_future_fail            (LsFuture *self, GError *error);
void          ls_future_abort           (LsFuture *self, const char *message);

/* Tells the tracer how a future that is done became so. */
void          ls_future_tell_done       (LsFuture *self);

/* cancel() of whatever type it is. */
gboolean      ls_future_request_cancel  (LsFuture *self, const char *message);

/* The same, asked by the program's call at @site. */
gboolean      ls_future_cancel_from     (LsFuture *self, const char *message, gconstpointer site);

/* add_done_callback() of a callback whose data is an object that lives as long as the callback may come. */
void          ls_future_add_holding_callback (LsFuture *self, const char *name, LsDoneCallback func,
                                              gpointer object);

void          ls_future_watch           (LsFuture *self, LsWatcher watcher);
guint         ls_future_unwatch         (LsFuture *self, LsDoneCallback func, gpointer data);

/* Schedules what a watcher is owed, or all of them. */
void          ls_future_notify          (LsFuture *self, const LsWatcher *watcher);
void          ls_future_notify_all      (LsFuture *self);

/* Drops all watchers of a future that will never be done. */
void          ls_future_leave_watchers  (LsFuture *self);

/* The exception to raise for a future that was cancelled; forgets the saved one.  (transfer full) */
GError       *ls_future_cancelled_error (LsFuture *self);

/* The exception of a done future, counted as retrieved; NULL where it has a result.  (transfer full) */
GError       *ls_future_take_exception  (LsFuture *self);

const char   *ls_future_type_name       (LsFuture *self);      /* "Task" */

/* The futures that this one stands on, in order; NULL behind the last.  Told where they are known. */
LsFuture     *ls_future_get_child       (LsFuture *self, guint i);
void          ls_future_tell_children   (LsFuture *self);

/* Frees what a future holds; reports an exception that nobody asked for. */
void          ls_future_finalize        (LsFuture *self);

G_END_DECLS
