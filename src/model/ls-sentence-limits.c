/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* Waits with a limit, for several at once, and behind a shield: wait(), as_completed(), wait_for() and shield(). */

static char *
format_limit (const LsTaskState *task)
{
  return isnan (task->deadline) ? NULL : ls_model_format_duration (task->deadline - task->armed);
}

void
ls_tell_several_wait (LsTelling *telling, const LsTaskState *task)
{
  gboolean is_wait = !ls_state_is_as_completed (telling->state, task);
  g_autofree char *limit = format_limit (task);
  const char *name = ls_tell_name (telling, task->id);
  guint n = task->object;

  if (!is_wait)
    {
      telling->what = g_strdup_printf (ngettext ("%2$s waits for the next of %1$u task to end.",
                                                 "%2$s waits for the next of %1$u tasks to end.",
                                                 n), n, name);
      telling->why = g_strdup (_("as_completed() gives their results in the order in which they "
                                 "end."));
    }
  else if (limit == NULL)
    {
      telling->what = g_strdup_printf (ngettext ("%2$s waits in wait() for %1$u task.",
                                                 "%2$s waits in wait() for %1$u tasks.", n), n,
                                       name);
      telling->why = g_strdup (_("wait() says which are done; it cancels none of them, and raises "
                                 "nothing that they raise."));
    }
  else
    {
      telling->what = g_strdup_printf (ngettext ("%2$s waits in wait() for %1$u task, at most "
                                                 "%3$s.",
                                                 "%2$s waits in wait() for %1$u tasks, at most "
                                                 "%3$s.", n), n, name, limit);
      telling->why = g_strdup (_("When the time is over, wait() says which are done; it cancels "
                                 "none of them."));
    }
}

void
ls_tell_limited_wait (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *awaited = ls_model_name_awaited (telling->model, task->object);
  g_autofree char *limit = format_limit (task);
  const char *name = ls_tell_name (telling, task->id);
  gboolean is_task = ls_model_get_task (telling->model, task->object) != NULL;

  if (limit == NULL)
    {
      telling->what = g_strdup_printf (_("%1$s waits until %2$s has ended."), name, awaited);
      telling->why = is_task
        ? g_strdup_printf (_("wait_for() has cancelled %s, and lets it clean up."), awaited)
        : g_strdup_printf (_("wait_for() has cancelled %s, and raises TimeoutError when it goes "
                             "on."), awaited);
    }
  else
    {
      g_autofree char *until = ls_model_format_time (task->deadline);

      telling->what = g_strdup_printf (_("%1$s waits for %2$s, at most %3$s."), name, awaited,
                                       limit);
      telling->why = g_strdup_printf (_("If %1$s is not done at %2$s, wait_for() cancels it and "
                                        "raises TimeoutError."), awaited, until);
    }
}

void
ls_tell_shielded_wait (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *awaited = ls_model_name_awaited (telling->model, task->object);
  const char *name = ls_tell_name (telling, task->id);

  telling->what = g_strdup_printf (_("%1$s waits for %2$s, behind a shield."), name, awaited);
  telling->why = g_strdup_printf (_("If %1$s is cancelled, %2$s goes on all the same."), name,
                                  awaited);
}

void
ls_tell_several_woke (LsTelling *telling, const LsTaskState *task)
{
  const char *by = ls_model_get_string (telling->model, telling->state->callback_name);
  const char *name = ls_tell_name (telling, task->id);

  if (g_str_equal (by, "release_waiter") || g_str_equal (by, "on_timeout"))
    telling->what = g_strdup_printf (_("The time that %s would wait is over, so it is woken."),
                                     name);
  else if (g_str_equal (by, "on_completion"))
    telling->what = g_strdup_printf (_("What %s waits for has ended, so it is woken."), name);
  else
    telling->what = g_strdup_printf (_("%s is woken."), name);
  telling->why = g_strdup (_("It goes to the ready queue. More may end before it runs, in the next "
                             "iteration: all that is done then counts."));
}

/* Whether it was the time that ended the wait.  Of a future that is no task it is only known that the time has come. */
static gboolean
is_time_over (LsTelling *telling, const LsTaskState *task)
{
  if (isnan (task->deadline))
    return FALSE;
  if (ls_model_get_task (telling->model, task->object) != NULL)
    return ls_state_get_task (telling->state, task->object) != NULL;
  return (double) telling->state->time / 1e9 >= task->deadline;
}

void
ls_tell_limited_woke (LsTelling *telling, const LsTaskState *task)
{
  gboolean is_over = is_time_over (telling, task);
  g_autofree char *awaited = ls_model_name_awaited (telling->model, task->object);
  const char *name = ls_tell_name (telling, task->id);

  if (is_over)
    {
      telling->what = g_strdup_printf (_("The time that %1$s gives %2$s is over, so %1$s is "
                                         "woken."), name, awaited);
      telling->why = g_strdup_printf (_("In its next turn wait_for() cancels %s, and waits until "
                                        "it has ended."), awaited);
    }
  else
    {
      telling->what = g_strdup_printf (_("The wait of %1$s for %2$s is over, so %1$s is woken."),
                                       name, awaited);
      telling->why = g_strdup (_("It goes to the ready queue; its wait_for() ends in the next "
                                 "iteration."));
    }
}

void
ls_tell_shielded_woke (LsTelling *telling, const LsTaskState *task)
{
  g_autofree char *awaited = ls_model_name_awaited (telling->model, task->object);

  telling->what = g_strdup_printf (_("%1$s is done, so %2$s, which waits for it behind a shield, "
                                     "is woken."), awaited, ls_tell_name (telling, task->id));
  telling->why = g_strdup (_("It goes to the ready queue and runs in the next iteration."));
}
