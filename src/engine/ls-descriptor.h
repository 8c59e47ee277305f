/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-loop.h"

G_BEGIN_DECLS

/**
 * ls_loop_add_reader:
 * @loop: a loop that is not closed
 * @fd: a descriptor, which must stay open until it is taken off
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments
 *
 * Has @func called at every iteration whose poll finds something to read, or the end; in place of the reader
 * that @fd had, if any.  Never suspends.  asyncio: "Event Loop", loop.add_reader().
 */
#define ls_loop_add_reader(loop, fd, func, ...) \
  ls_loop_add_reader_named ((loop), (fd), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_add_reader_named:
 * @loop: a loop that is not closed
 * @fd: a descriptor
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: the callback
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_loop_add_reader() expands to.
 */
void      ls_loop_add_reader_named  (LsLoop *loop, int fd, const char *name, LsCallback func, const LsValue *args,
                                     gsize n_args);

/**
 * ls_loop_remove_reader:
 * @loop: a loop
 * @fd: a descriptor
 *
 * Never suspends.  asyncio: "Event Loop", loop.remove_reader().
 *
 * Returns: whether it had a reader
 */
gboolean  ls_loop_remove_reader     (LsLoop *loop, int fd);

/**
 * ls_loop_add_writer:
 * @loop: a loop that is not closed
 * @fd: a descriptor, which must stay open until it is taken off
 * @func: a [callback@Ls.Callback]
 * @...: values, its arguments
 *
 * Like ls_loop_add_reader(), for writing.  Never suspends.  asyncio: "Event Loop", loop.add_writer().
 */
#define ls_loop_add_writer(loop, fd, func, ...) \
  ls_loop_add_writer_named ((loop), (fd), #func, (func), LS_ARGS (__VA_ARGS__))

/**
 * ls_loop_add_writer_named:
 * @loop: a loop that is not closed
 * @fd: a descriptor
 * @name: (transfer none): the callback's name, which lives as long as the program
 * @func: the callback
 * @args: (array length=n_args): its arguments
 * @n_args: how many
 *
 * What ls_loop_add_writer() expands to.
 */
void      ls_loop_add_writer_named  (LsLoop *loop, int fd, const char *name, LsCallback func, const LsValue *args,
                                     gsize n_args);

/**
 * ls_loop_remove_writer:
 * @loop: a loop
 * @fd: a descriptor
 *
 * Never suspends.  asyncio: "Event Loop", loop.remove_writer().
 *
 * Returns: whether it had a writer
 */
gboolean  ls_loop_remove_writer     (LsLoop *loop, int fd);

/**
 * ls_wait_readable:
 * @fd: an open descriptor that has no reader
 * @error: return location: CancelledError; OSError where @fd is not open; RuntimeError outside of a task, or
 *   where another waits for @fd
 *
 * Waits until there is something to read from @fd, or its end.  Always suspends.  asyncio: what
 * loop.sock_recv() waits for.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_wait_readable          (int fd, GError **error);

/**
 * ls_wait_writable:
 * @fd: an open descriptor that has no writer
 * @error: return location, as of ls_wait_readable()
 *
 * Waits until something can be written to @fd, or nobody reads it any more.  Always suspends.  asyncio: what
 * loop.sock_sendall() waits for.
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean  ls_wait_writable          (int fd, GError **error);

G_END_DECLS
