/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 25: how run() ends: tasks made in main's last step get their first step; then all are cancelled together. */
#include "rule.h"

static LsTask *slow, *fails, *late;

static LsValue
late_ (const LsValue *args, GError **error)
{
  printf ("late begins\n");
  ls_sleep (10, error);
  printf ("late ends\n");
  return LS_NONE;
}

static LsValue
slow_to_end (const LsValue *args, GError **error)
{
  GError *ignored = NULL;

  ls_sleep (10, error);
  printf ("slow cleans up\n");
  ls_sleep (1, &ignored);
  printf ("slow ends\n");
  return LS_NONE;
}

static LsValue
fails_at_the_end (const LsValue *args, GError **error)
{
  ls_sleep (10, error);
  if (ls_error_catch (error, LS_ERROR_CANCELLED))
    g_set_error (error, LS_ERROR, LS_ERROR_VALUE, "at the end");
  return LS_NONE;
}

static void
handler (LsLoop *loop, const LsExceptionContext *context, gpointer data, GError **error)
{
  printf ("%s: %s\n", context->message, context->exception->message);
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  ls_loop_set_exception_handler (ls_get_running_loop (), handler, NULL);
  slow = ls_create_task (ls_coro (slow_to_end), .name = "slow");
  fails = ls_create_task (ls_coro (fails_at_the_end), .name = "fails");
  LS_TRY (ls_sleep (1, error));
  late = ls_create_task (ls_coro (late_), .name = "late");
  printf ("main returns\n");
  return LS_STR ("result");
}

static void
report (LsTask *task)
{
  printf ("%s %s\n", ls_task_get_name (task), str (ls_task_cancelled (task)));
  ls_task_unref (task);
}

int
main (void)
{
  g_autoptr (GError) error = NULL;
  g_auto (LsValue) result = ls_run (ls_coro (main_), &error);

  g_assert_no_error (error);
  printf ("%s\n", ls_value_get_string (result));
  report (slow);
  report (fails);
  report (late);
  return 0;
}
