/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rules 28 and 30: what must not be awaited raises RuntimeError in the next iteration; StopIteration fits no future. */
#include "rule.h"

#include <string.h>

static LsTask *itself;

static LsValue
awaits_itself (const LsValue *args, GError **error)
{
  if (!ls_await_done (itself, error))
    {
      g_auto (GStrv) words = g_strsplit ((*error)->message, ":", 2);

      printf ("itself: %s\n", words[0]);
    }
  ls_error_catch (error, LS_ERROR_RUNTIME);
  LS_TRY (ls_sleep (0, error));
  return LS_STR ("went on");
}

static LsValue
awaits_a_stranger (const LsValue *args, GError **error)
{
  if (!ls_await_done (ls_value_get_future (args[0]), error))
    printf ("stranger: %s\n", str (strstr ((*error)->message, "attached to a different loop") != NULL));
  ls_error_catch (error, LS_ERROR_RUNTIME);
  return LS_NONE;
}

static void
stop_iteration (void)
{
  g_autoptr (LsFuture) future = ls_future_new ();
  g_autoptr (GError) stop = g_error_new_literal (LS_ERROR, LS_ERROR_STOP_ITERATION, "");
  g_autoptr (GError) refusal = NULL;

  ls_future_set_exception (future, stop, &refusal);
  printf ("%s\n", refusal->message);
  printf ("done %s\n", str (ls_future_done (future)));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsLoop) other = NULL;
  g_autoptr (LsFuture) stranger = NULL;

  itself = ls_create_task (ls_coro (awaits_itself), .name = "narcissus");
  printf ("%s\n", ls_value_get_string (ls_await (itself, error)));
  ls_task_unref (itself);
  other = ls_loop_new ();
  stranger = ls_loop_create_future (other);
  LS_TRY (ls_await_done (ls_coro (awaits_a_stranger, ls_future_value (stranger)), error));
  ls_loop_close (other);
  stop_iteration ();
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
