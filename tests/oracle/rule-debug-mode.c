/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Debug mode: each turn and each callback that holds the loop for too long is told of; the clock is read twice a handle. */
#include "rule.h"

static void
slow (const LsValue *args, GError **error)
{
  ls_blocking_sleep (ls_value_get_double (args[0]));
  printf ("callback %s\n", ls_value_get_string (args[1]));
}

static void
note (LsFuture *future, gpointer data, GError **error)
{
  g_autofree char *result = ls_value_repr (ls_future_result (future, error));

  ls_blocking_sleep (0.3);
  printf ("done %s\n", result);
}

static LsValue
work (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1, error));
  ls_blocking_sleep (ls_value_get_double (args[0]));
  return args[0];
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsLoop *loop = ls_get_running_loop ();
  g_autoptr (LsTask) quick = NULL, late = NULL;

  printf ("%s %g\n", str (ls_loop_get_debug (loop)), ls_loop_get_slow_callback_duration (loop));
  quick = ls_create_task (ls_coro (work, LS_DOUBLE (0.05)), .name = "quick");
  late = ls_create_task (ls_coro (work, LS_DOUBLE (0.25)), .name = "late");
  ls_future_add_done_callback (LS_FUTURE (late), note, NULL);
  ls_loop_call_soon (loop, slow, LS_DOUBLE (0.1), LS_STR ("soon"));
  ls_loop_call_later (loop, 0.5, slow, LS_DOUBLE (0.2), LS_STR ("later"));
  ls_handle_cancel (ls_loop_call_soon (loop, slow, LS_DOUBLE (5), LS_STR ("never")));
  ls_blocking_sleep (0.15);
  LS_TRY (ls_await_done (quick, error));
  LS_TRY (ls_await_done (late, error));
  ls_loop_set_slow_callback_duration (loop, 1);
  ls_blocking_sleep (0.5);
  LS_TRY (ls_sleep (0, error));
  ls_loop_set_debug (loop, FALSE);
  ls_blocking_sleep (2);
  LS_TRY (ls_sleep (0, error));
  printf ("debug %s\n", str (ls_loop_get_debug (loop)));
  return LS_NONE;
}

int
main (void)
{
  int code = ls_run_main (ls_coro (main_), .debug = TRUE);

  LS_WITH_RUNNER (runner, NULL, .debug = -1)
    printf ("debug %s\n", str (ls_loop_get_debug (ls_runner_get_loop (runner, NULL))));
  return code;
}
