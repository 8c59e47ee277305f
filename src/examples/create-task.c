/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A task is made at once, and starts later. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
bake (const LsValue *args, GError **error)
{
  printf ("The oven is on.\n");
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  printf ("The cake is done.\n");
  return LS_STR ("a cake");
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (bake, LS_INT (3)), .name = "baker");
  g_auto (LsValue) cake = LS_NONE;

  printf ("The task is made.\n");
  LS_TRY (ls_sleep (1, error));
  printf ("main awaits the task.\n");
  cake = ls_await (task, error);
  LS_TRY (*error == NULL);
  printf ("The task returned %s.\n", ls_value_get_string (cake));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
