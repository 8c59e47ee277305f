/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-async-gen.h"
#include "ls-coro-private.h"
#include "ls-fiber.h"

G_BEGIN_DECLS

typedef enum { LS_ASYNC_GEN_FRESH, LS_ASYNC_GEN_BEGUN, LS_ASYNC_GEN_ENDED } LsAsyncGenState;

/*
 * The body runs on a fiber of its own, which the task that asks for an item resumes from its own: what the body awaits
 * so suspends both.  Where a generator asks another, three fibers lie on each other, and so on.
 */
struct _LsAsyncGen
{
  LsObject    base;
  LsFrame     frame;           /* of the body: the task's that asks, while it runs; holds the coroutine */
  LsFiber    *fiber;           /* while it is begun */
  LsLoop     *loop;            /* owned: the one that ran when it was first asked, or NULL */
  LsValue     value;           /* on its way in or out */
  LsValue     item;            /* for a snapshot: what it yielded last, unless that is an object */
  GError     *error;           /* likewise */
  guint32     asker;           /* id of the task that it runs or ran for */
  guint8      state;           /* LsAsyncGenState */
  guint8      call;            /* LsGeneratorCall: how it was asked last */
  guint8      yielded;         /* paused at a yield */
  guint8      running;         /* asyncio's ag_running_async: somebody awaits an item */
  guint8      closed;          /* asyncio's ag_closed: by aclose(), or by itself */
  guint8      discarded;       /* the loop has begun to close it already */
  LsAsyncGen *previous, *next; /* the thread's, in order of creation, but those that have a loop in order of being asked */
};

/* What anext(), asend(), athrow() and aclose() do when they are awaited by the current task.  The exception that is
 * thrown is taken.  (transfer full) */
LsValue     ls_async_gen_send   (LsAsyncGen *self, LsTask *task, LsValue value, gconstpointer site, GError **error);
LsValue     ls_async_gen_throw  (LsAsyncGen *self, LsTask *task, GError *thrown, gconstpointer site, GError **error);
LsValue     ls_async_gen_close  (LsAsyncGen *self, LsTask *task, GError *thrown, gconstpointer site, GError **error);

/* The same as asend() gives it a body that got an exception instead of its first step.  (transfer full) */
LsValue     ls_async_gen_divert (LsAsyncGen *self, LsTask *task, GError *thrown, gconstpointer site, GError **error);

/* The running loop knows it from now on, as of the first anext() and the like, and sees that it is closed. */
void        ls_async_gen_meet   (LsAsyncGen *self);

/* Schedules the closing of one that nobody refers to any more, if it needs any; with a reference. */
void        ls_async_gen_close_later (LsAsyncGen *self);

/* This thread's first. */
LsAsyncGen *ls_async_gen_first  (void);

/*
 * What anext() and the other three return is a coroutine that may be thrown away, and that hands what is thrown into
 * it before it begins to the generator.  What is said to who awaits it twice:
 */
const char *ls_asend_reuse_text (LsCoro *coro);

/* For a snapshot: this thread's. */
void        ls_async_gen_tell_all (void);

G_END_DECLS
