/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 23: Condition: wait() acquires the lock again also when it is cancelled; a notification may be lost with it.
 * And an Event wakes all who wait as it is set, whatever comes then. */
#include "rule.h"

static LsValue
consume (const LsValue *args, GError **error)
{
  LsCondition *condition = ls_value_get_condition (args[0]);
  const char *name = ls_value_get_string (args[1]);
  LsLock *lock = ls_condition_get_lock (condition);

  LS_WITH_LOCK (lock, error)
    {
      printf ("%s waits\n", name);
      if (ls_condition_wait (condition, error))
        printf ("%s was notified, locked %s\n", name, str (ls_lock_locked (lock)));
      else if (ls_error_is_cancelled (*error))
        printf ("%s was cancelled, locked %s\n", name, str (ls_lock_locked (lock)));
    }
  return LS_NONE;
}

static LsTask *
start (LsCondition *condition, const char *name)
{
  return ls_create_task (ls_coro (consume, ls_condition_value (condition), ls_value_string (name)), .name = name);
}

static gboolean
wait_for_all (gconstpointer tasks, gsize n, GError **error)
{
  return ls_wait (tasks, n, LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error);
}

static LsValue
notified (const LsValue *args, GError **error)
{
  g_autoptr (LsCondition) condition = ls_condition_new ();
  g_autoptr (LsTask) a = start (condition, "a");
  g_autoptr (LsTask) b = start (condition, "b");
  g_autoptr (LsTask) c = start (condition, "c");

  LS_TRY (ls_sleep (1, error));
  LS_WITH_LOCK (ls_condition_get_lock (condition), error)
    {
      LS_TRY (ls_condition_notify (condition, 1, error));
      printf ("one of three\n");
    }
  LS_TRY (ls_sleep (1, error));
  LS_WITH_LOCK (ls_condition_get_lock (condition), error)
    LS_TRY (ls_condition_notify_all (condition, error));
  LS_TRY (wait_for_all (LS_AWAITABLES (a, b, c), error));
  return LS_NONE;
}

static LsValue
cancelled_while_the_lock_is_held (const LsValue *args, GError **error)
{
  g_autoptr (LsCondition) condition = ls_condition_new ();
  g_autoptr (LsTask) task = start (condition, "patient");

  LS_TRY (ls_sleep (1, error));
  LS_WITH_LOCK (ls_condition_get_lock (condition), error)
    {
      ls_task_cancel (task);
      LS_TRY (ls_sleep (1, error));
      ls_task_cancel (task);
      LS_TRY (ls_sleep (1, error));
      printf ("done %s\n", str (ls_task_done (task)));
    }
  LS_TRY (wait_for_all (LS_AWAITABLES (task), error));
  printf ("cancelled %s\n", str (ls_task_cancelled (task)));
  return LS_NONE;
}

static LsValue
notification_lost (const LsValue *args, GError **error)
{
  g_autoptr (LsCondition) condition = ls_condition_new ();
  g_autoptr (LsTask) first = start (condition, "first");
  g_autoptr (LsTask) second = start (condition, "second");

  LS_TRY (ls_sleep (1, error));
  LS_WITH_LOCK (ls_condition_get_lock (condition), error)
    {
      LS_TRY (ls_condition_notify (condition, 1, error));
      ls_task_cancel (first);
    }
  LS_TRY (ls_sleep (1, error));
  printf ("first done %s second done %s\n", str (ls_task_done (first)), str (ls_task_done (second)));
  LS_WITH_LOCK (ls_condition_get_lock (condition), error)
    LS_TRY (ls_condition_notify (condition, 1, error));
  LS_TRY (wait_for_all (LS_AWAITABLES (first, second), error));
  return LS_NONE;
}

static LsValue
misused (const LsValue *args, GError **error)
{
  g_autoptr (LsLock) lock = ls_lock_new ();
  g_autoptr (LsCondition) condition = ls_condition_new (.lock = lock);

  if (!ls_condition_wait (condition, error))
    printf ("%s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_RUNTIME);
  if (!ls_condition_notify (condition, 1, error))
    printf ("%s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_RUNTIME);
  return LS_NONE;
}

static LsValue
see (const LsValue *args, GError **error)
{
  LsEvent *event = ls_value_get_event (args[0]);

  LS_TRY (ls_event_wait (event, error));
  printf ("%s goes on, set %s\n", ls_value_get_string (args[1]), str (ls_event_is_set (event)));
  return LS_NONE;
}

static LsTask *
start_seeing (LsEvent *event, const char *name)
{
  return ls_create_task (ls_coro (see, ls_event_value (event), ls_value_string (name)), .name = name);
}

static LsValue
set_and_cleared (const LsValue *args, GError **error)
{
  g_autoptr (LsEvent) event = ls_event_new ();
  g_autoptr (LsTask) a = start_seeing (event, "a");
  g_autoptr (LsTask) b = start_seeing (event, "b");
  g_autoptr (LsTask) c = start_seeing (event, "c");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (b);
  ls_event_set (event);
  ls_event_set (event);
  ls_event_clear (event);
  LS_TRY (wait_for_all (LS_AWAITABLES (a, b, c), error));
  printf ("b cancelled %s\n", str (ls_task_cancelled (b)));
  ls_event_set (event);
  LS_TRY (ls_await_done (ls_coro (see, ls_event_value (event), LS_STR ("main")), error));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (notified), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_while_the_lock_is_held), error));
  LS_TRY (ls_await_done (ls_coro (notification_lost), error));
  LS_TRY (ls_await_done (ls_coro (misused), error));
  LS_TRY (ls_await_done (ls_coro (set_and_cleared), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
