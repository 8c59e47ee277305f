/* SPDX-License-Identifier: GPL-3.0-or-later */
/* To call a coroutine function is not to run it. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
greet (const LsValue *args, GError **error)
{
  printf ("Hello, %s!\n", ls_value_get_string (args[0]));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsCoro) for_ada = ls_coro (greet, LS_STR ("Ada"));
  LsCoro *for_grace = ls_coro (greet, LS_STR ("Grace"));

  printf ("Nobody has been greeted yet.\n");
  LS_TRY (ls_await_done (for_grace, error));
  printf ("Grace has.\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
