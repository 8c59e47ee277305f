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

void
ls_loop_default_exception_handler (LsLoop *loop, const LsExceptionContext *context)
{
  g_return_if_fail (context != NULL);

  fprintf (stderr, "%s\n",
           context->message != NULL ? context->message : "Unhandled exception in event loop");
  print_object ("future", context->future);
  print_handle (context->handle);
  print_object ("task", (LsFuture *) context->task);
  if (context->exception != NULL)
    {
      g_autofree char *last_line = ls_error_to_traceback (context->exception);

      fprintf (stderr, "%s\n", last_line);
    }
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
    loop->handler (loop, context, loop->handler_data);
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
