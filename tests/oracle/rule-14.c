/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 14: timeout: TimeoutError only where it expired and nobody else has cancelled; other exceptions pass. */
#include "rule.h"

/* The second argument, where there is one, is the message of a ValueError. */
static LsValue
work (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  if (!ls_value_is_none (args[1]))
    g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "%s", ls_value_get_string (args[1]));
  return LS_NONE;
}

static gboolean
work_for (int seconds, GError **error)
{
  return ls_await_done (ls_coro (work, LS_INT (seconds), LS_NONE), error);
}

static gboolean
is_late (GError **error)
{
  return ls_error_catch (error, LS_ERROR_TIMEOUT);
}

static LsValue
in_time_and_late (const LsValue *args, GError **error)
{
  LsTimeout scope;

  LS_TRY (ls_timeout_enter (&scope, 2, error));
  work_for (1, error);
  LS_TRY (ls_timeout_exit (&scope, error));
  printf ("in time, expired %s\n", str (ls_timeout_expired (&scope)));
  LS_WITH_TIMEOUT (1, error)
    work_for (2, error);
  if (is_late (error))
    printf ("late\n");
  LS_WITH_TIMEOUT (LS_FOREVER, error)
    work_for (1, error);
  printf ("no limit\n");
  return LS_NONE;
}

static LsValue
other_exceptions (const LsValue *args, GError **error)
{
  LS_WITH_TIMEOUT (2, error)
    ls_await_done (ls_coro (work, LS_INT (1), LS_STR ("bad")), error);
  printf ("main got %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_VALUE);
  LS_WITH_TIMEOUT (1, error)
    {
      work_for (2, error);
      g_clear_error (error);
      g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "in the clean-up");
    }
  printf ("main got %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_VALUE);
  return LS_NONE;
}

static LsValue
no_time (const LsValue *args, GError **error)
{
  LS_WITH_TIMEOUT (0, error)
    printf ("runs to its first suspension\n");
  LS_WITH_TIMEOUT (0, error)
    {
      if (!ls_sleep (0, error))
        break;
      printf ("not seen\n");
    }
  if (is_late (error))
    printf ("no time\n");
  return LS_NONE;
}

static LsValue
nested (const LsValue *args, GError **error)
{
  LsTimeout inner;

  LS_WITH_TIMEOUT (2, error)
    {
      LS_TRY (ls_timeout_enter (&inner, 1, error));
      work_for (5, error);
      ls_timeout_exit (&inner, error);
      if (is_late (error))
        printf ("the inner one %s\n", str (ls_timeout_expired (&inner)));
      work_for (5, error);
    }
  if (is_late (error))
    printf ("the outer one\n");
  return LS_NONE;
}

/* Both are due while the loop is busy: one TimeoutError, of the outer one. */
static LsValue
together (const LsValue *args, GError **error)
{
  LS_WITH_TIMEOUT (1, error)
    {
      LS_WITH_TIMEOUT (1, error)
        work_for (2, error);
      if (is_late (error))
        printf ("not seen\n");
    }
  if (is_late (error))
    printf ("one TimeoutError\n");
  return LS_NONE;
}

/* The exception is turned where the block is left, also by return. */
static LsValue
works_at_most (const LsValue *args, GError **error)
{
  LS_WITH_TIMEOUT (ls_value_get_int (args[0]), error)
    LS_TRY (work_for (5, error));
  return LS_NONE;
}

static LsValue
limited (const LsValue *args, GError **error)
{
  works_at_most (args, error);
  if (is_late (error))
    printf ("TimeoutError\n");
  else if (ls_error_is_cancelled (*error))
    printf ("CancelledError %u\n", ls_task_cancelling (ls_current_task ()));
  return LS_NONE;
}

static void
cancel (const LsValue *args, GError **error)
{
  ls_task_cancel (ls_value_get_task (args[0]));
}

static LsValue
cancelled (const LsValue *args, GError **error)
{
  for (int seconds = 1; seconds <= 2; seconds++)
    {
      g_autoptr (LsTask) task = ls_create_task (ls_coro (limited, LS_INT (2)));

      ls_loop_call_later (ls_get_running_loop (), seconds, cancel, ls_task_value (task));
      LS_TRY (ls_wait (LS_AWAITABLES (task), LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error));
      printf ("cancelled %s\n", str (ls_task_cancelled (task)));
    }
  return LS_NONE;
}

static LsValue
moved (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  LsTimeout scope;

  LS_TRY (ls_timeout_enter (&scope, 1, error));
  ls_timeout_reschedule (&scope, ls_loop_time (loop) + 3, error);
  work_for (2, error);
  LS_TRY (ls_timeout_exit (&scope, error));
  printf ("moved\n");
  LS_TRY (ls_timeout_enter_at (&scope, ls_loop_time (loop) + 1, error));
  ls_timeout_reschedule (&scope, ls_loop_time (loop) - 1, error);
  work_for (2, error);
  ls_timeout_exit (&scope, error);
  if (is_late (error))
    printf ("moved to the past\n");
  if (!ls_timeout_reschedule (&scope, LS_FOREVER, error))
    printf ("%s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_RUNTIME);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (in_time_and_late), error));
  LS_TRY (ls_await_done (ls_coro (other_exceptions), error));
  LS_TRY (ls_await_done (ls_coro (no_time), error));
  LS_TRY (ls_await_done (ls_coro (nested), error));
  LS_TRY (ls_await_done (ls_coro (together), error));
  LS_TRY (ls_await_done (ls_coro (cancelled), error));
  LS_TRY (ls_await_done (ls_coro (moved), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
