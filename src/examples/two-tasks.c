/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tasks sleep at the same time. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
say_after (const LsValue *args, GError **error)
{
  double delay = ls_value_get_double (args[0]);
  const char *word = ls_value_get_string (args[1]);

  LS_TRY (ls_sleep (delay, error));
  printf ("%s\n", word);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsCoro *hello = ls_coro (say_after, LS_INT (3), LS_STR ("hello"));
  LsCoro *world = ls_coro (say_after, LS_INT (3), LS_STR ("world"));
  g_autoptr (LsTask) task1 = ls_create_task (hello, .name = "task1");
  g_autoptr (LsTask) task2 = ls_create_task (world, .name = "task2");

  LS_TRY (ls_await_done (task1, error));
  LS_TRY (ls_await_done (task2, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
