/* SPDX-License-Identifier: GPL-3.0-or-later */
/* main ticks every second while two others sleep. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
nap (const LsValue *args, GError **error)
{
  int seconds = ls_value_get_int (args[0]);

  LS_TRY (ls_sleep (seconds, error));
  printf ("A nap of %d s is over.\n", seconds);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) short_ = ls_create_task (ls_coro (nap, LS_INT (2)), .name = "short");
  g_autoptr (LsTask) long_ = ls_create_task (ls_coro (nap, LS_INT (4)), .name = "long");
  int second = 0;

  while (!(ls_task_done (short_) && ls_task_done (long_)))
    {
      LS_TRY (ls_sleep (1, error));
      second += 1;
      printf ("tick %d\n", second);
    }
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
