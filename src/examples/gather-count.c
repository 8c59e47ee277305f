/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three coroutines count together. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
count (const LsValue *args, GError **error)
{
  printf ("One\n");
  LS_TRY (ls_sleep (1, error));
  printf ("Two\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_gather (ls_coro (count), ls_coro (count), ls_coro (count)), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
