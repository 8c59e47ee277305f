/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program to be attached to: it ticks as often as its first argument says, and then blocks for as many seconds as
 * its second does. */
#include <loopscope.h>
#include <stdio.h>
#include <stdlib.h>

static LsValue
tick (const LsValue *args, GError **error)
{
  gint64 n = ls_value_get_int (args[0]);

  for (gint64 i = 0; i < n; i++)
    {
      LS_TRY (ls_sleep (0.01, error));
      printf ("tick %d\n", (int) i);
    }
  ls_blocking_sleep ((double) ls_value_get_int (args[1]));
  return LS_NONE;
}

int
main (int argc, char *argv[])
{
  return ls_run_main (ls_coro (tick, LS_INT (atoi (argv[1])), LS_INT (argc > 2 ? atoi (argv[2]) : 0)));
}
