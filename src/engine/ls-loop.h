/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-handle.h"
#include "ls-task.h"

G_BEGIN_DECLS

/**
 * LsLoop:
 *
 * The event loop: one GSource of the thread's default main context, which runs iterations.  Other
 * sources of that context, GTK's and GIO's among them, are served meanwhile.  Belongs to the thread
 * that made it.
 *
 * asyncio: "Event Loop".
 */

/**
 * ls_loop_new:
 *
 * asyncio: new_event_loop().
 *
 * Returns: (transfer full): a loop, to be closed when done with
 */
LsLoop   *ls_loop_new                  (void);
LsLoop   *ls_loop_ref                  (LsLoop *loop);
void      ls_loop_unref                (LsLoop *loop);

/* The loop that runs on this thread, or NULL.  (transfer none) */
LsLoop   *ls_get_running_loop          (void);

/* The loop for what is made while none runs, and the one of this thread: the running one, or the one
 * set.  (nullable) (transfer none) */
void      ls_set_event_loop            (LsLoop *loop);
LsLoop   *ls_get_event_loop            (void);

/**
 * ls_loop_run_until_complete:
 * @loop: a loop that does not run
 * @awaitable: a coroutine (consumed), a future or a task
 * @error: return location for its exception
 *
 * Returns: (transfer full): its result
 */
LsValue   ls_loop_run_until_complete   (LsLoop *loop, gpointer awaitable, GError **error);

/**
 * ls_loop_run_forever:
 * @loop: a loop that does not run
 * @error: return location: KeyboardInterrupt or SystemExit that a task or callback raised, RuntimeError
 *   where the loop runs or is closed
 *
 * Runs until ls_loop_stop().
 *
 * Returns: %FALSE where @error is set
 */
gboolean  ls_loop_run_forever          (LsLoop *loop, GError **error);

/* Has it return after the current iteration, or after one where it does not run. */
void      ls_loop_stop                 (LsLoop *loop);

/**
 * ls_loop_close:
 * @loop: a loop that does not run
 *
 * Drops what is ready and scheduled.  Tasks that still wait are destroyed: GeneratorExit is raised
 * where they await, so that they can clean up.
 */
void      ls_loop_close                (LsLoop *loop);
gboolean  ls_loop_is_running           (LsLoop *loop);
gboolean  ls_loop_is_closed            (LsLoop *loop);

/* Seconds on the loop's clock, from a beginning of no meaning. */
double    ls_loop_time                 (LsLoop *loop);

LsTask   *ls_loop_create_task_with     (LsLoop *loop, LsCoro *coro, const LsTaskOptions *options)
                                        G_GNUC_WARN_UNUSED_RESULT;
#define ls_loop_create_task(loop, coro, ...) \
  ls_loop_create_task_with ((loop), (coro), &(const LsTaskOptions) { __VA_ARGS__ })
LsFuture *ls_loop_create_future        (LsLoop *loop);

/**
 * ls_loop_call_soon:
 * @loop: a loop
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments
 *
 * Has @func called in the next iteration, in the order of scheduling.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_soon(loop, func, ...) \
  ls_loop_call_soon_named ((loop), #func, (func), LS_ARGS (__VA_ARGS__))
#define ls_loop_call_later(loop, delay, func, ...) \
  ls_loop_call_later_named ((loop), (delay), #func, (func), LS_ARGS (__VA_ARGS__))
#define ls_loop_call_at(loop, when, func, ...) \
  ls_loop_call_at_named ((loop), (when), #func, (func), LS_ARGS (__VA_ARGS__))
#define ls_loop_call_soon_threadsafe(loop, func, ...) \
  ls_loop_call_soon_threadsafe_named ((loop), #func, (func), LS_ARGS (__VA_ARGS__))

LsHandle *ls_loop_call_soon_named      (LsLoop *loop, const char *name, LsCallback func,
                                        const LsValue *args, gsize n_args);
LsHandle *ls_loop_call_later_named     (LsLoop *loop, double delay, const char *name, LsCallback func,
                                        const LsValue *args, gsize n_args);
LsHandle *ls_loop_call_at_named        (LsLoop *loop, double when, const char *name, LsCallback func,
                                        const LsValue *args, gsize n_args);
/* From any thread; @args must be values that may be handed over: scalars, literals, pointers. */
void      ls_loop_call_soon_threadsafe_named (LsLoop *loop, const char *name, LsCallback func,
                                              const LsValue *args, gsize n_args);

/* What went wrong, as the exception handler is told; lent for the call.  All but the message may be NULL. */
typedef struct
{
  const char   *message;
  const GError *exception;
  LsFuture     *future;
  LsTask       *task;
  LsHandle     *handle;
} LsExceptionContext;

typedef void (*LsExceptionHandler) (LsLoop *loop, const LsExceptionContext *context, gpointer data);

void      ls_loop_set_exception_handler     (LsLoop *loop, LsExceptionHandler handler,
                                             gpointer data);
void      ls_loop_call_exception_handler    (LsLoop *loop, const LsExceptionContext *context);

/* Prints on stderr. */
void      ls_loop_default_exception_handler (LsLoop *loop, const LsExceptionContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsLoop, ls_loop_unref)

G_END_DECLS
