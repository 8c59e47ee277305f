/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 22: Semaphore: first come, first served; one that is woken and then cancelled gives its permit on. */
#include "rule.h"

static LsValue
use (const LsValue *args, GError **error)
{
  LsSemaphore *semaphore = ls_value_get_semaphore (args[0]);

  LS_TRY (ls_semaphore_acquire (semaphore, error));
  printf ("%s has a permit\n", ls_value_get_string (args[1]));
  ls_sleep (1, error);
  ls_semaphore_release (semaphore, NULL);
  return LS_NONE;
}

static LsTask *
start (LsSemaphore *semaphore, const char *name)
{
  return ls_create_task (ls_coro (use, ls_semaphore_value (semaphore), ls_value_string (name)), .name = name);
}

static LsValue
in_order (const LsValue *args, GError **error)
{
  g_autoptr (LsSemaphore) semaphore = ls_semaphore_new (2);
  g_autoptr (LsTask) a = start (semaphore, "a");
  g_autoptr (LsTask) b = start (semaphore, "b");
  g_autoptr (LsTask) c = start (semaphore, "c");
  g_autoptr (LsTask) d = start (semaphore, "d");
  g_autoptr (LsTask) e = start (semaphore, "e");

  LS_TRY (ls_await_done (ls_gather (a, b, c, d, e), error));
  printf ("locked %s\n", str (ls_semaphore_locked (semaphore)));
  return LS_NONE;
}

static LsValue
newcomer (const LsValue *args, GError **error)
{
  g_autoptr (LsSemaphore) semaphore = ls_semaphore_new (0);
  g_autoptr (LsTask) waiting = start (semaphore, "waiting");

  LS_TRY (ls_sleep (1, error));
  LS_TRY (ls_semaphore_release (semaphore, error));
  printf ("locked %s\n", str (ls_semaphore_locked (semaphore)));
  LS_TRY (ls_await_done (ls_coro (use, ls_semaphore_value (semaphore), LS_STR ("newcomer")), error));
  LS_TRY (ls_await_done (waiting, error));
  return LS_NONE;
}

static gboolean
wait_for_all (gconstpointer tasks, gsize n, GError **error)
{
  return ls_wait (tasks, n, LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error);
}

static LsValue
woken_and_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsSemaphore) semaphore = ls_semaphore_new (0);
  g_autoptr (LsTask) first = start (semaphore, "first");
  g_autoptr (LsTask) second = start (semaphore, "second");

  LS_TRY (ls_sleep (1, error));
  LS_TRY (ls_semaphore_release (semaphore, error));
  ls_task_cancel (first);
  LS_TRY (wait_for_all (LS_AWAITABLES (first, second), error));
  printf ("first cancelled %s\n", str (ls_task_cancelled (first)));
  return LS_NONE;
}

static LsValue
cancelled_and_released (const LsValue *args, GError **error)
{
  g_autoptr (LsSemaphore) semaphore = ls_semaphore_new (0);
  g_autoptr (LsTask) first = start (semaphore, "first");
  g_autoptr (LsTask) second = start (semaphore, "second");
  g_autoptr (LsTask) third = start (semaphore, "third");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (first);
  LS_TRY (ls_semaphore_release (semaphore, error));
  LS_TRY (ls_semaphore_release (semaphore, error));
  LS_TRY (wait_for_all (LS_AWAITABLES (first, second, third), error));
  return LS_NONE;
}

static LsValue
bounded (const LsValue *args, GError **error)
{
  g_autoptr (LsSemaphore) semaphore = ls_bounded_semaphore_new (1);

  LS_TRY (ls_semaphore_acquire (semaphore, error));
  ls_wait_for_done (ls_semaphore_acquire_coro (semaphore), 1, error);
  if (ls_error_catch (error, LS_ERROR_TIMEOUT))
    printf ("no permit left\n");
  LS_TRY (ls_semaphore_release (semaphore, error));
  if (!ls_semaphore_release (semaphore, error))
    printf ("%s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_VALUE);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (in_order), error));
  LS_TRY (ls_await_done (ls_coro (newcomer), error));
  LS_TRY (ls_await_done (ls_coro (woken_and_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_and_released), error));
  LS_TRY (ls_await_done (ls_coro (bounded), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
