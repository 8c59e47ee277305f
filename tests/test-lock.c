/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"
#include "run-main.h"

static LsValue
waits (const LsValue *args, GError **error)
{
  LS_WITH_LOCK (ls_value_get_lock (args[0]), error)
    g_assert_not_reached ();
  g_assert_true (g_error_matches (*error, LS_ERROR, LS_ERROR_GENERATOR_EXIT));
  return LS_NONE;
}

static LsValue
holds (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new (.name = "lock_a");
  g_autoptr (LsTask) task = ls_create_task (ls_coro (waits, ls_lock_value (lock)));

  LS_WITH_LOCK (lock, error)
    {
      LS_TRY (ls_sleep (1, error));
      ls_loop_stop (ls_get_running_loop ());
      LS_TRY (ls_sleep (9, error));
    }
  return LS_NONE;
}

/* Who has it and who waits for it are taken down together. */
static void
test_loop_closes (void)
{
  close_while_waiting (ls_coro (holds));
}

static LsValue
releases_within (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();

  LS_WITH_LOCK (lock, error)
    ls_lock_release (lock, error);
  g_assert_true (ls_error_catch (error, LS_ERROR_RUNTIME));
  for (int i = 0; i < 3; i++)
    LS_WITH_LOCK (lock, error)
      {
        g_assert_true (ls_lock_locked (lock));
        if (i == 1)
          break;
      }
  g_assert_false (ls_lock_locked (lock));
  return LS_NONE;
}

/* The block's end finds that it is not held; and a block may be left by break. */
static void
test_block (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (releases_within));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Lock", "rule-21", "newcomers-queue", rule_21);
  g_test_add_func ("/Ls/Lock/loop-closes", test_loop_closes);
  g_test_add_func ("/Ls/Lock/block", test_block);

  return g_test_run ();
}
