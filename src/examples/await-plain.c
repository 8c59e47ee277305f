/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To await a coroutine that never waits does not give the loop away. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
add_one (const LsValue *args, GError **error)
{
  return LS_INT (ls_value_get_int (args[0]) + 1);
}

static LsValue
look_on (const LsValue *args, GError **error)
{
  printf ("The onlooker gets a turn.\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) onlooker = ls_create_task (ls_coro (look_on), .name = "onlooker");

  for (int number = 0; number < 3; number++)
    {
      LsValue sum = ls_await (ls_coro (add_one, LS_INT (number)), error);
      LS_TRY (*error == NULL);
      printf ("%d and one is %d.\n", number, (int) ls_value_get_int (sum));
    }
  printf ("main waits now.\n");
  LS_TRY (ls_await_done (onlooker, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
