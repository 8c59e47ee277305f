/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 21: Lock: released, it is free until the first who waits runs; but a newcomer queues behind those who wait. */
#include "rule.h"

static LsValue
hold (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[1]);

  LS_WITH_LOCK (ls_value_get_lock (args[0]), error)
    {
      printf ("%s has it\n", name);
      LS_TRY (ls_sleep (1, error));
    }
  LS_TRY (*error == NULL);
  printf ("%s let it go\n", name);
  return LS_NONE;
}

static LsTask *
start (LsLock *lock, const char *name)
{
  return ls_create_task (ls_coro (hold, ls_lock_value (lock), ls_value_string (name)), .name = name);
}

static LsValue
in_order (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsTask) a = start (lock, "a");
  g_autoptr (LsTask) b = start (lock, "b");
  g_autoptr (LsTask) c = start (lock, "c");

  LS_TRY (ls_await_done (ls_gather (a, b, c), error));
  printf ("locked %s\n", str (ls_lock_locked (lock)));
  return LS_NONE;
}

static LsValue
newcomer (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsTask) waiting = NULL;

  LS_TRY (ls_lock_acquire (lock, error));
  waiting = start (lock, "waiting");
  LS_TRY (ls_sleep (1, error));
  LS_TRY (ls_lock_release (lock, error));
  printf ("free %s\n", str (!ls_lock_locked (lock)));
  LS_TRY (ls_await_done (ls_coro (hold, ls_lock_value (lock), LS_STR ("newcomer")), error));
  LS_TRY (ls_await_done (waiting, error));
  return LS_NONE;
}

static gboolean
wait_for_all (gconstpointer tasks, gsize n, GError **error)
{
  return ls_wait (tasks, n, LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error);
}

static LsValue
cancelled_in_line (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsTask) a = start (lock, "a");
  g_autoptr (LsTask) b = start (lock, "b");
  g_autoptr (LsTask) c = start (lock, "c");

  LS_TRY (ls_sleep (0.5, error));
  ls_task_cancel (b);
  LS_TRY (wait_for_all (LS_AWAITABLES (a, b, c), error));
  printf ("b cancelled %s\n", str (ls_task_cancelled (b)));
  return LS_NONE;
}

static LsValue
woken_and_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsTask) first = NULL;
  g_autoptr (LsTask) second = NULL;

  LS_TRY (ls_lock_acquire (lock, error));
  first = start (lock, "first");
  second = start (lock, "second");
  LS_TRY (ls_sleep (1, error));
  LS_TRY (ls_lock_release (lock, error));
  ls_task_cancel (first);
  LS_TRY (wait_for_all (LS_AWAITABLES (first, second), error));
  printf ("first cancelled %s\n", str (ls_task_cancelled (first)));
  return LS_NONE;
}

static LsValue
cancelled_and_released (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsTask) first = NULL;
  g_autoptr (LsTask) second = NULL;

  LS_TRY (ls_lock_acquire (lock, error));
  first = start (lock, "first");
  second = start (lock, "second");
  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (first);
  LS_TRY (ls_lock_release (lock, error));
  printf ("free %s\n", str (!ls_lock_locked (lock)));
  LS_TRY (wait_for_all (LS_AWAITABLES (first, second), error));
  return LS_NONE;
}

static LsValue
all_who_wait_were_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsTask) only = NULL;
  gboolean acquired;

  LS_TRY (ls_lock_acquire (lock, error));
  only = start (lock, "only");
  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (only);
  LS_TRY (ls_lock_release (lock, error));
  acquired = ls_lock_acquire (lock, error);
  printf ("at once %s\n", str (acquired));
  LS_TRY (wait_for_all (LS_AWAITABLES (only), error));
  LS_TRY (ls_lock_release (lock, error));
  return LS_NONE;
}

static LsValue
misused (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();

  if (!ls_lock_release (lock, error))
    printf ("%s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_RUNTIME);
  LS_WITH_LOCK (lock, error)
    {
      ls_wait_for_done (ls_lock_acquire_coro (lock), 1, error);
      if (ls_error_catch (error, LS_ERROR_TIMEOUT))
        printf ("waits for itself\n");
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (in_order), error));
  LS_TRY (ls_await_done (ls_coro (newcomer), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_in_line), error));
  LS_TRY (ls_await_done (ls_coro (woken_and_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_and_released), error));
  LS_TRY (ls_await_done (ls_coro (all_who_wait_were_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (misused), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
