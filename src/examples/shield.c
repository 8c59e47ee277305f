/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Work behind a shield outlives the timeout, but not the program. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
work (const LsValue *args, GError **error)
{
  const char *name = ls_task_get_name (ls_current_task ());

  if (ls_sleep (ls_value_get_int (args[0]), error))
    printf ("The %s is done.\n", name);
  else if (ls_error_is_cancelled (*error))
    printf ("The %s is cancelled.\n", name);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) download = ls_create_task (ls_coro (work, LS_INT (3)), .name = "download");
  g_autoptr (LsTask) upload = ls_create_task (ls_coro (work, LS_INT (9)), .name = "upload");
  LsTask *tasks[] = { download, upload };

  for (int i = 0; i < 2; i++)
    {
      ls_wait_for_done (ls_shield (tasks[i]), 2, error);
      if (ls_error_catch (error, LS_ERROR_TIMEOUT))
        printf ("The %s takes longer than expected.\n", ls_task_get_name (tasks[i]));
      LS_TRY (*error == NULL);
    }
  printf ("main goes home.\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
