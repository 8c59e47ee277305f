/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-run.h"

#include <stdio.h>

#include "ls-gather.h"
#include "ls-interrupt.h"
#include "ls-loop-private.h"

/*
 * asyncio's Runner: the main task, and then the clean-up in asyncio's order.
 */

static void
report_failed (LsLoop *loop, GPtrArray *tasks)
{
  for (guint i = 0; i < tasks->len; i++)
    {
      LsTask *task = g_ptr_array_index (tasks, i);
      LsExceptionContext context = {
        .message = "unhandled exception during asyncio.run() shutdown", .task = task,
      };

      if (ls_task_cancelled (task))
        continue;
      context.exception = ls_task_exception (task, NULL);
      if (context.exception != NULL)
        ls_loop_call_exception_handler (loop, &context);
    }
}

static gboolean
cancel_all_tasks (LsLoop *loop, GError **error)
{
  g_autoptr (GPtrArray) tasks = ls_all_tasks (loop);
  g_auto (LsValue) results = LS_NONE;
  GError *raised = NULL;

  if (tasks->len == 0)
    return TRUE;
  for (guint i = 0; i < tasks->len; i++)
    ls_task_cancel (g_ptr_array_index (tasks, i));
  results = ls_loop_run_until_complete (loop, ls_gatherv (tasks->pdata, tasks->len, TRUE), &raised);
  if (raised != NULL)
    {
      g_propagate_error (error, raised);
      return FALSE;
    }
  report_failed (loop, tasks);
  return TRUE;
}

/* There are neither asynchronous generators nor executors yet, but asyncio takes these two steps always. */
static LsValue
nothing_to_shut_down (const LsValue *args, GError **error)
{
  return LS_NONE;
}

static gboolean
shut_down (LsLoop *loop, const char *what, GError **error)
{
  GError *raised = NULL;

  ls_loop_run_until_complete (loop, ls_coro_new (what, nothing_to_shut_down, NULL, 0), &raised);
  if (raised == NULL)
    return TRUE;
  g_propagate_error (error, raised);
  return FALSE;
}

/* An exception of the clean-up takes the place of the one before, as in Python's `finally`. */
static void
close_runner (LsLoop *loop, GError **error)
{
  GError *raised = NULL;

  if (cancel_all_tasks (loop, &raised) && shut_down (loop, "shutdown_asyncgens", &raised))
    shut_down (loop, "shutdown_default_executor", &raised);
  if (raised != NULL)
    {
      g_clear_error (error);
      g_propagate_error (error, raised);
    }
  ls_set_event_loop (NULL);
  ls_loop_close (loop);
}

static LsValue
run_main_task (LsLoop *loop, LsTask *task, GError **error)
{
  gboolean installed = ls_interrupt_install (loop, task);
  LsValue result = ls_loop_run_until_complete (loop, task, error);

  if (ls_error_is_cancelled (*error) && loop->n_interrupts > 0 && ls_task_uncancel (task) == 0)
    {
      g_clear_error (error);
      g_set_error_literal (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT, "");
    }
  if (installed)
    ls_interrupt_uninstall (loop);
  return result;
}

static LsValue
run_from (LsCoro *main, gconstpointer site, GError **error)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsTask) task = NULL;
  GError *raised = NULL;
  LsValue result;

  ls_set_event_loop (loop);
  task = ls_task_new (loop, main, NULL, site);
  result = run_main_task (loop, task, &raised);
  close_runner (loop, &raised);
  if (raised != NULL)
    {
      ls_value_clear (&result);
      g_propagate_error (error, raised);
    }
  return result;
}

LsValue
ls_run (LsCoro *main, GError **error)
{
  g_return_val_if_fail (ls_object_is (main, LS_OBJECT_CORO), LS_NONE);

  if (ls_running_loop != NULL)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME,
                           "asyncio.run() cannot be called from a running event loop");
      if (main->base.floating)
        ls_coro_unref (main);
      return LS_NONE;
    }
  return run_from (main, LS_CALLER, error);
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
ls_run_main (LsCoro *main)
{
  g_autoptr (GError) error = NULL;
  LsValue result;

  g_return_val_if_fail (ls_object_is (main, LS_OBJECT_CORO) && ls_running_loop == NULL, 1);

  result = run_from (main, LS_CALLER, &error);
  ls_value_clear (&result);
  /* No other loop will come that could take those made before this one. */
  ls_coro_sweep (0);
  /* All streams: the program may have closed this one. */
  fflush (NULL);
  return error != NULL ? ls_report_uncaught (error) : 0;
}
