/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-wait-for.h"

#include "ls-coro-private.h"
#include "ls-ensure-future-private.h"
#include "ls-loop-private.h"
#include "ls-value-private.h"
#include "ls-waiter-private.h"

/* One wait for @future alone. */
static void
stand_on (LsWaiter *waiter, LsFuture *future)
{
  LsFuture **children = g_new (LsFuture *, 1);

  children[0] = ls_object_hold (future);
  ls_waiter_take_children (waiter, children, 1);
  ls_future_add_holding_callback (future, "release_waiter", ls_waiter_child_done, waiter);
}

/* Not by awaiting @future itself, so that a cancel that comes meanwhile ends this wait and nothing else. */
static gboolean
cancel_and_wait (LsTask *task, LsFuture *future, gconstpointer site, GError **error)
{
  LsWaiter *waiter = ls_waiter_new (site);
  gboolean ended;

  stand_on (waiter, future);
  ls_future_request_cancel (future, NULL);
  ended = ls_task_wait (task, &waiter->future, LS_WAIT_WAIT_FOR, future->id, site, error);
  ls_future_unwatch (future, ls_waiter_child_done, waiter);
  ls_future_unref (&waiter->future);
  return ended;
}

static LsValue
result_or_timeout (LsFuture *future, GError **error)
{
  GError *raised = NULL;
  LsValue value = ls_future_result (future, &raised);

  if (ls_error_catch (&raised, LS_ERROR_CANCELLED))
    g_set_error_literal (error, LS_ERROR, LS_ERROR_TIMEOUT, "");
  else if (raised != NULL)
    g_propagate_error (error, raised);
  return value;
}

/* After the wait for @future or the time, which raised @raised or nothing. */
static LsValue
settle (LsTask *task, LsWaiter *waiter, LsFuture *future, GError *raised, gconstpointer site, GError **error)
{
  g_autoptr (GError) first = raised;

  if (first != NULL && !ls_error_is_cancelled (first))
    g_propagate_error (error, g_steal_pointer (&first));
  else if (future->state != LS_FUTURE_PENDING)
    return ls_future_result (future, error);
  else
    {
      ls_future_unwatch (future, ls_waiter_child_done, waiter);
      if (!cancel_and_wait (task, future, site, error))
        return LS_NONE;
      if (first == NULL)
        return result_or_timeout (future, error);
      g_propagate_error (error, g_steal_pointer (&first));
    }
  return LS_NONE;
}

static LsValue
wait_until (LsTask *task, gpointer awaitable, double timeout, gconstpointer site, GError **error)
{
  LsWaiter *waiter = ls_waiter_new (site);
  GError *raised = NULL;
  LsFuture *future;
  LsValue value;

  ls_waiter_arm (waiter, timeout);
  future = ls_ensure_future_in (task->future.loop, awaitable, site);
  stand_on (waiter, future);
  ls_task_wait (task, &waiter->future, LS_WAIT_WAIT_FOR, future->id, site, &raised);
  value = settle (task, waiter, future, raised, site, error);
  ls_waiter_disarm (waiter);
  ls_future_unref (&waiter->future);
  ls_future_unref (future);
  return value;
}

/* No time at all: what is not done is cancelled before it begins. */
static LsValue
wait_for_nothing (LsTask *task, gpointer awaitable, gconstpointer site, GError **error)
{
  LsFuture *future = ls_ensure_future_in (task->future.loop, awaitable, site);
  LsValue value = LS_NONE;

  if (future->state != LS_FUTURE_PENDING)
    value = ls_future_result (future, error);
  else if (cancel_and_wait (task, future, site, error))
    value = result_or_timeout (future, error);
  ls_future_unref (future);
  return value;
}

static gboolean
is_of_loop (gpointer awaitable, LsLoop *loop, GError **error)
{
  if (!ls_object_is_future (awaitable) || ((LsFuture *) awaitable)->loop == loop)
    return TRUE;
  g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE,
                       "The future belongs to a different loop than the one specified as the loop argument");
  return FALSE;
}

static LsValue
wait_for_from (gpointer awaitable, double timeout, gconstpointer site, GError **error)
{
  LsTask *task;

  if (timeout >= LS_FOREVER)
    return ls_await_from (awaitable, site, error);
  task = ls_task_require (error);
  if (task == NULL || !is_of_loop (awaitable, task->future.loop, error))
    {
      if (((LsObject *) awaitable)->floating)
        ls_object_unref (awaitable);
      return LS_NONE;
    }
  if (timeout <= 0)
    return wait_for_nothing (task, awaitable, site, error);
  return wait_until (task, awaitable, timeout, site, error);
}

LsValue
ls_wait_for (gpointer awaitable, double timeout, GError **error)
{
  g_return_val_if_fail (ls_is_awaitable (awaitable), LS_NONE);
  return wait_for_from (awaitable, timeout, LS_CALLER, error);
}

gboolean
ls_wait_for_done (gpointer awaitable, double timeout, GError **error)
{
  GError *raised = NULL;
  LsValue value;

  g_return_val_if_fail (ls_is_awaitable (awaitable), FALSE);

  value = wait_for_from (awaitable, timeout, LS_CALLER, &raised);
  if (raised != NULL)
    {
      g_propagate_error (error, raised);
      return FALSE;
    }
  ls_value_clear (&value);
  return TRUE;
}

static LsValue
wait_for_body (const LsValue *args, GError **error)
{
  return wait_for_from (args[0].as.p, args[1].as.d, NULL, error);
}

LsCoro *
ls_wait_for_coro (gpointer awaitable, double timeout)
{
  g_return_val_if_fail (ls_is_awaitable (awaitable), NULL);
  return ls_coro_new_from ("wait_for", wait_for_body, LS_ARGS (ls_value_of_awaitable (awaitable), LS_DOUBLE (timeout)),
                           LS_CALLER);
}
