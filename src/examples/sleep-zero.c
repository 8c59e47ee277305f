/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The same work, with a sleep(0) now and then. */
#include <loopscope.h>
#include <stdio.h>

static void
work (double seconds)
{
  double end = ls_perf_counter () + seconds;

  while (ls_perf_counter () < end)
    ;
}

static LsValue
compute (const LsValue *args, GError **error)
{
  double begin;

  printf ("Computing\n");
  begin = ls_perf_counter ();
  for (int i = 0; i < 30; i++)
    {
      work (0.04);
      LS_TRY (ls_sleep (0, error));
    }
  printf ("Computed for %.2f s\n", ls_perf_counter () - begin);
  return LS_NONE;
}

static LsValue
tick (const LsValue *args, GError **error)
{
  for (int i = 0; i < 3; i++)
    {
      printf ("Tick\n");
      LS_TRY (ls_sleep (0.2, error));
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_gather (ls_coro (compute), ls_coro (tick)), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
