/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-coro.h"

G_BEGIN_DECLS

/**
 * LsOperation:
 *
 * One asynchronous operation of GIO's that the task waits for.  Only ls_await_gio() uses it.
 */
typedef struct _LsOperation LsOperation;

/**
 * ls_await_gio:
 * @function: the name that NAME_async() and NAME_finish() have in common: `g_file_read`
 * @error: return location for the operation's error; CancelledError; RuntimeError outside of a task
 * @object: what the operation is one of
 * @...: the other arguments of NAME_async() up to its GCancellable
 *
 * Starts an operation of GIO's and waits for it, the loop going on meanwhile.  When the task is cancelled the
 * operation is cancelled too, through a GCancellable, and the task waits until it has let go of what it was lent.
 * Suspends.
 *
 * |[<!-- language="C" -->
 * GFileInputStream *stream = ls_await_gio (g_file_read, error, file, G_PRIORITY_DEFAULT);
 * ]|
 *
 * Returns: what NAME_finish() does; 0 or %NULL when @error is set
 */
#define ls_await_gio(function, error, object, ...) \
  LS_AWAIT_GIO_IN (function, function##_finish (ls_gio_object, ls_gio_result, ls_gio_error), error, object, ##__VA_ARGS__)

/**
 * ls_await_gio_with:
 * @function: as of ls_await_gio()
 * @outs: in parentheses, the arguments of NAME_finish() between the result and the error
 * @error: as of ls_await_gio()
 * @object: what the operation is one of
 * @...: the other arguments of NAME_async() up to its GCancellable
 *
 * ls_await_gio() for an operation that gives more than one thing.  Suspends.
 *
 * |[<!-- language="C" -->
 * char *line = ls_await_gio_with (g_data_input_stream_read_line, (&length), error, stream, G_PRIORITY_DEFAULT);
 * ]|
 *
 * Returns: what NAME_finish() does; 0 or %NULL when @error is set
 */
#define ls_await_gio_with(function, outs, error, object, ...)                                                 \
  LS_AWAIT_GIO_IN (function, function##_finish (ls_gio_object, ls_gio_result, LS_GIO_OUTS outs, ls_gio_error), \
                   error, object, ##__VA_ARGS__)

/**
 * LS_AWAIT_GIO_IN:
 * @function: as of ls_await_gio()
 * @finish: the call of NAME_finish()
 * @into: where the exception goes
 * @object: what the operation is one of
 * @...: the other arguments of NAME_async() up to its GCancellable
 *
 * What ls_await_gio() expands to.
 */
#define LS_AWAIT_GIO_IN(function, finish, into, object, ...)                                                  \
  G_GNUC_EXTENSION ({                                                                                         \
    __typeof__ (object) ls_gio_object = (object);                                                             \
    GError **ls_gio_error = (into);                                                                           \
    GAsyncResult *ls_gio_result = NULL;                                                                       \
    __typeof__ (finish) ls_gio_value = 0;                                                                     \
    LsOperation *ls_gio = ls_operation_begin (#function, ls_gio_error);                                       \
                                                                                                              \
    if (ls_gio != NULL)                                                                                       \
      {                                                                                                       \
        function##_async (ls_gio_object, ##__VA_ARGS__, ls_operation_get_cancellable (ls_gio),                \
                          ls_operation_ready, ls_gio);                                                        \
        ls_gio_result = ls_operation_wait (ls_gio, ls_gio_error);                                             \
        if (ls_gio_result != NULL)                                                                            \
          ls_gio_value = finish;                                                                              \
        ls_operation_end (ls_gio);                                                                            \
      }                                                                                                       \
    ls_gio_value;                                                                                             \
  })

/**
 * LS_GIO_OUTS:
 * @...: arguments
 *
 * Part of ls_await_gio_with(): takes the parentheses off.
 */
#define LS_GIO_OUTS(...) __VA_ARGS__

/**
 * ls_operation_begin:
 * @name: (transfer none): the operation's name, which lives as long as the program
 * @error: return location: RuntimeError outside of a task
 *
 * Part of ls_await_gio().  Never suspends.
 *
 * Returns: (transfer full) (nullable): an operation of the current task's, to be given to ls_operation_end()
 */
LsOperation  *ls_operation_begin            (const char *name, GError **error);

/**
 * ls_operation_get_cancellable:
 * @operation: an operation
 *
 * Part of ls_await_gio().
 *
 * Returns: (transfer none): what cancels it
 */
GCancellable *ls_operation_get_cancellable  (LsOperation *operation);

/**
 * ls_operation_ready:
 * @source: (nullable): what it was one of
 * @result: how it ended
 * @operation: the operation
 *
 * Part of ls_await_gio(): the GAsyncReadyCallback.
 */
void          ls_operation_ready            (GObject *source, GAsyncResult *result, gpointer operation);

/**
 * ls_operation_wait:
 * @operation: an operation that was started
 * @error: return location: CancelledError
 *
 * Part of ls_await_gio().  Suspends.
 *
 * Returns: (transfer none) (nullable): how it ended; %NULL when an exception was raised
 */
GAsyncResult *ls_operation_wait             (LsOperation *operation, GError **error);

/**
 * ls_operation_end:
 * @operation: (transfer full): an operation
 *
 * Part of ls_await_gio().  Never suspends.
 */
void          ls_operation_end              (LsOperation *operation);

G_END_DECLS
