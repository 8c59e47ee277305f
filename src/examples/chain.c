/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A coroutine awaits a coroutine, which awaits a third: one task. */
#include <loopscope.h>
#include <stdio.h>
#include <string.h>

static LsValue
fetch (const LsValue *args, GError **error)
{
  const char *title = ls_value_get_string (args[0]);

  printf ("Fetching %s.\n", title);
  LS_TRY (ls_sleep (1, error));
  printf ("Fetched %s.\n", title);
  return ls_value_printf ("the text of %s", title);
}

static LsValue
read_ (const LsValue *args, GError **error)
{
  const char *title = ls_value_get_string (args[0]);
  g_auto (LsValue) text = LS_NONE;

  printf ("Opening %s.\n", title);
  text = ls_await (ls_coro (fetch, args[0]), error);
  LS_TRY (*error == NULL);
  printf ("Reading %s.\n", ls_value_get_string (text));
  return LS_INT (strlen (ls_value_get_string (text)));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsValue letters = ls_await (ls_coro (read_, LS_STR ("Emma")), error);

  LS_TRY (*error == NULL);
  printf ("It has %d letters.\n", (int) ls_value_get_int (letters));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
