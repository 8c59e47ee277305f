/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-state-private.h"

#include <math.h>

/* What moves by itself comes first, then what other tasks must do, then queues and locks. */
static const guint8 order[LS_N_WAITS] = {
  [LS_WAIT_SLEEP] = 0,
  [LS_WAIT_IO] = 1,
  [LS_WAIT_CHILD] = 2,
  [LS_WAIT_THREAD] = 3,
  [LS_WAIT_GATHER] = 4,
  [LS_WAIT_TASK] = 5,
  [LS_WAIT_GROUP] = 6,
  [LS_WAIT_WAIT] = 7,
  [LS_WAIT_WAIT_FOR] = 8,
  [LS_WAIT_SHIELD] = 9,
  [LS_WAIT_FUTURE] = 10,
  [LS_WAIT_QUEUE_PUT] = 11,
  [LS_WAIT_QUEUE_GET] = 12,
  [LS_WAIT_QUEUE_JOIN] = 13,
  [LS_WAIT_LOCK] = 14,
  [LS_WAIT_EVENT] = 15,
  [LS_WAIT_CONDITION] = 16,
  [LS_WAIT_SEMAPHORE] = 17,
  [LS_WAIT_BARRIER] = 18,
  [LS_WAIT_GENERATOR] = 19,
  [LS_WAIT_YIELD] = 20,
  [LS_WAIT_NONE] = 21,
};

/* A waiting task and its place: the group's first, then its own in it.  What it is sorted by lies in it, since tasks
 * may be many. */
typedef struct
{
  LsWaitKind wait;
  guint32    object;
  guint      in_line;     /* of a queue or lock, from 1; 0: in none, as one that has been woken */
  guint32    task;
  double     deadline;    /* of a sleeper */
  guint64    since_seq;
} Place;

static gboolean
is_about_object (LsWaitKind wait)
{
  switch (wait)
    {
    case LS_WAIT_QUEUE_PUT:
    case LS_WAIT_QUEUE_GET:
    case LS_WAIT_QUEUE_JOIN:
    case LS_WAIT_LOCK:
    case LS_WAIT_EVENT:
    case LS_WAIT_CONDITION:
    case LS_WAIT_SEMAPHORE:
    case LS_WAIT_BARRIER:
      return TRUE;

    case LS_WAIT_NONE:
    case LS_WAIT_YIELD:
    case LS_WAIT_SLEEP:
    case LS_WAIT_FUTURE:
    case LS_WAIT_TASK:
    case LS_WAIT_GATHER:
    case LS_WAIT_WAIT:
    case LS_WAIT_WAIT_FOR:
    case LS_WAIT_SHIELD:
    case LS_WAIT_GENERATOR:
    case LS_WAIT_THREAD:
    case LS_WAIT_IO:
    case LS_WAIT_CHILD:
    case LS_WAIT_GROUP:
    case LS_N_WAITS:
    default:
      return FALSE;
    }
}

/* Where a task stands in a line. */
typedef struct { guint32 task; guint in_line; } Standing;

static void
add_line (GArray *lines, const GArray *line)
{
  for (guint i = 0; i < line->len; i++)
    {
      Standing standing = { g_array_index (line, guint32, i), i + 1 };

      g_array_append_val (lines, standing);
    }
}

static int
compare_standings (gconstpointer pa, gconstpointer pb)
{
  const Standing *a = pa, *b = pb;

  return a->task < b->task ? -1 : a->task > b->task;
}

/* Of many things most often in order already, by one pass where that is so. */
static void
sort (GArray *array, gsize size, GCompareFunc compare)
{
  for (guint i = 1; i < array->len; i++)
    if (compare (array->data + (i - 1) * size, array->data + i * size) > 0)
      {
        g_array_sort (array, compare);
        return;
      }
}

/* By task, each of which stands in one line at most. */
static GArray *
get_lines (const LsState *state)
{
  GArray *lines = g_array_new (FALSE, FALSE, sizeof (Standing));

  for (guint i = 0; i < state->queues->len; i++)
    {
      const LsQueueState *queue = state->queues->pdata[i];

      for (guint side = 0; side < G_N_ELEMENTS (queue->parked); side++)
        add_line (lines, queue->parked[side]);
    }
  for (guint i = 0; i < state->locks->len; i++)
    add_line (lines, ((LsLockState *) state->locks->pdata[i])->waiting);
  sort (lines, sizeof (Standing), compare_standings);

  return lines;
}

static guint
find_in_line (const GArray *lines, guint32 task)
{
  Standing wanted = { task, 0 };
  guint at;

  return g_array_binary_search ((GArray *) lines, &wanted, compare_standings, &at)
         ? g_array_index (lines, Standing, at).in_line : 0;
}

#define COMPARE(x, y) G_STMT_START { if ((x) != (y)) return (x) < (y) ? -1 : 1; } G_STMT_END

static int
compare_places (gconstpointer pa, gconstpointer pb)
{
  const Place *a = pa, *b = pb;

  COMPARE (order[a->wait], order[b->wait]);
  COMPARE (a->object, b->object);
  COMPARE (a->in_line, b->in_line);
  if (a->wait == LS_WAIT_SLEEP && !isnan (a->deadline) && !isnan (b->deadline))
    COMPARE (a->deadline, b->deadline);
  COMPARE (a->since_seq, b->since_seq);
  COMPARE (a->task, b->task);

  return 0;
}

static GArray *
get_places (const LsState *state)
{
  g_autoptr (GArray) lines = get_lines (state);
  GArray *places = g_array_sized_new (FALSE, FALSE, sizeof (Place), state->tasks->len);

  for (guint i = 0; i < state->tasks->len; i++)
    {
      const LsTaskState *task = &g_array_index (state->tasks, LsTaskState, i);
      Place place = {
        .wait = task->wait, .task = task->id, .deadline = task->deadline, .since_seq = task->since_seq,
      };

      if (task->status != LS_STATUS_WAITING)
        continue;

      place.object = is_about_object (task->wait) ? task->object : 0;
      if (place.object != 0)
        place.in_line = find_in_line (lines, task->id);
      g_array_append_val (places, place);
    }
  sort (places, sizeof (Place), compare_places);

  return places;
}

static LsGroup *
group_new (LsWaitKind wait, guint32 object)
{
  LsGroup *group = g_new0 (LsGroup, 1);

  group->wait = wait;
  group->object = object;
  group->tasks = g_array_new (FALSE, FALSE, sizeof (guint32));

  return group;
}

static void
group_free (gpointer data)
{
  LsGroup *group = data;

  g_array_unref (group->tasks);
  g_free (group);
}

GPtrArray *
ls_state_get_groups (const LsState *state)
{
  g_autoptr (GArray) places = get_places (state);
  GPtrArray *groups = g_ptr_array_new_with_free_func (group_free);
  LsGroup *group = NULL;

  for (guint i = 0; i < places->len; i++)
    {
      const Place *place = &g_array_index (places, Place, i);

      if (group == NULL || group->wait != place->wait || group->object != place->object)
        {
          group = group_new (place->wait, place->object);
          g_ptr_array_add (groups, group);
        }
      g_array_append_val (group->tasks, place->task);
    }

  return groups;
}
