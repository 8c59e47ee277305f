/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A comprehension that awaits goes through its items one by one; gather() has them all at once. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
square (const LsValue *args, GError **error)
{
  int number = ls_value_get_int (args[0]);

  LS_TRY (ls_sleep (1, error));
  return LS_INT (number * number);
}

static LsValue
numbers (const LsValue *args, GError **error)
{
  for (int number = 1; number <= ls_value_get_int (args[0]); number++)
    {
      LS_TRY (ls_sleep (0.5, error));
      LS_TRY (ls_yield (LS_INT (number), error));
    }
  return LS_NONE;
}

static LsValue
tick (const LsValue *args, GError **error)
{
  for (int i = 0; i < 5; i++)
    {
      LS_TRY (ls_sleep (0.9, error));
      printf ("tick\n");
    }
  return LS_NONE;
}

static void
print_list (const char *what, LsValue list)
{
  g_autofree char *text = ls_value_repr (list);

  printf ("%s %s.\n", what, text);
  ls_value_clear (&list);
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) clock = ls_create_task (ls_coro (tick), .name = "clock");
  LsValue odd[3], squares[3];
  int n = 0;

  LS_ASYNC_FOR (number, ls_async_gen (numbers, LS_INT (3)), error)
    {
      if (ls_value_get_int (number) % 2 == 1)
        odd[n++] = number;
    }
  LS_TRY (*error == NULL);
  print_list ("The odd ones are", ls_value_list (odd, n));
  for (int i = 0; i < n; i++)
    {
      squares[i] = ls_await (ls_coro (square, odd[i]), error);
      LS_TRY (*error == NULL);
    }
  print_list ("One by one:", ls_value_list (squares, n));
  squares[0] = ls_await (ls_gather (ls_coro (square, odd[0]), ls_coro (square, odd[1])), error);
  LS_TRY (*error == NULL);
  print_list ("All at once:", squares[0]);
  LS_TRY (ls_await_done (clock, error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
