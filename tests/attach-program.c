/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A program to be attached to: attach-program [TICKS [block|compute]].
 *
 * It ticks twenty times a second, as often as it is told to, or until its standard input ends: nobody has to know
 * how long that which is done to it takes, and it does not outlive who started it.  By "block" and "compute" it then
 * holds its loop until its standard input ends. */
#include <loopscope.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define FOREVER (-1)
#define MS_NONE 0
#define MS_ANY  (-1)

static int
has_input_ended (int ms)
{
  struct pollfd input = { .fd = STDIN_FILENO, .events = POLLIN };

  return poll (&input, 1, ms) > 0;
}

static LsValue
tick (const LsValue *args, GError **error)
{
  gint64 n = ls_value_get_int (args[0]);
  const char *how = ls_value_get_string (args[1]);

  for (gint64 i = 0; n == FOREVER ? !has_input_ended (MS_NONE) : i < n; i++)
    {
      LS_TRY (ls_sleep (0.05, error));
      printf ("tick %d\n", (int) i);
    }
  if (strcmp (how, "block") == 0)
    has_input_ended (MS_ANY);
  while (strcmp (how, "compute") == 0 && !has_input_ended (MS_NONE))
    ;
  return LS_NONE;
}

int
main (int argc, char *argv[])
{
  return ls_run_main (ls_coro (tick, LS_INT (argc > 1 ? atoi (argv[1]) : FOREVER), LS_STR (argc > 2 ? argv[2] : "")));
}
