/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 24: wait: never cancels; its sets hold all that is done when it resumes.  as_completed: in order of ending. */
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

static LsTask *
start (int seconds)
{
  g_autofree char *name = g_strdup_printf ("work-%d", seconds);

  return ls_create_task (work_for (seconds), .name = name);
}

static gboolean
tell (gconstpointer futures, gsize n, double timeout, LsReturnWhen return_when, GError **error)
{
  g_autoptr (GPtrArray) done = NULL;
  g_autoptr (GPtrArray) pending = NULL;

  if (!ls_wait (futures, n, timeout, return_when, &done, &pending, error))
    return FALSE;
  printf ("done %u pending %u\n", done->len, pending->len);
  return TRUE;
}

static LsValue
conditions (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) one = start (1);
  g_autoptr (LsTask) two = start (2);
  g_autoptr (LsTask) three = start (3);

  LS_TRY (tell (LS_AWAITABLES (one, two, three), LS_FOREVER, LS_FIRST_COMPLETED, error));
  LS_TRY (tell (LS_AWAITABLES (one, two, three), 0.5, LS_ALL_COMPLETED, error));
  LS_TRY (tell (LS_AWAITABLES (one, two, three), 5, LS_ALL_COMPLETED, error));
  LS_TRY (tell (LS_AWAITABLES (one, two, three), LS_FOREVER, LS_ALL_COMPLETED, error));
  return LS_NONE;
}

/* Two timers fire in one iteration. */
static LsValue
all_that_is_done_on_resuming (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) a = start (1);
  g_autoptr (LsTask) b = start (1);
  g_autoptr (LsTask) c = start (1);

  LS_TRY (tell (LS_AWAITABLES (a, b, c), LS_FOREVER, LS_FIRST_COMPLETED, error));
  return LS_NONE;
}

static void
cancel (const LsValue *args, GError **error)
{
  ls_task_cancel (ls_value_get_task (args[0]));
}

static LsValue
first_exception (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) lost = ls_create_task (work_for (9), .name = "lost");
  g_autoptr (LsTask) bad = ls_create_task (ls_coro (work, LS_INT (2), LS_STR ("bad")));
  g_autoptr (LsTask) late = start (3);

  ls_loop_call_later (ls_get_running_loop (), 1, cancel, ls_task_value (lost));
  LS_TRY (tell (LS_AWAITABLES (lost, bad, late, bad), LS_FOREVER, LS_FIRST_EXCEPTION, error));
  printf ("raised %s\n", ls_task_exception (bad, error)->message);
  LS_TRY (ls_await_done (late, error));
  return LS_NONE;
}

static LsValue
tell_ (const LsValue *args, GError **error)
{
  tell (LS_AWAITABLES (ls_value_get_task (args[0])), LS_FOREVER, LS_ALL_COMPLETED, error);
  return LS_NONE;
}

static LsValue
cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = start (2);
  g_autoptr (LsTask) waits = ls_create_task (ls_coro_new ("tell", tell_, LS_ARGS (ls_task_value (task))),
                                             .name = "waits");

  LS_TRY (ls_sleep (1, error));
  ls_task_cancel (waits);
  ls_await_done (waits, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    printf ("wait cancelled, task cancelled %s\n", str (ls_task_cancelled (task)));
  LS_TRY (ls_await_done (task, error));
  return LS_NONE;
}

static LsValue
refused (const LsValue *args, GError **error)
{
  LsCoro *coro = work_for (1);

  for (gsize n = 0; n <= 1; n++)
    {
      ls_wait (&coro, n, LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error);
      printf ("%s %s\n", ls_error_get_class (*error), (*error)->message);
      g_clear_error (error);
    }
  LS_TRY (ls_await_done (coro, error));
  return LS_NONE;
}

static LsValue
in_order_of_ending (const LsValue *args, GError **error)
{
  LsCoro *three = work_for (3), *one = work_for (1);
  g_autoptr (LsTask) two = start (2);
  g_autoptr (LsAsCompleted) ends = ls_as_completed (LS_AWAITABLES (three, one, two, work_for (1)), LS_FOREVER);

  for (LsCoro *next; (next = ls_as_completed_next (ends)) != NULL;)
    printf ("next %d\n", (int) ls_value_get_int (ls_await (next, error)));
  return LS_NONE;
}

static LsValue
too_late (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) one = start (1);
  g_autoptr (LsTask) three = start (3);
  g_autoptr (LsTask) four = start (4);
  g_autoptr (LsAsCompleted) ends = ls_as_completed (LS_AWAITABLES (one, three, four), 2);

  for (LsCoro *next; (next = ls_as_completed_next (ends)) != NULL;)
    {
      LsValue result = ls_await (next, error);

      if (ls_error_catch (error, LS_ERROR_TIMEOUT))
        printf ("TimeoutError\n");
      else
        printf ("next %d\n", (int) ls_value_get_int (result));
    }
  LS_TRY (tell (LS_AWAITABLES (one, three, four), LS_FOREVER, LS_ALL_COMPLETED, error));
  return LS_NONE;
}

static LsValue
timeout_not_used (const LsValue *args, GError **error)
{
  LsCoro *bad = ls_coro (work, LS_INT (1), LS_STR ("bad"));
  g_autoptr (LsAsCompleted) ends = ls_as_completed (LS_AWAITABLES (bad, work_for (2)), 5);

  for (LsCoro *next; (next = ls_as_completed_next (ends)) != NULL;)
    {
      LsValue result = ls_await (next, error);

      if (*error != NULL)
        printf ("ValueError %s\n", (*error)->message);
      else
        printf ("next %d\n", (int) ls_value_get_int (result));
      ls_error_catch (error, LS_ERROR_VALUE);
    }
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (conditions), error));
  LS_TRY (ls_await_done (ls_coro (all_that_is_done_on_resuming), error));
  LS_TRY (ls_await_done (ls_coro (first_exception), error));
  LS_TRY (ls_await_done (ls_coro (cancelled), error));
  LS_TRY (ls_await_done (ls_coro (refused), error));
  LS_TRY (ls_await_done (ls_coro (in_order_of_ending), error));
  LS_TRY (ls_await_done (ls_coro (too_late), error));
  LS_TRY (ls_await_done (ls_coro (timeout_not_used), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
