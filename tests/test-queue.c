/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

#define BOOL(value) ((value) ? "True" : "False")

static LsValue
get (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[1]);
  g_auto (LsValue) item = ls_queue_get (ls_value_get_queue (args[0]), error);

  if (ls_error_is_cancelled (*error))
    record_print ("%s cancelled", name);
  else
    record_print ("%s got %s", name, ls_value_get_string (item));
  return LS_NONE;
}

static LsTask *
start_getter (LsQueue *queue, const char *name)
{
  return ls_create_task (ls_coro (get, ls_queue_value (queue), LS_STR (name)), .name = name);
}

static LsValue
put (const LsValue *args, GError **error)
{
  g_autofree char *text = ls_value_str (args[1]);

  LS_TRY (ls_queue_put (ls_value_get_queue (args[0]), args[1], error));
  record_print ("put %s", text);
  return LS_NONE;
}

static LsTask *
start_putter (LsQueue *queue, LsValue item, const char *name)
{
  return ls_create_task (ls_coro (put, ls_queue_value (queue), item), .name = name);
}

static LsValue
woken_but_robbed (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);
  g_autoptr (LsTask) getter = start_getter (queue, "getter");
  g_auto (LsValue) robbed = LS_NONE;

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_queue_put_nowait (queue, LS_STR ("a"), error));
  robbed = ls_queue_get_nowait (queue, error);
  record_print ("robbed of %s", ls_value_get_string (robbed));
  LS_TRY (ls_sleep (0, error));
  record_print ("getter done %s", BOOL (ls_task_done (getter)));
  LS_TRY (ls_queue_put_nowait (queue, LS_STR ("b"), error));
  LS_TRY (ls_await_done (getter, error));
  return LS_NONE;
}

static LsValue
wakeup_passed_on (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);
  g_autoptr (LsTask) first = start_getter (queue, "first");
  g_autoptr (LsTask) second = start_getter (queue, "second");

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_queue_put_nowait (queue, LS_STR ("c"), error));
  ls_task_cancel (first);
  LS_TRY (ls_await_done (ls_gather_exceptions (first, second), error));
  return LS_NONE;
}

static LsValue
putter_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = 1);
  g_autoptr (LsTask) first = NULL;
  g_autoptr (LsTask) second = NULL;
  gint64 got;

  LS_TRY (ls_queue_put_nowait (queue, LS_INT (1), error));
  first = start_putter (queue, LS_INT (2), "put 2");
  second = start_putter (queue, LS_INT (3), "put 3");
  LS_TRY (ls_sleep (0, error));
  record_print ("got %d", (int) ls_value_get_int (ls_queue_get_nowait (queue, error)));
  ls_task_cancel (first);
  LS_TRY (ls_await_done (ls_gather_exceptions (first, second), error));
  got = ls_value_get_int (ls_queue_get_nowait (queue, error));
  record_print ("got %d left %d", (int) got, (int) ls_queue_size (queue));
  return LS_NONE;
}

static LsValue
join_counts (const LsValue *args, GError **error)
{
  LsQueue *queue = ls_value_get_queue (args[0]);
  g_autoptr (LsTask) joiner = ls_create_task (ls_queue_join_coro (queue), .name = "joiner");
  g_autoptr (GError) too_many = NULL;

  LS_TRY (ls_sleep (0, error));
  record_print ("empty %s joined %s", BOOL (ls_queue_empty (queue)), BOOL (ls_task_done (joiner)));
  for (int i = 0; i < 3; i++)
    LS_TRY (ls_queue_task_done (queue, error));
  record_print ("joined %s", BOOL (ls_task_done (joiner)));
  LS_TRY (ls_await_done (joiner, error));
  ls_queue_task_done (queue, &too_many);
  g_assert_error (too_many, LS_ERROR, LS_ERROR_VALUE);
  record_print ("%s", too_many->message);
  return LS_NONE;
}

static LsValue
does_not_suspend (const LsValue *args, GError **error)
{
  g_autoptr (LsQueue) queue = ls_queue_new ();
  g_autoptr (LsTask) other = start_putter (queue, LS_STR ("other"), "other");
  g_auto (LsValue) got = LS_NONE;

  LS_TRY (ls_queue_put (queue, LS_STR ("x"), error));
  got = ls_queue_get (queue, error);
  record_print ("got %s without a turn of %s", ls_value_get_string (got), ls_task_get_name (other));
  LS_TRY (ls_await_done (other, error));
  return LS_NONE;
}

static void
put_and_print (LsQueue *queue, const int *numbers, int n, GError **error)
{
  g_autoptr (GString) line = g_string_new (NULL);

  for (int i = 0; i < n; i++)
    ls_queue_put_nowait (queue, LS_INT (numbers[i]), error);
  for (int i = 0; i < n; i++)
    g_string_append_printf (line, "%s%d", i > 0 ? " " : "", (int) ls_value_get_int (ls_queue_get (queue, error)));
  record_print ("%s", line->str);
}

static LsValue
by_priority (const LsValue *args, GError **error)
{
  static const int jumbled[] = { 3, 1, 2, 1 };
  static const int in_order[] = { 1, 2, 3 };
  g_autoptr (LsQueue) queue = ls_priority_queue_new ();
  g_autoptr (LsQueue) stack = ls_lifo_queue_new ();

  put_and_print (queue, jumbled, 4, error);
  put_and_print (stack, in_order, 3, error);
  return LS_NONE;
}

static LsValue
rule_20_main_ (const LsValue *args, GError **error)
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

static void
rule_20 (void)
{
  record_run_program (ls_coro_new ("main", rule_20_main_, NULL, 0));
}

static void
test_nowait_refuses (void)
{
  g_autoptr (LsQueue) queue = ls_queue_new (.maxsize = 1);
  g_autoptr (GError) error = NULL;

  ls_queue_get_nowait (queue, &error);
  g_assert_error (error, LS_ERROR, LS_ERROR_QUEUE_EMPTY);
  g_clear_error (&error);
  g_assert_true (ls_queue_put_nowait (queue, ls_value_string ("kept"), &error));
  g_assert_true (ls_queue_full (queue));
  g_assert_false (ls_queue_put_nowait (queue, LS_INT (2), &error));
  g_assert_error (error, LS_ERROR, LS_ERROR_QUEUE_FULL);
  g_assert_cmpint (ls_queue_maxsize (queue), ==, 1);
}

/* The array behind a FIFO queue moves its items down as it empties. */
static void
test_fifo_over_a_long_time (void)
{
  g_autoptr (LsQueue) queue = ls_queue_new ();
  int next_in = 0, next_out = 0;

  for (int round = 0; round < 500; round++)
    {
      for (int i = g_test_rand_int_range (0, 10); i > 0; i--)
        ls_queue_put_nowait (queue, LS_INT (next_in++), NULL);
      for (int i = g_test_rand_int_range (0, 11); i > 0 && !ls_queue_empty (queue); i--)
        g_assert_cmpint (ls_value_get_int (ls_queue_get_nowait (queue, NULL)), ==, next_out++);
      g_assert_cmpint (ls_queue_size (queue), ==, next_in - next_out);
    }
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Queue", "rule-20-put-wakes-one-getter", rule_20);
  g_test_add_func ("/Ls/Queue/nowait-refuses", test_nowait_refuses);
  g_test_add_func ("/Ls/Queue/fifo-over-a-long-time", test_fifo_over_a_long_time);

  return g_test_run ();
}
