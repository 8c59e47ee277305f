/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsAsyncGen:
 *
 * An asynchronous generator: a body that gives one item after another, and may await between them.
 *
 *   static LsValue
 *   count_to (const LsValue *args, GError **error)
 *   {
 *     for (int i = 1; i <= ls_value_get_int (args[0]); i++)
 *       {
 *         LS_TRY (ls_sleep (1, error));
 *         LS_TRY (ls_yield (LS_INT (i), error));
 *       }
 *     return LS_NONE;
 *   }
 *
 *   LS_ASYNC_FOR (i, ls_async_gen (count_to, LS_INT (3)), error)
 *     {
 *       printf ("%d\n", (int) ls_value_get_int (i));
 *     }
 *   LS_TRY (*error == NULL);
 *
 * It is no task: the body runs as a part of whoever asks for an item, and waits with it.  One that is left before its
 * end is closed by a task that the loop makes when the last reference goes; one that is still there at the end of
 * ls_run() is closed there.  To be closed means to have GeneratorExit raised by the ls_yield() where it is paused.
 *
 * It floats, as coroutines do: LS_ASYNC_FOR() consumes it.
 *
 * asyncio: Python's "Asynchronous generator functions".
 */

/**
 * ls_async_gen:
 * @func: a [callback@Ls.CoroFunc] that calls ls_yield(); what it returns is not looked at; its name, less one
 *   underscore at the end, is the generator's
 * @...: values, the arguments, referenced
 *
 * Never suspends.
 *
 * Returns: (transfer floating): a generator that has not begun
 */
#define ls_async_gen(func, ...) ls_async_gen_new (#func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_async_gen_new:
 * @name: (transfer none): a name that lives as long as the program
 * @func: the body
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_async_gen() expands to.
 *
 * Returns: (transfer floating): a generator that has not begun
 */
LsAsyncGen *ls_async_gen_new       (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args);

/**
 * ls_async_gen_ref:
 * @generator: a generator
 *
 * Takes another reference; of a floating one, the first.  Never suspends.
 *
 * Returns: (transfer full): @generator
 */
LsAsyncGen *ls_async_gen_ref       (LsAsyncGen *generator);

/**
 * ls_async_gen_unref:
 * @generator: a generator
 *
 * Gives a reference back.  With the last one it is freed, after a task that the loop makes for it has closed it where
 * it was left before its end.  Never suspends.
 */
void        ls_async_gen_unref     (LsAsyncGen *generator);

/**
 * ls_async_gen_get_name:
 * @generator: a generator
 *
 * Returns: (transfer none): its function's name
 */
const char *ls_async_gen_get_name  (LsAsyncGen *generator);

/**
 * ls_async_gen_get_id:
 * @generator: a generator
 *
 * Returns: its number among the coroutines, under which traces and the window know it
 */
guint32     ls_async_gen_get_id    (LsAsyncGen *generator);

/**
 * ls_async_gen_value:
 * @generator: a generator, borrowed
 *
 * Returns: (transfer none): it as a value; whoever is given that takes a reference
 */
LsValue     ls_async_gen_value     (LsAsyncGen *generator);

/**
 * ls_value_get_async_gen:
 * @value: a value that holds an asynchronous generator
 *
 * Returns: (transfer none): the generator, lent while the value lives; %NULL, and a critical, where it holds something
 *   else
 */
LsAsyncGen *ls_value_get_async_gen (LsValue value);

/* Within the body */

/**
 * ls_yield:
 * @value: the item, referenced
 * @error: return location: what athrow() threw in; GeneratorExit when the generator is closed; RuntimeError elsewhere
 *   than in the body of a generator
 *
 * Gives an item to whoever asked for one, and goes on when the next is asked for.  Does not suspend the task, which
 * goes on with the item.  Python: `yield value`.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean    ls_yield               (LsValue value, GError **error);

/**
 * ls_yield_receive:
 * @value: the item, referenced
 * @error: return location, as of ls_yield()
 *
 * Python: `received = yield value`.
 *
 * Returns: (transfer full): what ls_async_gen_asend() sent, else None
 */
LsValue     ls_yield_receive       (LsValue value, GError **error);

/* Asking */

/**
 * ls_async_gen_anext:
 * @generator: a generator (consumed, if it floats)
 *
 * Asks for the next item.  Never suspends; awaiting what it returns may.  Python: `anext (generator)`.
 *
 * Returns: (transfer floating): a coroutine that gives the item, or raises StopAsyncIteration at the generator's end,
 *   what its body raises, or RuntimeError where somebody else awaits an item of it
 */
LsCoro     *ls_async_gen_anext     (LsAsyncGen *generator);

/**
 * ls_async_gen_asend:
 * @generator: a generator
 * @value: what the ls_yield_receive() where it is paused gives, referenced; None for one that has not begun
 *
 * Like ls_async_gen_anext(), with a value for the body.  Never suspends; awaiting what it returns may.  Python:
 * `generator.asend (value)`.
 *
 * Returns: (transfer floating): a coroutine, as of ls_async_gen_anext()
 */
LsCoro     *ls_async_gen_asend     (LsAsyncGen *generator, LsValue value);

/**
 * ls_async_gen_athrow:
 * @generator: a generator
 * @exception: what the ls_yield() where it is paused raises, copied
 *
 * Like ls_async_gen_anext(), with an exception for the body.  Never suspends; awaiting what it returns may.  Python:
 * `generator.athrow (exception)`.
 *
 * Returns: (transfer floating): a coroutine, as of ls_async_gen_anext(); its result is None where the generator has ended
 */
LsCoro     *ls_async_gen_athrow    (LsAsyncGen *generator, const GError *exception);

/**
 * ls_async_gen_aclose:
 * @generator: a generator
 *
 * Has GeneratorExit raised where the body is paused, which then ends.  Never suspends; awaiting what it returns may.
 * Python: `generator.aclose ()`.
 *
 * Returns: (transfer floating): a coroutine whose result is None; it raises what the body raises instead of
 *   GeneratorExit, or RuntimeError where the body yields another item
 */
LsCoro     *ls_async_gen_aclose    (LsAsyncGen *generator);

/**
 * LS_ASYNC_FOR:
 * @item: the name of the variable, an #LsValue, that is lent the items one after another
 * @generator: a generator (consumed, if it floats), referenced for the block
 * @error: where the coroutine's exceptions go, not %NULL: what the generator raised.  The block is not gone through
 *   again while there is one
 *
 * Stands before a block of a coroutine: `async for item in generator`.  The block may be left by any way but longjmp().
 * May suspend, before each time that the block is gone through.
 */
#define LS_ASYNC_FOR(item, generator, error) \
  LS_ASYNC_FOR_IN (G_PASTE (ls_for_, __LINE__), G_PASTE (ls_once_, __LINE__), item, (generator), (error))

/**
 * LS_ASYNC_FOR_IN:
 * @scope: the name of the variable that is the scope
 * @once: the name of the variable that runs the loop once
 * @item: the name of the variable for the items
 * @from: a generator
 * @into: where the coroutine's exceptions go
 *
 * What LS_ASYNC_FOR() expands to.
 */
#define LS_ASYNC_FOR_IN(scope, once, item, from, into)                                               \
  for (LsAsyncFor scope __attribute__ ((cleanup (ls_async_for_leave))) =                             \
         { .generator = ls_async_gen_ref (from), .error = (into) }, *once = &scope;                  \
       once != NULL; once = NULL)                                                                    \
    for (LsValue item = { 0 }; ls_async_for_next (&scope, &item);)

typedef struct
{
  /*< private >*/
  LsAsyncGen *generator;
  LsValue     item;
  GError    **error;
} LsAsyncFor;

/**
 * ls_async_for_next:
 * @self: a scope
 * @item: (out) (transfer none): the next item
 *
 * What LS_ASYNC_FOR() calls before its block.  May suspend.
 *
 * Returns: %FALSE after the last item, or when an exception was raised
 */
gboolean    ls_async_for_next      (LsAsyncFor *self, LsValue *item);

/**
 * ls_async_for_leave:
 * @self: a scope
 *
 * What LS_ASYNC_FOR() calls wherever its block is left.  Never suspends.
 */
void        ls_async_for_leave     (LsAsyncFor *self);

/**
 * ls_loop_shutdown_asyncgens:
 * @loop: a loop
 *
 * Closes all generators that were begun on @loop and are still there, as ls_run() does at its end; a loop made by hand
 * is given this before it is closed.  Never suspends; awaiting what it returns may.  asyncio: "Event Loop",
 * loop.shutdown_asyncgens().
 *
 * Returns: (transfer floating): a coroutine, to be run by @loop
 */
LsCoro     *ls_loop_shutdown_asyncgens (LsLoop *loop);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsAsyncGen, ls_async_gen_unref)

G_END_DECLS
