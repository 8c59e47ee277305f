/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-object.h"

#include "ls-async-context.h"
#include "ls-async-gen.h"
#include "ls-awaitable.h"
#include "ls-coro.h"
#include "ls-future.h"
#include "ls-handle.h"
#include "ls-loop.h"
#include "ls-queue.h"
#include "ls-sync-private.h"

/* Room for the ids of one thread that is not the first. */
#define IDS_PER_THREAD 0x10000000u

__thread LsIds ls_ids LS_FAST_TLS;

void
ls_ids_begin (void)
{
  static gint n_threads = 0;
  guint32 base = (guint32) g_atomic_int_add (&n_threads, 1) * IDS_PER_THREAD;

  ls_ids = (LsIds) { base, base, base, base, TRUE };
}

void
ls_object_unref (gpointer object)
{
  switch ((LsObjectType) ((LsObject *) object)->type)
    {
    case LS_OBJECT_CORO:
      ls_coro_unref (object);
      break;
    case LS_OBJECT_FUTURE:
    case LS_OBJECT_TASK:
    case LS_OBJECT_GATHER:
    case LS_OBJECT_SHIELD:
    case LS_OBJECT_WAITER:
    case LS_OBJECT_AS_COMPLETED:
      ls_future_unref (object);
      break;
    case LS_OBJECT_HANDLE:
      ls_handle_unref (object);
      break;
    case LS_OBJECT_LOOP:
      ls_loop_unref (object);
      break;
    case LS_OBJECT_QUEUE:
      ls_queue_unref (object);
      break;
    case LS_OBJECT_SYNC:
      ls_sync_unref (object);
      break;
    case LS_OBJECT_ASYNC_GEN:
      ls_async_gen_unref (object);
      break;
    case LS_OBJECT_ASYNC_CONTEXT:
      ls_async_context_unref (object);
      break;
    case LS_OBJECT_AWAITABLE:
      ls_awaitable_unref (object);
      break;
    default:
      g_assert_not_reached ();
    }
}
