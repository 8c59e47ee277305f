/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-runner-private.h"

#include <stdio.h>

#include "ls-context.h"
#include "ls-gather.h"
#include "ls-interrupt.h"
#include "ls-loop-private.h"
#include "ls-shutdown-private.h"

/*
 * asyncio's Runner: main tasks, and then the clean-up in asyncio's order.
 */
struct _LsRunner
{
  LsLoop       *loop;      /* owned; from the first use until it is closed */
  gboolean      closed;
  LsContext    *context;   /* owned: what main tasks run in; while there is a loop */
  LsRunOptions  options;
  GError      **error;     /* of LS_WITH_RUNNER() */
};

LsRunner *
ls_runner_new_with (const LsRunOptions *options)
{
  LsRunner *self = g_new0 (LsRunner, 1);

  self->options = *options;
  return self;
}

LsLoop *
ls_runner_get_loop (LsRunner *runner, GError **error)
{
  g_return_val_if_fail (runner != NULL, NULL);

  if (runner->closed)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "Runner is closed");
      return NULL;
    }
  if (runner->loop == NULL)
    {
      runner->loop = ls_loop_new ();
      runner->loop->runner = runner;
      ls_set_event_loop (runner->loop);
      if (runner->options.debug != 0)
        ls_loop_set_debug (runner->loop, runner->options.debug > 0);
      runner->context = ls_copy_context ();
    }
  return runner->loop;
}

static LsValue
run_main_task (LsLoop *loop, LsTask *task, GError **error)
{
  gboolean installed = ls_interrupt_install (loop, task);
  GError *raised = NULL;
  LsValue result = ls_loop_run_until_complete (loop, task, &raised);

  if (installed)
    ls_interrupt_uninstall (loop);
  if (ls_error_is_cancelled (raised) && loop->n_interrupts > 0 && ls_task_uncancel (task) == 0)
    {
      g_clear_error (&raised);
      raised = g_error_new_literal (LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT, "");
    }
  if (raised != NULL)
    g_propagate_error (error, raised);
  return result;
}

LsValue
ls_runner_run_from (LsRunner *self, LsCoro *main, LsContext *context, gconstpointer site, GError **error)
{
  LsLoop *loop = ls_runner_get_loop (self, error);
  g_autoptr (LsTask) task = NULL;

  if (loop == NULL)
    {
      if (main->base.floating)
        ls_coro_unref (main);
      return LS_NONE;
    }
  task = ls_task_new_with (loop, main, &(const LsTaskOptions) { .context = context != NULL ? context : self->context },
                           site);
  return run_main_task (loop, task, error);
}

static LsValue
run_unless_running (LsRunner *self, LsCoro *main, LsContext *context, gconstpointer site, GError **error)
{
  if (ls_running_loop == NULL)
    return ls_runner_run_from (self, main, context, site, error);
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME,
                       "Runner.run() cannot be called from a running event loop");
  if (main->base.floating)
    ls_coro_unref (main);
  return LS_NONE;
}

LsValue
ls_runner_run (LsRunner *runner, LsCoro *main, GError **error)
{
  g_return_val_if_fail (runner != NULL && ls_object_is (main, LS_OBJECT_CORO), LS_NONE);
  return run_unless_running (runner, main, NULL, LS_CALLER, error);
}

LsValue
ls_runner_run_in (LsRunner *runner, LsContext *context, LsCoro *main, GError **error)
{
  g_return_val_if_fail (runner != NULL && context != NULL && ls_object_is (main, LS_OBJECT_CORO), LS_NONE);
  return run_unless_running (runner, main, context, LS_CALLER, error);
}

/* The clean-up */

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
cancel_all_tasks (LsLoop *loop, GPtrArray *tasks, GError **error)
{
  g_auto (LsValue) results = LS_NONE;
  GError *raised = NULL;

  if (tasks->len == 0)
    return TRUE;
  for (guint i = 0; i < tasks->len; i++)
    ls_task_request_cancel (g_ptr_array_index (tasks, i), NULL, FALSE);
  results = ls_loop_run_until_complete (loop, ls_gatherv (tasks->pdata, tasks->len, TRUE), &raised);
  if (raised != NULL)
    {
      g_propagate_error (error, raised);
      return FALSE;
    }
  report_failed (loop, tasks);
  return TRUE;
}

static gboolean
shut_down (LsLoop *loop, const char *what, LsCoroFunc body, GError **error)
{
  GError *raised = NULL;

  ls_loop_run_until_complete (loop, ls_coro_new (what, body, NULL, 0), &raised);
  if (raised == NULL)
    return TRUE;
  g_propagate_error (error, raised);
  return FALSE;
}

/*
 * An exception of the clean-up leaves the rest of it out, but for the loop's end.  The tasks are kept until then, as
 * Python's traceback does.
 */
gboolean
ls_runner_close (LsRunner *runner, GError **error)
{
  g_autoptr (LsLoop) loop = NULL;
  GPtrArray *tasks;
  GError *raised = NULL;

  g_return_val_if_fail (runner != NULL, FALSE);

  if (runner->loop == NULL)
    return TRUE;
  loop = runner->loop;
  tasks = ls_all_tasks (loop);
  if (cancel_all_tasks (loop, tasks, &raised) && shut_down (loop, "shutdown_asyncgens", ls_shutdown_asyncgens, &raised))
    shut_down (loop, "shutdown_default_executor", ls_shutdown_default_executor, &raised);
  ls_set_event_loop (NULL);
  ls_loop_close (loop);
  g_ptr_array_unref (tasks);
  runner->loop = NULL;
  g_clear_pointer (&runner->context, ls_context_unref);
  runner->closed = TRUE;
  if (raised == NULL)
    return TRUE;
  g_propagate_error (error, raised);
  return FALSE;
}

void
ls_runner_free (LsRunner *runner)
{
  g_autoptr (GError) error = NULL;

  g_return_if_fail (runner != NULL);

  if (!ls_runner_close (runner, &error))
    {
      g_autofree char *last_line = ls_error_to_traceback (error);

      fprintf (stderr, "%s\n", last_line);
    }
  g_free (runner);
}

/* The block */

LsRunner *
ls_runner_enter (const LsRunOptions *options, GError **error)
{
  LsRunner *self = ls_runner_new_with (options);

  self->error = error;
  ls_runner_get_loop (self, NULL);
  return self;
}

void
ls_runner_leave (LsRunner **runner)
{
  GError *raised = NULL;

  if (!ls_runner_close (*runner, &raised))
    {
      g_clear_error ((*runner)->error);
      g_propagate_error ((*runner)->error, raised);
    }
  g_free (*runner);
}
