/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

/* As much of what is printed as a sentence bears. */
#define MAX_OUTPUT 120

static char *
explain_timer (LsTelling *telling, const LsTimerState *timer)
{
  const char *name = ls_tell_name (telling, timer->task);

  if (timer->is_timeout)
    return g_strdup_printf (_("Nothing is ready and the next timer is the timeout of %s."), name);
  if (timer->task != 0)
    return g_strdup_printf (_("Nothing is ready and the next timer is %s's."), name);

  return g_strdup_printf (_("Nothing is ready and the next timer calls %s()."),
                          ls_model_get_string (telling->model, timer->callback));
}

static char *
explain_sleep (LsTelling *telling)
{
  const GArray *timers = telling->state->timers;
  g_autofree char *outside = ls_model_describe_outside (telling->model, telling->state);

  if (timers->len > 0)
    return explain_timer (telling, &g_array_index (timers, LsTimerState, 0));
  if (outside != NULL)
    /* Translators: %s is what the loop waits for, such as "until descriptor 5 can be read" */
    return g_strdup_printf (_("Nothing is ready and no timer is armed: it waits %s."), outside);

  return g_strdup (_("Nothing is ready and no timer is armed: only something from outside can go "
                     "on from here."));
}

void
ls_tell_poll (LsTelling *telling)
{
  g_autofree char *until = ls_model_format_time (telling->state->poll_until);
  g_autoptr (LsKnot) knot = isfinite (telling->state->poll_until)
                            ? NULL : ls_model_find_knot (telling->model, telling->state);

  if (knot != NULL && knot->is_total)
    {
      telling->is_alarm = TRUE;
      telling->what = ls_model_tell_knot (telling->model, knot);
      telling->why = ls_model_explain_knot (telling->model, telling->state, knot);
      return;
    }

  if (isfinite (telling->state->poll_until))
    telling->what = g_strdup_printf (_("The loop sleeps until %s; nobody runs."), until);
  else
    telling->what = g_strdup (_("The loop waits for something from outside; nobody runs."));
  telling->why = explain_sleep (telling);
}

void
ls_tell_blocking (LsTelling *telling)
{
  g_autofree char *length = ls_model_format_duration (telling->state->blocking);
  guint32 actor = telling->state->running;

  telling->about = actor;
  if (actor != 0)
    telling->what = g_strdup_printf (_("%1$s blocks the loop for %2$s."),
                                     ls_tell_name (telling, actor), length);
  else
    telling->what = g_strdup_printf (_("A callback blocks the loop for %s."), length);
  telling->why = g_strdup (_("This call does not await: until it returns no other task gets a "
                             "turn, and no timer fires."));
}

void
ls_tell_iteration (LsTelling *telling)
{
  guint n = telling->state->ready->len;

  telling->what = g_strdup_printf (_("Iteration %u of the loop begins."),
                                   (guint) telling->state->iteration);
  if (n == 0)
    telling->why = g_strdup (_("Nothing is ready: the loop will wait for the next timer, or for "
                               "something from outside."));
  else
    telling->why = g_strdup_printf (ngettext ("%u handle is ready: it runs in this iteration; what "
                                              "it makes ready runs in the next.",
                                              "%u handles are ready: they run in this iteration; "
                                              "what they make ready runs in the next.", n), n);
}

/* After the event the timer is gone: it is looked up in the state before, which takes the other's place. */
void
ls_tell_timer_fired (LsTelling *telling)
{
  const LsState *before = ls_model_get_described (telling->model, telling->event->seq);

  telling->what = g_strdup (_("A timer is due."));
  for (guint i = 0; i < before->timers->len; i++)
    {
      const LsTimerState *timer = &g_array_index (before->timers, LsTimerState, i);
      g_autofree char *due = NULL;

      if (timer->handle != telling->rec->subject)
        continue;

      due = ls_model_format_time (timer->deadline);
      g_free (telling->what);
      telling->about = timer->task;
      if (timer->is_timeout)
        telling->what = g_strdup_printf (_("The timeout of %1$s was due at %2$s."),
                                         ls_tell_name (telling, timer->task), due);
      else if (timer->task != 0)
        telling->what = g_strdup_printf (_("The timer of %1$s was due at %2$s."),
                                         ls_tell_name (telling, timer->task), due);
      else
        telling->what = g_strdup_printf (_("A timer was due at %s."), due);
      break;
    }
  telling->why = g_strdup (_("Its callback joins the ready queue and runs in this iteration."));
}

/* Who acts: a task, a callback, or what stands outside the loop. */
static char *
get_actor (LsTelling *telling, guint32 task)
{
  if (task != 0)
    return g_strdup (ls_tell_name (telling, task));
  if (ls_tell_actor (telling) == 0 && telling->state->callback_name != 0)
    return g_strdup_printf (_("The callback %s()"),
                            ls_model_get_string (telling->model, telling->state->callback_name));

  return g_strdup (_("The program"));
}

static char *
tell_resolution (LsTelling *telling, const char *actor)
{
  const LsRecord *rec = telling->rec;
  g_autofree char *value = ls_model_format_value (telling->model, rec->tag, rec->value);
  g_autofree char *name = ls_model_get_future_name (telling->model, rec->subject);

  switch ((int) rec->detail)
    {
    case LS_OUTCOME_CANCELLED:
      return g_strdup_printf (_("%1$s cancels %2$s."), actor, name);
    case LS_OUTCOME_EXCEPTION:
      return g_strdup_printf (_("%1$s sets the exception of %2$s to %3$s."), actor, name,
                              ls_model_get_string (telling->model, rec->a));
    default:
      return g_strdup_printf (_("%1$s sets the result of %2$s to %3$s."), actor, name, value);
    }
}

void
ls_tell_future_resolved (LsTelling *telling)
{
  guint32 waiter = ls_tell_find_waiter (telling, telling->rec->subject);
  g_autofree char *actor = NULL;

  telling->about = ls_tell_actor (telling);
  actor = get_actor (telling, telling->about);
  telling->what = tell_resolution (telling, actor);
  if (waiter != 0)
    telling->why = g_strdup_printf (_("%s awaits it and will be woken."),
                                    ls_tell_name (telling, waiter));
  else
    telling->why = g_strdup (_("Nobody awaits it now; it keeps its outcome for whoever asks."));
}

/* The first line of a text, shortened if it is long. */
static char *
get_line (const char *text)
{
  g_autofree char *line = g_strndup (text, strcspn (text, "\n"));
  gboolean is_cut = strcspn (text, "\n") + 1 < strlen (text);
  g_autofree char *start = NULL;

  if (g_utf8_strlen (line, -1) <= MAX_OUTPUT && !is_cut)
    return g_steal_pointer (&line);

  start = g_utf8_substring (line, 0, MIN (g_utf8_strlen (line, -1), MAX_OUTPUT));
  return g_strconcat (start, "…", NULL);
}

void
ls_tell_output (LsTelling *telling)
{
  const LsRecord *rec = telling->rec;
  g_autofree char *line = get_line (ls_model_get_string (telling->model, (guint32) rec->value));
  g_autofree char *actor = get_actor (telling, rec->subject);

  telling->about = rec->subject;
  if (rec->detail == 2)
    telling->what = g_strdup_printf (_("%1$s writes to stderr: %2$s"), actor, line);
  else if (line[0] == '\0')
    telling->what = g_strdup_printf (_("%s prints an empty line."), actor);
  else
    telling->what = g_strdup_printf (_("%1$s prints: %2$s"), actor, line);
}

/* The warning about a coroutine stands behind the event that tells which. */
static gboolean
is_never_awaited (LsTelling *telling)
{
  LsEvent before;

  return telling->event->seq > 0
         && ls_model_get_event (telling->model, telling->event->seq, &before)
         && before.rec.kind == LS_EVENT_CORO_NEVER_AWAITED;
}

void
ls_tell_warning (LsTelling *telling)
{
  telling->about = telling->state->running;
  telling->what = g_strdup_printf (_("The program is warned: “%s”."),
                                   ls_model_get_string (telling->model,
                                                        (guint32) telling->rec->value));
  if (is_never_awaited (telling))
    telling->why = g_strdup (_("A coroutine object does nothing by itself. This one was neither "
                               "awaited nor made a task before it went, so none of its code "
                               "has run."));
}

void
ls_tell_exception (LsTelling *telling)
{
  const char *exception = ls_model_get_string (telling->model, (guint32) telling->rec->value);

  telling->what = g_strdup_printf (_("The loop's exception handler is called: “%s”."),
                                   ls_model_get_string (telling->model, telling->rec->a));
  if (exception[0] != '\0')
    telling->why = g_strdup_printf (_("The exception is %s. Nobody has taken it, so it is reported "
                                      "here."), exception);
}

void
ls_tell_loop_closed (LsTelling *telling)
{
  guint left = telling->state->tasks->len, done = telling->state->done->len;

  telling->what = g_strdup (_("The loop is closed."));
  if (left > 0)
    telling->why = g_strdup_printf (ngettext ("%u task was never finished.",
                                              "%u tasks were never finished.", left), left);
  else
    telling->why = g_strdup_printf (ngettext ("%u task has run on it, and it is done.",
                                              "%u tasks have run on it, and all are done.", done),
                                    done);
}
