/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An asynchronous generator waits between its items, and so does whoever goes through them. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
readings (const LsValue *args, GError **error)
{
  for (int number = 1; number <= ls_value_get_int (args[0]); number++)
    {
      LS_TRY (ls_sleep (1, error));
      printf ("Reading %d is taken.\n", number);
      LS_TRY (ls_yield (LS_INT (17 + number), error));
    }
  return LS_NONE;
}

static LsValue
tick (const LsValue *args, GError **error)
{
  for (int i = 0; i < 6; i++)
    {
      LS_TRY (ls_sleep (0.9, error));
      printf ("tick\n");
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) clock = ls_create_task (ls_coro (tick), .name = "clock");

  LS_ASYNC_FOR (degrees, ls_async_gen (readings, LS_INT (3)), error)
    {
      printf ("main is told that it is %d degrees.\n", (int) ls_value_get_int (degrees));
      LS_TRY (ls_sleep (1, error));
    }
  LS_TRY (*error == NULL);
  printf ("That was the last one.\n");
  LS_TRY (ls_await_done (clock, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
