/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Results come in the order of the arguments, whoever is first. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
square (const LsValue *args, GError **error)
{
  int number = ls_value_get_int (args[0]);

  printf ("Starting %d.\n", number);
  LS_TRY (ls_sleep (ls_value_get_int (args[1]), error));
  printf ("Finishing %d.\n", number);
  return LS_INT (number * number);
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsCoro *three = ls_coro (square, LS_INT (3), LS_INT (3));
  LsCoro *four = ls_coro (square, LS_INT (4), LS_INT (1));
  LsCoro *five = ls_coro (square, LS_INT (5), LS_INT (2));
  g_auto (LsValue) squares = ls_await (ls_gather (three, four, five), error);
  g_autofree char *text = ls_value_repr (squares);

  LS_TRY (*error == NULL);
  printf ("%s\n", text);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
