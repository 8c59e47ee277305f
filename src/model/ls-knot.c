/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-knot.h"

#include <math.h>

/*
 * Rings are found by a walk along what each task waits for, depth first, with a stack of its own: chains of
 * tasks may be long.  Followed is only what a task cannot go on without, and from no task whose time is limited.
 */
typedef struct
{
  const LsState *state;
  GArray        *links;       /* guint: indices of the tasks that may be in a ring, ascending as their ids do */
  guint         *ring;        /* of each of state->tasks */
  guint8        *mark;
  guint         *next;        /* while on the way: which of what it waits for comes next */
  GArray        *way;         /* guint: indices of tasks */
  guint          n_rings;
  GArray        *in_rings;    /* guint32: tasks, ring after ring, each in its order */
} Search;

enum { NOT_SEEN, ON_THE_WAY, SEEN };

static const LsTaskState *
nth_task (const LsState *state, guint n)
{
  return &g_array_index (state->tasks, LsTaskState, n);
}

static guint32
nth_child (const LsState *state, const LsTaskState *task, guint n)
{
  const LsGatherState *gather = ls_state_get_gather (state, task->future);

  return gather != NULL && n < gather->children->len
         ? g_array_index (gather->children, guint32, n) : 0;
}

static guint32
get_holder (const LsState *state, guint32 lock)
{
  const LsLockState *found = ls_state_get_lock (state, lock);

  return found != NULL ? found->holder : 0;
}

/* The nth task that @task cannot go on without, done ones among them; 0 beyond the last. */
static guint32
nth_awaited (const LsState *state, const LsTaskState *task, guint n)
{
  switch (task->wait)
    {
    case LS_WAIT_TASK:
    case LS_WAIT_WAIT_FOR:
    case LS_WAIT_SHIELD:
      return n == 0 ? task->object : 0;

    case LS_WAIT_LOCK:
      return n == 0 ? get_holder (state, task->object) : 0;

    case LS_WAIT_GATHER:
    case LS_WAIT_GROUP:
      return nth_child (state, task, n);

    case LS_WAIT_WAIT:
      return n == 0 && nth_child (state, task, 1) == 0 ? nth_child (state, task, 0) : 0;

    case LS_WAIT_NONE:
    case LS_WAIT_YIELD:
    case LS_WAIT_SLEEP:
    case LS_WAIT_FUTURE:
    case LS_WAIT_QUEUE_PUT:
    case LS_WAIT_QUEUE_GET:
    case LS_WAIT_QUEUE_JOIN:
    case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION:
    case LS_WAIT_SEMAPHORE:
    case LS_WAIT_BARRIER:
    case LS_WAIT_GENERATOR:
    case LS_WAIT_THREAD:
    case LS_WAIT_IO:
    case LS_WAIT_CHILD:
    case LS_N_WAITS:
    default:
      return 0;
    }
}

/* Whether time alone cannot end its wait. */
static gboolean
waits_for_ever (const LsTaskState *task)
{
  return task->status == LS_STATUS_WAITING && isnan (task->deadline) && isnan (task->timeout);
}

static void
close_ring (Search *search, guint index)
{
  guint first = search->way->len - 1;

  while (g_array_index (search->way, guint, first) != index)
    first--;
  search->n_rings++;
  for (guint i = first; i < search->way->len; i++)
    {
      guint member = g_array_index (search->way, guint, i);

      if (search->ring[member] != 0)
        continue;
      search->ring[member] = search->n_rings;
      g_array_append_val (search->in_rings, nth_task (search->state, member)->id);
    }
}

static void
enter (Search *search, guint index)
{
  search->mark[index] = ON_THE_WAY;
  g_array_append_val (search->way, index);
}

static void
find_links (Search *search)
{
  const LsState *state = search->state;

  search->links = g_array_new (FALSE, FALSE, sizeof (guint));
  for (guint i = 0; i < state->tasks->len; i++)
    if (waits_for_ever (nth_task (state, i)) && nth_awaited (state, nth_task (state, i), 0) != 0)
      g_array_append_val (search->links, i);
}

/* The index of @task if it may be in a ring, or G_MAXUINT.  Most of those that a wide gather() stands on sleep. */
static guint
find_link (const Search *search, guint32 task)
{
  guint from = 0, to = search->links->len;

  while (from < to)
    {
      guint middle = from + (to - from) / 2;
      guint index = g_array_index (search->links, guint, middle);
      guint32 id = nth_task (search->state, index)->id;

      if (id == task)
        return index;
      if (id < task)
        from = middle + 1;
      else
        to = middle;
    }

  return G_MAXUINT;
}

static void
walk_from (Search *search, guint start)
{
  enter (search, start);
  while (search->way->len > 0)
    {
      guint index = g_array_index (search->way, guint, search->way->len - 1);
      guint32 awaited = nth_awaited (search->state, nth_task (search->state, index),
                                     search->next[index]++);
      guint link = awaited != 0 ? find_link (search, awaited) : G_MAXUINT;

      if (awaited == 0)
        {
          search->mark[index] = SEEN;
          g_array_set_size (search->way, search->way->len - 1);
          continue;
        }
      if (link == G_MAXUINT)
        continue;
      if (search->mark[link] == ON_THE_WAY)
        close_ring (search, link);
      else if (search->mark[link] == NOT_SEEN)
        enter (search, link);
    }
}

static void
find_rings (Search *search, const LsState *state)
{
  guint n = state->tasks->len;

  search->state = state;
  search->ring = g_new0 (guint, n);
  search->mark = g_new0 (guint8, n);
  search->next = g_new0 (guint, n);
  search->way = g_array_new (FALSE, FALSE, sizeof (guint));
  search->in_rings = g_array_new (FALSE, FALSE, sizeof (guint32));
  find_links (search);
  for (guint i = 0; i < search->links->len; i++)
    if (search->mark[g_array_index (search->links, guint, i)] == NOT_SEEN)
      walk_from (search, g_array_index (search->links, guint, i));
}

static void
clear_search (Search *search)
{
  g_free (search->ring);
  g_free (search->mark);
  g_free (search->next);
  g_array_unref (search->links);
  g_array_unref (search->way);
  g_array_unref (search->in_rings);
}

/* Whether what it waits for may come from outside the loop, or is unknown. */
static gboolean
waits_for_outside (const LsTaskState *task)
{
  return task->wait == LS_WAIT_NONE || task->wait == LS_WAIT_SLEEP || task->wait == LS_WAIT_THREAD
         || task->wait == LS_WAIT_IO || task->wait == LS_WAIT_CHILD;
}

/* The loop waits for ever, and has been asked for nothing that could end it. */
static gboolean
is_total (const LsState *state)
{
  guint n_waiting = 0;

  if (!state->sleeping || isfinite (state->poll_until) || state->holes || state->ready->len > 0
      || state->timers->len > 0 || state->watches->len > 0 || state->jobs->len > 0)
    return FALSE;

  for (guint i = 0; i < state->tasks->len; i++)
    {
      const LsTaskState *task = nth_task (state, i);

      if (task->status == LS_STATUS_WAITING && waits_for_outside (task))
        return FALSE;
      n_waiting += task->status == LS_STATUS_WAITING;
    }

  return n_waiting > 0;
}

/* What it waits for, where that is a thing and no task; FALSE if it is none. */
static gboolean
get_thing (const LsTaskState *task, LsKnotKind *kind, guint32 *id)
{
  *id = task->object;
  if (task->wait >= LS_WAIT_QUEUE_PUT && task->wait <= LS_WAIT_QUEUE_JOIN)
    *kind = LS_KNOT_QUEUE;
  else if (task->wait >= LS_WAIT_LOCK && task->wait <= LS_WAIT_BARRIER)
    *kind = LS_KNOT_LOCK;
  else if (task->wait == LS_WAIT_FUTURE)
    {
      *kind = LS_KNOT_FUTURE;
      *id = task->future;
    }
  else
    return FALSE;

  return *id != 0;
}

static guint
find_node (const LsKnot *self, LsKnotKind kind, guint32 id)
{
  for (guint i = 0; i < self->nodes->len; i++)
    {
      const LsKnotNode *node = &g_array_index (self->nodes, LsKnotNode, i);

      if (node->kind == kind && node->id == id)
        return i;
    }

  return G_MAXUINT;
}

static LsKnotNode *
get_node (LsKnot *self, guint index)
{
  return &g_array_index (self->nodes, LsKnotNode, index);
}

static void
add_task (LsKnot *self, const Search *search, const LsTaskState *task)
{
  LsKnotNode node = { .kind = LS_KNOT_TASK, .id = task->id };
  LsKnotKind kind;
  guint32 id;

  if (self->nodes->len == LS_KNOT_MAX_TASKS)
    {
      self->n_left_out++;
      return;
    }
  node.ring = search->ring[task - nth_task (search->state, 0)];
  node.is_cause = node.ring != 0 || get_thing (task, &kind, &id);
  g_array_append_val (self->nodes, node);
}

static void
add_tasks (LsKnot *self, const Search *search)
{
  const LsState *state = search->state;
  LsKnotKind kind;
  guint32 id;

  for (guint i = 0; i < search->in_rings->len; i++)
    {
      guint32 task = g_array_index (search->in_rings, guint32, i);

      add_task (self, search, ls_state_get_task (state, task));
    }

  for (guint pass = 0; self->is_total && pass < 2; pass++)
    for (guint i = 0; i < state->tasks->len; i++)
      {
        const LsTaskState *task = nth_task (state, i);

        if (task->status == LS_STATUS_WAITING && search->ring[i] == 0
            && get_thing (task, &kind, &id) == (pass == 0))
          add_task (self, search, task);
      }
  self->n_tasks = self->nodes->len;
}

static void
tie (LsKnot *self, guint from, guint to, gboolean is_hold)
{
  LsKnotTie new_tie = { .from = from, .to = to, .is_hold = is_hold };
  guint ring = get_node (self, from)->ring;

  if (ring == get_node (self, to)->ring)
    new_tie.ring = ring;
  g_array_append_val (self->ties, new_tie);
}

/* A thing and, if it is a lock, who holds it. */
static void
tie_to_thing (LsKnot *self, const LsState *state, guint from, LsKnotKind kind, guint32 id)
{
  guint index = find_node (self, kind, id);
  guint32 held_by = kind == LS_KNOT_LOCK ? get_holder (state, id) : 0;
  guint holder = held_by != 0 ? find_node (self, LS_KNOT_TASK, held_by) : G_MAXUINT;
  LsKnotNode node = { .kind = kind, .id = id };

  if (index != G_MAXUINT)
    {
      tie (self, from, index, FALSE);
      return;
    }

  if (holder != G_MAXUINT && get_node (self, holder)->ring == get_node (self, from)->ring)
    node.ring = get_node (self, from)->ring;
  index = self->nodes->len;
  g_array_append_val (self->nodes, node);
  tie (self, from, index, FALSE);
  if (holder != G_MAXUINT)
    tie (self, index, holder, TRUE);
}

/* Enough of a wide gather() to see by. */
#define MAX_TIES 16

static void
tie_to_tasks (LsKnot *self, const LsState *state, guint from, const LsTaskState *task)
{
  guint n = 0;

  for (guint i = 0; n < MAX_TIES && nth_awaited (state, task, i) != 0; i++)
    {
      guint to = find_node (self, LS_KNOT_TASK, nth_awaited (state, task, i));

      if (to == G_MAXUINT)
        continue;
      tie (self, from, to, FALSE);
      n++;
    }
}

static void
add_ties (LsKnot *self, const LsState *state)
{
  for (guint i = 0; i < self->n_tasks; i++)
    {
      const LsTaskState *task = ls_state_get_task (state, get_node (self, i)->id);
      LsKnotKind kind;
      guint32 id;

      if (get_thing (task, &kind, &id))
        tie_to_thing (self, state, i, kind, id);
      else
        tie_to_tasks (self, state, i, task);
    }
}

LsKnot *
ls_knot_new_for_state (const LsState *state)
{
  Search search = { 0 };
  LsKnot *self = NULL;
  gboolean total = is_total (state);

  find_rings (&search, state);
  if (total || search.n_rings > 0)
    {
      self = g_new0 (LsKnot, 1);
      self->is_total = total;
      self->n_rings = search.n_rings;
      self->nodes = g_array_new (FALSE, FALSE, sizeof (LsKnotNode));
      self->ties = g_array_new (FALSE, FALSE, sizeof (LsKnotTie));
      add_tasks (self, &search);
      add_ties (self, state);
    }
  clear_search (&search);

  return self;
}

void
ls_knot_free (LsKnot *self)
{
  if (self == NULL)
    return;

  g_array_unref (self->nodes);
  g_array_unref (self->ties);
  g_free (self);
}

gboolean
ls_knot_has_task (const LsKnot *self, guint32 task)
{
  guint index = find_node (self, LS_KNOT_TASK, task);

  return index != G_MAXUINT && index < self->n_tasks;
}
