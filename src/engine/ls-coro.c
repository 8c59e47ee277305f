/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-coro-private.h"

#include <stdio.h>
#include <string.h>

#include "ls-async-gen-private.h"
#include "ls-awaitable-private.h"
#include "ls-loop-private.h"
#include "ls-pool.h"
#include "ls-tracer.h"
#include "ls-value-private.h"

/* The thread's coroutines that were not begun, in order of creation. */
static __thread LsCoro *first_fresh LS_FAST_TLS;
static __thread LsCoro *last_fresh LS_FAST_TLS;

static void
add_fresh (LsCoro *self)
{
  self->previous = last_fresh;
  self->next = NULL;
  *(last_fresh != NULL ? &last_fresh->next : &first_fresh) = self;
  last_fresh = self;
}

static void
remove_fresh (LsCoro *self)
{
  *(self->previous != NULL ? &self->previous->next : &first_fresh) = self->next;
  *(self->next != NULL ? &self->next->previous : &last_fresh) = self->previous;
}

LsCoro *
ls_coro_first_fresh (void)
{
  return first_fresh;
}

/* The function's name, but main_ is called main: C has given that name away. */
static const char *
without_underscore (const char *name)
{
  gsize length = strlen (name);
  g_autofree char *stripped = NULL;

  if (G_LIKELY (length < 2 || name[length - 1] != '_' || name[length - 2] == '_'))
    return name;
  stripped = g_strndup (name, length - 1);
  return g_intern_string (stripped);
}

static LsCoro *
make (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args)
{
  LsCoro *self = ls_pool_take (sizeof (LsCoro) + n_args * sizeof (LsValue));

  *self = (LsCoro) {
    .base = LS_OBJECT_INIT (LS_OBJECT_CORO), .id = LS_NEXT_ID (coro), .n_args = n_args,
    .loop = ls_tracer_clock.loop, .func = func, .name = without_underscore (name),
  };
  for (gsize i = 0; i < n_args; i++)
    self->args[i] = ls_value_copy (args[i]);
  return self;
}

LsCoro *
ls_coro_new_from (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args,
                  gconstpointer site)
{
  LsCoro *self = make (name, func, args, n_args);

  self->state = LS_CORO_FRESH;
  self->base.floating = TRUE;
  add_fresh (self);
  LS_TRACE (coro, LS_CORO_CREATED, self->id, self->name, self->args, n_args, site);
  return self;
}

LsCoro *
ls_coro_new (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args)
{
  g_return_val_if_fail (func != NULL && n_args <= G_MAXUINT16, NULL);

  return ls_coro_new_from (name, func, args, n_args, LS_CALLER);
}

LsCoro *
ls_coro_new_body (const char *name, LsCoroFunc func, const LsValue *args, gsize n_args,
                  gconstpointer site)
{
  LsCoro *self = make (name, func, args, n_args);

  self->state = LS_CORO_ACTIVE;
  LS_TRACE (coro, LS_CORO_CREATED, self->id, self->name, self->args, n_args, site);
  return self;
}

LsCoro *
ls_coro_ref (LsCoro *coro)
{
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), NULL);
  return ls_object_ref (coro);
}

static void
warn_never_awaited (LsCoro *self)
{
  char text[128];

  g_snprintf (text, sizeof text, "coroutine '%s' was never awaited", self->name);
  LS_TRACE (coro, LS_CORO_NEVER_AWAITED, self->id, self->name, NULL, 0, NULL);
  LS_TRACE (warning, "RuntimeWarning", text);
  fprintf (stderr, "RuntimeWarning: %s\n", text);
}

void
ls_coro_end (LsCoro *coro)
{
  coro->state = LS_CORO_ENDED;
  LS_TRACE (coro, LS_CORO_CLOSED, coro->id, coro->name, NULL, 0, NULL);
}

void
ls_coro_unref (LsCoro *coro)
{
  if (!ls_object_drop (coro))
    return;
  if (coro->state == LS_CORO_FRESH)
    {
      remove_fresh (coro);
      if (coro->is_asend)
        ls_coro_end (coro);
      else
        warn_never_awaited (coro);
    }
  for (guint i = 0; i < coro->n_args; i++)
    ls_value_clear (&coro->args[i]);
  coro->base.magic = 0;
  ls_pool_give (coro, sizeof (LsCoro) + coro->n_args * sizeof (LsValue));
}

void
ls_coro_sweep (guint loop)
{
  LsCoro *next;

  for (LsCoro *coro = first_fresh; coro != NULL; coro = next)
    {
      next = coro->next;
      if (coro->base.floating && coro->loop == loop)
        ls_coro_unref (coro);
    }
}

const char *
ls_coro_get_name (LsCoro *coro)
{
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), NULL);
  return coro->name;
}

guint32
ls_coro_get_id (LsCoro *coro)
{
  g_return_val_if_fail (ls_object_is (coro, LS_OBJECT_CORO), 0);
  return coro->id;
}

void
ls_coro_close (LsCoro *coro)
{
  g_assert (coro->state == LS_CORO_FRESH);
  remove_fresh (coro);
  ls_coro_end (coro);
}

LsValue
ls_coro_run (LsCoro *coro, LsTask *task, GError **error)
{
  LsFrame frame = { .outer = task->frame, .coro = coro };
  GError *raised = NULL;
  LsValue value;

  g_assert (coro->state == LS_CORO_FRESH);
  remove_fresh (coro);
  coro->state = LS_CORO_ACTIVE;
  task->frame = &frame;
  value = ls_value_take (coro->func (coro->args, &raised));
  task->frame = frame.outer;
  ls_coro_end (coro);
  if (G_UNLIKELY (raised != NULL))
    {
      ls_value_clear (&value);
      g_propagate_error (error, raised);
    }
  return value;
}

static void
refuse_reuse (LsCoro *coro, GError **error)
{
  const char *why = "cannot reuse already awaited coroutine";

  if (coro->is_asend)
    why = ls_asend_reuse_text (coro);
  else if (coro->state == LS_CORO_ACTIVE)
    why = "coroutine is being awaited already";
  g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, why);
}

static LsValue
await_coro (LsCoro *coro, LsTask *task, gconstpointer site, GError **error)
{
  LsValue value = LS_NONE;

  ls_object_sink (coro);
  if (G_UNLIKELY (coro->state != LS_CORO_FRESH))
    refuse_reuse (coro, error);
  else
    {
      task->frame->site = site;
      value = ls_coro_run (coro, task, error);
    }
  ls_coro_unref (coro);
  return value;
}

static LsWaitKind
wait_kind_of (LsFuture *future)
{
  switch ((int) future->kind)
    {
    case LS_FUTURE_TASK:   return LS_WAIT_TASK;
    case LS_FUTURE_GATHER: return LS_WAIT_GATHER;
    case LS_FUTURE_SHIELD: return LS_WAIT_SHIELD;
    case LS_FUTURE_JOB:    return LS_WAIT_THREAD;
    case LS_FUTURE_IO:     return LS_WAIT_IO;
    default:               return LS_WAIT_FUTURE;
    }
}

static LsValue
await_future (LsFuture *future, LsTask *task, gconstpointer site, GError **error)
{
  LsValue value = LS_NONE;
  guint32 object = future->kind == LS_FUTURE_TASK ? future->id : future->object;

  ls_object_sink (future);
  if (future->state != LS_FUTURE_PENDING
      || ls_task_wait (task, future, wait_kind_of (future), object, site, error))
    value = ls_future_result (future, error);
  ls_future_unref (future);
  return value;
}

LsValue
ls_await_from (gpointer awaitable, gconstpointer site, GError **error)
{
  LsTask *task = ls_task_require (error);
  LsObject *object = awaitable;

  if (task != NULL && ls_object_is (awaitable, LS_OBJECT_CORO))
    return await_coro (awaitable, task, site, error);
  if (task != NULL && ls_object_is_future (awaitable))
    return await_future (awaitable, task, site, error);
  if (task != NULL && ls_object_is (awaitable, LS_OBJECT_AWAITABLE))
    return await_coro (ls_awaitable_to_coro (awaitable, site), task, site, error);

  if (task != NULL)
    g_set_error (error, LS_ERROR, LS_ERROR_TYPE, "object%s can't be used in 'await' expression",
                 ls_object_is (awaitable, LS_OBJECT_ASYNC_GEN) ? " async_generator" : "");
  else if (object != NULL && object->floating)
    ls_object_unref (object);
  return LS_NONE;
}

LsValue
ls_await (gpointer awaitable, GError **error)
{
  return ls_await_from (awaitable, LS_CALLER, error);
}

gboolean
ls_await_done (gpointer awaitable, GError **error)
{
  GError *raised = NULL;
  LsValue value = ls_await_from (awaitable, LS_CALLER, &raised);

  if (raised != NULL)
    {
      g_propagate_error (error, raised);
      return FALSE;
    }
  ls_value_clear (&value);
  return TRUE;
}
