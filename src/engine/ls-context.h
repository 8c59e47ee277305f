/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-coro.h"
#include "ls-future.h"
#include "ls-handle.h"

G_BEGIN_DECLS

/**
 * LsContextVar:
 *
 * A variable that has a value of its own in each task.  It is static, and outlives all loops:
 *
 *   static LsContextVar request = LS_CONTEXT_VAR ("request");
 *   static LsContextVar level = LS_CONTEXT_VAR_WITH_DEFAULT ("level", LS_INT (0));
 *
 * A task begins with a copy of the variables of who made it, and a callback is called with those of who scheduled
 * it.  A coroutine that is awaited shares those of its task.  Where other threads see a value too, by ls_to_thread()
 * or ls_loop_call_soon_threadsafe(), it must be one that may be handed over: a scalar, literal or pointer.
 *
 * Python: contextvars.ContextVar.
 */
typedef struct
{
  /*< private >*/
  const char *name;
  gboolean    has_default;
  LsValue     default_value;
} LsContextVar;

/**
 * LS_CONTEXT_VAR:
 * @name: a literal
 *
 * Returns: what a variable without a default is initialised with
 */
#define LS_CONTEXT_VAR(name) { (name), FALSE, { 0 } }

/**
 * LS_CONTEXT_VAR_WITH_DEFAULT:
 * @name: a literal
 * @value: a scalar or literal
 *
 * Returns: what a variable is initialised with that has @value wherever it was not set
 */
#define LS_CONTEXT_VAR_WITH_DEFAULT(name, value) { (name), TRUE, value }

/**
 * LsContext:
 *
 * Variables with their values, as of a task or callback.  Reference-counted; may be handed to other threads, but
 * only one at a time may use it.
 *
 * Python: contextvars.Context.
 */

/**
 * LsContextToken:
 *
 * What a variable was before it was set.
 *
 * Python: contextvars.Token.
 */
typedef struct _LsContextToken LsContextToken;

/**
 * ls_context_var_get:
 * @var: a variable
 * @error: return location: LookupError where it has neither a value nor a default
 *
 * Never suspends.  Python: ContextVar.get().
 *
 * Returns: (transfer full): its value in the current context; None when @error is set
 */
LsValue         ls_context_var_get       (LsContextVar *var, GError **error);

/**
 * ls_context_var_get_or:
 * @var: a variable
 * @fallback: what it is where it was not set
 *
 * Never suspends.  Python: ContextVar.get() with a default.
 *
 * Returns: (transfer full): its value in the current context, or @fallback
 */
LsValue         ls_context_var_get_or    (LsContextVar *var, LsValue fallback);

/**
 * ls_context_var_set:
 * @var: a variable
 * @value: its value from now on in the current context, referenced
 *
 * Never suspends.  Python: ContextVar.set(), whose token nobody keeps.
 */
void            ls_context_var_set       (LsContextVar *var, LsValue value);

/**
 * ls_context_var_set_token:
 * @var: a variable
 * @value: its value from now on in the current context, referenced
 *
 * Never suspends.  Python: ContextVar.set().
 *
 * Returns: (transfer full): what it was before, for ls_context_var_reset()
 */
LsContextToken *ls_context_var_set_token (LsContextVar *var, LsValue value) G_GNUC_WARN_UNUSED_RESULT;

/**
 * ls_context_var_reset:
 * @var: a variable
 * @token: what ls_context_var_set_token() gave for it in the current context
 * @error: return location: RuntimeError where @token was used before, ValueError where it is another variable's or
 *   context's
 *
 * Makes @var what it was before.  Never suspends.  Python: ContextVar.reset().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean        ls_context_var_reset     (LsContextVar *var, LsContextToken *token, GError **error);

/**
 * ls_context_token_free:
 * @token: a token
 *
 * Frees it, used or not.
 */
void            ls_context_token_free    (LsContextToken *token);

/**
 * ls_context_new:
 * Never suspends.  Python: contextvars.Context().
 *
 * Returns: (transfer full): a context in which no variable is set
 */
LsContext      *ls_context_new           (void);

/**
 * ls_copy_context:
 * Never suspends, and takes the same time however many variables there are.  Python: contextvars.copy_context().
 *
 * Returns: (transfer full): a copy of the current context
 */
LsContext      *ls_copy_context          (void);

/**
 * ls_context_ref:
 * @context: a context
 *
 * Takes a reference, from any thread.  Never suspends.
 *
 * Returns: (transfer full): @context
 */
LsContext      *ls_context_ref           (LsContext *context);

/**
 * ls_context_unref:
 * @context: a context
 *
 * Gives a reference back, from any thread; frees it with the last one.  Never suspends.
 */
void            ls_context_unref         (LsContext *context);

/**
 * ls_context_get:
 * @context: a context
 * @var: a variable
 * @error: return location: KeyError where it was not set there
 *
 * Never suspends.  Python: context[var].
 *
 * Returns: (transfer full): its value in @context; None when @error is set
 */
LsValue         ls_context_get           (LsContext *context, LsContextVar *var, GError **error);

/**
 * ls_context_contains:
 * @context: a context
 * @var: a variable
 *
 * Python: var in context.
 *
 * Returns: whether it was set there
 */
gboolean        ls_context_contains      (LsContext *context, LsContextVar *var);

/**
 * ls_context_run:
 * @context: a context that is not current already
 * @error: return location for @func's exception; RuntimeError where @context is entered already
 * @func: a [callback@Ls.CoroFunc], called at once; must not yield to who asks a generator
 * @...: values, its arguments, lent
 *
 * Calls @func with @context as the current one: what it sets is set there.  Python: Context.run().
 *
 * Returns: (transfer full): what @func returned; None when @error is set
 */
#define ls_context_run(context, error, func, ...) \
  ls_context_run_with ((context), (func), LS_ARGS (__VA_ARGS__), (error))

/**
 * ls_context_run_with:
 * @context: a context that is not current already
 * @func: the function
 * @args: (array length=n_args): its arguments, lent
 * @n_args: how many
 * @error: return location, as of ls_context_run()
 *
 * What ls_context_run() expands to.
 *
 * Returns: (transfer full): what @func returned; None when @error is set
 */
LsValue         ls_context_run_with      (LsContext *context, LsCoroFunc func, const LsValue *args, gsize n_args,
                                          GError **error);

/**
 * ls_loop_call_soon_in:
 * @loop: a loop that is not closed
 * @context: what @func is called in, referenced
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments, referenced
 *
 * ls_loop_call_soon() with `context=`.  Never suspends.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_soon_in(loop, context, func, ...) \
  ls_handle_set_context (ls_loop_call_soon ((loop), func, __VA_ARGS__), (context))

/**
 * ls_loop_call_soon_threadsafe_in:
 * @loop: a loop, which somebody holds meanwhile
 * @context: what @func is called in, referenced; nobody else may use it meanwhile
 * @func: a [callback@Ls.Callback]
 * @...: its arguments: values that may be handed over: scalars, literals, pointers
 *
 * ls_loop_call_soon_threadsafe() with `context=`.  Never suspends.
 *
 * Returns: %FALSE where @loop is closed, of which asyncio makes a RuntimeError: @func is not called
 */
#define ls_loop_call_soon_threadsafe_in(loop, context, func, ...) \
  ls_loop_call_soon_threadsafe_named_in ((loop), (context), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_call_later_in:
 * @loop: a loop that is not closed
 * @context: what @func is called in, referenced
 * @delay: seconds from now
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments, referenced
 *
 * ls_loop_call_later() with `context=`.  Never suspends.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_later_in(loop, context, delay, func, ...) \
  ls_handle_set_context (ls_loop_call_later ((loop), (delay), func, __VA_ARGS__), (context))

/**
 * ls_loop_call_at_in:
 * @loop: a loop that is not closed
 * @context: what @func is called in, referenced
 * @when: the deadline, in seconds of the loop's clock
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments, referenced
 *
 * ls_loop_call_at() with `context=`.  Never suspends.
 *
 * Returns: (transfer none): the handle, lent until it has run
 */
#define ls_loop_call_at_in(loop, context, when, func, ...) \
  ls_handle_set_context (ls_loop_call_at ((loop), (when), func, __VA_ARGS__), (context))

/**
 * ls_loop_call_soon_threadsafe_named_in:
 * @loop: a loop, which somebody holds meanwhile
 * @context: (nullable): what @func is called in, referenced; %NULL: a copy of the caller's
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @args: (array length=n_args): its arguments: scalars, literals, pointers
 * @n_args: how many
 *
 * What ls_loop_call_soon_threadsafe_in() expands to.
 *
 * Returns: %FALSE where @loop is closed
 */
gboolean        ls_loop_call_soon_threadsafe_named_in (LsLoop *loop, LsContext *context, const char *name,
                                                       LsCallback func, const LsValue *args, gsize n_args);

/**
 * ls_handle_set_context:
 * @handle: a handle that has not run
 * @context: what its callback is called in, referenced
 *
 * What ls_loop_call_soon_in() and its like expand to.
 *
 * Returns: (transfer none): @handle
 */
LsHandle       *ls_handle_set_context    (LsHandle *handle, LsContext *context);

/**
 * ls_future_add_done_callback_in:
 * @future: a future
 * @context: what @func is called in, referenced
 * @func: a [callback@Ls.DoneCallback]
 * @data: for @func, lent until it is called
 *
 * ls_future_add_done_callback() with `context=`.  Never suspends.
 */
#define ls_future_add_done_callback_in(future, context, func, data) \
  ls_future_add_named_callback_in (future, context, #func, func, data)

/**
 * ls_future_add_named_callback_in:
 * @future: a future
 * @context: what @func is called in, referenced
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: a callback
 * @data: for @func, lent until it is called
 *
 * What ls_future_add_done_callback_in() expands to.
 */
void            ls_future_add_named_callback_in (LsFuture *future, LsContext *context, const char *name,
                                                 LsDoneCallback func, gpointer data);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsContext, ls_context_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsContextToken, ls_context_token_free)

G_END_DECLS
