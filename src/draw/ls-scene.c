/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-scene.h"

#include <glib/gi18n-lib.h>

static void
free_group (gpointer data)
{
  LsSceneGroup *group = data;

  g_array_unref (group->actors);
  g_free (group);
}

static void
free_queue (gpointer data)
{
  LsSceneQueue *queue = data;

  g_array_unref (queue->items);
  g_free (queue);
}

LsScene *
ls_scene_new (void)
{
  LsScene *self = g_new0 (LsScene, 1);

  self->strings = g_string_chunk_new (4096);
  self->ready = g_array_new (FALSE, FALSE, sizeof (LsActor));
  self->done = g_array_new (FALSE, FALSE, sizeof (LsActor));
  self->timers = g_array_new (FALSE, FALSE, sizeof (LsSceneTimer));
  self->knot_nodes = g_array_new (FALSE, FALSE, sizeof (LsSceneKnotNode));
  self->knot_ties = g_array_new (FALSE, FALSE, sizeof (LsKnotTie));
  self->jobs = g_array_new (FALSE, FALSE, sizeof (LsSceneJob));
  self->groups = g_ptr_array_new_with_free_func (free_group);
  self->queues = g_ptr_array_new_with_free_func (free_queue);
  self->iteration = self->idle = self->idle_detail = self->what = self->why = "";
  self->color = LS_COLOR_NONE;
  return self;
}

void
ls_scene_free (LsScene *self)
{
  g_array_unref (self->ready);
  g_array_unref (self->done);
  g_array_unref (self->timers);
  g_array_unref (self->knot_nodes);
  g_array_unref (self->knot_ties);
  g_array_unref (self->jobs);
  g_ptr_array_unref (self->groups);
  g_ptr_array_unref (self->queues);
  g_string_chunk_free (self->strings);
  g_free (self);
}

/* Returns: (transfer none): a copy that lives as long as the scene; "" for %NULL */
const char *
ls_scene_keep (LsScene    *self,
               const char *string)
{
  return string == NULL || *string == '\0' ? "" : g_string_chunk_insert (self->strings, string);
}

LsSceneGroup *
ls_scene_add_group (LsScene    *self,
                    guint32     wait,
                    guint32     object,
                    const char *title)
{
  LsSceneGroup *group = g_new0 (LsSceneGroup, 1);

  group->wait = wait;
  group->object = object;
  group->title = ls_scene_keep (self, title);
  group->actors = g_array_new (FALSE, FALSE, sizeof (LsActor));
  g_ptr_array_add (self->groups, group);
  return group;
}

LsSceneQueue *
ls_scene_add_queue (LsScene    *self,
                    guint32     id,
                    const char *title,
                    const char *summary)
{
  LsSceneQueue *queue = g_new0 (LsSceneQueue, 1);

  queue->id = id;
  queue->title = ls_scene_keep (self, title);
  queue->summary = ls_scene_keep (self, summary);
  queue->items = g_array_new (FALSE, FALSE, sizeof (LsSceneItem));
  g_ptr_array_add (self->queues, queue);
  return queue;
}

static void
describe_actors (GString    *words,
                 const char *heading,
                 GArray     *actors,
                 guint       n)
{
  const guint most = 20;

  if (n == 0)
    return;

  g_string_append_printf (words, _("%s, %u: "), heading, n);
  for (guint i = 0; i < MIN (actors->len, most); i++)
    {
      const LsActor *actor = &g_array_index (actors, LsActor, i);

      g_string_append (words, i > 0 ? "; " : "");
      g_string_append (words, actor->name);
      if (*actor->detail != '\0')
        g_string_append_printf (words, ", %s", actor->detail);
    }
  if (n > most)
    g_string_append_printf (words, ngettext ("; and %u more", "; and %u more", n - most), n - most);
  g_string_append (words, ".\n");
}

static void
describe_queue (GString            *words,
                const LsSceneQueue *queue)
{
  g_string_append_printf (words, "%s: %s", queue->title, queue->summary);
  for (guint i = 0; i < MIN (queue->items->len, 20u); i++)
    {
      const LsSceneItem *item = &g_array_index (queue->items, LsSceneItem, i);

      g_string_append_printf (words, "; %s %s", item->value, item->from);
    }
  g_string_append (words, ".\n");
}

static void
describe_loop (GString       *words,
               const LsScene *self)
{
  const char *name = self->has_running ? self->running.name : self->idle;
  const char *detail = self->has_running ? self->running.detail : self->idle_detail;

  g_string_append_printf (words, self->has_running ? _("Running: %s") : _("Event loop: %s"), name);
  if (*detail != '\0')
    g_string_append_printf (words, ", %s", detail);
  g_string_append (words, ".\n");
}

static void
describe_workers (GString       *words,
                  const LsScene *self)
{
  if (self->n_workers == 0 && self->jobs->len == 0)
    return;

  g_string_append_printf (words, _("Workers, %u: "), self->n_workers);
  for (guint i = 0; i < MIN (self->jobs->len, 20u); i++)
    {
      const LsSceneJob *job = &g_array_index (self->jobs, LsSceneJob, i);

      g_string_append_printf (words, "%s%s, %s", i > 0 ? "; " : "", job->name, job->detail);
    }
  g_string_append (words, self->jobs->len > 0 ? ".\n" : _("all are idle.\n"));
}

/* The things that a knot's tasks wait for, with what is known of them: who holds a lock. */
static void
describe_knot (GString       *words,
               const LsScene *self)
{
  for (guint i = 0; i < self->knot_nodes->len; i++)
    {
      const LsSceneKnotNode *node = &g_array_index (self->knot_nodes, LsSceneKnotNode, i);

      if (node->kind != LS_KNOT_TASK && *node->detail != '\0')
        g_string_append_printf (words, "%s, %s.\n", node->name, node->detail);
    }
}

/**
 * ls_scene_describe:
 *
 * Returns: (transfer full): every fact that the stage shows, a line for each of its parts
 */
char *
ls_scene_describe (LsScene *self)
{
  GString *words = g_string_new (NULL);

  if (*self->what != '\0')
    g_string_append_printf (words, "%s %s\n", self->what, self->why);
  describe_loop (words, self);
  describe_actors (words, _("Ready, next first"), self->ready, self->n_ready);
  for (guint i = 0; i < self->groups->len; i++)
    {
      const LsSceneGroup *group = g_ptr_array_index (self->groups, i);
      g_autofree char *heading = group->wait == LS_SCENE_GENERATORS
        ? g_strdup (group->title) : g_strdup_printf (_("Waiting, %s"), group->title);

      describe_actors (words, heading, group->actors, group->n);
    }
  describe_knot (words, self);
  describe_workers (words, self);
  for (guint i = 0; i < self->queues->len; i++)
    describe_queue (words, g_ptr_array_index (self->queues, i));
  describe_actors (words, _("Done"), self->done,
                   self->n_done[0] + self->n_done[1] + self->n_done[2]);
  return g_string_free (words, FALSE);
}
