/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

#include <glib/gi18n-lib.h>

/* The names of what goes on outside the loop, and the words about it on chips. */

/* Of more it is only said that there are. */
#define MAX_NAMED 3

/* An operation of a library's goes by the name of the function that begins it. */
static char *
name_operation (LsModel *self, guint32 future)
{
  LsEvent event;

  if (!ls_index_get_creation (self->index, LS_SPACE_FUTURE, future, &event)
      || event.rec.detail != LS_FUTURE_IO || event.rec.a == 0)
    return ls_model_get_future_name (self, future);
  return g_strdup_printf ("%s()", ls_model_get_string (self, event.rec.a));
}

char *
ls_model_get_work_name (LsModel *self, guint32 future)
{
  LsEvent event;
  const char *name;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (!ls_index_get_work (self->index, future, &event))
    return name_operation (self, future);

  switch ((int) event.rec.kind)
    {
    case LS_EVENT_FD_WATCHED:
      return g_strdup_printf (_("descriptor %u"), event.rec.a);
    case LS_EVENT_CHILD_WATCHED:
      return g_strdup_printf (_("child process %u"), event.rec.a);
    default:
      name = ls_model_get_string (self, event.rec.a);
      return name[0] != '\0' ? g_strdup_printf ("%s()", name) : g_strdup (_("a job"));
    }
}

static char *
detail_watch (const LsWatchState *watch)
{
  switch (watch->kind)
    {
    case LS_WATCH_CHILD: return g_strdup_printf (_("until child process %u ends"), watch->object);
    case LS_WATCH_WRITE: return g_strdup_printf (_("until descriptor %u can be written to"),
                                                 watch->object);
    case LS_WATCH_READ:
    default:             return g_strdup_printf (_("until descriptor %u can be read"),
                                                 watch->object);
    }
}

static char *
detail_job (LsModel *self, const LsJobState *job)
{
  g_autofree char *name = ls_model_get_work_name (self, job->id);

  if (job->worker == 0)
    return g_strdup_printf (_("%s waits for a worker"), name);
  /* Translators: a piece of work, and the worker that does it */
  return g_strdup_printf (_("%1$s on worker %2$u"), name, job->worker);
}

char *
ls_model_work_detail (LsModel *self, const LsState *state, const LsTaskState *task)
{
  const LsWatchState *watch = ls_state_get_watch (state, task->future);
  const LsJobState *job = ls_state_get_job (state, task->future);
  g_autofree char *name = NULL;
  LsEvent event;

  if (watch != NULL)
    return detail_watch (watch);
  if (job != NULL)
    return detail_job (self, job);

  name = ls_model_get_work_name (self, task->future);
  if (ls_index_get_work (self->index, task->future, &event))
    return g_strdup_printf (_("%s is done"), name);
  return g_steal_pointer (&name);
}

char *
ls_model_job_detail (LsModel *self, const LsJobState *job)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (job->worker == 0)
    return g_strdup (_("waits for a worker"));
  if (job->task == 0)
    return g_strdup_printf (_("worker %u"), job->worker);
  /* Translators: a worker, and the task that gave it the work */
  return g_strdup_printf (_("worker %1$u, for %2$s"), job->worker,
                          ls_model_get_task_name (self, job->task));
}

char *
ls_model_generator_detail (LsModel *self, const LsGeneratorState *generator)
{
  g_autofree char *value = NULL;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  value = ls_model_format_value (self, generator->tag, generator->value);
  if (generator->task == 0)
    return g_strdup_printf (_("yielded %s"), value);
  return g_strdup_printf (_("yielded %1$s to %2$s"), value,
                          ls_model_get_task_name (self, generator->task));
}

/* What is awaited twice is named once.  @words is taken. */
static void
add_words (GPtrArray *parts, char *words)
{
  if (g_ptr_array_find_with_equal_func (parts, words, g_str_equal, NULL))
    g_free (words);
  else
    g_ptr_array_add (parts, words);
}

/* Operations that the loop itself does not look out for: they are told by who waits for them. */
static void
add_operations (LsModel *self, const LsState *state, GPtrArray *parts)
{
  for (guint i = 0; i < state->tasks->len && parts->len <= MAX_NAMED; i++)
    {
      const LsTaskState *task = &g_array_index (state->tasks, LsTaskState, i);
      g_autofree char *name = NULL;

      if (task->status != LS_STATUS_WAITING || task->wait != LS_WAIT_IO
          || ls_state_get_watch (state, task->future) != NULL)
        continue;
      name = ls_model_get_work_name (self, task->future);
      add_words (parts, g_strdup_printf (_("until %s is done"), name));
    }
}

/* Descriptors and children first, since jobs end by themselves. */
char *
ls_model_describe_outside (LsModel *self, const LsState *state)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  for (guint i = 0; i < state->watches->len && parts->len <= MAX_NAMED; i++)
    add_words (parts, detail_watch (&g_array_index (state->watches, LsWatchState, i)));
  add_operations (self, state, parts);
  for (guint i = 0; i < state->jobs->len && parts->len <= MAX_NAMED; i++)
    {
      const LsJobState *job = &g_array_index (state->jobs, LsJobState, i);
      g_autofree char *name = ls_model_get_work_name (self, job->id);

      add_words (parts, g_strdup_printf (_("until %s is done"), name));
    }
  if (parts->len == 0)
    return NULL;
  if (parts->len > MAX_NAMED)
    {
      g_ptr_array_set_size (parts, MAX_NAMED);
      g_ptr_array_add (parts, g_strdup (_("until something else happens")));
    }
  g_ptr_array_add (parts, NULL);

  /* Translators: between the things that the loop waits for */
  return g_strjoinv (_(", or "), (char **) parts->pdata);
}
