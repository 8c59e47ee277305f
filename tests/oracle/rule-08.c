/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 8: waking costs one iteration; a task's end wakes its awaiter by the same path. */
#include "rule.h"

static LsValue
inner (const LsValue *args, GError **error)
{
  LsValue value = ls_await (ls_value_get_future (args[0]), error);

  printf ("inner got %d\n", (int) ls_value_get_int (value));
  return LS_INT (ls_value_get_int (value) + 1);
}

static LsValue
ticker (const LsValue *args, GError **error)
{
  for (int tick = 0; tick < 4; tick++)
    {
      printf ("tick %d\n", tick);
      LS_TRY (ls_sleep (0, error));
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (LsTask) task = ls_create_task (ls_coro (inner, ls_future_value (future)), .name = "inner");
  g_autoptr (LsTask) ticking = ls_create_task (ls_coro (ticker), .name = "ticker");

  LS_TRY (ls_sleep (0, error));
  ls_future_set_result (future, LS_INT (1), error);
  printf ("set\n");
  printf ("main got %d\n", (int) ls_value_get_int (ls_await (task, error)));
  LS_TRY (ls_await_done (ticking, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
