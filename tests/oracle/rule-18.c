/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 18: shield: a cancel of the outer leaves the inner running; a cancel of the inner goes outwards. */
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
guard (const LsValue *args, GError **error)
{
  LsValue got = ls_await (ls_shield (ls_value_get_task (args[0])), error);

  LS_TRY (*error == NULL);
  printf ("guard got %d\n", (int) ls_value_get_int (got));
  return LS_NONE;
}

static LsValue
who_waits_is_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) inner = ls_create_task (work_for (3), .name = "inner");
  g_autoptr (LsTask) guarded = ls_create_task (ls_coro (guard, ls_task_value (inner)), .name = "guard");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (guarded);
  ls_await_done (guarded, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("guard cancelled, inner done %s\n", str (ls_task_done (inner)));
  printf ("inner gave %d\n", (int) ls_value_get_int (ls_await (inner, error)));
  return LS_NONE;
}

static LsValue
inner_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) inner = ls_create_task (work_for (3), .name = "lost");
  g_autoptr (LsFuture) outer = ls_future_ref (ls_shield (inner));

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (inner);
  ls_await_done (outer, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("inner cancelled %s outer cancelled %s\n", str (ls_task_cancelled (inner)),
            str (ls_future_cancelled (outer)));
  return LS_NONE;
}

static LsValue
outer_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) inner = ls_create_task (fail_after (2, "late"), .name = "fails");
  g_autoptr (LsFuture) outer = ls_future_ref (ls_shield (inner));
  gboolean first, second;

  LS_TRY (ls_sleep (1, error));
  first = ls_future_cancel (outer);
  second = ls_future_cancel (outer);
  printf ("cancel %s %s\n", str (first), str (second));
  LS_TRY (ls_sleep (2, error));
  printf ("%s with %s\n", str (ls_task_done (inner)), ls_task_exception (inner, error)->message);
  return LS_NONE;
}

static LsValue
outcomes (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) done = NULL;

  printf ("%d\n", (int) ls_value_get_int (ls_await (ls_shield (work_for (1)), error)));
  if (!ls_await_done (ls_shield (fail_after (1, "bad")), error))
    printf ("main got %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_VALUE);
  done = ls_create_task (work_for (0), .name = "quick");
  LS_TRY (ls_await_done (done, error));
  printf ("the same %s\n", str (ls_shield (done) == LS_FUTURE (done)));
  return LS_NONE;
}

static LsValue
around_a_gather (const LsValue *args, GError **error)
{
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather (work_for (2), work_for (3)));
  g_autoptr (LsFuture) outer = ls_future_ref (ls_shield (both));
  g_auto (LsValue) results = LS_NONE;

  LS_TRY (ls_sleep (1, error));
  ls_future_cancel (outer);
  ls_await_done (outer, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("outer cancelled\n");
  results = ls_await (both, error);
  printf ("both gave %d\n", (int) ls_value_list_length (results));
  return LS_NONE;
}

static LsValue
within_a_gather (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) inner = ls_create_task (work_for (3), .name = "within");
  g_autoptr (LsFuture) both = ls_future_ref (ls_gather (ls_shield (inner), work_for (2)));

  LS_TRY (ls_sleep (1, error));
  ls_future_cancel (both);
  ls_await_done (both, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("both cancelled, inner cancelled %s\n", str (ls_task_cancelled (inner)));
  printf ("inner gave %d\n", (int) ls_value_get_int (ls_await (inner, error)));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (who_waits_is_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (inner_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (outer_cancelled), error));
  LS_TRY (ls_await_done (ls_coro (outcomes), error));
  LS_TRY (ls_await_done (ls_coro (around_a_gather), error));
  LS_TRY (ls_await_done (ls_coro (within_a_gather), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
