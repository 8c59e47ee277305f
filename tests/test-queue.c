/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "record.h"

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

  record_add_rule ("Queue", "rule-20", "put-wakes-one-getter", rule_20);
  g_test_add_func ("/Ls/Queue/nowait-refuses", test_nowait_refuses);
  g_test_add_func ("/Ls/Queue/fifo-over-a-long-time", test_fifo_over_a_long_time);

  return g_test_run ();
}
