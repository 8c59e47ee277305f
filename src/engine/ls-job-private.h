/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-executor.h"

G_BEGIN_DECLS

/*
 * LsJob: a call that a worker makes for a loop.  Private.
 *
 * Asked for on the loop's thread, done on a worker's, and settled on the loop's again.  Whoever of the two is
 * done with it last frees it.  What the worker makes is handed over by the lock of the loop's `arrived`, and is
 * not touched by the worker after that.
 */
typedef struct _LsJob LsJob;

typedef enum { LS_JOB_PENDING, LS_JOB_RUNNING, LS_JOB_CANCELLED, LS_JOB_DONE } LsJobState;

struct _LsJob
{
  gint        ref_count;            /* atomic */
  gint        state;                /* LsJobState, atomic: leaves PENDING once */
  guint       worker;               /* atomic: its ordinal, once it runs; 0: a thread for this alone */
  guint32     id;                   /* of the future */
  const char *name;
  LsCoroFunc  func;
  LsContext  *context;              /* owned: of variables, in which it is called; NULL: the worker's */
  gint64      origin;               /* CLOCK_MONOTONIC at time 0 of the loop's clock, when it was asked for */
  LsValue     result;
  GError     *error;
  GMutex      lock;
  LsLoop     *loop;                 /* under the lock; NULL once it has closed */

  /* The loop's thread alone. */
  LsFuture   *future;               /* referenced until it is settled */
  gboolean    settled;              /* the worker has answered, or was told not to begin */
  gboolean    checked;              /* the future has said that it is done */
  LsJob      *previous, *next;

  guint       n_args;
  LsValue     args[];
};

/*
 * Asks for a call.  The loop holds it until it is settled; the caller gives it to a worker, with a reference more.  The
 * future's kind is LS_FUTURE_JOB, or LS_FUTURE_INTERNAL for what the tracer is not told of as a job.
 */
LsJob *ls_job_new        (LsLoop *loop, LsFutureKind kind, const char *name, LsCoroFunc func, const LsValue *args,
                          gsize n_args, gconstpointer site);
LsJob *ls_job_ref        (LsJob *self);
void   ls_job_unref      (LsJob *self);

/* No worker takes it: its future fails with RuntimeError. */
void   ls_job_refuse     (LsJob *self, const char *why);

/* The worker's side: makes the call unless it was cancelled.  @worker: its ordinal; 0: a thread for this alone. */
void   ls_job_do         (LsJob *self, guint worker);

/* Left out before it was begun: no worker will come for it.  From any thread. */
void   ls_job_leave_out  (LsJob *self);

/* For a snapshot: those that the loop's thread was not told the end of. */
void   ls_jobs_tell      (LsLoop *loop);

G_END_DECLS
