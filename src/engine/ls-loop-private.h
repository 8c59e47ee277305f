/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-clock.h"
#include "ls-loop.h"
#include "ls-object.h"
#include "ls-outside-private.h"
#include "ls-ready.h"
#include "ls-task-private.h"
#include "ls-timers.h"

G_BEGIN_DECLS

/* The wait of an iteration, from its beginning to its end. */
typedef struct
{
  gboolean open;
  gboolean real;           /* the world outside is awaited: the wait takes its time whatever the clock */
  gint64   limit;          /* loop ns at most, whole ms; 0: no wait; -1: for ever */
  gint64   start;          /* loop time at the beginning */
  gint64   wall_start;     /* CLOCK_MONOTONIC at the beginning, or at the last change of pace; where it waits */
  gint64   stopped;        /* the clock's `stopped` at wall_start */
  gint64   gone;           /* paced: loop ns let through before wall_start */
} LsPoll;

struct _LsLoop
{
  LsObject           base;
  guint              ordinal;
  GMainContext      *context;
  GSource           *source;
  LsClock           *clock;
  LsModes            modes;           /* floating point: as they were when something other than a task ran last */
  LsReady            ready;
  LsTimers           timers;
  LsPoll             poll;
  LsOutside          outside;
  guint64            n_iterations;
  LsTask            *current;         /* whose turn it is */
  LsHandle          *calling;         /* whose callback is called */
  LsFutureList       tasks;           /* pending, owned */
  LsFutureList       futures;         /* other ones on the heap, pending or floating; not owned */
  GError            *raised;          /* an exception that leaves the loop */
  LsTask            *interrupted;     /* the main task of ls_run(), for Ctrl-C */
  guint              n_interrupts;
  guint8             running, stopping, closed;
  guint8             debug;           /* debug mode */
  double             slow_callback;   /* in debug mode: how many seconds a handle may take unnoticed */
  LsExceptionHandler handler;
  gpointer           handler_data;
  GMutex             lock;            /* of `arrived` */
  GPtrArray         *arrived;         /* handles scheduled from other threads */
  gint               has_arrived;     /* atomic */
  gpointer           runner;          /* whose it is, or NULL: a program that exits within a turn has not lost it */
};

/* The loop running on this thread, for speed; ls_get_running_loop() elsewhere. */
extern __thread LsLoop *ls_running_loop LS_FAST_TLS;

/* Leaves the loop with this exception (copied) after the handle that runs. */
void     ls_loop_raise            (LsLoop *self, const GError *error);

/* Is the running one of this thread, between these two. */
void     ls_loop_enter            (LsLoop *self);
void     ls_loop_leave            (LsLoop *self);

/* Gives a new handle its id, puts it into the ready queue or the heap, and tells.  (transfer full) */
void     ls_loop_schedule         (LsLoop *self, LsHandle *handle, const char *name, guint32 task);
void     ls_loop_arm              (LsLoop *self, LsHandle *handle, double when, const char *name, guint32 future);

/* From any thread: takes a handle, to be scheduled after the poll that is under way.  FALSE where the loop is closed. */
gboolean ls_loop_arrive           (LsLoop *self, LsHandle *handle);

/* Whether something came that ends a wait before its time. */
gboolean ls_loop_has_news         (LsLoop *self);

/* Debug mode: what the environment says of it; a handle that is timed; whether a thread may schedule. */
void     ls_loop_init_debug       (LsLoop *self);
void     ls_loop_run_timed        (LsLoop *self, LsHandle *handle);
gboolean ls_loop_may_schedule     (LsLoop *self);

/* Attaches to and detaches from the context, and waits there. */
void     ls_loop_attach           (LsLoop *self);
void     ls_loop_detach           (LsLoop *self);
void     ls_loop_wake             (LsLoop *self);          /* from any thread */

/* The wait of an iteration that has one.  Its end moves a virtual clock on, and returns what went by. */
void     ls_loop_begin_wait       (LsLoop *self);
gint64   ls_loop_end_wait         (LsLoop *self);

/* For tests: one whole iteration in virtual time; FALSE where it would wait for ever. */
gboolean ls_loop_run_once         (LsLoop *self);

/* The current task of the running loop, or NULL and RuntimeError. */
static inline LsTask *
ls_task_require (GError **error)
{
  LsLoop *loop = ls_running_loop;

  if (G_LIKELY (loop != NULL && loop->current != NULL))
    return loop->current;
  ls_task_refuse_wait (error);
  return NULL;
}

G_END_DECLS
