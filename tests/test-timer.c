/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-heapq.h"
#include "record.h"

/* The heap against a sorted array, and a pop's order of equal ones against heapq's. */
static inline gboolean
int_less (const int *a, const int *b)
{
  return *a / 100 < *b / 100;
}

LS_DEFINE_HEAPQ (ints, int, int_less)

static void
test_heapq_sorts (void)
{
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (int));
  int last = -1;

  for (int i = 0; i < 1000; i++)
    ints_push (heap, g_test_rand_int_range (0, 100000));
  while (heap->len > 0)
    {
      int next = ints_pop (heap);

      g_assert_cmpint (next / 100, >=, last / 100);
      last = next;
    }
}

/* >>> for i in range(12): heappush(h, K(i)); [heappop(h) for _ in range(12)], K being equal to every other */
static void
test_heapq_equal_ones (void)
{
  static const int order[] = { 0, 2, 6, 11, 10, 9, 8, 5, 7, 4, 1, 3 };
  g_autoptr (GArray) heap = g_array_new (FALSE, FALSE, sizeof (int));

  for (int i = 0; i < 12; i++)
    ints_push (heap, i);
  for (int i = 0; i < 12; i++)
    g_assert_cmpint (ints_pop (heap), ==, order[i]);
}

static void
never (const LsValue *args, GError **error)
{
  g_assert_not_reached ();
}

static LsValue
cancels (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsHandle) soon = ls_handle_ref (ls_loop_call_soon (loop, never));
  g_autoptr (LsHandle) later = ls_handle_ref (ls_loop_call_later (loop, 1, never, LS_STR ("x")));

  ls_handle_cancel (soon);
  ls_handle_cancel (later);
  ls_handle_cancel (later);
  g_assert_true (ls_handle_cancelled (later));
  g_assert_cmpfloat (ls_handle_when (later), >, 1);
  LS_TRY (ls_sleep (2, error));
  return LS_NONE;
}

static void
test_cancelled_ones_do_not_run (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  record_run_program (ls_coro (cancels));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("Timer", "rule-03", "equal-deadlines-are-no-fifo", rule_03);
  record_add_rule ("Timer", "rule-04", "due-within-the-resolution", rule_04);
  record_add_rule ("Timer", "rule-05", "cancelled-timers-stay-in-the-heap", rule_05);
  g_test_add_func ("/Ls/Timer/heapq-sorts", test_heapq_sorts);
  g_test_add_func ("/Ls/Timer/heapq-equal-ones", test_heapq_equal_ones);
  g_test_add_func ("/Ls/Timer/cancelled-ones-do-not-run", test_cancelled_ones_do_not_run);

  return g_test_run ();
}
