/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-where.h"

/* A task that has not yet come to an engine call of its own stands nowhere: its site is where it was made. */
static gboolean
stands_somewhere (LsModel *model, const LsTaskState *task)
{
  const LsTaskFacts *facts = ls_model_get_task (model, task->id);
  guint64 n_before = task->status == LS_STATUS_RUNNING ? 1 : 0;

  return task->turns > n_before || facts == NULL || task->site != facts->site;
}

const LsSite *
ls_where_get_site (LsModel *model, const LsState *state, guint32 task)
{
  const LsTaskState *found = ls_state_get_task (state, task);

  if (found == NULL || found->site == 0 || !stands_somewhere (model, found))
    return NULL;
  return ls_trace_reader_get_site (ls_model_get_reader (model), found->site);
}

static guint32
get_told_task (LsModel *model, const LsState *state)
{
  LsSentence *sentence = ls_model_describe (model, state->position);
  guint32 task = sentence->task;

  ls_sentence_free (sentence);
  return task;
}

const LsSite *
ls_where_find_current (LsModel *model, const LsState *state, guint32 chosen, guint32 *task)
{
  LsEvent event;

  *task = state->running != 0 ? state->running : chosen != 0 ? chosen : get_told_task (model, state);
  if (*task != 0)
    return ls_where_get_site (model, state, *task);
  if (state->position == 0 || !ls_trace_reader_get (ls_model_get_reader (model), state->position - 1, &event)
      || event.rec.site == 0)
    return NULL;
  return ls_trace_reader_get_site (ls_model_get_reader (model), event.rec.site);
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
