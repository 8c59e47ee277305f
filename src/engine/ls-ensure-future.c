/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-ensure-future-private.h"

#include "ls-awaitable-private.h"
#include "ls-loop-private.h"

gboolean
ls_is_awaitable (gconstpointer object)
{
  return ls_object_is_future (object) || ls_object_is (object, LS_OBJECT_CORO)
         || ls_object_is (object, LS_OBJECT_AWAITABLE);
}

LsFuture *
ls_ensure_future_in (LsLoop *loop, gpointer awaitable, gconstpointer site)
{
  if (ls_object_is_future (awaitable))
    return ls_object_ref (awaitable);
  if (ls_object_is (awaitable, LS_OBJECT_AWAITABLE))
    awaitable = ls_awaitable_wrap (awaitable, site);
  return &ls_task_new (loop, awaitable, NULL, site)->future;
}

LsFuture *
ls_ensure_own_future (LsLoop *loop, gpointer awaitable, gconstpointer site)
{
  LsFuture *future = ls_ensure_future_in (loop, awaitable, site);

  if (future != awaitable)
    ((LsTask *) future)->quiet = TRUE;
  return future;
}

LsFuture *
ls_ensure_future (gpointer awaitable)
{
  g_return_val_if_fail (ls_is_awaitable (awaitable), NULL);
  g_return_val_if_fail (ls_object_is_future (awaitable) || ls_get_event_loop () != NULL, NULL);

  return ls_ensure_future_in (ls_get_event_loop (), awaitable, LS_CALLER);
}
