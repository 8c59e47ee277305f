/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-model-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/* The short words on chips and over groups. */

/* Headings of groups that are about no single object; NULL for those that are. */
static const char * const titles[LS_N_WAITS] = {
  [LS_WAIT_NONE] = N_("Unknown"),
  [LS_WAIT_YIELD] = N_("Gave way"),
  [LS_WAIT_SLEEP] = N_("Timers"),
  [LS_WAIT_FUTURE] = N_("future"),
  [LS_WAIT_TASK] = N_("task"),
  [LS_WAIT_GATHER] = N_("gather"),
  [LS_WAIT_WAIT] = N_("wait"),
  [LS_WAIT_WAIT_FOR] = N_("wait_for"),
  [LS_WAIT_SHIELD] = N_("shield"),
  [LS_WAIT_GENERATOR] = N_("Generators"),
  [LS_WAIT_THREAD] = N_("Threads"),
  [LS_WAIT_IO] = N_("I/O"),
  [LS_WAIT_CHILD] = N_("Child processes"),
  [LS_WAIT_GROUP] = N_("Task groups"),
};

static char *
title_queue (LsModel *self, const LsGroup *group)
{
  g_autofree char *name = ls_model_get_queue_name (self, group->object);

  switch ((int) group->wait)
    {
    case LS_WAIT_QUEUE_PUT:
      /* Translators: a heading; the name of a queue */
      return g_strdup_printf (_("%s: waits to put"), name);
    case LS_WAIT_QUEUE_GET:
      return g_strdup_printf (_("%s: waits to get"), name);
    default:
      return g_strdup_printf (_("%s: waits in join"), name);
    }
}

char *
ls_model_group_title (LsModel *self, const LsGroup *group)
{
  g_autofree char *name = NULL;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (group->wait >= LS_WAIT_QUEUE_PUT && group->wait <= LS_WAIT_QUEUE_JOIN)
    return title_queue (self, group);
  if (group->wait < LS_N_WAITS && titles[group->wait] != NULL)
    return g_strdup (_(titles[group->wait]));

  name = ls_model_get_sync_name (self, group->object);
  /* Translators: a heading; the name of a lock */
  return group->wait == LS_WAIT_LOCK ? g_strdup_printf (_("%s: waits to acquire"), name)
                                     : g_steal_pointer (&name);
}

static void
summarize_size (const LsQueueState *queue, GPtrArray *parts)
{
  guint size = (guint) MIN (queue->maxsize, G_MAXUINT);
  guint n = queue->items->len;

  if (size == 0)
    {
      g_ptr_array_add (parts, g_strdup (_("no size limit")));
      g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u item", "%u items", n), n));
    }
  else if (n >= size)
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("full with %u item", "full with %u items", n), n));
  else
    g_ptr_array_add (parts,
                     g_strdup_printf (ngettext ("%u of at most %u item", "%u of at most %u items",
                                                size), n, size));
}

guint
ls_model_count_waiting (const LsState *state, const LsQueueState *queue, LsQueueSide side,
                        guint32 *first)
{
  const GArray *line = queue->parked[side];
  guint n = 0;

  if (first != NULL)
    *first = 0;

  for (guint i = 0; i < line->len; i++)
    {
      const LsTaskState *task = ls_state_get_task (state, g_array_index (line, guint32, i));

      if (task == NULL || task->status != LS_STATUS_WAITING)
        continue;
      if (n++ == 0 && first != NULL)
        *first = task->id;
    }

  return n;
}

/* NULL if nobody waits there. */
static char *
summarize_side (LsModel *self, const LsState *state, const LsQueueState *queue, LsQueueSide side)
{
  static const char * const one[] = {
    N_("%s waits to put"), N_("%s waits to get"), N_("%s waits in join")
  };
  guint32 first;
  guint n = ls_model_count_waiting (state, queue, side, &first);

  if (n == 0)
    return NULL;
  if (n == 1)
    return g_strdup_printf (_(one[side]), ls_model_get_task_name (self, first));

  switch (side)
    {
    case LS_QUEUE_PUT:
      return g_strdup_printf (ngettext ("%u waits to put", "%u wait to put", n), n);
    case LS_QUEUE_GET:
      return g_strdup_printf (ngettext ("%u waits to get", "%u wait to get", n), n);
    case LS_QUEUE_JOIN:
    default:
      return g_strdup_printf (ngettext ("%u waits in join", "%u wait in join", n), n);
    }
}

char *
ls_model_queue_summary (LsModel *self, const LsState *state, const LsQueueState *queue)
{
  g_autoptr (GPtrArray) parts = g_ptr_array_new_with_free_func (g_free);
  guint n = queue->unfinished;
  guint n_facts;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  summarize_size (queue, parts);
  g_ptr_array_add (parts, g_strdup_printf (ngettext ("%u unfinished", "%u unfinished", n), n));
  n_facts = parts->len;
  for (guint side = LS_QUEUE_PUT; side <= LS_QUEUE_JOIN; side++)
    {
      char *waiting = summarize_side (self, state, queue, side);

      if (waiting != NULL)
        g_ptr_array_add (parts, waiting);
    }
  if (parts->len == n_facts)
    g_ptr_array_add (parts, g_strdup (_("nobody waits to put or get")));
  g_ptr_array_add (parts, NULL);

  /* Translators: between the facts that are listed about a queue */
  return g_strjoinv (_(" · "), (char **) parts->pdata);
}

static char *
detail_woken_by_queue (LsModel *self, const LsTaskState *task)
{
  g_autofree char *queue = ls_model_get_queue_name (self, task->object);

  switch ((int) task->woken_from)
    {
    case LS_WAIT_QUEUE_PUT: return g_strdup_printf (_("%s has room"), queue);
    case LS_WAIT_QUEUE_GET: return g_strdup_printf (_("%s has an item"), queue);
    default:                return g_strdup_printf (_("%s is done"), queue);
    }
}

static char *
detail_ready (LsModel *self, const LsTaskState *task)
{
  g_autofree char *work = NULL;

  if (task->cancelling > 0)
    return g_strdup (_("to be cancelled"));
  if (task->cause == LS_READY_CREATED)
    return g_strdup (_("new"));
  if (task->cause == LS_READY_YIELD)
    return g_strdup (_("gave way"));

  switch ((int) task->woken_from)
    {
    case LS_WAIT_SLEEP:
      return g_strdup (_("timer fired"));
    case LS_WAIT_TASK:
      return g_strdup_printf (_("%s is done"), ls_model_get_task_name (self, task->object));
    case LS_WAIT_GATHER:
      return g_strdup (_("gather is done"));
    case LS_WAIT_FUTURE:
      return g_strdup (_("future is done"));
    case LS_WAIT_QUEUE_PUT:
    case LS_WAIT_QUEUE_GET:
    case LS_WAIT_QUEUE_JOIN:
      return detail_woken_by_queue (self, task);
    case LS_WAIT_LOCK:
      return g_strdup (_("lock is free"));
    case LS_WAIT_EVENT:
      return g_strdup (_("event is set"));
    case LS_WAIT_CONDITION:
      return g_strdup (_("was notified"));
    case LS_WAIT_SEMAPHORE:
      return g_strdup (_("has a permit"));
    case LS_WAIT_BARRIER:
      return g_strdup (_("all are there"));
    case LS_WAIT_GROUP:
      return g_strdup (_("its tasks are done"));
    case LS_WAIT_THREAD:
    case LS_WAIT_CHILD:
    case LS_WAIT_IO:
      work = ls_model_get_work_name (self, task->future);
      return g_strdup_printf (_("%s is done"), work);
    default:
      return g_strdup (_("woken"));
    }
}

static char *
detail_gather (const LsState *state, const LsTaskState *task)
{
  const LsGatherState *gather = ls_state_get_gather (state, task->future);
  guint n = gather != NULL ? gather->children->len : task->object;

  return g_strdup_printf (ngettext ("%u of %u task done", "%u of %u tasks done", n),
                          gather != NULL ? gather->n_done : 0, n);
}

static char *
detail_join (const LsState *state, const LsTaskState *task)
{
  const LsQueueState *queue = ls_state_get_queue (state, task->object);
  guint n = queue != NULL ? queue->unfinished : 0;

  return g_strdup_printf (ngettext ("%u item unfinished", "%u items unfinished", n), n);
}

static char *
detail_sleep (const LsTaskState *task)
{
  g_autofree char *time = NULL;

  if (isnan (task->deadline))
    return g_strdup (_("sleeps"));

  time = ls_model_format_time (task->deadline);
  return g_strdup_printf (_("wakes at %s"), time);
}

static char *
detail_put (LsModel *self, const LsTaskState *task)
{
  g_autofree char *item = ls_model_format_plain (self, task->item_tag, task->item);

  return g_strdup_printf (_("wants to put %s"), item);
}

static char *
detail_several (const LsState *state, const LsTaskState *task)
{
  guint n = task->object;

  if (!ls_state_is_as_completed (state, task))
    return detail_gather (state, task);
  return g_strdup_printf (ngettext ("next of %u task", "next of %u tasks", n), n);
}

static char *
detail_limited (LsModel *self, const LsTaskState *task)
{
  g_autofree char *awaited = ls_model_name_awaited (self, task->object);
  g_autofree char *time = NULL;

  if (isnan (task->deadline))
    return g_strdup_printf (ls_model_get_task (self, task->object) != NULL
                            ? _("%s cleans up") : _("%s ends"), awaited);

  time = ls_model_format_time (task->deadline);
  return g_strdup_printf (_("%1$s, until %2$s"), awaited, time);
}

static char *
detail_shielded (LsModel *self, const LsTaskState *task)
{
  g_autofree char *awaited = ls_model_name_awaited (self, task->object);

  return g_strdup_printf (_("until %s is done"), awaited);
}

static char *
detail_lock (LsModel *self, const LsState *state, const LsTaskState *task)
{
  const LsLockState *lock = ls_state_get_lock (state, task->object);

  if (lock != NULL && lock->holder != 0)
    return g_strdup_printf (_("%s holds it"), ls_model_get_task_name (self, lock->holder));
  if (lock != NULL && ls_lock_is_free (lock))
    return g_strdup (_("nobody holds it"));
  return g_strdup (_("holder not known"));
}

static char *
detail_barrier (const LsState *state, const LsTaskState *task)
{
  const LsLockState *barrier = ls_state_get_lock (state, task->object);
  guint n = barrier != NULL ? (guint) MAX (barrier->value, 0) : 0;

  if (n == 0)
    return g_strdup (_("until all are there"));
  return g_strdup_printf (ngettext ("%1$u of %2$u is there", "%1$u of %2$u are there",
                                    barrier->waiting->len), barrier->waiting->len, n);
}

static char *
detail_group (const LsState *state, const LsTaskState *task)
{
  if (ls_state_get_gather (state, task->future) != NULL)
    return detail_gather (state, task);
  return g_strdup (_("until its tasks are done"));
}

static char *
detail_since (const LsTaskState *task)
{
  g_autofree char *since = ls_model_format_time ((double) task->since / 1e9);

  return g_strdup_printf (_("since %s"), since);
}

/* What it waits for itself; a timeout scope is said beside it. */
static char *
detail_wait (LsModel *self, const LsState *state, const LsTaskState *task)
{
  switch ((int) task->wait)
    {
    case LS_WAIT_SLEEP:
      return detail_sleep (task);
    case LS_WAIT_GATHER:
      return detail_gather (state, task);
    case LS_WAIT_TASK:
      return g_strdup_printf (_("until %s is done"), ls_model_get_task_name (self, task->object));
    case LS_WAIT_FUTURE:
      return g_strdup (_("no result yet"));
    case LS_WAIT_QUEUE_PUT:
      return detail_put (self, task);
    case LS_WAIT_QUEUE_GET:
      return g_strdup (_("wants an item"));
    case LS_WAIT_QUEUE_JOIN:
      return detail_join (state, task);
    case LS_WAIT_WAIT:
      return detail_several (state, task);
    case LS_WAIT_WAIT_FOR:
      return detail_limited (self, task);
    case LS_WAIT_SHIELD:
      return detail_shielded (self, task);
    case LS_WAIT_LOCK:
      return detail_lock (self, state, task);
    case LS_WAIT_EVENT:
      return g_strdup (_("until it is set"));
    case LS_WAIT_CONDITION:
      return g_strdup (_("until it is notified"));
    case LS_WAIT_SEMAPHORE:
      return g_strdup (_("no permit is free"));
    case LS_WAIT_BARRIER:
      return detail_barrier (state, task);
    case LS_WAIT_GENERATOR:
      return g_strdup (_("until it yields"));
    case LS_WAIT_GROUP:
      return detail_group (state, task);
    case LS_WAIT_THREAD:
    case LS_WAIT_IO:
    case LS_WAIT_CHILD:
      return ls_model_work_detail (self, state, task);
    default:
      return detail_since (task);
    }
}

static char *
detail_waiting (LsModel *self, const LsState *state, const LsTaskState *task)
{
  g_autofree char *wait = detail_wait (self, state, task);
  g_autofree char *until = NULL;

  if (isnan (task->timeout))
    return g_steal_pointer (&wait);

  until = ls_model_format_time (task->timeout);
  /* Translators: what a task waits for, and when the timeout() round it ends */
  return g_strdup_printf (_("%1$s · timeout at %2$s"), wait, until);
}

/* Where it runs: the line of its latest call of the engine, quoted if the source is here; a task that has
 * made none yet stands at the beginning of its coroutine. */
static char *
detail_running (LsModel *self, const LsTaskState *task)
{
  const LsTaskFacts *facts = ls_roster_get (self->roster, task->id);
  const LsSite *site = ls_trace_reader_get_site (self->reader, task->site);
  g_autofree char *text = NULL;

  if (facts != NULL && task->turns <= 1 && task->site == facts->site && facts->coro != 0)
    return ls_model_format_coro (self, facts->coro);
  if (site == NULL || site->line == 0)
    return g_strdup_printf (_("turn %u"), (guint) MIN (task->turns, G_MAXUINT));

  text = ls_source_text_get (self->source, site->file, site->line);
  if (text == NULL)
    return g_strdup_printf (_("line %u"), site->line);
  return g_strdup_printf ("%u   %s", site->line, text);
}

/* The outcome of a task that is done at a position; NULL before. */
static const LsTaskFacts *
get_done (LsModel *self, const LsState *state, guint32 task)
{
  const LsTaskFacts *facts = ls_roster_get (self->roster, task);

  return facts != NULL && facts->ended <= state->position ? facts : NULL;
}

static char *
detail_done (LsModel *self, const LsTaskFacts *facts)
{
  g_autofree char *result = NULL;
  LsEvent event;

  if (facts->outcome == LS_OUTCOME_CANCELLED)
    return g_strdup (_("cancelled"));
  if (!ls_model_get_event (self, facts->ended, &event))
    return g_strdup (_("done"));
  if (facts->outcome == LS_OUTCOME_EXCEPTION)
    return g_strdup (ls_model_get_string (self, event.rec.a));
  if (event.rec.tag == LS_TAG_NONE)
    return g_strdup (_("done"));

  result = ls_model_format_value (self, event.rec.tag, event.rec.value);
  return g_strdup_printf (_("returned %s"), result);
}

char *
ls_model_task_detail (LsModel *self, const LsState *state, guint32 task)
{
  const LsTaskState *found = ls_state_get_task (state, task);
  const LsTaskFacts *facts;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (found == NULL)
    {
      facts = get_done (self, state, task);
      return facts != NULL ? detail_done (self, facts) : g_strdup ("");
    }

  switch (found->status)
    {
    case LS_STATUS_READY:   return detail_ready (self, found);
    case LS_STATUS_RUNNING: return detail_running (self, found);
    case LS_STATUS_WAITING: return detail_waiting (self, state, found);
    case LS_STATUS_DONE:
    case LS_N_STATUSES:
    default:                return g_strdup ("");
    }
}

double
ls_model_task_progress (LsModel *self, const LsState *state, guint32 task)
{
  const LsTaskState *found = ls_state_get_task (state, task);
  const LsGatherState *gather;
  double length, passed;

  g_return_val_if_fail (LS_IS_MODEL (self), -1);

  if (found == NULL || found->status != LS_STATUS_WAITING)
    return -1;

  if (found->wait == LS_WAIT_GATHER)
    {
      gather = ls_state_get_gather (state, found->future);
      if (gather == NULL || gather->children->len == 0)
        return -1;
      return (double) gather->n_done / gather->children->len;
    }

  length = found->deadline - found->armed;
  passed = (double) state->time / 1e9 - found->armed;
  return length > 0 && isfinite (length) ? CLAMP (passed / length, 0, 1) : -1;
}

char *
ls_model_status_label (LsModel *self, const LsState *state, guint32 task)
{
  const LsTaskState *found = ls_state_get_task (state, task);
  const LsTaskFacts *facts;

  g_return_val_if_fail (LS_IS_MODEL (self), NULL);

  if (found != NULL)
    switch (found->status)
      {
      case LS_STATUS_READY:   return g_strdup (_("ready"));
      case LS_STATUS_RUNNING: return g_strdup (_("running"));
      case LS_STATUS_WAITING: return g_strdup (_("waiting"));
      case LS_STATUS_DONE:
      case LS_N_STATUSES:
      default:                break;
      }

  facts = get_done (self, state, task);
  if (facts == NULL)
    return g_strdup (_("not there yet"));

  switch (facts->outcome)
    {
    case LS_OUTCOME_EXCEPTION: return g_strdup (_("failed"));
    case LS_OUTCOME_CANCELLED: return g_strdup (_("cancelled"));
    case LS_OUTCOME_RESULT:
    default:                   return g_strdup (_("done"));
    }
}
