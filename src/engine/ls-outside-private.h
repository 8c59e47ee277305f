/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-executor.h"

G_BEGIN_DECLS

/*
 * LsOutside: what a loop awaits of the world outside its process or its thread.  Private.
 *
 * While there is any of it, virtual time runs as real: see ls_loop_begin_wait().  While there is a descriptor or an
 * operation, the loop returns to its context after every iteration, because the context it is that polls.
 */
typedef struct
{
  struct _LsJob        *jobs;            /* not settled yet; each is referenced */
  LsExecutor           *executor;        /* the default one, made when it is first needed */
  gboolean              executor_is_shut;
  GPtrArray            *watches;         /* LsWatch of each descriptor and direction; NULL: none were ever */
  struct _LsOperation  *operations;      /* of GIO, that have not answered yet */
  struct _LsSubprocess *children;        /* that have not ended yet */
  struct _LsSignals    *signals;         /* those that it handles; NULL: none were ever */
} LsOutside;

static inline gboolean
ls_outside_is_polled (const LsOutside *self)
{
  return (self->watches != NULL && self->watches->len > 0) || self->operations != NULL
         || self->children != NULL;
}

static inline gboolean
ls_outside_is_awaited (const LsOutside *self)
{
  return self->jobs != NULL || ls_outside_is_polled (self);
}

/*
 * When the loop closes: nobody comes back to it.  Jobs that are being done lose their loop, descriptors their watches, and
 * operations are cancelled and waited for.
 */
void ls_outside_close      (LsLoop *loop);
void ls_outside_close_jobs (LsLoop *loop);

G_END_DECLS
