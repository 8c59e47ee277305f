/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tasks take two locks, each in an order of its own. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
work (const LsValue *args, GError **error)
{
  LsLock *first = ls_value_get_lock (args[0]), *second = ls_value_get_lock (args[1]);
  const char *name = ls_task_get_name (ls_current_task ());

  LS_WITH_LOCK (first, error)
    {
      printf ("%s has its first lock.\n", name);
      LS_TRY (ls_sleep (1, error));
      LS_WITH_LOCK (second, error)
        printf ("%s has both.\n", name);
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock_a = ls_lock_new (.name = "lock_a");
  g_autoptr (LsLock) lock_b = ls_lock_new (.name = "lock_b");
  LsCoro *a_then_b = ls_coro (work, ls_lock_value (lock_a), ls_lock_value (lock_b));
  LsCoro *b_then_a = ls_coro (work, ls_lock_value (lock_b), ls_lock_value (lock_a));
  g_autoptr (LsTask) ada = ls_create_task (a_then_b, .name = "Ada");
  g_autoptr (LsTask) ben = ls_create_task (b_then_a, .name = "Ben");

  LS_TRY (ls_await_done (ada, error));
  LS_TRY (ls_await_done (ben, error));
  return LS_NONE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  ls_run (ls_coro (main_), &error);
  if (ls_error_catch (&error, LS_ERROR_KEYBOARD_INTERRUPT))
    printf ("Interrupted.\n");
  return error != NULL ? ls_report_uncaught (error) : 0;
}
