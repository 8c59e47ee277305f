/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-descriptor.h"

#include <errno.h>
#include <fcntl.h>

#include "ls-watch-private.h"

static void
add (LsLoop *loop, int fd, LsWatchDirection direction, const char *name, LsCallback func, const LsValue *args,
     gsize n_args)
{
  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed);
  g_return_if_fail (fd >= 0 && func != NULL && ls_loop_may_schedule (loop));

  ls_watch_add (loop, fd, direction, ls_call_new (loop, name, func, args, n_args), 0, FALSE);
}

void
ls_loop_add_reader_named (LsLoop *loop, int fd, const char *name, LsCallback func, const LsValue *args, gsize n_args)
{
  add (loop, fd, LS_WATCH_READ, name, func, args, n_args);
}

gboolean
ls_loop_remove_reader (LsLoop *loop, int fd)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);
  return ls_watch_remove (loop, fd, LS_WATCH_READ);
}

void
ls_loop_add_writer_named (LsLoop *loop, int fd, const char *name, LsCallback func, const LsValue *args, gsize n_args)
{
  add (loop, fd, LS_WATCH_WRITE, name, func, args, n_args);
}

gboolean
ls_loop_remove_writer (LsLoop *loop, int fd)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);
  return ls_watch_remove (loop, fd, LS_WATCH_WRITE);
}

static gboolean
may_wait (LsLoop *loop, int fd, LsWatchDirection direction, GError **error)
{
  if (fcntl (fd, F_GETFD) < 0)
    g_set_error (error, LS_ERROR, LS_ERROR_OS, "[Errno %d] %s", errno, g_strerror (errno));
  else if (ls_watch_exists (loop, fd, direction))
    g_set_error (error, LS_ERROR, LS_ERROR_RUNTIME, "File descriptor %d is being watched already", fd);
  else
    return TRUE;
  return FALSE;
}

/* The watch goes with the first readiness, or with the wait. */
static gboolean
wait_for (int fd, LsWatchDirection direction, gconstpointer site, GError **error)
{
  LsTask *task = ls_task_require (error);
  LsHandle *handle;
  LsFuture future;
  gboolean ready;

  if (task == NULL || !may_wait (task->future.loop, fd, direction, error))
    return FALSE;
  ls_future_enter (&future, LS_FUTURE_IO, 0, site);
  handle = ls_handle_ref (ls_wake_call_new (task->future.loop, &future));
  ls_watch_add (task->future.loop, fd, direction, handle, future.id, TRUE);
  ready = ls_task_wait (task, &future, LS_WAIT_IO, 0, site, error);
  if (!ready)
    ls_watch_remove_handle (task->future.loop, handle);
  ls_handle_unref (handle);
  ls_future_leave (&future);
  return ready;
}

gboolean
ls_wait_readable (int fd, GError **error)
{
  return wait_for (fd, LS_WATCH_READ, LS_CALLER, error);
}

gboolean
ls_wait_writable (int fd, GError **error)
{
  return wait_for (fd, LS_WATCH_WRITE, LS_CALLER, error);
}
