/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-projection-private.h"

/*
 * The order of tokens is that of the events, but for what happens in a set's order, which is nobody's and
 * another one in the next run: cancelling all that a run() or a group has left, and reporting their
 * exceptions.  Such a stretch consists of parts, one for each element; they are sorted by what they say.
 *
 * The handles that such a stretch makes belong to a set themselves: those of one set that run in a row,
 * or the timers of one set that fire in a row, are again a stretch.  So a stretch may stand in a part of
 * another, but not deeper: `inner` is what one callback does, `outer` a row of callbacks.
 */

#define MILLISECOND 1000000

typedef struct { guint64 key, hash; guint from, to; } Part;

static void
init_stretch (LsStretch *stretch)
{
  stretch->parts = g_array_new (FALSE, FALSE, sizeof (guint));
  stretch->made = g_array_new (FALSE, FALSE, sizeof (guint32));
}

void
ls_projection_init_order (LsProjection *self)
{
  self->handles = g_hash_table_new_full (NULL, NULL, NULL, g_free);
  init_stretch (&self->inner);
  init_stretch (&self->outer);
}

void
ls_projection_clear_order (LsProjection *self)
{
  g_hash_table_unref (self->handles);
  g_array_unref (self->inner.parts);
  g_array_unref (self->inner.made);
  g_array_unref (self->outer.parts);
  g_array_unref (self->outer.made);
}

static int
compare_parts (gconstpointer a, gconstpointer b)
{
  const Part *one = a, *other = b;

  if (one->key != other->key)
    return one->key < other->key ? -1 : 1;
  return one->hash < other->hash ? -1 : one->hash > other->hash;
}

/* Who comes first reads the clock first. */
static gint64
round_time (gint64 time)
{
  return time == LS_NO_TIME || time > G_MAXINT64 - MILLISECOND ? time
         : (time + MILLISECOND / 2) / MILLISECOND * MILLISECOND;
}

static GArray *
list_parts (LsProjection *self, LsStretch *stretch)
{
  GArray *parts = g_array_sized_new (FALSE, FALSE, sizeof (Part), stretch->parts->len);

  for (guint i = 0; i < stretch->parts->len; i++)
    {
      Part part = { .from = g_array_index (stretch->parts, guint, i) };

      part.to = i + 1 < stretch->parts->len ? g_array_index (stretch->parts, guint, i + 1) : self->tokens->len;
      part.key = g_array_index (self->tokens, LsToken, part.from).key;
      for (guint t = part.from; t < part.to; t++)
        {
          LsToken *token = &g_array_index (self->tokens, LsToken, t);

          token->time = round_time (token->time);
          token->delay = round_time (token->delay);
          part.hash = ls_hash_mix (part.hash, token->full);
        }
      g_array_append_val (parts, part);
    }
  return parts;
}

static void
sort_parts (LsProjection *self, LsStretch *stretch)
{
  g_autoptr (GArray) parts = list_parts (self, stretch);
  guint start = g_array_index (stretch->parts, guint, 0);
  g_autoptr (GArray) sorted = g_array_new (FALSE, FALSE, sizeof (LsToken));

  g_array_sort (parts, compare_parts);
  for (guint i = 0; i < parts->len; i++)
    {
      const Part *part = &g_array_index (parts, Part, i);

      g_array_append_vals (sorted, &g_array_index (self->tokens, LsToken, part->from), part->to - part->from);
    }
  g_array_set_size (self->tokens, start);
  g_array_append_vals (self->tokens, sorted->data, sorted->len);
}

/* A stretch of one part has an order. */
static void
close_stretch (LsProjection *self, LsStretch *stretch)
{
  if (stretch->parts->len > 1)
    {
      sort_parts (self, stretch);
      self->n_sets++;
      for (guint i = 0; i < stretch->made->len; i++)
        {
          guint32 id = g_array_index (stretch->made, guint32, i);
          LsProjectedHandle *handle = g_hash_table_lookup (self->handles, GUINT_TO_POINTER (id));

          if (handle != NULL)
            handle->set = self->n_sets;
        }
    }
  stretch->kind = 0;
  g_array_set_size (stretch->parts, 0);
  g_array_set_size (stretch->made, 0);
}

/* A part begins with the next token; of another sort or set it begins a new stretch. */
static void
begin_part (LsProjection *self, LsStretch *stretch, guint kind, guint set)
{
  guint from;

  if (stretch->kind != kind || stretch->set != set)
    close_stretch (self, stretch);
  stretch->kind = kind;
  stretch->set = set;
  from = self->tokens->len;
  g_array_append_val (stretch->parts, from);
}

/* Whether an event belongs to what the inner stretch's latest part does. */
static gboolean
is_of_inner (LsProjection *self, guint kind)
{
  return self->inner.kind == LS_EVENT_CANCEL_REQUESTED
         && (kind == LS_EVENT_HANDLE_SCHEDULED || kind == LS_EVENT_TASK_READY || kind == LS_EVENT_TIMER_CANCELLED
             || kind == LS_EVENT_HANDLE_CANCELLED);
}

static void
order_inner (LsProjection *self, guint kind)
{
  if (kind == LS_EVENT_CANCEL_REQUESTED || kind == LS_EVENT_EXCEPTION_HANDLER)
    begin_part (self, &self->inner, kind, 0);
  else if (self->inner.kind != 0 && !is_of_inner (self, kind))
    close_stretch (self, &self->inner);
}

static void
order_outer (LsProjection *self, guint kind, guint32 subject)
{
  guint set;

  switch (kind)
    {
    case LS_EVENT_HANDLE_RUN:
    case LS_EVENT_TIMER_FIRED:
      set = ls_projection_find_handle (self, subject)->set;
      if (set != 0)
        begin_part (self, &self->outer, kind, set);
      else
        close_stretch (self, &self->outer);
      break;
    case LS_EVENT_ITERATION:
    case LS_EVENT_LOOP_STOPPED:
      close_stretch (self, &self->outer);
      break;
    default:
      break;
    }
}

void
ls_projection_order (LsProjection *self, guint kind, guint32 subject)
{
  order_inner (self, kind);
  order_outer (self, kind, subject);
}

static int
compare_owners (gconstpointer a, gconstpointer b)
{
  const LsToken *one = a, *other = b;

  return (one->owner > other->owner) - (one->owner < other->owner);
}

/* Each owner's stay in their order: g_array_sort() is stable. */
void
ls_projection_sort_by_task (LsProjection *self)
{
  g_array_sort (self->tokens, compare_owners);
}

void
ls_projection_end_order (LsProjection *self)
{
  close_stretch (self, &self->inner);
  close_stretch (self, &self->outer);
}

void
ls_projection_add_handle (LsProjection *self, guint32 id, const LsProjectedHandle *what)
{
  g_hash_table_insert (self->handles, GUINT_TO_POINTER (id), g_memdup2 (what, sizeof *what));
  if (self->inner.kind != 0)
    g_array_append_val (self->inner.made, id);
  if (self->outer.kind != 0)
    g_array_append_val (self->outer.made, id);
}

const LsProjectedHandle *
ls_projection_find_handle (LsProjection *self, guint32 handle)
{
  static const LsProjectedHandle unknown = { 0 };
  const LsProjectedHandle *found = g_hash_table_lookup (self->handles, GUINT_TO_POINTER (handle));

  return found != NULL ? found : &unknown;
}

void
ls_projection_drop_handle (LsProjection *self, guint32 handle)
{
  g_hash_table_remove (self->handles, GUINT_TO_POINTER (handle));
}
