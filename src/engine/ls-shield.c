/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-shield-private.h"

#include "ls-ensure-future-private.h"
#include "ls-loop-private.h"
#include "ls-tracer.h"

/*
 * The outer future of shield().  It holds the inner one, which holds it by its callback: a ring that opens as
 * either is done, or when the loop closes.
 */
typedef struct
{
  LsFuture  future;
  LsFuture *inner;
} LsShield;

static void
inner_done_callback (LsFuture *inner, gpointer data, GError **error)
{
  LsFuture *outer = data;

  if (outer->state == LS_FUTURE_CANCELLED)
    inner->unretrieved = FALSE;
  else if (inner->state == LS_FUTURE_CANCELLED)
    ls_future_request_cancel (outer, NULL);
  else if (outer->state != LS_FUTURE_PENDING)
    g_set_error_literal (error, LS_ERROR, LS_ERROR_INVALID_STATE, "invalid state");
  else if (inner->error != NULL)
    ls_future_fail (outer, g_error_copy (ls_future_exception (inner, NULL)));
  else
    ls_future_resolve (outer, inner->result);
}

static void
outer_done_callback (LsFuture *outer, gpointer data, GError **error)
{
  LsShield *self = (LsShield *) outer;

  if (self->inner->state == LS_FUTURE_PENDING)
    ls_future_unwatch (self->inner, inner_done_callback, self);
}

void
ls_shield_finalize (LsFuture *outer)
{
  LsShield *self = (LsShield *) outer;

  ls_future_unref (self->inner);
  g_slice_free (LsShield, self);
}

LsFuture *
ls_shield_get_child (LsFuture *outer, guint i)
{
  return i == 0 ? ((LsShield *) outer)->inner : NULL;
}

LsFuture *
ls_shield (gpointer awaitable)
{
  LsLoop *loop = ls_object_is_future (awaitable) ? ((LsFuture *) awaitable)->loop : ls_get_event_loop ();
  LsShield *self;

  g_return_val_if_fail (ls_is_awaitable (awaitable) && loop != NULL, NULL);

  if (ls_object_is_future (awaitable) && ((LsFuture *) awaitable)->state != LS_FUTURE_PENDING)
    return awaitable;

  self = g_slice_new0 (LsShield);
  self->inner = ls_ensure_future_in (loop, awaitable, LS_CALLER);
  ls_future_init (&self->future, LS_OBJECT_SHIELD, LS_FUTURE_SHIELD, loop);
  self->future.object = self->inner->id;
  self->future.base.floating = TRUE;
  ls_future_enlist (&self->future, LS_CALLER);
  ls_future_tell_children (&self->future);
  ls_future_add_holding_callback (self->inner, "inner_done_callback", inner_done_callback, self);
  ls_future_add_named_callback (&self->future, "outer_done_callback", outer_done_callback, NULL);
  return &self->future;
}
