/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results in the order in which they come. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
fetch (const LsValue *args, GError **error)
{
  int seconds = ls_value_get_int (args[1]);

  printf ("Page %s will take %d s.\n", ls_value_get_string (args[0]), seconds);
  LS_TRY (ls_sleep (seconds, error));
  return args[0];
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) a = ls_create_task (ls_coro (fetch, LS_STR ("A"), LS_INT (3)), .name = "A");
  g_autoptr (LsTask) b = ls_create_task (ls_coro (fetch, LS_STR ("B"), LS_INT (1)), .name = "B");
  g_autoptr (LsTask) c = ls_create_task (ls_coro (fetch, LS_STR ("C"), LS_INT (2)), .name = "C");
  g_autoptr (LsAsCompleted) ends = ls_as_completed (LS_AWAITABLES (a, b, c), LS_FOREVER);

  for (LsCoro *next_one; (next_one = ls_as_completed_next (ends)) != NULL;)
    {
      LsValue page = ls_await (next_one, error);
      LS_TRY (*error == NULL);
      printf ("Page %s is here.\n", ls_value_get_string (page));
    }
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
