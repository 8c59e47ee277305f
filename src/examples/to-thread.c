/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A worker thread blocks, and the loop stays free. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
read_slowly (const LsValue *args, GError **error)
{
  ls_blocking_sleep (0.3);
  return ls_value_printf ("what %s says", ls_value_get_string (args[0]));
}

static LsValue
read_ (const LsValue *args, GError **error)
{
  g_auto (LsValue) text = LS_NONE;

  printf ("Reading\n");
  text = ls_await (ls_to_thread (read_slowly, LS_STR ("the file")), error);
  LS_TRY (*error == NULL);
  printf ("Read %s\n", ls_value_get_string (text));
  return LS_NONE;
}

static LsValue
tick (const LsValue *args, GError **error)
{
  for (int i = 0; i < 3; i++)
    {
      printf ("Tick\n");
      LS_TRY (ls_sleep (0.05, error));
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  double begin = ls_perf_counter ();

  LS_TRY (ls_await_done (ls_gather (ls_coro (read_), ls_coro (tick)), error));
  printf ("All of it took %.2f s\n", ls_perf_counter () - begin);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
