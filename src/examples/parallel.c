/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same work in one thread, and in several beside each other. */
#include <loopscope.h>
#include <stdio.h>

#define LIMIT 400000

static LsValue
count_primes (const LsValue *args, GError **error)
{
  gint64 count = 0;

  for (gint64 n = ls_value_get_int (args[0]); n < ls_value_get_int (args[1]); n++)
    {
      gint64 divisor = 2;

      while (divisor * divisor <= n && n % divisor != 0)
        divisor++;
      if (divisor * divisor > n && n > 1)
        count++;
    }
  return LS_INT (count);
}

static LsValue
one_after_the_other (const LsValue *args, GError **error)
{
  double begin = ls_perf_counter ();
  LsValue low = count_primes ((LsValue[]) { LS_INT (0), LS_INT (LIMIT) }, error);
  LsValue high = count_primes ((LsValue[]) { LS_INT (LIMIT), LS_INT (2 * LIMIT) }, error);

  printf ("One after the other: %.2f s\n", ls_perf_counter () - begin);
  return LS_INT (ls_value_get_int (low) + ls_value_get_int (high));
}

static LsValue
side_by_side (const LsValue *args, GError **error)
{
  LsExecutor *executor = ls_value_get_pointer (args[0]);
  LsLoop *loop = ls_get_running_loop ();
  double begin = ls_perf_counter ();
  g_auto (LsValue) counts =
    ls_await (ls_gather (ls_loop_run_in_executor (loop, executor, count_primes, LS_INT (0), LS_INT (LIMIT)),
                         ls_loop_run_in_executor (loop, executor, count_primes, LS_INT (LIMIT), LS_INT (2 * LIMIT))),
              error);

  LS_TRY (*error == NULL);
  printf ("Side by side: %.2f s\n", ls_perf_counter () - begin);
  return LS_INT (ls_value_get_int (ls_value_list_get (counts, 0)) + ls_value_get_int (ls_value_list_get (counts, 1)));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsExecutor) executor = ls_executor_new (.max_workers = 2);
  LsValue first = ls_await (ls_coro (one_after_the_other), error);
  LsValue second = ls_await (ls_coro (side_by_side, LS_POINTER (executor)), error);

  LS_TRY (*error == NULL);
  ls_executor_shutdown (executor, TRUE, FALSE);
  printf ("The same number: %s\n", ls_value_get_int (first) == ls_value_get_int (second) ? "True" : "False");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
