/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One coroutine on the event loop, from its first line to its result. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
main_ (const LsValue *args, GError **error)
{
  printf ("Good morning.\n");
  LS_TRY (ls_sleep (2, error));
  printf ("Good night.\n");
  return LS_STR ("a fine day");
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) day = ls_run (ls_coro (main_), &error);

  if (error != NULL)
    return ls_report_uncaught (error);

  printf ("main returned %s.\n", ls_value_get_string (day));
  return 0;
}
