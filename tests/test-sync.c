/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"
#include "run-main.h"

static LsValue
waits_for_permit (const LsValue *args, GError **error)
{
  g_assert_false (ls_semaphore_acquire (ls_value_get_semaphore (args[0]), error));
  g_assert_true (g_error_matches (*error, LS_ERROR, LS_ERROR_GENERATOR_EXIT));
  return LS_NONE;
}

static LsValue
waits_for_change (const LsValue *args, GError **error)
{
  LsCondition *condition = ls_value_get_condition (args[0]);

  LS_WITH_LOCK (ls_condition_get_lock (condition), error)
    LS_TRY (ls_condition_wait (condition, error));
  return LS_NONE;
}

static LsValue
waits_for_others (const LsValue *args, GError **error)
{
  g_assert_cmpint (ls_barrier_wait (ls_value_get_barrier (args[0]), error), ==, -1);
  return LS_NONE;
}

static LsValue
leaves_them (const LsValue *args, GError **error)
{
  g_autoptr (LsSemaphore) semaphore = ls_semaphore_new (0, .name = "permits");
  g_autoptr (LsCondition) condition = ls_condition_new (.name = "change");
  g_autoptr (LsTask) one = ls_create_task (ls_coro (waits_for_permit, ls_semaphore_value (semaphore)));
  g_autoptr (LsTask) two = ls_create_task (ls_coro (waits_for_change, ls_condition_value (condition)));
  g_autoptr (LsBarrier) barrier = ls_barrier_new (3, .name = "start");
  g_autoptr (LsTask) three = ls_create_task (ls_coro (waits_for_others, ls_barrier_value (barrier)));
  g_autoptr (LsTask) four = ls_create_task (ls_coro (waits_for_others, ls_barrier_value (barrier)));

  LS_TRY (ls_sleep (1, error));
  ls_loop_stop (ls_get_running_loop ());
  return LS_NONE;
}

/* Those who wait outlive who made what they wait for, and are taken down with the loop. */
static void
test_loop_closes (void)
{
  close_while_waiting (ls_coro (leaves_them));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Semaphore", "rule-22", "gives-its-permit-on", rule_22);
  record_add_rule ("Condition", "rule-23", "acquires-the-lock-again", rule_23);
  record_add_rule ("Barrier", "rule-barrier", "all-go-on-together", rule_barrier);
  g_test_add_func ("/Ls/Sync/loop-closes", test_loop_closes);

  return g_test_run ();
}
