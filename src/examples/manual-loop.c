/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A loop of one's own: made, run twice, and closed. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
count (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[0]);
  int seconds = ls_value_get_int (args[1]);

  for (int second = 1; second <= seconds; second++)
    {
      LS_TRY (ls_sleep (1, error));
      printf ("%s %d\n", name, second);
    }
  return ls_value_printf ("%s is done", name);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsLoop) loop = ls_loop_new ();
  LsCoro *host = ls_coro (count, LS_STR ("host"), LS_INT (2));
  LsCoro *counting = ls_coro (count, LS_STR ("guest"), LS_INT (3));
  g_autoptr (LsTask) guest = ls_loop_create_task (loop, counting, .name = "guest");
  g_auto (LsValue) first = ls_loop_run_until_complete (loop, host, &error);
  g_auto (LsValue) second = LS_NONE;

  if (error != NULL)
    return ls_report_uncaught (error);

  printf ("%s\n", ls_value_get_string (first));
  printf ("The loop stands still.\n");
  second = ls_loop_run_until_complete (loop, guest, &error);
  if (error != NULL)
    return ls_report_uncaught (error);

  printf ("%s\n", ls_value_get_string (second));
  ls_loop_close (loop);
  return 0;
}
