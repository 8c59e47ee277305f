/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

#define LS_ERROR (ls_error_quark ())

/**
 * ls_error_quark:
 * What %LS_ERROR expands to.
 *
 * Returns: the domain of Python's exceptions
 */
GQuark ls_error_quark (void);

/**
 * LsError:
 *
 * Python's exceptions, as codes of the domain %LS_ERROR.  A coroutine raises one with
 * `g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "…")` and returns; any other domain does as well and
 * is called by its own name.
 */
typedef enum
{
  LS_ERROR_EXCEPTION,            /* Exception */
  LS_ERROR_CANCELLED,            /* CancelledError */
  LS_ERROR_TIMEOUT,              /* TimeoutError */
  LS_ERROR_INVALID_STATE,        /* InvalidStateError */
  LS_ERROR_QUEUE_EMPTY,          /* QueueEmpty */
  LS_ERROR_QUEUE_FULL,           /* QueueFull */
  LS_ERROR_VALUE,                /* ValueError */
  LS_ERROR_TYPE,                 /* TypeError */
  LS_ERROR_RUNTIME,              /* RuntimeError */
  LS_ERROR_LOOKUP,               /* LookupError */
  LS_ERROR_KEY,                  /* KeyError */
  LS_ERROR_INDEX,                /* IndexError */
  LS_ERROR_ASSERTION,            /* AssertionError */
  LS_ERROR_ZERO_DIVISION,        /* ZeroDivisionError */
  LS_ERROR_OS,                   /* OSError */
  LS_ERROR_BROKEN_BARRIER,       /* BrokenBarrierError */
  LS_ERROR_STOP_ITERATION,       /* StopIteration */
  LS_ERROR_STOP_ASYNC_ITERATION, /* StopAsyncIteration */
  LS_ERROR_GENERATOR_EXIT,       /* GeneratorExit: thrown into what is destroyed while it waits */
  LS_ERROR_KEYBOARD_INTERRUPT,   /* KeyboardInterrupt: leaves the loop */
  LS_ERROR_SYSTEM_EXIT,          /* SystemExit: leaves the loop */
  LS_ERROR_EXCEPTION_GROUP,      /* ExceptionGroup: see ls-exception-group.h */
  LS_ERROR_BASE_EXCEPTION_GROUP, /* BaseExceptionGroup: one that has a CancelledError, KeyboardInterrupt or the like */
  LS_N_ERRORS
} LsError;

/**
 * ls_error_get_class:
 * @error: an exception
 *
 * Returns: (transfer none): the name of its class, "ValueError"; of another domain than %LS_ERROR,
 *   the domain's
 */
const char *ls_error_get_class     (const GError *error);

/**
 * ls_error_to_string:
 * @error: an exception
 *
 * Returns: (transfer full): "ValueError: text", or "ValueError" alone where the text is empty
 */
char       *ls_error_to_string     (const GError *error);

/**
 * ls_error_to_traceback:
 * @error: an exception
 *
 * Returns: (transfer full): the same as the last line of Python's traceback has it, where asyncio's own
 *   classes are qualified: "asyncio.exceptions.CancelledError"; of an exception group several lines, with those in it
 */
char       *ls_error_to_traceback  (const GError *error);

/**
 * ls_error_is_cancelled:
 * @error: (nullable): an exception
 *
 * Returns: whether it is a CancelledError; %FALSE for %NULL
 */
gboolean    ls_error_is_cancelled  (const GError *error);

/**
 * ls_error_catch:
 * @error: where a call left its exception, if it raised one; not %NULL
 * @code: the exception that is expected
 *
 * Takes the exception, which is cleared, if it is the expected one.  Never suspends.  Python:
 * `except`.
 *
 * Returns: whether it was
 */
static inline gboolean
ls_error_catch (GError  **error,
                LsError   code)
{
  if (!g_error_matches (*error, LS_ERROR, code))
    return FALSE;

  g_clear_error (error);
  return TRUE;
}

G_END_DECLS
