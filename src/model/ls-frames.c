/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

/* The frames of one suspension stand close before it, with those of other threads between them at most. */
#define FAR 256

static void
clear_frame (gpointer data)
{
  LsFrame *frame = data;

  g_free (frame->function);
}

static char *
name_frame (LsModel *self, const LsEvent *event)
{
  if (event->rec.b != 0)
    return ls_model_format_coro (self, event->rec.b);

  if (event->rec.tag != LS_TAG_STRING)
    return g_strdup ("");

  return g_strdup (ls_model_get_string (self, (guint32) event->rec.value));
}

static void
add_frame (LsModel *self, GArray *frames, const LsEvent *event)
{
  LsFrame frame = {
    .depth = event->rec.a,
    .coro = event->rec.b,
    .site = event->rec.site,
    .function = name_frame (self, event),
  };

  g_array_prepend_val (frames, frame);
}

/* The position after the task's last suspension at or before @position, or 0. */
static guint64
find_suspension (LsModel *self, guint64 position, guint32 task)
{
  const GArray *spans = ls_roster_get_spans (self->roster, task);

  if (spans == NULL)
    return 0;

  for (guint i = spans->len; i-- > 0; )
    {
      const LsSpan *span = &g_array_index (spans, LsSpan, i);

      if (span->status == LS_STATUS_WAITING && span->from <= position)
        return span->from;
    }

  return 0;
}

/* All there is to say of a task that has not been suspended yet: what it runs, and where it was made. */
static void
add_first_frame (LsModel *self, GArray *frames, guint32 task)
{
  const LsTaskFacts *facts = ls_roster_get (self->roster, task);
  LsFrame frame = { 0 };

  if (facts == NULL || facts->coro == 0)
    return;

  frame.coro = facts->coro;
  frame.function = ls_model_format_coro (self, facts->coro);
  g_array_append_val (frames, frame);
}

GArray *
ls_model_get_frames (LsModel *self, guint64 position, guint32 task)
{
  GArray *frames = g_array_new (FALSE, FALSE, sizeof (LsFrame));
  guint64 suspended;
  LsEvent event;

  g_array_set_clear_func (frames, clear_frame);
  g_return_val_if_fail (LS_IS_MODEL (self), frames);

  suspended = find_suspension (self, position, task);
  for (guint64 at = suspended; at > 0 && at + FAR > suspended; at--)
    {
      if (!ls_model_get_event (self, at, &event) || event.rec.subject != task)
        continue;
      if (event.rec.kind == LS_EVENT_FRAME)
        add_frame (self, frames, &event);
      else if (event.rec.kind == LS_EVENT_TURN)
        break;
      if (frames->len > 0 && g_array_index (frames, LsFrame, 0).depth == 0)
        break;
    }

  if (frames->len == 0)
    add_first_frame (self, frames, task);

  return frames;
}

/* A gather of gathers has few: a trace in which they go round in rings was made by no program. */
#define MOST_NESTED 64

/* Whether @future stands on @task, be it through others, of which *@left are still looked at. */
static gboolean
stands_on (const LsState *state, guint32 future, guint32 task, guint *left)
{
  const LsGatherState *gather = ls_state_get_gather (state, future);

  if (gather == NULL || *left == 0)
    return FALSE;

  *left -= 1;

  for (guint i = 0; i < gather->children->len; i++)
    {
      guint32 child = g_array_index (gather->children, guint32, i);

      if (child == task || stands_on (state, child, task, left))
        return TRUE;
    }

  return FALSE;
}

guint32
ls_model_get_awaiter (LsModel *self, const LsState *state, guint32 task, LsWaitKind *how)
{
  g_return_val_if_fail (LS_IS_MODEL (self), 0);

  for (guint i = 0; task != 0 && i < state->tasks->len; i++)
    {
      const LsTaskState *waiter = &g_array_index (state->tasks, LsTaskState, i);

      guint left = MOST_NESTED;

      if (waiter->status != LS_STATUS_WAITING)
        continue;
      if (waiter->future == task || stands_on (state, waiter->future, task, &left))
        {
          if (how != NULL)
            *how = waiter->wait;
          return waiter->id;
        }
    }

  if (how != NULL)
    *how = LS_WAIT_NONE;
  return 0;
}
