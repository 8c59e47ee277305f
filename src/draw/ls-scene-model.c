/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-scene.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

/* What of a model's position is shown.  Nothing here is kept beyond ls_scene_new_for_model(). */
typedef struct
{
  LsScene       *scene;
  LsModel       *model;
  const LsState *state;
  const LsKnot  *knot;          /* (nullable) */
} Source;

/* Keeps @string, which was made for us. */
static const char *
take (LsScene *scene,
      char    *string)
{
  const char *kept = ls_scene_keep (scene, string);

  g_free (string);
  return kept;
}

static guint
find_color (LsModel *model,
            guint32  task)
{
  const LsTaskFacts *facts = task != 0 ? ls_model_get_task (model, task) : NULL;

  return facts != NULL ? facts->index : LS_COLOR_NONE;
}

static LsForm
form_of_outcome (LsOutcome outcome)
{
  switch (outcome)
    {
    case LS_OUTCOME_EXCEPTION: return LS_FORM_FAILED;
    case LS_OUTCOME_CANCELLED: return LS_FORM_CANCELLED;
    case LS_OUTCOME_RESULT:
    default:                   return LS_FORM_DONE;
    }
}

static LsActor
make_task (const Source *source,
           guint32       task,
           LsForm        form,
           gboolean      with_detail)
{
  LsActor actor = { .kind = LS_ITEM_TASK, .id = task, .form = form, .detail = "", .progress = -1 };

  actor.color = find_color (source->model, task);
  actor.name = ls_scene_keep (source->scene, ls_model_get_task_name (source->model, task));
  if (with_detail)
    {
      actor.detail =
        take (source->scene, ls_model_task_detail (source->model, source->state, task));
      actor.progress = ls_model_task_progress (source->model, source->state, task);
    }
  return actor;
}

static LsActor
make_callback (const Source *source,
               guint32       handle,
               guint32       name,
               LsForm        form)
{
  LsTraceReader *reader = ls_model_get_reader (source->model);

  return (LsActor) {
    .kind = LS_ITEM_CALLBACK, .id = handle, .form = form, .color = LS_COLOR_NONE, .progress = -1,
    .name = ls_scene_keep (source->scene, ls_trace_reader_get_string (reader, name)),
    .detail = ls_scene_keep (source->scene, _("callback")),
  };
}

static void
add_ready (const Source *source)
{
  GArray *ready = source->state->ready;

  source->scene->n_ready = ready->len;
  for (guint i = 0; i < MIN (ready->len, LS_SCENE_MAX_ACTORS); i++)
    {
      const LsReadyItem *item = &g_array_index (ready, LsReadyItem, i);
      LsActor actor = item->task != 0
        ? make_task (source, item->task, LS_FORM_READY, i < LS_SCENE_MAX_DETAILS)
        : make_callback (source, item->handle, item->callback, LS_FORM_READY);

      g_array_append_val (source->scene->ready, actor);
    }
}

static void
set_idle (LsScene    *scene,
          const char *idle,
          const char *detail)
{
  scene->idle = ls_scene_keep (scene, idle);
  scene->idle_detail = ls_scene_keep (scene, detail);
}

static void
describe_wait (const Source *source)
{
  g_autofree char *outside = ls_model_describe_outside (source->model, source->state);

  if (source->knot != NULL && source->knot->is_total)
    set_idle (source->scene, _("waits for ever"), _("nobody is left who could run"));
  else if (outside != NULL)
    set_idle (source->scene, _("waits for the world outside"), outside);
  else
    set_idle (source->scene, _("waits for the world outside"),
              _("nobody is ready, and no timer is set"));
}

static void
describe_sleep (const Source *source)
{
  g_autofree char *until = NULL;
  g_autofree char *idle = NULL;

  if (!isfinite (source->state->poll_until))
    {
      describe_wait (source);
      return;
    }
  until = ls_model_format_time (source->state->poll_until);
  /* Translators: what the event loop does; %s is a time such as "2.000 s" */
  idle = g_strdup_printf (_("sleeps until %s"), until);
  set_idle (source->scene, idle, _("nobody runs"));
}

static void
describe_idle (const Source *source)
{
  switch (source->state->phase)
    {
    case LS_PHASE_CLOSED:
      set_idle (source->scene, _("closed"), _("the loop has ended"));
      break;
    case LS_PHASE_POLL:
      if (source->state->sleeping)
        describe_sleep (source);
      else
        set_idle (source->scene, _("nobody runs"), _("the loop looks for I/O, without waiting"));
      break;
    case LS_PHASE_TIMERS:
      set_idle (source->scene, _("nobody runs"), _("timers that are due make their tasks ready"));
      break;
    case LS_PHASE_RUN:
      set_idle (source->scene, _("nobody runs"),
                source->state->ready->len > 0 ? _("the next in line is about to")
                                              : _("nobody is ready"));
      break;
    case LS_PHASE_NONE:
    default:
      set_idle (source->scene, _("not running"), "");
      break;
    }
}

static void
add_loop (const Source *source)
{
  LsScene *scene = source->scene;
  const LsState *state = source->state;

  scene->phase = state->phase;
  if (state->iteration > 0)
    scene->iteration =
      take (scene, g_strdup_printf (_("iteration %'" PRIu64), state->iteration));
  scene->is_blocking = state->blocking > 0;
  scene->has_running = state->running != 0 || state->callback != 0;
  if (state->running != 0)
    scene->running = make_task (source, state->running, LS_FORM_RUNNING, !scene->is_blocking);
  else if (state->callback != 0)
    scene->running = make_callback (source, state->callback, state->callback_name, LS_FORM_RUNNING);
  else
    describe_idle (source);
  if (scene->is_blocking)
    {
      g_autofree char *length = ls_model_format_time (state->blocking);

      scene->running.detail = take (scene, g_strdup_printf (_("holds the loop for %s"), length));
    }
}

static LsSceneGroup *
find_merged (LsScene       *scene,
             const LsGroup *group)
{
  for (guint i = 0; i < scene->groups->len; i++)
    {
      LsSceneGroup *other = g_ptr_array_index (scene->groups, i);

      if (other->wait == group->wait)
        return other;
    }
  return NULL;
}

static void
add_group (const Source  *source,
           const LsGroup *group,
           gboolean       merge)
{
  g_autofree char *title = ls_model_group_title (source->model, group);
  LsSceneGroup *into = merge ? find_merged (source->scene, group) : NULL;

  if (into == NULL)
    {
      into = ls_scene_add_group (source->scene, group->wait, merge ? 0 : group->object, title);
    }
  else if (strlen (into->title) < 200)
    {
      into->title = take (source->scene, g_strdup_printf ("%s, %s", into->title, title));
    }

  for (guint i = 0; i < group->tasks->len; i++)
    {
      guint32 task = g_array_index (group->tasks, guint32, i);
      LsActor actor;

      if (source->knot != NULL && ls_knot_has_task (source->knot, task))
        continue;
      into->n++;
      if (into->actors->len == LS_SCENE_MAX_ACTORS)
        continue;
      actor = make_task (source, task, LS_FORM_WAITING,
                         into->actors->len < LS_SCENE_MAX_DETAILS);
      g_array_append_val (into->actors, actor);
    }
}

static gboolean
is_all_tied (const Source  *source,
             const LsGroup *group)
{
  for (guint i = 0; i < group->tasks->len; i++)
    if (source->knot == NULL
        || !ls_knot_has_task (source->knot, g_array_index (group->tasks, guint32, i)))
      return FALSE;

  return TRUE;
}

static void
add_groups (const Source *source)
{
  g_autoptr (GPtrArray) groups = ls_state_get_groups (source->state);
  gboolean merge = groups->len > LS_SCENE_MAX_GROUPS;

  for (guint i = 0; i < groups->len; i++)
    if (!is_all_tied (source, g_ptr_array_index (groups, i)))
      add_group (source, g_ptr_array_index (groups, i), merge);
  for (guint i = 0; i < source->scene->groups->len; i++)
    source->scene->n_waiting += ((LsSceneGroup *) source->scene->groups->pdata[i])->n;
}

static void
add_knot_node (const Source     *source,
               const LsKnotNode *node,
               LsSceneGroup     *group)
{
  LsScene *scene = source->scene;
  LsSceneKnotNode shown = { .kind = node->kind, .id = node->id, .ring = node->ring,
                            .is_cause = node->is_cause, .name = "", .detail = "" };

  if (node->kind == LS_KNOT_TASK)
    {
      shown.actor = make_task (source, node->id, LS_FORM_WAITING, FALSE);
      shown.actor.detail =
        take (scene, ls_model_knot_task_detail (source->model, source->state, node->id));
      g_array_append_val (group->actors, shown.actor);
      group->n++;
    }
  else
    {
      shown.name = take (scene, ls_model_knot_thing_name (source->model, node));
      shown.detail = take (scene, ls_model_knot_thing_detail (source->model, source->state, node));
    }
  g_array_append_val (scene->knot_nodes, shown);
}

static void
add_knot (const Source *source)
{
  const LsKnot *knot = source->knot;
  LsSceneGroup *group;

  if (knot == NULL)
    return;

  group = ls_scene_add_group (source->scene, LS_SCENE_KNOT, 0,
                              knot->n_rings > 0 ? _("Deadlock") : _("Stuck"));
  for (guint i = 0; i < knot->nodes->len; i++)
    add_knot_node (source, &g_array_index (knot->nodes, LsKnotNode, i), group);
  g_array_append_vals (source->scene->knot_ties, knot->ties->data, knot->ties->len);
  source->scene->has_ring = knot->n_rings > 0;
  source->scene->n_tied = group->n;
  source->scene->n_waiting += group->n;
}

static void
add_generators (const Source *source)
{
  GArray *generators = source->state->generators;
  LsSceneGroup *group = NULL;

  for (guint i = 0; i < generators->len; i++)
    {
      const LsGeneratorState *generator = &g_array_index (generators, LsGeneratorState, i);
      LsActor actor = { .kind = LS_ITEM_GENERATOR, .id = generator->id, .form = LS_FORM_WAITING,
                        .progress = -1 };

      if (!generator->is_paused)
        continue;
      if (group == NULL)
        group = ls_scene_add_group (source->scene, LS_SCENE_GENERATORS, 0, _("Paused generators"));
      group->n++;
      if (group->actors->len == LS_SCENE_MAX_ACTORS)
        continue;
      actor.color = find_color (source->model, generator->task);
      actor.name = take (source->scene, ls_model_format_coro (source->model, generator->id));
      actor.detail = take (source->scene, ls_model_generator_detail (source->model, generator));
      g_array_append_val (group->actors, actor);
    }
}

static int
compare_jobs (gconstpointer one,
              gconstpointer other)
{
  guint a = ((const LsSceneJob *) one)->worker - 1;   /* those that wait come last */
  guint b = ((const LsSceneJob *) other)->worker - 1;

  return a < b ? -1 : a > b;
}

static void
add_jobs (const Source *source)
{
  const LsState *state = source->state;
  LsScene *scene = source->scene;

  if (state->phase == LS_PHASE_CLOSED && state->jobs->len == 0)
    return;

  scene->n_workers = state->n_workers;
  for (guint i = 0; i < MIN (state->jobs->len, LS_SCENE_MAX_ACTORS); i++)
    {
      const LsJobState *job = &g_array_index (state->jobs, LsJobState, i);
      LsSceneJob shown = { .id = job->id, .worker = job->worker,
                           .color = find_color (source->model, job->task) };

      shown.name = take (scene, ls_model_get_work_name (source->model, job->id));
      shown.detail = take (scene, ls_model_job_detail (source->model, job));
      scene->n_waiting_jobs += job->worker == 0;
      g_array_append_val (scene->jobs, shown);
    }
  g_array_sort (scene->jobs, compare_jobs);
}

/* The item that the event before @position put, for the way it comes. */
static guint32
find_new_item (const Source *source,
               guint32       queue)
{
  LsEvent event;

  if (source->state->position == 0 ||
      !ls_trace_reader_get (ls_model_get_reader (source->model), source->state->position - 1,
                            &event))
    return 0;

  return event.rec.kind == LS_EVENT_QUEUE_ITEM_PUT && event.rec.subject == queue ? event.rec.a : 0;
}

static void
add_item (const Source      *source,
          LsSceneQueue      *queue,
          const LsQueueItem *item,
          guint32            new_item)
{
  LsSceneItem shown = { .item = item->item, .color = find_color (source->model, item->from),
                        .from = "", .name = "" };

  shown.value = take (source->scene, ls_model_format_plain (source->model, item->tag, item->value));
  if (item->from != 0)
    {
      shown.name = ls_model_get_task_name (source->model, item->from);
      shown.name = ls_scene_keep (source->scene, shown.name);
      shown.from = take (source->scene, g_strdup_printf (_("from %s"), shown.name));
    }
  shown.is_new = item->item == new_item;
  g_array_append_val (queue->items, shown);
}

/* "queue 1", which has no name of its own, as a heading. */
static char *
capitalise (const char *name)
{
  g_autofree char *first = g_utf8_substring (name, 0, MIN (1, g_utf8_strlen (name, -1)));
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, name + strlen (first), NULL);
}

static void
add_queue (const Source       *source,
           const LsQueueState *state)
{
  g_autofree char *name = ls_model_get_queue_name (source->model, state->id);
  gboolean says_queue = state->name == 0 || g_ascii_strcasecmp (name, "queue") == 0;
  g_autofree char *title = says_queue ? capitalise (name) : g_strdup_printf (_("Queue %s"), name);
  g_autofree char *summary = ls_model_queue_summary (source->model, source->state, state);
  LsSceneQueue *queue = ls_scene_add_queue (source->scene, state->id, title, summary);
  guint32 new_item = find_new_item (source, state->id);
  g_autoptr (GArray) items = ls_model_get_items (source->model, state, LS_SCENE_MAX_ITEMS);

  queue->n = state->items->len;
  for (guint i = 0; i < items->len; i++)
    add_item (source, queue, &g_array_index (items, LsQueueItem, i), new_item);
}

static void
add_queues (const Source *source)
{
  GPtrArray *queues = source->state->queues;

  for (guint i = 0; i < MIN (queues->len, LS_SCENE_MAX_QUEUES); i++)
    add_queue (source, g_ptr_array_index (queues, i));
  source->scene->n_more_queues = queues->len - source->scene->queues->len;
}

static void
add_done (const Source *source)
{
  GArray *done = source->state->done;
  guint first = done->len > LS_SCENE_MAX_DONE ? done->len - LS_SCENE_MAX_DONE : 0;

  for (guint i = 0; i < 3; i++)
    source->scene->n_done[i] = source->state->n_done[i];
  for (guint i = first; i < done->len; i++)
    {
      guint32 task = g_array_index (done, guint32, i);
      const LsTaskFacts *facts = ls_model_get_task (source->model, task);
      LsForm form = facts != NULL ? form_of_outcome (facts->outcome) : LS_FORM_DONE;
      LsActor actor = make_task (source, task, form, TRUE);

      g_array_append_val (source->scene->done, actor);
    }
}

static void
add_timers (const Source *source)
{
  GArray *timers = source->state->timers;

  for (guint i = 0; i < MIN (timers->len, LS_SCENE_MAX_ACTORS); i++)
    {
      const LsTimerState *timer = &g_array_index (timers, LsTimerState, i);
      LsSceneTimer shown = { .time = timer->deadline, .task = timer->task };

      shown.color = find_color (source->model, timer->task);

      g_array_append_val (source->scene->timers, shown);
    }
}

static void
add_sentence (const Source *source,
              guint64       position)
{
  LsSentence *sentence = ls_model_describe (source->model, position);

  source->scene->what = ls_scene_keep (source->scene, sentence->what);
  source->scene->why = ls_scene_keep (source->scene, sentence->why);
  source->scene->color = find_color (source->model, sentence->task);
  source->scene->is_alarm = sentence->is_alarm;
  ls_sentence_free (sentence);
}

/**
 * ls_scene_new_for_model:
 *
 * Returns: (transfer full): what the stage shows at @position; it needs the model no more
 */
LsScene *
ls_scene_new_for_model (LsModel *model,
                        guint64  position)
{
  LsScene *scene = ls_scene_new ();
  const LsState *state = ls_model_get_state (model, position);
  g_autoptr (LsKnot) knot = ls_model_find_knot (model, state);
  Source source = { scene, model, state, knot };

  scene->time = source.state->time / 1e9;
  add_ready (&source);
  add_loop (&source);
  add_groups (&source);
  add_knot (&source);
  add_generators (&source);
  add_jobs (&source);
  add_queues (&source);
  add_done (&source);
  add_timers (&source);
  /* Last: it may look at other positions, and a state is only valid until the second next. */
  add_sentence (&source, position);
  return scene;
}
