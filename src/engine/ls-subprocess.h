/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-loop.h"

G_BEGIN_DECLS

/**
 * LsSubprocess:
 *
 * A child process of the running loop's.  Belongs to the loop's thread; it runs on when its last reference goes.
 *
 * asyncio: "Subprocesses".
 */
typedef struct _LsSubprocess LsSubprocess;

/* Where a child's stream goes: as the program's own, by a pipe to communicate(), nowhere, or, for its errors, as its output. */
typedef enum { LS_STREAM_INHERIT, LS_STREAM_PIPE, LS_STREAM_DEVNULL, LS_STREAM_OUTPUT } LsStream;

/* The keyword arguments of create_subprocess_exec(); its streams, its folder and, of "NAME=value", its environment. */
typedef struct
{
  LsStream           input, output, errors;
  const char        *cwd;
  const char *const *env;
} LsSubprocessOptions;

/**
 * LS_ARGV:
 * @...: strings, the program and its arguments
 *
 * Expands to an array of them that ends with %NULL.
 */
#define LS_ARGV(...) ((const char *const[]) { __VA_ARGS__, NULL })

/**
 * ls_create_subprocess_exec:
 * @argv: the program, which is looked for in PATH, and its arguments: `LS_ARGV ("sort", "-r")`
 * @error: return location: a #GSpawnError; RuntimeError outside of a loop
 * @...: keyword arguments: `.input = LS_STREAM_PIPE`, `.output = LS_STREAM_PIPE`, `.cwd = "…"`
 *
 * Starts a child process.  Never suspends.  asyncio: "Subprocesses", create_subprocess_exec().
 *
 * Returns: (transfer full) (nullable): the child
 */
#define ls_create_subprocess_exec(argv, error, ...) \
  ls_create_subprocess_exec_with ((argv), (error), &(const LsSubprocessOptions) { __VA_ARGS__ })

/**
 * ls_create_subprocess_exec_with:
 * @argv: (array zero-terminated=1): the program and its arguments
 * @error: return location, as of ls_create_subprocess_exec()
 * @options: the keyword arguments, copied
 *
 * What ls_create_subprocess_exec() expands to.
 *
 * Returns: (transfer full) (nullable): the child
 */
LsSubprocess *ls_create_subprocess_exec_with (const char *const *argv, GError **error,
                                              const LsSubprocessOptions *options);

/**
 * ls_subprocess_ref:
 * @child: a child
 *
 * Takes a reference.  Never suspends.
 *
 * Returns: (transfer full): @child
 */
LsSubprocess *ls_subprocess_ref            (LsSubprocess *child);

/**
 * ls_subprocess_unref:
 * @child: a child
 *
 * Gives a reference back.  Never suspends.
 */
void          ls_subprocess_unref          (LsSubprocess *child);

/**
 * ls_subprocess_get_pid:
 * @child: a child
 *
 * asyncio: "Subprocesses", Process.pid.
 *
 * Returns: its process id; 0 where it is not known any more
 */
int           ls_subprocess_get_pid        (LsSubprocess *child);

/**
 * ls_subprocess_get_returncode:
 * @child: a child
 * @returncode: (out) (optional): its exit status, or the number of the signal that ended it, negative
 *
 * asyncio: "Subprocesses", Process.returncode.
 *
 * Returns: whether the loop has heard of its end
 */
gboolean      ls_subprocess_get_returncode (LsSubprocess *child, int *returncode);

/**
 * ls_subprocess_send_signal:
 * @child: a child
 * @number: a signal: `SIGTERM`
 *
 * Does nothing where it has ended.  Never suspends.  asyncio: "Subprocesses", Process.send_signal().
 */
void          ls_subprocess_send_signal    (LsSubprocess *child, int number);

/**
 * ls_subprocess_wait:
 * @child: a child
 * @returncode: (out) (optional): as of ls_subprocess_get_returncode()
 * @error: return location: CancelledError, and the child runs on; RuntimeError outside of a task
 *
 * Waits until the child has ended.  May suspend.  asyncio: "Subprocesses", Process.wait().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean      ls_subprocess_wait           (LsSubprocess *child, int *returncode, GError **error);

/**
 * ls_subprocess_communicate:
 * @child: a child
 * @input: (nullable): what it is to read, where its input is a pipe
 * @output: (out) (optional) (transfer full) (nullable): what it wrote; %NULL where its output is no pipe
 * @errors: (out) (optional) (transfer full) (nullable): likewise of its errors
 * @error: return location: CancelledError; a #GIOErrorEnum; ValueError for @input without a pipe; RuntimeError outside of
 *   a task
 *
 * Sends @input, reads until there is no more, and waits until the child has ended.  Suspends.  asyncio:
 * "Subprocesses", Process.communicate().
 *
 * Returns: %FALSE when an exception was raised
 */
gboolean      ls_subprocess_communicate    (LsSubprocess *child, GBytes *input, GBytes **output, GBytes **errors,
                                            GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsSubprocess, ls_subprocess_unref)

G_END_DECLS
