/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 16: gather: the first exception goes up at once and the others run on; a cancelled child is an exception. */
#include "rule.h"

/* The second argument, where there is one, is the message of a ValueError. */
static LsValue
work (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (ls_value_get_int (args[0]), error));
  if (!ls_value_is_none (args[1]))
    g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "%s", ls_value_get_string (args[1]));
  return args[0];
}

static LsCoro *
work_for (int seconds)
{
  return ls_coro (work, LS_INT (seconds), LS_NONE);
}

static LsCoro *
fail_after (int seconds, const char *message)
{
  return ls_coro (work, LS_INT (seconds), ls_value_string (message));
}

static LsValue
first_exception (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) late = ls_create_task (work_for (3), .name = "late");

  if (!ls_await_done (ls_gather (fail_after (2, "second"), fail_after (1, "first"), late), error))
    printf ("main got %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_VALUE);
  printf ("late done %s\n", str (ls_task_done (late)));
  printf ("late gave %d\n", (int) ls_value_get_int (ls_await (late, error)));
  return LS_NONE;
}

static LsValue
exceptions_in_the_list (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) child = ls_create_task (work_for (5), .name = "child");
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather_exceptions (work_for (1), child, fail_after (1, "bad")));
  g_auto (LsValue) results = LS_NONE;

  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (child);
  results = ls_await (both, error);
  for (gsize i = 0; i < ls_value_list_length (results); i++)
    {
      g_autofree char *text = ls_value_str (ls_value_list_get (results, i));

      printf ("in the list: %s\n", text);
    }
  return LS_NONE;
}

static LsValue
child_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) child = ls_create_task (work_for (5), .name = "lost");
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather (child, work_for (1)));

  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (child);
  ls_await_done (both, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("main got CancelledError\n");
  printf ("%s %s\n", str (ls_future_done (both)), str (ls_future_cancelled (both)));
  return LS_NONE;
}

static LsValue
twice_and_none (const LsValue *args, GError **error)
{
  LsCoro *again = work_for (1);
  g_auto (LsValue) three = ls_await (ls_gather (again, work_for (2), again), error);
  g_auto (LsValue) none = ls_await (ls_gather (), error);
  g_autofree char *three_text = ls_value_repr (three), *none_text = ls_value_repr (none);

  printf ("%s\n%s\n", three_text, none_text);
  return LS_NONE;
}

static LsValue
cancelled_as_a_whole (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather (work_for (5), work_for (6)));
  gboolean taken;

  LS_TRY (ls_sleep (1, error));
  taken = ls_future_cancel (both);
  printf ("cancel %s done %s\n", str (taken), str (ls_future_done (both)));
  ls_await_done (both, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("cancelled\n");
  printf ("%s %s\n", str (ls_future_done (both)), str (ls_future_cancelled (both)));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (first_exception), error));
  LS_TRY (ls_await_done (ls_coro (exceptions_in_the_list), error));
  LS_TRY (ls_await_done (ls_coro (child_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (twice_and_none), error));
  LS_TRY (ls_await_done (ls_coro (cancelled_as_a_whole), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
