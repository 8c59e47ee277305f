/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro-private.h"
#include "ls-fiber.h"
#include "ls-future-private.h"
#include "ls-handle-private.h"
#include "ls-task.h"

G_BEGIN_DECLS

/*
 * A pending task is owned by its loop.  Either `awaited` is the future it waits for, which has the task among
 * its watchers, or `step` is in the loop's ready queue; never both.
 */
struct _LsTask
{
  LsFuture    future;
  LsHandle    step;            /* its context is the task's */
  LsCoro     *coro;
  LsFiber    *fiber;           /* from the first step to the end */
  LsFrame    *frame;           /* the innermost active coroutine */
  LsFuture   *awaited;         /* owned, but where on a stack */
  GError     *thrown;          /* to be raised where it waits, by its next step */
  GError     *raised;          /* by the body; what it returned is the future's result before that is done */
  const char *name;            /* own_name or allocated */
  guint64     n_turns;
  guint32     n_cancels;       /* requests not taken back */
  guint32     wait_object;     /* what it waits for, for the tracer */
  guint8      wait_kind;       /* LsWaitKind */
  guint8      must_cancel;     /* CancelledError at the next step */
  guint8      cancel_asked;    /* times, and not delivered: for the tracer, who is told of no other CancelledError */
  guint8      quiet;           /* no "destroyed but pending" */
  guint8      suspended;       /* in a wait of wait_kind */
  char        own_name[16];
};

LsTask  *ls_task_new           (LsLoop *loop, LsCoro *coro, const char *name, gconstpointer site);
LsTask  *ls_task_new_with      (LsLoop *loop, LsCoro *coro, const LsTaskOptions *options, gconstpointer site);

/* The next number of a Task-N name. */
guint32  ls_task_next_number   (void);

/* The task whose step this is. */
static inline LsTask *
ls_task_of_step (LsHandle *step)
{
  return (LsTask *) ((char *) step - G_STRUCT_OFFSET (LsTask, step));
}

/* Puts the step into the ready queue. */
void     ls_task_schedule      (LsTask *self, LsReadyCause cause, guint32 future);

/*
 * A step, and its halves before and after the turn on the task's fiber, which gives the future that it waits
 * for: NULL where it yielded or has ended.  There is no turn, and no fiber, where CancelledError comes before the
 * first.  For speed (see ls-fiber.h) the loop has the step inline, and knows its floating point modes.
 */
LsFiber *ls_task_begin_step    (LsTask *self);
void     ls_task_end_step      (LsTask *self, LsFuture *awaited);

static inline __attribute__ ((always_inline)) void
ls_task_step (LsTask *self, const LsModes *modes)
{
  LsFiber *fiber = ls_task_begin_step (self);

  ls_task_end_step (self, fiber != NULL ? ls_fiber_resume_in (fiber, NULL, modes) : NULL);
}

/*
 * Suspend the current task, on its fiber: until @future is done, or for one iteration.  False with the
 * exception that was thrown in.  For a future whose exception is thrown, that is the exception.
 */
gboolean ls_task_wait          (LsTask *self, LsFuture *future, LsWaitKind kind, guint32 object,
                                gconstpointer site, GError **error);
gboolean ls_task_yield         (LsTask *self, gconstpointer site, GError **error);

/* RuntimeError for who awaits without being a task; see ls_task_require() in ls-loop-private.h. */
void     ls_task_refuse_wait   (GError **error);

gboolean ls_task_request_cancel (LsTask *self, const char *message, gboolean by_debugger);

/* Tells the frames of a suspended task, outermost first, and then that it is suspended. */
void     ls_task_tell_suspended (LsTask *self);

/* Goes on for the last time with a fiber that no task will go on with, which is refused all waits.  FALSE where its
 * function takes no notice of that. */
gboolean ls_task_end_fiber     (LsFiber *fiber);

/* Ends a pending task of a loop that closes: GeneratorExit where it waits. */
void     ls_task_destroy       (LsTask *self);
void     ls_task_finalize      (LsTask *self);

G_END_DECLS
