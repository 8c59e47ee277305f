/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-async-gen.h"

G_BEGIN_DECLS

/**
 * LsAsyncContext:
 *
 * An asynchronous context manager: what LS_ASYNC_WITH() enters before its block and leaves after it, both of which may
 * wait.  A type of one's own has a struct that begins with an #LsAsyncContext:
 *
 *   typedef struct { LsAsyncContext context; const char *host; } Session;
 *
 *   static LsValue
 *   session_aenter (gpointer self, GError **error)
 *   {
 *     LS_TRY (ls_sleep (1, error));
 *     return LS_STR (((Session *) self)->host);
 *   }
 *
 *   static gboolean
 *   session_aexit (gpointer self, const GError *exception, GError **error)
 *   {
 *     ls_sleep (1, error);
 *     return FALSE;
 *   }
 *
 *   static const LsAsyncContextClass session_class = { .aenter = session_aenter, .aexit = session_aexit };
 *
 *   Session *session = ls_async_context_new (&session_class, sizeof (Session));
 *
 *   LS_ASYNC_WITH_AS (host, session, error)
 *     {
 *       printf ("connected to %s\n", ls_value_get_string (host));
 *     }
 *   LS_TRY (*error == NULL);
 *
 * It floats: LS_ASYNC_WITH() consumes it, unless it was referenced before.  LS_WITH_LOCK() and LS_WITH_TIMEOUT() stand
 * before a block in the same way.
 *
 * asyncio: Python's "Asynchronous Context Managers".
 */

/**
 * LsAsyncContextClass:
 * @aenter: before the block: gives what LS_ASYNC_WITH_AS() names, transferred, or raises an exception, and the block is
 *   left out; may suspend
 * @aexit: after the block, with the exception that left it, or %NULL: gives %TRUE where that goes no further, or raises
 *   one in its place; may suspend
 * @finalize: (nullable): gives back what one holds, before it is freed
 *
 * A type of context managers; lives as long as the program.
 */
typedef struct
{
  LsValue  (*aenter)   (gpointer self, GError **error);
  gboolean (*aexit)    (gpointer self, const GError *exception, GError **error);
  void     (*finalize) (gpointer self);
} LsAsyncContextClass;

struct _LsAsyncContext
{
  /*< private >*/
  LsObject                   base;
  const LsAsyncContextClass *klass;
};

/**
 * ls_async_context_new:
 * @klass: its type
 * @size: of its struct, in bytes, which begins with an #LsAsyncContext; the rest is 0
 *
 * Never suspends.
 *
 * Returns: (transfer floating): a context manager
 */
gpointer ls_async_context_new       (const LsAsyncContextClass *klass, gsize size) G_GNUC_MALLOC;

/**
 * ls_async_context:
 * @func: the body of a generator: what it yields, once, LS_ASYNC_WITH_AS() names; the block runs in the place of that
 *   ls_yield(), which raises what leaves the block, and the body may take it
 * @...: values, the arguments, referenced
 *
 * Never suspends.  Python: contextlib's `@asynccontextmanager`.
 *
 * Returns: (transfer floating): a context manager
 */
#define ls_async_context(func, ...) ls_async_context_from (ls_async_gen (func, ##__VA_ARGS__))

/**
 * ls_async_context_from:
 * @generator: a generator (consumed, if it floats) that has not begun
 *
 * What ls_async_context() expands to.
 *
 * Returns: (transfer floating): a context manager
 */
gpointer ls_async_context_from      (LsAsyncGen *generator);

/**
 * ls_aclosing:
 * @generator: a generator (consumed, if it floats)
 *
 * Closes the generator after the block.  Never suspends.  Python: contextlib.aclosing().
 *
 * Returns: (transfer floating): a context manager, which gives @generator
 */
gpointer ls_aclosing                (LsAsyncGen *generator);

/**
 * ls_async_context_ref:
 * @context: an #LsAsyncContext
 *
 * Takes another reference; of a floating one, the first.  Never suspends.
 *
 * Returns: (transfer full): @context
 */
gpointer ls_async_context_ref       (gpointer context);

/**
 * ls_async_context_unref:
 * @context: an #LsAsyncContext
 *
 * Gives a reference back; with the last one it is freed.  Never suspends.
 */
void     ls_async_context_unref     (gpointer context);

/**
 * LS_ASYNC_WITH:
 * @context: an #LsAsyncContext (consumed, if it floats), referenced for the block
 * @error: where the coroutine's exceptions go, not %NULL
 *
 * Stands before a block of a coroutine: `async with context`.  The block is left out where it could not be entered, and
 * may be left by any way but longjmp(): what is in `*error` then is the exception that left it, which the context may
 * take or replace.  Leaving it by `break` goes on after the block, as Python does; by LS_TRY() or `return`, it ends the
 * coroutine.  May suspend, before and after the block.
 */
#define LS_ASYNC_WITH(context, error) \
  LS_ASYNC_WITH_IN (G_PASTE (ls_with_, __LINE__), G_PASTE (ls_once_, __LINE__), (context), (error))

/**
 * LS_ASYNC_WITH_AS:
 * @name: the name of the variable, an #LsValue, that is lent what entering gave
 * @context: an #LsAsyncContext, as of LS_ASYNC_WITH()
 * @error: where the coroutine's exceptions go, not %NULL
 *
 * Stands before a block of a coroutine: `async with context as name`.  May suspend, before and after the block.
 */
#define LS_ASYNC_WITH_AS(name, context, error)                                                             \
  LS_ASYNC_WITH_IN (G_PASTE (ls_with_, __LINE__), G_PASTE (ls_once_, __LINE__), (context), (error))        \
    for (LsValue name = G_PASTE (ls_with_, __LINE__).value, *G_PASTE (ls_named_, __LINE__) = &name;        \
         G_PASTE (ls_named_, __LINE__) != NULL; G_PASTE (ls_named_, __LINE__) = NULL)

/**
 * LS_ASYNC_WITH_IN:
 * @scope: the name of the variable that is the scope
 * @once: the name of the variable that runs the block once
 * @manager: an #LsAsyncContext
 * @into: where the coroutine's exceptions go
 *
 * What LS_ASYNC_WITH() expands to.
 */
#define LS_ASYNC_WITH_IN(scope, once, manager, into)                                                       \
  for (LsAsyncWith scope __attribute__ ((cleanup (ls_async_with_leave))) =                                 \
         { .context = ls_async_context_ref (manager), .error = (into) },                                   \
         *once = ls_async_with_enter (&scope) ? &scope : NULL;                                             \
       once != NULL; once = NULL)

typedef struct
{
  /*< private >*/
  LsAsyncContext *context;
  LsValue         value;
  GError        **error;
  gconstpointer   site;
  gboolean        entered;
} LsAsyncWith;

/**
 * ls_async_with_enter:
 * @self: a scope
 *
 * What LS_ASYNC_WITH() calls before its block.  May suspend.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean ls_async_with_enter        (LsAsyncWith *self);

/**
 * ls_async_with_leave:
 * @self: a scope
 *
 * What LS_ASYNC_WITH() calls wherever its block is left.  May suspend.
 */
void     ls_async_with_leave        (LsAsyncWith *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsAsyncContext, ls_async_context_unref)

G_END_DECLS
