/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

#include <glib/gi18n-lib.h>

/* A knot in words: who waits for whom, where, and that nobody is left to do it. */

#define MAX_NAMES   4         /* of more it is said how many */
#define MAX_CAUSES  3

static const LsKnotNode *
nth_node (const LsKnot *knot, guint n)
{
  return &g_array_index (knot->nodes, LsKnotNode, n);
}

/* "Ada and Ben"; "a, b, c and 4 more".  @n_others: so many more there are */
static char *
join_names (LsModel *self, const GArray *tasks, guint n_others)
{
  guint n = tasks->len + n_others;
  guint shown = MIN (tasks->len, n > MAX_NAMES + 1 ? MAX_NAMES : n);
  g_autoptr (GString) names = g_string_new (NULL);
  const char *last;

  for (guint i = 0; i < shown; i++)
    {
      const char *name = ls_model_get_task_name (self, g_array_index (tasks, guint32, i));

      if (i + 1 == n && i > 0)
        break;
      if (i > 0)
        g_string_append (names, _(", "));
      g_string_append (names, name);
    }
  if (shown < n)
    {
      guint more = n - shown;

      return g_strdup_printf (ngettext ("%1$s and %2$u more", "%1$s and %2$u more", more),
                              names->str, more);
    }
  if (tasks->len < 2)
    return g_strdup (names->str);

  last = ls_model_get_task_name (self, g_array_index (tasks, guint32, tasks->len - 1));
  /* Translators: names of tasks */
  return g_strdup_printf (_("%1$s and %2$s"), names->str, last);
}

static GArray *
list_tasks (const LsKnot *knot, guint ring, gboolean are_causes)
{
  GArray *tasks = g_array_new (FALSE, FALSE, sizeof (guint32));

  for (guint i = 0; i < knot->n_tasks; i++)
    if (nth_node (knot, i)->ring == ring && nth_node (knot, i)->is_cause == are_causes)
      g_array_append_val (tasks, nth_node (knot, i)->id);

  return tasks;
}

static char *
tell_ring (LsModel *self, const LsKnot *knot)
{
  g_autoptr (GArray) tasks = list_tasks (knot, 1, TRUE);
  g_autofree char *names = join_names (self, tasks, 0);

  if (tasks->len == 1)
    return g_strdup_printf (knot->is_total ? _("Nothing can run again: %s waits for itself.")
                                           : _("A deadlock: %s waits for itself."), names);
  if (tasks->len == 2)
    return g_strdup_printf (knot->is_total ? _("Nothing can run again: %s wait for each other.")
                                           : _("A deadlock: %s wait for each other."), names);
  return g_strdup_printf (knot->is_total
                          ? _("Nothing can run again: %s wait for each other, in a ring.")
                          : _("A deadlock: %s wait for each other, in a ring."), names);
}

char *
ls_model_tell_knot (LsModel *self, const LsKnot *knot)
{
  g_autoptr (GArray) causes = NULL;
  g_autofree char *names = NULL;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (knot->n_rings > 0)
    return tell_ring (self, knot);

  causes = list_tasks (knot, 0, TRUE);
  if (causes->len == 0)
    {
      g_array_unref (causes);
      causes = list_tasks (knot, 0, FALSE);
    }
  names = join_names (self, causes, knot->n_left_out);
  return g_strdup_printf (ngettext ("Nothing on the loop can run again: nobody is left to do what "
                                    "%s waits for.",
                                    "Nothing on the loop can run again: nobody is left to do what "
                                    "%s wait for.", causes->len), names);
}

/* "Ada (deadlock-locks.py:13)"; without a place where none is known. */
static char *
name_placed (LsModel *self, const LsTaskState *task)
{
  const LsSite *site = ls_trace_reader_get_site (self->reader, task->site);
  const char *name = ls_model_get_task_name (self, task->id);
  g_autofree char *file = NULL;

  if (site == NULL || site->line == 0)
    return g_strdup (name);

  file = g_path_get_basename (site->file);
  /* Translators: a task, and the file and line at which it waits */
  return g_strdup_printf (_("%1$s (%2$s:%3$u)"), name, file, site->line);
}

static char *
explain_lock (LsModel *self, const LsState *state, const LsTaskState *task, const char *who)
{
  const LsLockState *lock = ls_state_get_lock (state, task->object);
  g_autofree char *name = ls_model_get_sync_name (self, task->object);
  guint32 holder = lock != NULL ? lock->holder : 0;
  const char *holder_name = ls_model_get_task_name (self, holder);

  if (holder == 0 && lock != NULL && ls_lock_is_free (lock))
    return g_strdup_printf (_("%1$s waits for %2$s."), who, name);
  if (holder == 0)
    return g_strdup_printf (_("%1$s waits for %2$s; who holds it is not known."), who, name);
  if (holder == task->id)
    return g_strdup_printf (_("%1$s waits for %2$s, which it holds itself."), who, name);
  if (ls_state_get_task (state, holder) == NULL)
    return g_strdup_printf (_("%1$s waits for %2$s, which %3$s still held when it ended."), who,
                            name, holder_name);
  return g_strdup_printf (_("%1$s waits for %2$s, which %3$s holds."), who, name, holder_name);
}

static char *
explain_sync (LsModel *self, const LsState *state, const LsTaskState *task, const char *who)
{
  g_autofree char *name = ls_model_get_sync_name (self, task->object);

  switch ((int) task->wait)
    {
    case LS_WAIT_EVENT:
      return g_strdup_printf (_("%1$s waits for %2$s: nobody is left to set it."), who, name);
    case LS_WAIT_CONDITION:
      return g_strdup_printf (_("%1$s waits for %2$s: nobody is left to notify it."), who, name);
    case LS_WAIT_SEMAPHORE:
      return g_strdup_printf (_("%1$s waits for %2$s: nobody is left to release it."), who, name);
    case LS_WAIT_BARRIER:
      return g_strdup_printf (_("%1$s waits for %2$s: too few are left to come there."), who, name);
    default:
      return explain_lock (self, state, task, who);
    }
}

static char *
explain_queue (LsModel *self, const LsState *state, const LsTaskState *task, const char *who)
{
  const LsQueueState *queue = ls_state_get_queue (state, task->object);
  g_autofree char *name = ls_model_get_queue_name (self, task->object);
  guint n = queue != NULL ? queue->unfinished : 0;

  switch ((int) task->wait)
    {
    case LS_WAIT_QUEUE_PUT:
      return g_strdup_printf (_("%1$s waits for room in %2$s: nobody is left to get an item."), who,
                              name);
    case LS_WAIT_QUEUE_GET:
      return g_strdup_printf (_("%1$s waits for an item of %2$s: nobody is left to put one."), who,
                              name);
    default:
      return g_strdup_printf (ngettext ("%2$s waits in join(): %1$u item of %3$s is unfinished, and "
                                        "nobody is left to call task_done().",
                                        "%2$s waits in join(): %1$u items of %3$s are unfinished, "
                                        "and nobody is left to call task_done().", n), n, who,
                                        name);
    }
}

static char *
explain_task (LsModel *self, const LsState *state, guint32 id)
{
  const LsTaskState *task = ls_state_get_task (state, id);
  g_autofree char *who = name_placed (self, task);
  g_autofree char *awaited = NULL;

  if (task->wait >= LS_WAIT_LOCK && task->wait <= LS_WAIT_BARRIER)
    return explain_sync (self, state, task, who);
  if (task->wait >= LS_WAIT_QUEUE_PUT && task->wait <= LS_WAIT_QUEUE_JOIN)
    return explain_queue (self, state, task, who);
  if (task->wait == LS_WAIT_FUTURE)
    {
      awaited = ls_model_get_future_name (self, task->future);
      return g_strdup_printf (_("%1$s waits for %2$s: nobody is left to set its result."), who,
                              awaited);
    }
  if (task->wait == LS_WAIT_GATHER)
    return g_strdup_printf (_("%s waits for the tasks that it gathers."), who);
  if (task->wait == LS_WAIT_GROUP)
    return g_strdup_printf (_("%s waits for the tasks of its group."), who);

  awaited = ls_model_name_awaited (self, task->object);
  return g_strdup_printf (_("%1$s waits for %2$s."), who, awaited);
}

static void
append_sentence (GString *text, char *sentence)
{
  if (text->len > 0)
    g_string_append_c (text, ' ');
  g_string_append (text, sentence);
  g_free (sentence);
}

char *
ls_model_explain_knot (LsModel *self, const LsState *state, const LsKnot *knot)
{
  GString *text = g_string_new (NULL);
  g_autoptr (GArray) victims = list_tasks (knot, 0, FALSE);
  guint n_told = 0, n_causes = 0;

  for (guint i = 0; i < knot->n_tasks; i++)
    {
      if (!nth_node (knot, i)->is_cause || n_causes++ >= MAX_CAUSES)
        continue;
      append_sentence (text, explain_task (self, state, nth_node (knot, i)->id));
      n_told++;
    }
  n_causes += knot->n_left_out;
  if (n_told > 0 && n_causes > n_told)
    append_sentence (text, g_strdup_printf (ngettext ("So does %u more.", "So do %u more.",
                                                      n_causes - n_told), n_causes - n_told));
  if (n_causes > 0 && victims->len == 1)
    append_sentence (text, explain_task (self, state, g_array_index (victims, guint32, 0)));
  else if (n_causes > 0 && victims->len > 1)
    {
      g_autofree char *names = join_names (self, victims, 0);

      append_sentence (text, g_strdup_printf (_("%s wait for these."), names));
    }

  return g_string_free (text, FALSE);
}

LsKnot *
ls_model_find_knot (LsModel *self, const LsState *state)
{
  LsKnot *knot;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  knot = ls_knot_new_for_state (state);
  /* run() waits for the threads of its executor by a future that they set: they are outside. */
  for (guint i = 0; knot != NULL && i < knot->n_tasks; i++)
    {
      const LsTaskFacts *facts = ls_model_get_task (self, nth_node (knot, i)->id);

      if (facts != NULL && knot->n_rings == 0
          && g_str_equal (ls_model_get_coro_name (self, facts->coro), "shutdown_default_executor"))
        g_clear_pointer (&knot, ls_knot_free);
    }

  return knot;
}

/* Of a wait: what its chip says before the line. */
static char *
tell_wait (LsModel *self, const LsTaskState *task)
{
  g_autofree char *name = NULL;

  switch ((int) task->wait)
    {
    case LS_WAIT_QUEUE_PUT:  return g_strdup (_("waits to put"));
    case LS_WAIT_QUEUE_GET:  return g_strdup (_("waits to get"));
    case LS_WAIT_QUEUE_JOIN: return g_strdup (_("waits in join()"));
    case LS_WAIT_GATHER:     return g_strdup (_("gathers"));
    case LS_WAIT_GROUP:      return g_strdup (_("waits for its group"));
    case LS_WAIT_LOCK:
    case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION:
    case LS_WAIT_SEMAPHORE:
    case LS_WAIT_BARRIER:
      name = ls_model_get_sync_name (self, task->object);
      break;
    case LS_WAIT_FUTURE:
      name = ls_model_get_future_name (self, task->future);
      break;
    default:
      name = ls_model_name_awaited (self, task->object);
      break;
    }

  return g_strdup_printf (_("waits for %s"), name);
}

char *
ls_model_knot_task_detail (LsModel *self, const LsState *state, guint32 id)
{
  const LsTaskState *task = ls_state_get_task (state, id);
  const LsSite *site = task != NULL ? ls_trace_reader_get_site (self->reader, task->site) : NULL;
  g_autofree char *wait = NULL;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (task == NULL)
    return g_strdup ("");
  wait = tell_wait (self, task);
  if (site == NULL || site->line == 0)
    return g_steal_pointer (&wait);
  /* Translators: how a task waits, and at which line of its source */
  return g_strdup_printf (_("%1$s, line %2$u"), wait, site->line);
}

char *
ls_model_knot_thing_name (LsModel *self, const LsKnotNode *node)
{
  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  switch (node->kind)
    {
    case LS_KNOT_QUEUE:  return ls_model_get_queue_name (self, node->id);
    case LS_KNOT_FUTURE: return ls_model_get_future_name (self, node->id);
    case LS_KNOT_TASK:   return g_strdup (ls_model_get_task_name (self, node->id));
    case LS_KNOT_LOCK:
    default:             return ls_model_get_sync_name (self, node->id);
    }
}

char *
ls_model_knot_thing_detail (LsModel *self, const LsState *state, const LsKnotNode *node)
{
  const LsQueueState *queue = ls_state_get_queue (state, node->id);
  const LsLockState *lock = ls_state_get_lock (state, node->id);

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (node->kind == LS_KNOT_QUEUE && queue != NULL)
    return g_strdup_printf (ngettext ("%u unfinished", "%u unfinished", queue->unfinished),
                            queue->unfinished);
  if (node->kind == LS_KNOT_LOCK && lock != NULL && lock->holder != 0)
    return g_strdup_printf (_("held by %s"), ls_model_get_task_name (self, lock->holder));
  if (node->kind == LS_KNOT_LOCK && lock != NULL && lock->kind == LS_SYNC_LOCK && !ls_lock_is_free (lock))
    return g_strdup (_("held, it is not known by whom"));
  if (node->kind == LS_KNOT_FUTURE)
    return g_strdup (_("no result yet"));
  return g_strdup ("");
}
