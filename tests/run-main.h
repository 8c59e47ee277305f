/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "loopscope.h"
#include "ls-debug.h"

/* What tests of the engine share that run a coroutine of their own as the main one. */

static inline void
run_main_with (LsCoroFunc body, LsValue argument)
{
  g_autoptr (GError) error = NULL;
  LsValue result = ls_run (ls_coro_new ("main", body, &argument, 1), &error);

  g_assert_no_error (error);
  ls_value_clear (&result);
}

static inline void
run_main (LsCoroFunc body)
{
  run_main_with (body, LS_NONE);
}

/* In a process of its own, since the clock is everybody's. */
static inline void
run_in_child (void (*run) (LsCoroFunc body), LsCoroFunc body, LsClockKind kind, double pace)
{
  if (g_test_subprocess ())
    {
      ls_debug_set_clock (kind, pace);
      run (body);
      return;
    }
  g_test_trap_subprocess (NULL, 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

/* It ends as cancelled. */
static inline void
cancel_and_await (LsTask *task)
{
  g_autoptr (GError) raised = NULL;

  g_assert_true (ls_task_cancel (task));
  g_assert_false (ls_await_done (task, &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_CANCELLED);
}

/* An exception handler. */
static inline void
ignore_report (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
}

/* A loop is closed when @main has stopped it: all that waits there is taken down with it. */
static inline void
close_while_waiting (LsCoro *main)
{
  g_autoptr (LsLoop) loop = NULL;
  g_autoptr (LsTask) task = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  ls_loop_set_exception_handler (loop, ignore_report, NULL);
  task = ls_loop_create_task (loop, main);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  ls_loop_close (loop);
}
