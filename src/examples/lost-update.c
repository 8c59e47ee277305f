/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two tasks read, wait, and write: an update is lost. */
#include <loopscope.h>
#include <stdio.h>

static int balance = 100;

static LsValue
deposit (const LsValue *args, GError **error)
{
  int amount = ls_value_get_int (args[0]);
  int seen = balance;

  printf ("The balance is %d; %d to come.\n", seen, amount);
  LS_TRY (ls_sleep (1, error));
  balance = seen + amount;
  printf ("Now the balance is %d.\n", balance);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsCoro *ten = ls_coro (deposit, LS_INT (10));
  LsCoro *twenty = ls_coro (deposit, LS_INT (20));

  LS_TRY (ls_await_done (ls_gather (ten, twenty), error));
  printf ("100 and 10 and 20 make %d.\n", balance);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
