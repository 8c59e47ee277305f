/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two coroutines, awaited one after the other. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
say_after (const LsValue *args, GError **error)
{
  double delay = ls_value_get_double (args[0]);
  const char *word = ls_value_get_string (args[1]);

  LS_TRY (ls_sleep (delay, error));
  printf ("%s\n", word);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (say_after, LS_INT (2), LS_STR ("hello")), error));
  LS_TRY (ls_await_done (ls_coro (say_after, LS_INT (6), LS_STR ("world")), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
