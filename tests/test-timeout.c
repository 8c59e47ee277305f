/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"
#include "run-main.h"

static LsValue
has_a_long_time (const LsValue *args, GError **error)
{
  LS_WITH_TIMEOUT (100, error)
    {
      LS_WITH_TIMEOUT (200, error)
        LS_TRY (ls_sleep (300, error));
    }
  return LS_NONE;
}

static LsValue
ends_early (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (has_a_long_time));

  LS_TRY (ls_sleep (1, error));
  ls_loop_stop (ls_get_running_loop ());
  LS_TRY (ls_sleep (1000, error));
  return LS_NONE;
}

/* Scopes lie on stacks that are taken down while their timers are armed. */
static void
test_loop_closes (void)
{
  close_while_waiting (ls_coro (ends_early));
}

static void
test_no_task (void)
{
  g_autoptr (GError) error = NULL;
  gboolean entered = FALSE;

  LS_WITH_TIMEOUT (1, &error)
    entered = TRUE;
  g_assert_false (entered);
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
}

static LsValue
asks (const LsValue *args, GError **error)
{
  LsTimeout scope;
  double now = ls_loop_time (ls_get_running_loop ());

  LS_TRY (ls_timeout_enter_at (&scope, now + 4, error));
  g_assert_cmpfloat (ls_timeout_when (&scope), ==, now + 4);
  LS_TRY (ls_timeout_reschedule (&scope, LS_FOREVER, error));
  g_assert_cmpfloat (ls_timeout_when (&scope), ==, LS_FOREVER);
  LS_TRY (ls_sleep (10, error));
  g_assert_false (ls_timeout_expired (&scope));
  LS_TRY (ls_timeout_exit (&scope, error));
  return LS_NONE;
}

static void
test_rescheduled (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (asks));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Timeout", "rule-14", "only-where-nobody-else-has-cancelled", rule_14);
  g_test_add_func ("/Ls/Timeout/loop-closes", test_loop_closes);
  g_test_add_func ("/Ls/Timeout/no-task", test_no_task);
  g_test_add_func ("/Ls/Timeout/rescheduled", test_rescheduled);

  return g_test_run ();
}
