/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rule 13: a task that swallows its cancelling lives on; cancelling() counts requests, uncancel() takes one back. */
#include "rule.h"

static LsValue
stubborn (const LsValue *args, GError **error)
{
  LsTask *task = ls_current_task ();

  for (int i = 0; i < 2; i++)
    if (!ls_sleep (10, error))
      {
        printf ("swallowed %s %u\n", (*error)->message, ls_task_cancelling (task));
        ls_error_catch (error, LS_ERROR_CANCELLED);
      }
  for (int i = 0; i < 4; i++)
    printf ("uncancel %u\n", ls_task_uncancel (task));
  return LS_STR ("alive");
}

static void
cancel (LsTask *task, const char *message)
{
  gboolean taken = ls_task_cancel_message (task, message);

  printf ("cancel %s %u\n", str (taken), ls_task_cancelling (task));
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (stubborn), .name = "stubborn");

  LS_TRY (ls_sleep (1, error));
  cancel (task, "one");
  cancel (task, "two");
  LS_TRY (ls_sleep (1, error));
  cancel (task, "three");
  printf ("%s\n", ls_value_get_string (ls_await (task, error)));
  printf ("%s %u\n", str (ls_task_cancelled (task)), ls_task_cancelling (task));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
