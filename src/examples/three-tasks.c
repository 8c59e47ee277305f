/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Three delays take as long as one. */
#include <loopscope.h>
#include <stdio.h>

static LsValue
brew (const LsValue *args, GError **error)
{
  const char *drink = ls_value_get_string (args[0]);

  printf ("The %s is brewing.\n", drink);
  LS_TRY (ls_sleep (3, error));
  printf ("The %s is ready.\n", drink);
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  double begun = ls_perf_counter ();
  g_autoptr (LsTask) tea = ls_create_task (ls_coro (brew, LS_STR ("tea")), .name = "tea");
  g_autoptr (LsTask) coffee = ls_create_task (ls_coro (brew, LS_STR ("coffee")), .name = "coffee");
  g_autoptr (LsTask) cocoa = ls_create_task (ls_coro (brew, LS_STR ("cocoa")), .name = "cocoa");

  LS_TRY (ls_await_done (tea, error));
  LS_TRY (ls_await_done (coffee, error));
  LS_TRY (ls_await_done (cocoa, error));
  printf ("It took %.0f s.\n", ls_perf_counter () - begun);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
