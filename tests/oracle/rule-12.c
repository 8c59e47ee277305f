/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 12: cancel() on the running task acts at the next await that suspends; a return before that is lost. */
#include "rule.h"

static LsValue
plain (const LsValue *args, GError **error)
{
  return LS_STR ("plain");
}

static LsValue
goes_on (const LsValue *args, GError **error)
{
  printf ("cancel %s\n", str (ls_task_cancel (ls_current_task ())));
  printf ("%s\n", ls_value_get_string (ls_await (ls_coro (plain), error)));
  if (!ls_sleep (5, error))
    printf ("cancelled at the sleep\n");
  return LS_NONE;
}

static LsValue
returns (const LsValue *args, GError **error)
{
  ls_task_cancel (ls_current_task ());
  return LS_STR ("lost");
}

static LsValue
watch (const LsValue *args, GError **error)
{
  const char *name = ls_value_get_string (args[1]);
  g_autoptr (LsTask) task = ls_create_task (ls_value_get_coro (args[0]), .name = name);

  ls_await_done (task, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("main sees %s cancelled\n", name);
  printf ("%s\n", str (ls_task_cancelled (task)));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LsCoro *going_on = ls_coro (goes_on), *returning;

  LS_TRY (ls_await_done (ls_coro (watch, ls_coro_value (going_on), LS_STR ("goes on")), error));
  returning = ls_coro (returns);
  LS_TRY (ls_await_done (ls_coro (watch, ls_coro_value (returning), LS_STR ("returns")), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
