/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A download that takes five seconds is given two. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
download (const LsValue *args, GError **error)
{
  int seconds = ls_value_get_int (args[0]);

  printf ("Downloading takes %d seconds.\n", seconds);
  if (ls_sleep (seconds, error))
    printf ("Downloaded.\n");
  else if (ls_error_is_cancelled (*error))
    printf ("The download is cancelled.\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (download, LS_INT (5)), .name = "download");

  ls_wait_for_done (task, 2, error);
  if (ls_error_catch (error, LS_ERROR_TIMEOUT))
    printf ("It took too long.\n");
  if (ls_task_cancelled (task))
    printf ("Nothing is left of it.\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
