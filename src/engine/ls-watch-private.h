/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-loop-private.h"

G_BEGIN_DECLS

/*
 * LsWatch: a descriptor that the loop polls for one direction.  Private.
 *
 * Its handle becomes ready at the end of each poll that finds the descriptor ready, until it is taken off; once where
 * that is asked for.
 */
typedef enum { LS_WATCH_READ = 1, LS_WATCH_WRITE = 2 } LsWatchDirection;

typedef struct
{
  int              fd;
  LsWatchDirection direction;
  gboolean         once;
  LsHandle        *handle;       /* referenced */
  guint32          future;       /* what it resolves, or 0 */
  gpointer         tag;          /* in the loop's source, while that exists */
} LsWatch;

/* Polls from now on, in place of what was there for the same descriptor and direction.  The handle is taken. */
void     ls_watch_add           (LsLoop *loop, int fd, LsWatchDirection direction, LsHandle *handle, guint32 future,
                                 gboolean once);
gboolean ls_watch_remove        (LsLoop *loop, int fd, LsWatchDirection direction);
gboolean ls_watch_exists        (LsLoop *loop, int fd, LsWatchDirection direction);

/* Cancels the handle, and ends its watch where there still is one. */
void     ls_watch_remove_handle (LsLoop *loop, LsHandle *handle);

/* While the loop's source exists. */
void     ls_watches_attach      (LsLoop *loop);
void     ls_watches_detach      (LsLoop *loop);

/* After a poll: how many descriptors are ready; has their handles run. */
guint    ls_watches_n_ready     (LsLoop *loop);
void     ls_watches_take_ready  (LsLoop *loop);

/* When the loop closes. */
void     ls_watches_clear       (LsLoop *loop);

/* For a snapshot. */
void     ls_watches_tell        (LsLoop *loop);

G_END_DECLS
