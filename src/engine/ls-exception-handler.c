/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>

#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/*
 * Where an exception goes that nobody could catch: asyncio's "Error Handling API".
 */

static LsFuture *
future_of (const LsExceptionContext *context)
{
  return context->future != NULL ? context->future : (LsFuture *) context->task;
}

static void
print_object (const char *key, LsFuture *future)
{
  g_autofree char *repr = NULL;

  if (future == NULL)
    return;
  repr = ls_value_repr (ls_value_of_awaitable (future));
  fprintf (stderr, "%s: %s\n", key, repr);
}

static void
print_handle (LsHandle *handle)
{
  g_autofree char *repr = handle != NULL ? ls_handle_repr (handle) : NULL;

  if (repr != NULL)
    fprintf (stderr, "handle: %s\n", repr);
}

static void
append_item (GString *out, const char *key, char *repr)
{
  g_string_append_printf (out, "%s'%s': %s", out->len > 1 ? ", " : "", key, repr);
  g_free (repr);
}

static char *
repr_of_error (const GError *error)
{
  g_auto (LsValue) value = ls_value_copy (ls_value_error (error));

  return ls_value_repr (value);
}

/* As Python prints its dictionary: what the handler was told of that failed. */
static void
print_context (const LsExceptionContext *context)
{
  g_autoptr (GString) out = g_string_new ("{");

  if (context == NULL)
    return;
  if (context->message != NULL)
    append_item (out, "message", ls_value_repr (LS_STR (context->message)));
  if (context->exception != NULL)
    append_item (out, "exception", repr_of_error (context->exception));
  if (context->future != NULL)
    append_item (out, "future", ls_value_repr (ls_value_of_awaitable (context->future)));
  if (context->task != NULL)
    append_item (out, "task", ls_value_repr (ls_task_value (context->task)));
  if (context->handle != NULL)
    append_item (out, "handle", ls_handle_repr (context->handle));
  fprintf (stderr, "context: %s}\n", out->str);
}

void
ls_loop_default_exception_handler (LsLoop *loop, const LsExceptionContext *context)
{
  g_return_if_fail (context != NULL);

  fprintf (stderr, "%s\n",
           context->message != NULL ? context->message : "Unhandled exception in event loop");
  print_context (context->context);
  print_object ("future", context->future);
  print_handle (context->handle);
  print_object ("task", (LsFuture *) context->task);
  if (context->exception != NULL)
    {
      g_autofree char *last_line = ls_error_to_traceback (context->exception);

      fprintf (stderr, "%s\n", last_line);
    }
}

/* Where it fails the default one tells of both; what leaves the loop does so. */
static void
call_own_handler (LsLoop *loop, const LsExceptionContext *context)
{
  g_autoptr (GError) error = NULL;
  LsExceptionContext failure = { .message = "Unhandled error in exception handler", .context = context };

  loop->handler (loop, context, loop->handler_data, &error);
  if (error == NULL)
    return;
  failure.exception = error;
  if (!ls_error_leaves_loop (error))
    ls_loop_default_exception_handler (loop, &failure);
  else if (loop->running)
    ls_loop_raise (loop, error);
}

void
ls_loop_call_exception_handler (LsLoop *loop, const LsExceptionContext *context)
{
  LsFuture *future = future_of (context);
  LsErrorText text;

  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP));

  LS_TRACE (exception, future != NULL ? future->id : 0, context->message,
            ls_error_describe (context->exception, &text));
  if (loop->handler != NULL)
    call_own_handler (loop, context);
  else
    ls_loop_default_exception_handler (loop, context);
}

void
ls_loop_set_exception_handler (LsLoop *loop, LsExceptionHandler handler, gpointer data)
{
  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP));

  loop->handler = handler;
  loop->handler_data = data;
}

LsExceptionHandler
ls_loop_get_exception_handler (LsLoop *loop, gpointer *data)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), NULL);

  if (data != NULL)
    *data = loop->handler_data;
  return loop->handler;
}
