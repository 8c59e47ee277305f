/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Debug mode reports who keeps the loop for too long. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
quick (const LsValue *args, GError **error)
{
  printf ("Quick\n");
  LS_TRY (ls_sleep (0.2, error));
  printf ("Quick again\n");
  return LS_NONE;
}

static LsValue
slow (const LsValue *args, GError **error)
{
  printf ("Slow\n");
  ls_blocking_sleep (0.15);
  printf ("Slow no more\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_gather (ls_coro (quick), ls_coro (slow)), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_), .debug = TRUE);
}
