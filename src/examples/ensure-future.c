/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ensure_future() makes a task while no loop runs; the task starts when one does. */
#include <loopscope.h>
#include <stdio.h>
#include <string.h>

static LsValue
greet (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[0]);

  printf ("Hello, %s!\n", name);
  LS_TRY (ls_sleep (1, error));
  printf ("Goodbye, %s!\n", name);
  return LS_INT (strlen (name));
}

int
main (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsFuture) ada = NULL;
  g_autoptr (LsFuture) grace = NULL;
  g_autoptr (LsFuture) same = NULL;
  LsValue letters;

  ls_set_event_loop (loop);

  ada = ls_ensure_future (ls_coro (greet, LS_STR ("Ada")));
  grace = ls_ensure_future (ls_coro (greet, LS_STR ("Grace")));
  printf ("Two tasks are made, and nobody has been greeted.\n");
  same = ls_ensure_future (ada);
  printf ("Is a task made of a task? %s\n", same == ada ? "no" : "yes");

  letters = ls_loop_run_until_complete (loop, ada, NULL);
  printf ("Ada has %d letters.\n", (int) ls_value_get_int (letters));
  printf ("Is Grace greeted? %s\n", ls_future_done (grace) ? "yes" : "no");

  ls_set_event_loop (NULL);
  ls_loop_close (loop);
  return 0;
}
