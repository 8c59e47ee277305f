/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-run.h"

#include <stdio.h>

#include "ls-loop-private.h"
#include "ls-runner-private.h"

/* A runner for one coroutine.  An exception of its clean-up takes the place of the one before, as in Python's `finally`. */
static LsValue
run_from (LsCoro *main, const LsRunOptions *options, gconstpointer site, GError **error)
{
  LsRunner *runner = ls_runner_new_with (options);
  GError *raised = NULL;
  GError *raised_at_end = NULL;
  LsValue result = ls_runner_run_from (runner, main, NULL, site, &raised);

  if (!ls_runner_close (runner, &raised_at_end))
    {
      g_clear_error (&raised);
      raised = raised_at_end;
    }
  ls_runner_free (runner);
  if (raised != NULL)
    {
      ls_value_clear (&result);
      g_propagate_error (error, raised);
    }
  return result;
}

LsValue
ls_run_with (LsCoro *main, GError **error, const LsRunOptions *options)
{
  g_return_val_if_fail (ls_object_is (main, LS_OBJECT_CORO), LS_NONE);

  if (ls_running_loop == NULL)
    return run_from (main, options, LS_CALLER, error);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME,
                       "asyncio.run() cannot be called from a running event loop");
  if (main->base.floating)
    ls_coro_unref (main);
  return LS_NONE;
}

int
ls_report_uncaught (const GError *error)
{
  g_autofree char *last_line = ls_error_to_traceback (error);
  guint64 code = 0;

  if (g_error_matches (error, LS_ERROR, LS_ERROR_SYSTEM_EXIT))
    {
      if (error->message[0] == '\0'
          || g_ascii_string_to_unsigned (error->message, 10, 0, 255, &code, NULL))
        return (int) code;
      fprintf (stderr, "%s\n", error->message);
      return 1;
    }
  fprintf (stderr, "%s\n", last_line);
  return g_error_matches (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT) ? 130 : 1;
}

int
ls_run_main_with (LsCoro *main, const LsRunOptions *options)
{
  g_autoptr (GError) error = NULL;
  LsValue result;

  g_return_val_if_fail (ls_object_is (main, LS_OBJECT_CORO) && ls_running_loop == NULL, 1);

  result = run_from (main, options, LS_CALLER, &error);
  ls_value_clear (&result);
  /* No other loop will come that could take those made before this one. */
  ls_coro_sweep (0);
  /* All streams: the program may have closed this one. */
  fflush (NULL);
  return error != NULL ? ls_report_uncaught (error) : 0;
}
