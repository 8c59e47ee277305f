/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 7: done callbacks are scheduled, never called inline, in order of adding. */
#include "rule.h"

static void
first (LsFuture *future, gpointer data, GError **error)
{
  printf ("first\n");
}

static void
second (LsFuture *future, gpointer data, GError **error)
{
  printf ("second\n");
}

static void
late (LsFuture *future, gpointer data, GError **error)
{
  printf ("late\n");
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) future = ls_future_new ();

  ls_future_add_done_callback (future, first, NULL);
  ls_future_add_done_callback (future, second, NULL);
  ls_future_add_done_callback (future, first, NULL);
  ls_future_add_done_callback (future, second, NULL);
  printf ("removed %u\n", ls_future_remove_done_callback (future, second, NULL));
  printf ("removed %u\n", ls_future_remove_done_callback (future, second, NULL));
  ls_future_add_done_callback (future, second, NULL);
  ls_future_set_result (future, LS_NONE, error);
  printf ("set\n");
  ls_future_add_done_callback (future, late, NULL);
  printf ("removed %u\n", ls_future_remove_done_callback (future, first, NULL));
  LS_TRY (ls_sleep (0, error));
  printf ("main\n");
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
