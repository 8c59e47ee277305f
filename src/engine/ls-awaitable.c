/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-awaitable-private.h"

gpointer
ls_awaitable_new (const LsAwaitableClass *klass, gsize size)
{
  LsAwaitable *self;

  g_return_val_if_fail (klass != NULL && klass->await != NULL && size >= sizeof (LsAwaitable), NULL);

  self = g_malloc0 (size);
  self->base = (LsObject) LS_OBJECT_INIT (LS_OBJECT_AWAITABLE);
  self->base.floating = TRUE;
  self->klass = klass;
  return self;
}

gpointer
ls_awaitable_ref (gpointer awaitable)
{
  g_return_val_if_fail (ls_object_is (awaitable, LS_OBJECT_AWAITABLE), NULL);
  return ls_object_ref (awaitable);
}

void
ls_awaitable_unref (gpointer awaitable)
{
  LsAwaitable *self = awaitable;

  g_return_if_fail (ls_object_is (self, LS_OBJECT_AWAITABLE));

  if (!ls_object_drop (self))
    return;
  if (self->klass->finalize != NULL)
    self->klass->finalize (self);
  self->base.magic = 0;
  g_free (self);
}

LsValue
ls_awaitable_value (gpointer awaitable)
{
  g_return_val_if_fail (ls_object_is (awaitable, LS_OBJECT_AWAITABLE), LS_NONE);
  return (LsValue) { .type = LS_VALUE_POINTER, .is_object = TRUE, .as.p = awaitable };
}

static LsValue
await_body (const LsValue *args, GError **error)
{
  LsAwaitable *self = args[0].as.p;

  return self->klass->await (self, error);
}

LsCoro *
ls_awaitable_to_coro (LsAwaitable *self, gconstpointer site)
{
  return ls_coro_new_from ("__await__", await_body, LS_ARGS (ls_awaitable_value (self)), site);
}

static LsValue
wrap_body (const LsValue *args, GError **error)
{
  return ls_await_from (args[0].as.p, NULL, error);
}

LsCoro *
ls_awaitable_wrap (LsAwaitable *self, gconstpointer site)
{
  return ls_coro_new_from ("_wrap_awaitable", wrap_body, LS_ARGS (ls_awaitable_value (self)), site);
}
