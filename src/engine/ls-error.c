/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-error-private.h"

#include <string.h>

/* What an error carries besides its text: of a group, those in it (owned). */
typedef struct { GPtrArray *group; } LsErrorPrivate;

static void
ls_error_private_init (LsErrorPrivate *self)
{
  self->group = NULL;
}

static void
ls_error_private_copy (const LsErrorPrivate *from, LsErrorPrivate *to)
{
  to->group = from->group != NULL ? g_ptr_array_ref (from->group) : NULL;
}

static void
ls_error_private_clear (LsErrorPrivate *self)
{
  g_clear_pointer (&self->group, g_ptr_array_unref);
}

G_DEFINE_EXTENDED_ERROR (LsError, ls_error)

/* The class of each code, and its module where a traceback names it. */
static const struct { const char *class_name, *module; } classes[LS_N_ERRORS] = {
  [LS_ERROR_EXCEPTION]            = { "Exception", "" },
  [LS_ERROR_CANCELLED]            = { "CancelledError", "asyncio.exceptions." },
  [LS_ERROR_TIMEOUT]              = { "TimeoutError", "" },
  [LS_ERROR_INVALID_STATE]        = { "InvalidStateError", "asyncio.exceptions." },
  [LS_ERROR_QUEUE_EMPTY]          = { "QueueEmpty", "asyncio.queues." },
  [LS_ERROR_QUEUE_FULL]           = { "QueueFull", "asyncio.queues." },
  [LS_ERROR_VALUE]                = { "ValueError", "" },
  [LS_ERROR_TYPE]                 = { "TypeError", "" },
  [LS_ERROR_RUNTIME]              = { "RuntimeError", "" },
  [LS_ERROR_LOOKUP]               = { "LookupError", "" },
  [LS_ERROR_KEY]                  = { "KeyError", "" },
  [LS_ERROR_INDEX]                = { "IndexError", "" },
  [LS_ERROR_ASSERTION]            = { "AssertionError", "" },
  [LS_ERROR_ZERO_DIVISION]        = { "ZeroDivisionError", "" },
  [LS_ERROR_OS]                   = { "OSError", "" },
  [LS_ERROR_BROKEN_BARRIER]       = { "BrokenBarrierError", "asyncio.exceptions." },
  [LS_ERROR_STOP_ITERATION]       = { "StopIteration", "" },
  [LS_ERROR_STOP_ASYNC_ITERATION] = { "StopAsyncIteration", "" },
  [LS_ERROR_GENERATOR_EXIT]       = { "GeneratorExit", "" },
  [LS_ERROR_KEYBOARD_INTERRUPT]   = { "KeyboardInterrupt", "" },
  [LS_ERROR_SYSTEM_EXIT]          = { "SystemExit", "" },
  [LS_ERROR_EXCEPTION_GROUP]      = { "ExceptionGroup", "" },
  [LS_ERROR_BASE_EXCEPTION_GROUP] = { "BaseExceptionGroup", "" },
};

static gboolean
is_ours (const GError *error)
{
  return error->domain == LS_ERROR && error->code >= 0 && error->code < LS_N_ERRORS;
}

const char *
ls_error_get_class (const GError *error)
{
  g_return_val_if_fail (error != NULL, "");

  return is_ours (error) ? classes[error->code].class_name : g_quark_to_string (error->domain);
}

/* Between the class and the text. */
static const char *
separator (const GError *error)
{
  return error->message[0] != '\0' ? ": " : "";
}

char *
ls_error_to_string (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  return g_strconcat (ls_error_get_class (error), separator (error), error->message, NULL);
}

char *
ls_error_to_traceback (const GError *error)
{
  g_return_val_if_fail (error != NULL, NULL);

  if (ls_error_get_group (error) != NULL)
    return ls_exception_group_to_traceback (error);
  return g_strconcat (is_ours (error) ? classes[error->code].module : "",
                      ls_error_get_class (error), separator (error), error->message, NULL);
}

gboolean
ls_error_is_cancelled (const GError *error)
{
  return error != NULL && error->domain == LS_ERROR && error->code == LS_ERROR_CANCELLED;
}

const GPtrArray *
ls_error_get_group (const GError *error)
{
  return error->domain == LS_ERROR ? ls_error_get_private (error)->group : NULL;
}

void
ls_error_set_group (GError *error, GPtrArray *errors)
{
  ls_error_get_private (error)->group = errors;
}

gboolean
ls_error_is_base (const GError *error)
{
  return error->domain == LS_ERROR
         && (error->code == LS_ERROR_CANCELLED || error->code == LS_ERROR_GENERATOR_EXIT
             || error->code == LS_ERROR_BASE_EXCEPTION_GROUP || ls_error_leaves_loop (error));
}

gboolean
ls_error_leaves_loop (const GError *error)
{
  return error->domain == LS_ERROR
         && (error->code == LS_ERROR_KEYBOARD_INTERRUPT || error->code == LS_ERROR_SYSTEM_EXIT);
}

/* For the tracer: no allocation, no formatting, and cut at the buffer's end. */
const char *
ls_error_describe (const GError *error, LsErrorText *text)
{
  gsize length;

  if (error == NULL)
    return NULL;
  length = g_strlcpy (text->text, ls_error_get_class (error), sizeof text->text);
  if (error->message[0] != '\0' && length + 2 < sizeof text->text)
    {
      memcpy (text->text + length, ": ", 3);
      g_strlcpy (text->text + length + 2, error->message, sizeof text->text - length - 2);
    }
  return text->text;
}
