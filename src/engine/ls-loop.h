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
 * Never suspends.  asyncio: "Event Loop", new_event_loop().
 *
 * Returns: (transfer full): a loop, to be closed when done with
 */
LsLoop   *ls_loop_new                  (void);

/**
 * ls_loop_ref:
 * @loop: a loop
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @loop
 */
LsLoop   *ls_loop_ref                  (LsLoop *loop);

/**
 * ls_loop_unref:
 * @loop: a loop
 *
 * Gives a reference back; closes and frees it with the last one.
 */
void      ls_loop_unref                (LsLoop *loop);

/**
 * ls_get_running_loop:
 * asyncio: "Event Loop", get_running_loop().
 *
 * Returns: (transfer none) (nullable): the loop that runs on this thread
 */
LsLoop   *ls_get_running_loop          (void);

/**
 * ls_set_event_loop:
 * @loop: (nullable): a loop, referenced until another is set
 *
 * Sets this thread's loop for what is made while none runs.  Never suspends.  asyncio: "Event
 * Loop", set_event_loop().
 */
void      ls_set_event_loop            (LsLoop *loop);

/**
 * ls_get_event_loop:
 * asyncio: "Event Loop", get_event_loop().
 *
 * Returns: (transfer none) (nullable): this thread's loop: the running one, else the one set
 */
LsLoop   *ls_get_event_loop            (void);

/**
 * ls_loop_run_until_complete:
 * @loop: a loop that does not run
 * @awaitable: a coroutine (consumed), a future or a task
 * @error: return location for its exception; KeyboardInterrupt or SystemExit that a task or
 *   callback
 *   raised; RuntimeError where a loop runs, @loop is closed, or it was stopped before
 *
 * Blocks until @awaitable is done.  asyncio: "Event Loop", loop.run_until_complete().
 *
 * Returns: (transfer full): its result; None when @error is set
 */
LsValue   ls_loop_run_until_complete   (LsLoop *loop, gpointer awaitable, GError **error);

/**
 * ls_loop_run_forever:
 * @loop: a loop that does not run
 * @error: return location: KeyboardInterrupt or SystemExit that a task or callback raised,
 *   RuntimeError where a loop runs or @loop is closed
 *
 * Blocks until ls_loop_stop().  asyncio: "Event Loop", loop.run_forever().
 *
 * Returns: %FALSE where @error is set
 */
gboolean  ls_loop_run_forever          (LsLoop *loop, GError **error);

/**
 * ls_loop_stop:
 * @loop: a loop
 *
 * Has it return after the current iteration, or after one where it does not run.  Never suspends.
 * asyncio: "Event Loop", loop.stop().
 */
void      ls_loop_stop                 (LsLoop *loop);

/**
 * ls_loop_close:
 * @loop: a loop that does not run
 *
 * Drops what is ready and scheduled.  Tasks that still wait are destroyed: GeneratorExit is raised
 * where they await, so that they can clean up.  asyncio: "Event Loop", loop.close().
 */
void      ls_loop_close                (LsLoop *loop);

/**
 * ls_loop_is_running:
 * @loop: a loop
 *
 * Returns: whether it runs
 */
gboolean  ls_loop_is_running           (LsLoop *loop);

/**
 * ls_loop_is_closed:
 * @loop: a loop
 *
 * Returns: whether it is closed
 */
gboolean  ls_loop_is_closed            (LsLoop *loop);

/**
 * ls_loop_time:
 * @loop: a loop
 *
 * Never suspends.  asyncio: "Event Loop", loop.time().
 *
 * Returns: seconds on the loop's clock, from a beginning of no meaning
 */
double    ls_loop_time                 (LsLoop *loop);

/**
 * ls_loop_set_debug:
 * @loop: a loop
 * @enabled: whether it is in debug mode from now on
 *
 * In debug mode the loop warns of each callback and each turn of a task that takes longer than
 * ls_loop_set_slow_callback_duration() says, and of calls from other threads that must not be made there.  A
 * new loop is in debug mode where `LOOPSCOPE_ASYNCIO_DEBUG` is set in the environment and not empty.  Never
 * suspends.  asyncio: "Event Loop", "Enabling debug mode", loop.set_debug().
 */
void      ls_loop_set_debug            (LsLoop *loop, gboolean enabled);

/**
 * ls_loop_get_debug:
 * @loop: a loop
 *
 * asyncio: "Event Loop", loop.get_debug().
 *
 * Returns: whether it is in debug mode
 */
gboolean  ls_loop_get_debug            (LsLoop *loop);

/**
 * ls_loop_set_slow_callback_duration:
 * @loop: a loop
 * @seconds: from how long on a callback is slow
 *
 * asyncio: "Event Loop", loop.slow_callback_duration.
 */
void      ls_loop_set_slow_callback_duration (LsLoop *loop, double seconds);

/**
 * ls_loop_get_slow_callback_duration:
 * @loop: a loop
 *
 * asyncio: "Event Loop", loop.slow_callback_duration.
 *
 * Returns: from how many seconds on debug mode warns of a callback: 0.1, unless another was set
 */
double    ls_loop_get_slow_callback_duration (LsLoop *loop);

/**
 * ls_loop_create_task_with:
 * @loop: a loop that is not closed
 * @coro: (transfer floating): a coroutine, consumed
 * @options: the keyword arguments, copied
 *
 * What ls_loop_create_task() expands to.
 *
 * Returns: (transfer full): the task
 */
LsTask   *ls_loop_create_task_with     (LsLoop *loop, LsCoro *coro, const LsTaskOptions *options)
                                        G_GNUC_WARN_UNUSED_RESULT;

/**
 * ls_loop_create_task:
 * @loop: a loop that is not closed
 * @coro: (transfer floating): a coroutine, consumed
 * @...: keyword arguments, as of ls_create_task()
 *
 * Makes a task of @loop, whose first step it takes in its next iteration.  Never suspends.
 * asyncio: "Event Loop", loop.create_task().
 *
 * Returns: (transfer full): the task
 */
#define ls_loop_create_task(loop, coro, ...) \
  ls_loop_create_task_with ((loop), (coro), &(const LsTaskOptions) { __VA_ARGS__ })

/**
 * ls_loop_create_future:
 * @loop: a loop
 *
 * Never suspends.  asyncio: "Event Loop", loop.create_future().
 *
 * Returns: (transfer full): a pending future
 */
LsFuture *ls_loop_create_future        (LsLoop *loop);

/**
 * ls_loop_call_soon:
 * @loop: a loop that is not closed
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments, referenced
 *
 * Has @func called in the next iteration, in the order of scheduling.  Never suspends.  asyncio:
 * "Event Loop", loop.call_soon().
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_soon(loop, func, ...) \
  ls_loop_call_soon_named ((loop), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_call_later:
 * @loop: a loop that is not closed
 * @delay: seconds from now
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments, referenced
 *
 * Has @func called once the time has passed.  Never suspends.  asyncio: "Event Loop",
 * loop.call_later().
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_later(loop, delay, func, ...) \
  ls_loop_call_later_named ((loop), (delay), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_call_at:
 * @loop: a loop that is not closed
 * @when: the deadline, in seconds of the loop's clock
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments, referenced
 *
 * Has @func called at the deadline.  Never suspends.  asyncio: "Event Loop", loop.call_at().
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_at(loop, when, func, ...) \
  ls_loop_call_at_named ((loop), (when), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_call_soon_threadsafe:
 * @loop: a loop, which somebody holds meanwhile
 * @func: a [callback@Ls.Callback]
 * @...: its arguments: values that may be handed over: scalars, literals, pointers
 *
 * ls_loop_call_soon() from any thread; wakes the loop.  Never suspends.  asyncio: "Event Loop",
 * loop.call_soon_threadsafe().
 *
 * Returns: %FALSE where @loop is closed, of which asyncio makes a RuntimeError: @func is not called
 */
#define ls_loop_call_soon_threadsafe(loop, func, ...) \
  ls_loop_call_soon_threadsafe_named ((loop), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_call_soon_named:
 * @loop: a loop that is not closed
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @args: (array length=n_args): its arguments, referenced
 * @n_args: how many
 *
 * What ls_loop_call_soon() expands to.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
LsHandle *ls_loop_call_soon_named      (LsLoop *loop, const char *name, LsCallback func,
                                        const LsValue *args, gsize n_args);

/**
 * ls_loop_call_later_named:
 * @loop: a loop that is not closed
 * @delay: seconds from now
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @args: (array length=n_args): its arguments, referenced
 * @n_args: how many
 *
 * What ls_loop_call_later() expands to.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
LsHandle *ls_loop_call_later_named     (LsLoop *loop, double delay, const char *name, LsCallback func,
                                        const LsValue *args, gsize n_args);

/**
 * ls_loop_call_at_named:
 * @loop: a loop that is not closed
 * @when: the deadline, in seconds of the loop's clock
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @args: (array length=n_args): its arguments, referenced
 * @n_args: how many
 *
 * What ls_loop_call_at() expands to.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
LsHandle *ls_loop_call_at_named        (LsLoop *loop, double when, const char *name, LsCallback func,
                                        const LsValue *args, gsize n_args);

/**
 * ls_loop_call_soon_threadsafe_named:
 * @loop: a loop, which somebody holds meanwhile
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @args: (array length=n_args): its arguments: scalars, literals, pointers
 * @n_args: how many
 *
 * What ls_loop_call_soon_threadsafe() expands to.
 *
 * Returns: %FALSE where @loop is closed
 */
gboolean  ls_loop_call_soon_threadsafe_named (LsLoop *loop, const char *name, LsCallback func,
                                              const LsValue *args, gsize n_args);

/**
 * LsExceptionContext:
 *
 * What went wrong, as the exception handler is told; lent for the call.  All but the message may be %NULL; context:
 * what a handler was told of, when it failed itself.
 *
 * asyncio: "Event Loop", "Error Handling API".
 */
typedef struct _LsExceptionContext LsExceptionContext;

struct _LsExceptionContext
{
  const char   *message;
  const GError *exception;
  LsFuture     *future;
  LsTask       *task;
  LsHandle     *handle;
  const LsExceptionContext *context;
};

/**
 * LsExceptionHandler:
 * @loop: the loop
 * @context: what went wrong
 * @data: what was given with the handler
 * @error: never %NULL: where it is set the default handler tells of both
 */
typedef void (*LsExceptionHandler) (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error);

/**
 * ls_loop_set_exception_handler:
 * @loop: a loop
 * @handler: (nullable): whom to tell, %NULL for ls_loop_default_exception_handler()
 * @data: for @handler, lent until another is set
 *
 * Never suspends.  asyncio: "Event Loop", "Error Handling API".
 */
void      ls_loop_set_exception_handler     (LsLoop *loop, LsExceptionHandler handler,
                                             gpointer data);

/**
 * ls_loop_get_exception_handler:
 * @loop: a loop
 * @data: (out) (optional): what was given with it
 *
 * asyncio: "Event Loop", "Error Handling API".
 *
 * Returns: (nullable): the handler that was set, %NULL for the default one
 */
LsExceptionHandler ls_loop_get_exception_handler (LsLoop *loop, gpointer *data);

/**
 * ls_loop_call_exception_handler:
 * @loop: a loop
 * @context: what went wrong
 *
 * Tells the handler that was set, or the default one.  Never suspends.  asyncio: "Event Loop",
 * "Error Handling API".
 */
void      ls_loop_call_exception_handler    (LsLoop *loop, const LsExceptionContext *context);

/**
 * ls_loop_default_exception_handler:
 * @loop: a loop
 * @context: what went wrong
 *
 * Prints it on stderr.  Never suspends.  asyncio: "Event Loop", "Error Handling API".
 */
void      ls_loop_default_exception_handler (LsLoop *loop, const LsExceptionContext *context);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsLoop, ls_loop_unref)

G_END_DECLS
