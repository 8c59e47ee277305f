/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-gather-private.h"

#include "ls-ensure-future-private.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/*
 * The outer future of gather().  It holds its children, and each child that is not done holds it by its
 * callback: a ring that opens as the children end, or when the loop closes.
 */
typedef struct
{
  LsFuture   future;
  LsFuture **children;         /* in the order of the arguments; the same one may stand there twice */
  guint      n_children;
  guint      n_unique;
  guint      n_finished;
  gboolean   return_exceptions;
  gboolean   cancel_requested;
} LsGather;

static LsValue
result_of (LsFuture *child)
{
  LsValue value = child->result;

  if (child->state == LS_FUTURE_CANCELLED)
    value = ls_value_cancelled_error (child->cancel_message);
  else if (child->error != NULL)
    {
      child->unretrieved = FALSE;
      value = ls_value_error (child->error);
    }
  return value;
}

static LsValue
results_of (LsGather *self)
{
  LsValue *items;
  LsValue list = ls_value_list_sized (self->n_children, &items);

  for (guint i = 0; i < self->n_children; i++)
    items[i] = ls_value_copy (result_of (self->children[i]));
  return list;
}

static void
finish (LsGather *self)
{
  /* As CPython does it: the exception is that of the last argument, whether or not it was cancelled. */
  if (self->cancel_requested)
    ls_future_fail (&self->future, ls_future_cancelled_error (self->children[self->n_children - 1]));
  else
    ls_future_resolve (&self->future, results_of (self));
}

static void
ls_gather_child_done (LsFuture *child, gpointer data, GError **error)
{
  LsGather *self = data;

  self->n_finished++;
  if (self->future.state != LS_FUTURE_PENDING)
    child->unretrieved = FALSE;
  else if (!self->return_exceptions && (child->state == LS_FUTURE_CANCELLED || child->error != NULL))
    ls_future_fail (&self->future, ls_future_take_exception (child));
  else if (self->n_finished == self->n_unique)
    finish (self);
}

gboolean
ls_gather_request_cancel (LsFuture *outer, const char *message)
{
  LsGather *self = (LsGather *) outer;
  gboolean any = FALSE;

  if (outer->state != LS_FUTURE_PENDING)
    return FALSE;
  for (guint i = 0; i < self->n_children; i++)
    any |= ls_future_request_cancel (self->children[i], message);
  if (any)
    self->cancel_requested = TRUE;
  return any;
}

void
ls_gather_finalize (LsFuture *outer)
{
  LsGather *self = (LsGather *) outer;

  for (guint i = 0; i < self->n_children; i++)
    ls_future_unref (self->children[i]);
  g_free (self->children);
  g_slice_free (LsGather, self);
}

LsFuture *
ls_gather_get_child (LsFuture *outer, guint i)
{
  LsGather *self = (LsGather *) outer;

  return i < self->n_children ? self->children[i] : NULL;
}

static gboolean
has_callback (LsGather *self, LsFuture *child)
{
  for (guint i = 0; i < child->n_watchers; i++)
    {
      LsWatcher *watcher = i == 0 ? &child->watcher : &child->more[i - 1];

      if (watcher->func == ls_gather_child_done && watcher->data == self)
        return TRUE;
    }
  return FALSE;
}

/*
 * Whether this may be the second time that the awaitable stands there: a future has the callback already, and a
 * coroutine floats no more, as may one that its maker holds.
 */
static gboolean
may_be_repeated (LsGather *self, gpointer awaitable)
{
  if (ls_object_is_future (awaitable))
    return has_callback (self, awaitable) || ((LsFuture *) awaitable)->state != LS_FUTURE_PENDING;
  return !((LsObject *) awaitable)->floating;
}

/*
 * Where the same awaitable stands before @i, or -1.  @places, of those before, is made at the first that may be a
 * repetition, since looking all of them up would take as long as making the tasks.
 */
static int
find_earlier (LsGather *self, gpointer const *awaitables, GHashTable **places, guint i)
{
  gpointer place;

  if (*places == NULL && !may_be_repeated (self, awaitables[i]))
    return -1;
  if (*places == NULL)
    {
      *places = g_hash_table_new (NULL, NULL);
      for (guint j = i; j-- > 0;)
        g_hash_table_insert (*places, awaitables[j], GUINT_TO_POINTER (j));
    }
  if (g_hash_table_lookup_extended (*places, awaitables[i], NULL, &place))
    return GPOINTER_TO_INT (place);
  g_hash_table_insert (*places, awaitables[i], GUINT_TO_POINTER (i));
  return -1;
}

static void
watch_child (LsGather *self, LsFuture *child)
{
  self->n_unique++;
  ls_future_add_holding_callback (child, "done_callback", ls_gather_child_done, self);
}

static void
add_children (LsGather *self, gpointer const *awaitables, gconstpointer site)
{
  g_autoptr (GHashTable) places = NULL;

  for (guint i = 0; i < self->n_children; i++)
    {
      int earlier = find_earlier (self, awaitables, &places, i);

      if (earlier >= 0)
        self->children[i] = ls_future_hold (self->children[earlier]);
      else
        {
          self->children[i] = ls_ensure_own_future (self->future.loop, awaitables[i], site);
          watch_child (self, self->children[i]);
        }
    }
}

static LsLoop *
loop_of (gpointer const *awaitables, gsize n)
{
  for (gsize i = 0; i < n; i++)
    if (ls_object_is_future (awaitables[i]))
      return ((LsFuture *) awaitables[i])->loop;
  return ls_get_event_loop ();
}

LsFuture *
ls_gatherv (gconstpointer awaitables, gsize n, gboolean return_exceptions)
{
  LsLoop *loop = loop_of (awaitables, n);
  LsGather *self;

  g_return_val_if_fail (loop != NULL && n <= G_MAXINT, NULL);
  for (gsize i = 0; i < n; i++)
    g_return_val_if_fail (ls_is_awaitable (((gpointer const *) awaitables)[i]), NULL);

  self = g_slice_new0 (LsGather);
  self->future.base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_GATHER);
  self->future.loop = loop;
  self->children = g_new (LsFuture *, MAX (n, 1));
  self->n_children = n;
  self->return_exceptions = return_exceptions;
  add_children (self, awaitables, LS_CALLER);

  /* The outer future comes into being last; its own id tells so. */
  self->future.kind = LS_FUTURE_GATHER;
  self->future.id = LS_NEXT_ID (future);
  self->future.object = n;
  self->future.base.floating = TRUE;
  ls_future_enlist (&self->future, LS_CALLER);
  ls_future_tell_children (&self->future);
  if (n == 0)
    ls_future_resolve (&self->future, ls_value_list (NULL, 0));
  return &self->future;
}
