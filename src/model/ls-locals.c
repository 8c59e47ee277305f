/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

/*
 * Locals are told in one go, after the event at which the program stopped, or among the frames of a suspension.  What was
 * told of a task that waits is true until its next turn; what was told of one that runs, until it has gone on.
 */

/* At one stop the locals of some hundreds of tasks are told. */
#define MOST_TOLD 20000

static void
clear_local (gpointer data)
{
  LsLocal *local = data;

  g_free (local->name);
  g_free (local->value);
}

/* What is told after the event that ended @position is told of it. */
static guint64
pass_told (LsModel *self, guint64 position)
{
  LsEvent event;
  guint64 end = position;

  while (end < position + MOST_TOLD && ls_model_get_event (self, end + 1, &event) && event.rec.kind == LS_EVENT_LOCAL)
    end++;

  return end;
}

/* Where the stretch of the task's life begins that it is in at @position: a turn, or the wait since its suspension. */
static const LsSpan *
find_stretch (LsModel *self, guint64 position, guint32 task)
{
  const GArray *spans = ls_roster_get_spans (self->roster, task);

  for (guint i = spans != NULL ? spans->len : 0; i-- > 0; )
    {
      const LsSpan *span = &g_array_index (spans, LsSpan, i);

      if (span->from <= position && span->status == LS_STATUS_DONE)
        return NULL;
      if (span->from <= position && span->status != LS_STATUS_READY)
        return span;
    }

  return NULL;
}

/* Whether nothing but the rest of what a suspension tells stands between a telling and the suspension. */
static gboolean
leads_up_to (LsModel *self, const LsTold *told, guint64 suspended)
{
  LsEvent event;

  for (guint64 at = told->to + 1; at < suspended; at++)
    if (!ls_model_get_event (self, at, &event) || (event.rec.kind != LS_EVENT_LOCAL && event.rec.kind != LS_EVENT_FRAME))
      return FALSE;

  return told->to < suspended;
}

/* The latest that was told of @task and is still true at @position. */
static const LsTold *
find_told (LsModel *self, guint64 position, guint32 task)
{
  const GArray *all = ls_index_get_told (self->index, task);
  guint64 end = all != NULL ? pass_told (self, position) : 0;
  const LsSpan *stretch = all != NULL ? find_stretch (self, position, task) : NULL;

  for (guint i = stretch != NULL ? all->len : 0; i-- > 0; )
    {
      const LsTold *told = &g_array_index (all, LsTold, i);

      if (told->from > end)
        continue;
      if (told->from > stretch->from || (stretch->status == LS_STATUS_WAITING && leads_up_to (self, told, stretch->from)))
        return told;
      return NULL;
    }

  return NULL;
}

GArray *
ls_model_get_locals (LsModel *self, guint64 position, guint32 task)
{
  GArray *locals = g_array_new (FALSE, FALSE, sizeof (LsLocal));
  const LsTold *told;
  LsEvent event;

  g_array_set_clear_func (locals, clear_local);
  g_return_val_if_fail (LS_IS_MODEL (self), locals);

  told = find_told (self, position, task);
  for (guint64 at = told != NULL ? told->from : 1; told != NULL && at <= told->to; at++)
    if (ls_model_get_event (self, at, &event) && event.rec.kind == LS_EVENT_LOCAL && event.rec.subject == task)
      {
        LsLocal local = {
          .depth = event.rec.detail,
          .name = g_strdup (ls_model_get_string (self, event.rec.a)),
          .value = ls_model_format_value (self, event.rec.tag, event.rec.value),
        };

        g_array_append_val (locals, local);
      }

  return locals;
}
