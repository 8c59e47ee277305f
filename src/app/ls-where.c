/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-where.h"

#define LONGEST_LOOK 4096     /* events looked back at: a turn that is longer shows where it began */

/* Frames are written of the task that suspends and its callers': only the last, the innermost, is where it stands. */
static guint32
last_site_of_turn (LsModel *model, const LsState *state, guint32 task)
{
  LsTraceReader *reader = ls_model_get_reader (model);
  guint64 first = state->position > LONGEST_LOOK ? state->position - LONGEST_LOOK : 0;
  LsEvent event;

  for (guint64 seq = state->position; seq-- > first; )
    {
      if (!ls_trace_reader_get (reader, seq, &event))
        continue;
      if (event.rec.kind == LS_EVENT_TURN && event.rec.subject == task)
        break;
      if (event.rec.site != 0)
        return event.rec.site;
    }
  return 0;
}

/* A task that has not yet come to an engine call of its own stands nowhere: its site is where it was made. */
static gboolean
has_begun (const LsTaskState *task)
{
  return task->turns > (task->status == LS_STATUS_RUNNING ? 1 : 0);
}

const LsSite *
ls_where_get_site (LsModel *model, const LsState *state, guint32 task)
{
  const LsTaskState *found = ls_state_get_task (state, task);
  guint32 site = 0;

  if (found == NULL)
    return NULL;
  if (found->status == LS_STATUS_RUNNING)
    site = last_site_of_turn (model, state, task);
  if (site == 0 && has_begun (found))
    site = found->site;
  return site != 0 ? ls_trace_reader_get_site (ls_model_get_reader (model), site) : NULL;
}

char *
ls_where_format (const LsSite *site)
{
  g_autofree char *name = NULL;

  if (site == NULL)
    return g_strdup ("");
  if (site->line == 0)
    return g_strdup (site->function);
  name = g_path_get_basename (site->file);
  return g_strdup_printf ("%s:%u", name, site->line);
}
