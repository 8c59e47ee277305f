/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A task that takes too long is cancelled. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
download (const LsValue *args, GError **error)
{
  int seconds = ls_value_get_int (args[0]);

  printf ("Downloading takes %d seconds.\n", seconds);
  LS_TRY (ls_sleep (seconds, error));
  printf ("Downloaded.\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (download, LS_INT (10)), .name = "download");
  int waited = 0;

  while (!ls_task_done (task))
    {
      printf ("After %d s it is not done.\n", waited);
      LS_TRY (ls_sleep (1, error));
      waited += 1;
      if (waited == 5)
        ls_task_cancel (task);
    }

  printf ("After %d s it is done.\n", waited);
  ls_await_done (task, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("It was cancelled.\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
