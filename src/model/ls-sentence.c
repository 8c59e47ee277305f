/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>
#include <locale.h>

/* What brings an end about stands so close to what follows from it. */
#define NEAR 32

static const LsTellFunc functions[LS_N_EVENTS] = {
  [LS_EVENT_TASK_READY] = ls_tell_task_ready,
  [LS_EVENT_TURN] = ls_tell_turn,
  [LS_EVENT_TASK_SUSPENDED] = ls_tell_task_suspended,
  [LS_EVENT_TASK_DONE] = ls_tell_task_done,
  [LS_EVENT_CANCEL_REQUESTED] = ls_tell_cancel_requested,
  [LS_EVENT_QUEUE_ITEM_PUT] = ls_tell_queue_put,
  [LS_EVENT_QUEUE_ITEM_GOT] = ls_tell_queue_get,
  [LS_EVENT_QUEUE_TASK_DONE] = ls_tell_queue_task_done,
  [LS_EVENT_POLL] = ls_tell_poll,
  [LS_EVENT_BLOCKING] = ls_tell_blocking,
  [LS_EVENT_ITERATION] = ls_tell_iteration,
  [LS_EVENT_TIMER_FIRED] = ls_tell_timer_fired,
  [LS_EVENT_FUTURE_RESOLVED] = ls_tell_future_resolved,
  [LS_EVENT_OUTPUT] = ls_tell_output,
  [LS_EVENT_SYNC_ACQUIRED] = ls_tell_sync_acquired,
  [LS_EVENT_SYNC_RELEASED] = ls_tell_sync_released,
  [LS_EVENT_WARNING] = ls_tell_warning,
  [LS_EVENT_EXCEPTION_HANDLER] = ls_tell_exception,
  [LS_EVENT_LOOP_CLOSED] = ls_tell_loop_closed,
  [LS_EVENT_FD_READY] = ls_tell_descriptor_ready,
  [LS_EVENT_CHILD_EXITED] = ls_tell_child_exited,
  [LS_EVENT_JOB_SUBMITTED] = ls_tell_job_submitted,
  [LS_EVENT_JOB_STARTED] = ls_tell_job_started,
  [LS_EVENT_JOB_DONE] = ls_tell_job_done,
  [LS_EVENT_SIGNAL] = ls_tell_signal,
  [LS_EVENT_GENERATOR_RESUMED] = ls_tell_generator_resumed,
  [LS_EVENT_GENERATOR_PAUSED] = ls_tell_generator_paused,
};

const char *
ls_tell_name (LsTelling *telling, guint32 task)
{
  return ls_model_get_task_name (telling->model, task);
}

guint32
ls_tell_actor (LsTelling *telling)
{
  return telling->state->running != 0 ? telling->state->running : telling->state->ending;
}

void
ls_tell_add_why (LsTelling *telling, char *more)
{
  char *why = telling->why;

  if (why == NULL || why[0] == '\0')
    telling->why = g_strdup (more);
  else
    /* Translators: two sentences, one after the other */
    telling->why = g_strdup_printf (_("%1$s %2$s"), why, more);
  g_free (why);
  g_free (more);
}

guint32
ls_tell_find_waiter (LsTelling *telling, guint32 future)
{
  const GArray *tasks = telling->state->tasks;

  for (guint i = 0; future != 0 && i < tasks->len; i++)
    {
      const LsTaskState *task = &g_array_index (tasks, LsTaskState, i);

      if (task->status == LS_STATUS_WAITING && task->future == future)
        return task->id;
    }

  return 0;
}

gboolean
ls_tell_find_end (LsTelling *telling, guint32 future, LsEvent *event)
{
  guint64 position = telling->event->seq;

  for (guint i = 0; future != 0 && i < NEAR && position > 0; i++, position--)
    if (ls_model_get_event (telling->model, position, event) && event->rec.subject == future
        && (event->rec.kind == LS_EVENT_FUTURE_RESOLVED || event->rec.kind == LS_EVENT_TASK_DONE))
      return TRUE;

  return FALSE;
}

/* A trace says so just before the turn begins: what is told at the live edge knows of nothing later. */
gboolean
ls_tell_cancelled (LsTelling *telling, const LsTaskState *task)
{
  LsEvent event;

  if (task->cause == LS_READY_THROW)
    return TRUE;

  return ls_model_get_event (telling->model, telling->event->seq, &event)
         && event.rec.kind == LS_EVENT_CANCEL_DELIVERED && event.rec.subject == task->id;
}

/* The event to tell about: a step's end, or what ends a unit of another grain right here. */
static guint64
find_told (LsModel *self, guint64 position)
{
  LsEvent event;

  if (ls_model_get_event (self, position, &event)
      && (ls_record_ends (&event.rec, LS_GRAIN_ITERATION)
          || ls_record_ends (&event.rec, LS_GRAIN_TIMER)))
    return position;

  return ls_model_get_unit_end (self, LS_GRAIN_STEP,
                                ls_model_get_unit (self, LS_GRAIN_STEP, position));
}

static LsSentence *
tell_nothing (guint64 position)
{
  LsSentence *sentence = g_new0 (LsSentence, 1);

  sentence->what = g_strdup (position == 0 ? _("Nothing has happened yet.")
                                           : _("The program prepares its first task."));
  sentence->why = g_strdup ("");

  return sentence;
}

LsSentence *
ls_model_describe (LsModel *self, guint64 position)
{
  LsTelling telling = { .model = self };
  LsSentence *sentence;
  LsEvent event;
  guint64 told;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  position = MIN (position, ls_model_get_n_events (self));
  told = find_told (self, position);
  if (!ls_model_get_event (self, told, &event) || event.rec.kind >= LS_N_EVENTS
      || functions[event.rec.kind] == NULL)
    return tell_nothing (position);

  telling.event = &event;
  telling.rec = &event.rec;
  telling.state = ls_model_get_described (self, told);
  functions[event.rec.kind] (&telling);

  sentence = g_new0 (LsSentence, 1);
  sentence->what = telling.what != NULL ? telling.what : g_strdup ("");
  sentence->why = telling.why != NULL ? telling.why : g_strdup ("");
  sentence->task = telling.about;
  sentence->is_alarm = telling.is_alarm;

  return sentence;
}

static guint64
search_sentences (LsModel *self, LsSentenceFunc func, gpointer data)
{
  guint64 n = ls_model_get_n_units (self, LS_GRAIN_STEP);

  for (guint64 unit = 1; unit <= n; unit++)
    {
      guint64 position = ls_model_get_unit_end (self, LS_GRAIN_STEP, unit);
      LsSentence *sentence = ls_model_describe (self, position);
      gboolean ends = sentence != NULL && func (position, sentence->what, data);

      ls_sentence_free (sentence);
      if (ends)
        return position;
    }
  return 0;
}

guint64
ls_model_search_sentences (LsModel *self, LsSentenceFunc func, gpointer data)
{
  locale_t own = uselocale ((locale_t) 0);
  locale_t copy = duplocale (own);
  locale_t untranslated;
  guint64 position;

  g_return_val_if_fail (LS_IS_MODEL (self), 0);

  /* Messages alone: the thread's other habits, its character set among them, stay. */
  untranslated = newlocale (LC_MESSAGES_MASK, "C", copy);
  if (untranslated == (locale_t) 0)
    {
      freelocale (copy);
      return search_sentences (self, func, data);
    }
  uselocale (untranslated);
  position = search_sentences (self, func, data);
  uselocale (own);
  freelocale (untranslated);

  return position;
}

static gboolean
begins_with (guint64 position, const char *what, gpointer beginning)
{
  return g_str_has_prefix (what, beginning);
}

guint64
ls_model_find_sentence (LsModel *self, const char *beginning)
{
  return ls_model_search_sentences (self, begins_with, (gpointer) beginning);
}

void
ls_sentence_free (LsSentence *sentence)
{
  if (sentence == NULL)
    return;

  g_free (sentence->what);
  g_free (sentence->why);
  g_free (sentence);
}
