/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"
#include "ls-object.h"

G_BEGIN_DECLS

typedef enum { LS_CORO_FRESH, LS_CORO_ACTIVE, LS_CORO_ENDED } LsCoroState;

struct _LsCoro
{
  LsObject    base;
  guint32     id;
  guint16     n_args;
  guint8      state : 7;       /* LsCoroState */
  guint8      is_asend : 1;    /* what asend() and its like returned: see ls-async-gen-private.h */
  guint8      loop;            /* ordinal of the loop that ran when it was made, 0 none */
  LsCoroFunc  func;
  const char *name;
  LsCoro     *previous, *next; /* while fresh: among the thread's coroutines that were not begun */
  LsValue     args[];
};

/*
 * One coroutine that is active on a task's stack.  It lies on that stack, in the call that runs the body;
 * the innermost is the task's, the others follow outwards.
 */
typedef struct _LsFrame LsFrame;

struct _LsFrame
{
  LsFrame      *outer;
  LsCoro       *coro;
  LsAsyncGen   *generator;     /* whose body it is, or NULL */
  gconstpointer site;          /* where it awaits */
};

/* Runs the body of a fresh coroutine as a part of the current task, to its end. */
LsValue ls_coro_run                (LsCoro *coro, LsTask *task, GError **error);

/* ls_coro_new() for the engine's own, told as made at @site, in the program. */
LsCoro *ls_coro_new_from           (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args,
                                    gconstpointer site);

/* One that never counts as fresh, for the body of a generator, which sees to its beginning; and its end.
 * (transfer full) */
LsCoro *ls_coro_new_body           (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args,
                                    gconstpointer site);
void    ls_coro_end                (LsCoro *coro);

/* Ends a fresh coroutine without running it. */
void    ls_coro_close              (LsCoro *coro);

/* Warns about, and frees, the floating ones that were made in the loop with this ordinal. */
void    ls_coro_sweep              (guint loop);

/* The first of this thread's coroutines that were not begun. */
LsCoro *ls_coro_first_fresh        (void);

/* ls_await() for a public function of the engine's that was called from @site. */
LsValue ls_await_from              (gpointer awaitable, gconstpointer site, GError **error);

G_END_DECLS
