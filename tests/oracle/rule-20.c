/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 20: put() wakes one getter and hands it nothing; a woken getter that is cancelled passes the wake-up on. */
#include "rule.h"

static LsValue
get (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[1]);
  g_auto (LsValue) item = ls_queue_get (ls_value_get_queue (args[0]), error);

  if (*error == NULL)
    printf ("%s got %s\n", name, ls_value_get_string (item));
  else
    printf ("%s cancelled\n", name);
  return LS_NONE;
}

static LsValue
put (const LsValue *args, GError **error)
{
  g_autofree char *item = ls_value_str (args[1]);

  LS_TRY (ls_queue_put (ls_value_get_queue (args[0]), args[1], error));
  printf ("put %s\n", item);
  return LS_NONE;
}

/* A task that gets from the queue, and goes by that name in what it prints. */
static LsTask *
start_get (LsQueue *queue, const char *name)
{
  return ls_create_task (ls_coro (get, ls_queue_value (queue), ls_value_string (name)), .name = name);
}

static LsTask *
start_put (LsQueue *queue, LsValue item, const char *name)
{
  return ls_create_task (ls_coro (put, ls_queue_value (queue), item), .name = name);
}

static LsValue
woken_but_robbed (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);
  g_autoptr (LsTask) getter = start_get (queue, "getter");

  LS_TRY (ls_sleep (0, error));
  ls_queue_put_nowait (queue, LS_STR ("a"), error);
  printf ("robbed of %s\n", ls_value_get_string (ls_queue_get_nowait (queue, error)));
  LS_TRY (ls_sleep (0, error));
  printf ("getter done %s\n", str (ls_task_done (getter)));
  ls_queue_put_nowait (queue, LS_STR ("b"), error);
  LS_TRY (ls_await_done (getter, error));
  return LS_NONE;
}

static LsValue
wakeup_passed_on (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);
  g_autoptr (LsTask) first = start_get (queue, "first");
  g_autoptr (LsTask) second = start_get (queue, "second");

  LS_TRY (ls_sleep (0, error));
  ls_queue_put_nowait (queue, LS_STR ("c"), error);
  ls_task_cancel (first);
  LS_TRY (ls_await_done (ls_gather_exceptions (first, second), error));
  return LS_NONE;
}

static LsValue
putter_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = 1);
  g_autoptr (LsTask) first = NULL, second = NULL;
  int item;

  ls_queue_put_nowait (queue, LS_INT (1), error);
  first = start_put (queue, LS_INT (2), "put 2");
  second = start_put (queue, LS_INT (3), "put 3");
  LS_TRY (ls_sleep (0, error));
  printf ("got %d\n", (int) ls_value_get_int (ls_queue_get_nowait (queue, error)));
  ls_task_cancel (first);
  LS_TRY (ls_await_done (ls_gather_exceptions (first, second), error));
  item = ls_value_get_int (ls_queue_get_nowait (queue, error));
  printf ("got %d left %d\n", item, (int) ls_queue_size (queue));
  return LS_NONE;
}

static LsValue
join_counts (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);
  g_autoptr (LsTask) joiner = ls_create_task (ls_queue_join_coro (queue), .name = "joiner");

  LS_TRY (ls_sleep (0, error));
  printf ("empty %s joined %s\n", str (ls_queue_empty (queue)), str (ls_task_done (joiner)));
  for (int i = 0; i < 3; i++)
    ls_queue_task_done (queue, error);
  printf ("joined %s\n", str (ls_task_done (joiner)));
  LS_TRY (ls_await_done (joiner, error));
  if (!ls_queue_task_done (queue, error))
    printf ("%s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_VALUE);
  return LS_NONE;
}

static LsValue
does_not_suspend (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new ();
  g_autoptr (LsTask) other = start_put (queue, LS_STR ("other"), "other");
  LsValue item;

  LS_TRY (ls_queue_put (queue, LS_STR ("x"), error));
  item = ls_queue_get (queue, error);
  printf ("got %s without a turn of %s\n", ls_value_get_string (item), ls_task_get_name (other));
  LS_TRY (ls_await_done (other, error));
  return LS_NONE;
}

static LsValue
by_priority (const LsValue *args, GError **error)
{
  static const int numbers[] = { 3, 1, 2, 1 };
  g_autoptr (LsQueue) queue = ls_priority_queue_new ();
  g_autoptr (LsQueue) stack = ls_lifo_queue_new ();

  for (int i = 0; i < 4; i++)
    ls_queue_put_nowait (queue, LS_INT (numbers[i]), error);
  for (int i = 0; i < 4; i++)
    printf ("%d%s", (int) ls_value_get_int (ls_queue_get (queue, error)), i < 3 ? " " : "\n");
  for (int i = 1; i <= 3; i++)
    ls_queue_put_nowait (stack, LS_INT (i), error);
  for (int i = 0; i < 3; i++)
    printf ("%d%s", (int) ls_value_get_int (ls_queue_get (stack, error)), i < 2 ? " " : "\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new ();

  LS_TRY (ls_await_done (ls_coro (woken_but_robbed, ls_queue_value (queue)), error));
  LS_TRY (ls_await_done (ls_coro (wakeup_passed_on, ls_queue_value (queue)), error));
  LS_TRY (ls_await_done (ls_coro (join_counts, ls_queue_value (queue)), error));
  LS_TRY (ls_await_done (ls_coro (putter_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (does_not_suspend), error));
  LS_TRY (ls_await_done (ls_coro (by_priority), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
