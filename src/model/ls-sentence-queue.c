/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-sentence-private.h"

#include <glib/gi18n-lib.h>

/* Who waits first on a side of the queue, or 0. */
static guint32
get_first (LsTelling *telling, const LsQueueState *queue, LsQueueSide side)
{
  guint32 first;

  ls_model_count_waiting (telling->state, queue, side, &first);
  return first;
}

static char *
explain_put (LsTelling *telling, const LsQueueState *queue, const char *name, const char *actor)
{
  guint32 getter = get_first (telling, queue, LS_QUEUE_GET);
  guint left = (guint) (queue->maxsize - MIN (queue->maxsize, queue->items->len));

  if (getter != 0)
    return g_strdup_printf (_("%1$s waits for an item, so put() wakes it; %2$s keeps running."),
                            ls_tell_name (telling, getter), actor);
  if (queue->maxsize == 0)
    return g_strdup_printf (_("%1$s has no size limit, so put() returns at once: %2$s keeps "
                              "running, and nobody else gets a turn yet."), name, actor);
  if (left == 0)
    return g_strdup_printf (_("Now %1$s is full: the next put() has to wait. %2$s keeps running."),
                            name, actor);

  return g_strdup_printf (ngettext ("%2$s has room for %1$u more, so put() returns at once and "
                                    "%3$s keeps running.",
                                    "%2$s has room for %1$u more, so put() returns at once and "
                                    "%3$s keeps running.", left), left, name, actor);
}

void
ls_tell_queue_put (LsTelling *telling)
{
  const LsRecord *rec = telling->rec;
  const LsQueueState *queue = ls_state_get_queue (telling->state, rec->subject);
  g_autofree char *name = ls_model_get_queue_name (telling->model, rec->subject);
  g_autofree char *item = ls_model_format_plain (telling->model, rec->tag, rec->value);
  guint32 actor = ls_tell_actor (telling);

  telling->about = actor;
  if (actor == 0)
    {
      telling->what = g_strdup_printf (_("%1$s is put on %2$s."), item, name);
      return;
    }

  telling->what = g_strdup_printf (_("%1$s puts %2$s on %3$s."), ls_tell_name (telling, actor),
                                   item, name);
  if (queue != NULL)
    telling->why = explain_put (telling, queue, name, ls_tell_name (telling, actor));
}

static char *
explain_get (LsTelling *telling, const LsQueueState *queue, const char *name, const char *actor)
{
  guint32 putter = get_first (telling, queue, LS_QUEUE_PUT);
  guint n = queue->items->len;

  if (putter != 0)
    return g_strdup_printf (_("%1$s waits for room, so get() wakes it; %2$s keeps running."),
                            ls_tell_name (telling, putter), actor);
  if (n == 0)
    return g_strdup_printf (_("That was the last one: %1$s is empty now. %2$s keeps running."),
                            name, actor);

  return g_strdup_printf (ngettext ("%2$s still holds %1$u item. %3$s keeps running.",
                                    "%2$s still holds %1$u items. %3$s keeps running.", n), n, name,
                          actor);
}

void
ls_tell_queue_get (LsTelling *telling)
{
  const LsRecord *rec = telling->rec;
  const LsQueueState *queue = ls_state_get_queue (telling->state, rec->subject);
  g_autofree char *name = ls_model_get_queue_name (telling->model, rec->subject);
  g_autofree char *item = ls_model_format_plain (telling->model, rec->tag, rec->value);
  guint32 actor = ls_tell_actor (telling);

  telling->about = actor;
  if (actor == 0)
    {
      telling->what = g_strdup_printf (_("%1$s is got from %2$s."), item, name);
      return;
    }

  telling->what = g_strdup_printf (_("%1$s gets %2$s from %3$s."), ls_tell_name (telling, actor),
                                   item, name);
  if (queue != NULL)
    telling->why = explain_get (telling, queue, name, ls_tell_name (telling, actor));
}

static char *
explain_task_done (LsTelling *telling, const LsQueueState *queue)
{
  guint32 joiner = get_first (telling, queue, LS_QUEUE_JOIN);

  if (queue->unfinished > 0)
    return g_strdup_printf (ngettext ("%u item that was put is still unfinished: join() would "
                                      "wait.",
                                      "%u items that were put are still unfinished: join() would "
                                      "wait.", queue->unfinished), queue->unfinished);
  if (joiner != 0)
    return g_strdup_printf (_("It was the last unfinished item, so %s, which waits in join(), is "
                              "woken."), ls_tell_name (telling, joiner));

  return g_strdup (_("No item is unfinished now: join() would return at once."));
}

void
ls_tell_queue_task_done (LsTelling *telling)
{
  const LsRecord *rec = telling->rec;
  const LsQueueState *queue = ls_state_get_queue (telling->state, rec->subject);
  g_autofree char *name = ls_model_get_queue_name (telling->model, rec->subject);
  guint32 actor = ls_tell_actor (telling);

  telling->about = actor;
  if (actor != 0)
    telling->what = g_strdup_printf (_("%1$s calls task_done(): an item of %2$s is done."),
                                     ls_tell_name (telling, actor), name);
  else
    telling->what = g_strdup_printf (_("task_done() is called: an item of %s is done."), name);
  if (queue != NULL)
    telling->why = explain_task_done (telling, queue);
}
