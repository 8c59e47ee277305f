/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 15: wait_for: cancels at the timeout and waits for the clean-up; what comes out of that wins. */
#include "rule.h"

static LsValue
work (const LsValue *args, GError **error)
{
  printf ("%s begins\n", ls_value_get_string (args[1]));
  LS_TRY (ls_sleep (ls_value_get_double (args[0]), error));
  return ls_value_copy (args[1]);
}

static LsCoro *
work_for (double seconds, const char *name)
{
  return ls_coro (work, LS_DOUBLE (seconds), ls_value_string (name));
}

static LsValue
cleans_up (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[0]), *how = ls_value_get_string (args[1]);
  g_autoptr (GError) cancelled = NULL;

  if (ls_sleep (9, &cancelled))
    return LS_NONE;
  printf ("%s cleans up\n", name);
  LS_TRY (ls_sleep (2, error));
  printf ("%s has cleaned up\n", name);
  if (g_str_equal (how, "returns"))
    return LS_STR ("a late result");
  if (g_str_equal (how, "fails"))
    g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "a late failure");
  else
    g_propagate_error (error, g_steal_pointer (&cancelled));
  return LS_NONE;
}

static LsCoro *
clean_up (const char *name, const char *how)
{
  return ls_coro (cleans_up, ls_value_string (name), ls_value_string (how));
}

static gboolean
attempt (gpointer awaitable, double timeout)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) got = ls_wait_for (awaitable, timeout, &error);

  if (error == NULL)
    printf ("got %s\n", ls_value_get_string (got));
  else if (ls_error_catch (&error, LS_ERROR_TIMEOUT))
    printf ("TimeoutError\n");
  else if (ls_error_catch (&error, LS_ERROR_CANCELLED))
    printf ("CancelledError\n");
  else
    printf ("ValueError %s\n", error->message);
  return TRUE;
}

static LsValue
attempt_ (const LsValue *args, GError **error)
{
  attempt (args[0].type == LS_VALUE_CORO ? (gpointer) ls_value_get_coro (args[0]) : ls_value_get_future (args[0]),
           ls_value_get_int (args[1]));
  return LS_NONE;
}

static LsValue
in_time_and_late (const LsValue *args, GError **error)
{
  attempt (work_for (1, "quick"), 2);
  attempt (work_for (3, "slow"), 2);
  attempt (work_for (1, "unlimited"), LS_FOREVER);
  attempt (clean_up ("polite", "raises"), 1);
  attempt (clean_up ("stubborn", "returns"), 1);
  attempt (clean_up ("clumsy", "fails"), 1);
  return LS_NONE;
}

static LsValue
no_time (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) done = NULL;

  attempt (work_for (1, "never"), 0);
  attempt (work_for (1, "never"), -1);
  done = ls_create_task (work_for (0, "done"));
  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_sleep (0, error));
  attempt (done, 0);
  return LS_NONE;
}

static LsValue
who_waits_is_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) inner = ls_create_task (clean_up ("inner", "raises"), .name = "inner");
  g_autoptr (LsTask) outer = ls_create_task (ls_coro (attempt_, ls_task_value (inner), LS_INT (5)), .name = "outer");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (outer);
  LS_TRY (ls_await_done (outer, error));
  printf ("inner cancelled %s\n", str (ls_task_cancelled (inner)));
  return LS_NONE;
}

static LsValue
result_and_cancel_together (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) outer = ls_create_task (ls_coro (attempt_, ls_future_value (future), LS_INT (5)),
                                             .name = "racer");

  LS_TRY (ls_sleep (0, error));
  ls_future_set_result (future, LS_STR ("the result wins"), error);
  ls_task_cancel (outer);
  LS_TRY (ls_await_done (outer, error));
  return LS_NONE;
}

/* Python's sleep() has a result; this one is called as that is. */
static LsValue
sleep_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  return args[1];
}

static LsValue
result_and_timeout_together (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) inner = NULL;
  g_auto (LsValue) gave = LS_NONE;

  attempt (ls_coro (sleep_, LS_INT (1), LS_STR ("in time")), 1);
  inner = ls_create_task (work_for (2, "shielded"), .name = "shielded");
  attempt (ls_shield (inner), 1);
  gave = ls_await (inner, error);
  printf ("inner gave %s\n", ls_value_get_string (gave));
  return LS_NONE;
}

static LsValue
nested (const LsValue *args, GError **error)
{
  attempt (ls_wait_for_coro (work_for (5, "deep"), 2), 1);
  attempt (ls_wait_for_coro (work_for (5, "deep"), 1), 2);
  return LS_NONE;
}

static LsValue
cancelled_twice (const LsValue *args, GError **error)
{
  LsCoro *unlucky = clean_up ("unlucky", "raises");
  g_autoptr (LsTask) outer = ls_create_task (ls_coro (attempt_, ls_coro_value (unlucky), LS_INT (1)),
                                             .name = "outer");

  LS_TRY (ls_sleep (2, error));
  ls_task_cancel (outer);
  LS_TRY (ls_await_done (outer, error));
  LS_TRY (ls_sleep (3, error));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (in_time_and_late), error));
  LS_TRY (ls_await_done (ls_coro (no_time), error));
  LS_TRY (ls_await_done (ls_coro (who_waits_is_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (result_and_cancel_together), error));
  LS_TRY (ls_await_done (ls_coro (result_and_timeout_together), error));
  LS_TRY (ls_await_done (ls_coro (nested), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_twice), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
