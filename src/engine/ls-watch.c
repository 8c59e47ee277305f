/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-watch-private.h"

#include "ls-tracer.h"

/* As asyncio's selector has it: an error or the other end's leaving makes both directions ready. */
#define ENDED (G_IO_HUP | G_IO_ERR | G_IO_NVAL)

static LsWatch *
nth (LsLoop *loop, guint i)
{
  return g_ptr_array_index (loop->outside.watches, i);
}

static LsWatch *
find (LsLoop *loop, int fd, LsWatchDirection direction)
{
  for (guint i = 0; loop->outside.watches != NULL && i < loop->outside.watches->len; i++)
    if (nth (loop, i)->fd == fd && nth (loop, i)->direction == direction)
      return nth (loop, i);
  return NULL;
}

static void
poll_it (LsLoop *loop, LsWatch *self)
{
  GIOCondition wanted = self->direction == LS_WATCH_READ ? G_IO_IN | G_IO_PRI : G_IO_OUT;

  if (loop->source != NULL)
    self->tag = g_source_add_unix_fd (loop->source, self->fd, wanted | ENDED);
}

static void
leave_handle (LsWatch *self)
{
  LS_TRACE (fd_unwatched, self->handle->id, self->direction, self->fd);
  g_clear_pointer (&self->handle, ls_handle_unref);
}

static void
take_off (LsLoop *loop, LsWatch *self)
{
  if (self->tag != NULL)
    g_source_remove_unix_fd (loop->source, self->tag);
  leave_handle (self);
  g_ptr_array_remove (loop->outside.watches, self);
}

/* Not pending, so that to cancel it is no news unless it is ready. */
static void
give_handle (LsWatch *self, LsHandle *handle, guint32 future)
{
  handle->id = LS_NEXT_ID (handle);
  handle->flags |= LS_HANDLE_HAS_RUN;
  self->handle = handle;
  self->future = future;
  LS_TRACE (fd_watched, handle->id, self->direction, self->fd, future);
}

void
ls_watch_add (LsLoop *loop, int fd, LsWatchDirection direction, LsHandle *handle, guint32 future, gboolean once)
{
  LsWatch *self = find (loop, fd, direction);

  if (self != NULL)
    {
      ls_handle_cancel (self->handle);
      leave_handle (self);
    }
  else
    {
      self = g_new0 (LsWatch, 1);
      self->fd = fd;
      self->direction = direction;
      poll_it (loop, self);
      if (loop->outside.watches == NULL)
        loop->outside.watches = g_ptr_array_new_with_free_func (g_free);
      g_ptr_array_add (loop->outside.watches, self);
    }
  self->once = once;
  give_handle (self, handle, future);
}

gboolean
ls_watch_remove (LsLoop *loop, int fd, LsWatchDirection direction)
{
  LsWatch *self = find (loop, fd, direction);

  if (self == NULL)
    return FALSE;
  ls_handle_cancel (self->handle);
  take_off (loop, self);
  return TRUE;
}

gboolean
ls_watch_exists (LsLoop *loop, int fd, LsWatchDirection direction)
{
  return find (loop, fd, direction) != NULL;
}

void
ls_watch_remove_handle (LsLoop *loop, LsHandle *handle)
{
  ls_handle_cancel (handle);
  for (guint i = 0; loop->outside.watches != NULL && i < loop->outside.watches->len; i++)
    if (nth (loop, i)->handle == handle)
      {
        take_off (loop, nth (loop, i));
        return;
      }
}

void
ls_watches_attach (LsLoop *loop)
{
  for (guint i = 0; loop->outside.watches != NULL && i < loop->outside.watches->len; i++)
    poll_it (loop, nth (loop, i));
}

void
ls_watches_detach (LsLoop *loop)
{
  for (guint i = 0; loop->outside.watches != NULL && i < loop->outside.watches->len; i++)
    nth (loop, i)->tag = NULL;
}

static GIOCondition
condition (LsLoop *loop, LsWatch *self)
{
  return self->tag != NULL ? g_source_query_unix_fd (loop->source, self->tag) : 0;
}

guint
ls_watches_n_ready (LsLoop *loop)
{
  guint n = 0;

  for (guint i = 0; loop->outside.watches != NULL && i < loop->outside.watches->len; i++)
    n += condition (loop, nth (loop, i)) != 0;
  return n;
}

static void
make_ready (LsLoop *loop, LsWatch *self)
{
  LS_TRACE (fd_ready, self->handle->id, self->direction, self->fd);
  self->handle->flags &= ~(guint32) LS_HANDLE_HAS_RUN;
  ls_ready_push (&loop->ready, ls_object_hold (self->handle));
}

/* A descriptor that was closed while it was watched would be ready for ever: like epoll, forget it. */
void
ls_watches_take_ready (LsLoop *loop)
{
  guint i = 0;

  while (i < loop->outside.watches->len)
    {
      LsWatch *self = nth (loop, i);
      GIOCondition found = condition (loop, self);
      gboolean closed = (found & G_IO_NVAL) != 0;

      if (found != 0 && (self->once || !closed))
        make_ready (loop, self);
      if (closed || (found != 0 && self->once))
        take_off (loop, self);
      else
        i++;
    }
}

void
ls_watches_clear (LsLoop *loop)
{
  GPtrArray *watches = loop->outside.watches;

  while (watches != NULL && watches->len > 0)
    {
      ls_handle_cancel (nth (loop, 0)->handle);
      take_off (loop, nth (loop, 0));
    }
  g_clear_pointer (&loop->outside.watches, g_ptr_array_unref);
}

void
ls_watches_tell (LsLoop *loop)
{
  for (guint i = 0; loop->outside.watches != NULL && i < loop->outside.watches->len; i++)
    LS_TRACE (fd_watched, nth (loop, i)->handle->id, nth (loop, i)->direction, nth (loop, i)->fd, nth (loop, i)->future);
}
