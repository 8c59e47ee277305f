/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 6: create_task() does not start; awaiting what does not suspend does not yield; sleep(0) yields once. */
#include "rule.h"

static LsValue
other (const LsValue *args, GError **error)
{
  printf ("other runs\n");
  return LS_NONE;
}

static LsValue
plain (const LsValue *args, GError **error)
{
  return LS_STR ("plain result");
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (other), .name = "other");
  g_autoptr (LsFuture) future = ls_future_new ();

  printf ("created\n");
  printf ("%s\n", ls_value_get_string (ls_await (ls_coro (plain), error)));
  ls_future_set_result (future, LS_STR ("future result"), error);
  printf ("%s\n", ls_value_get_string (ls_await (future, error)));
  printf ("not yielded so far\n");
  LS_TRY (ls_sleep (0, error));
  printf ("yielded once\n");
  printf ("%s\n", ls_value_is_none (ls_await (task, error)) ? "None" : "?");
  LS_TRY (ls_sleep (-1, error));
  printf ("a sleep below zero is one of zero\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
