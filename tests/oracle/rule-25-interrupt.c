/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 25, Ctrl-C: it cancels main, which may clean up; run() then cancels the others and raises KeyboardInterrupt. */
#include <signal.h>

#include "rule.h"

static void
interrupt (const LsValue *args, GError **error)
{
  raise (SIGINT);
}

static LsValue
other (const LsValue *args, GError **error)
{
  ls_sleep (10, error);
  printf ("other ends\n");
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = NULL;
  GError *in_clean_up = NULL;

  ls_loop_call_later (ls_get_running_loop (), 1, interrupt);
  task = ls_create_task (ls_coro (other), .name = "other");
  ls_sleep (10, error);
  printf ("main cleans up\n");
  ls_sleep (1, &in_clean_up);
  g_assert_no_error (in_clean_up);
  printf ("main ends, other done: %s\n", str (ls_task_done (task)));
  return LS_NONE;
}

int
main (void)
{
  g_autoptr (GError) error = NULL;

  ls_run (ls_coro (main_), &error);
  if (g_error_matches (error, LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT))
    printf ("KeyboardInterrupt\n");
  return 0;
}
