/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-subprocess-private.h"

#include <sys/wait.h>

#include "ls-operation-private.h"
#include "ls-tracer.h"

struct _LsSubprocess
{
  gint          ref_count;
  guint32       ordinal;          /* in the process, from 1 */
  GSubprocess  *process;
  int           pid;              /* which GSubprocess forgets when the child has ended */
  GCancellable *cancellable;      /* of the watch */
  GPtrArray    *waiters;          /* LsFuture of each wait, on its task's stack */
  LsHandle     *handle;           /* of the watch, until the child has ended; it holds the child */
  LsLoop       *loop;             /* while watched */
  LsSubprocess *previous, *next;  /* of the loop's */
  gboolean      has_input, exited;
  int           status;           /* as of waitpid() */
};

typedef struct
{
  LsHandle      handle;
  LsSubprocess *child;
} ExitCall;

LsSubprocess *
ls_subprocess_ref (LsSubprocess *child)
{
  g_return_val_if_fail (child != NULL, NULL);

  child->ref_count++;
  return child;
}

void
ls_subprocess_unref (LsSubprocess *child)
{
  g_return_if_fail (child != NULL);

  if (--child->ref_count > 0)
    return;
  g_object_unref (child->process);
  g_object_unref (child->cancellable);
  g_ptr_array_unref (child->waiters);
  g_free (child);
}

/* The watch */

static void
enter_loop (LsSubprocess *self, LsLoop *loop)
{
  self->loop = loop;
  self->next = loop->outside.children;
  if (self->next != NULL)
    self->next->previous = self;
  loop->outside.children = self;
}

static void
leave_loop (LsSubprocess *self)
{
  *(self->previous != NULL ? &self->previous->next : &self->loop->outside.children) = self->next;
  if (self->next != NULL)
    self->next->previous = self->previous;
  self->loop = NULL;
}

/* asyncio's _process_exited(). */
static void
exit_call_run (LsHandle *handle)
{
  LsSubprocess *self = ((ExitCall *) handle)->child;

  self->exited = TRUE;
  for (guint i = 0; i < self->waiters->len; i++)
    {
      LsFuture *waiter = self->waiters->pdata[i];

      if (waiter->state == LS_FUTURE_PENDING)
        ls_future_resolve (waiter, LS_NONE);
    }
}

static void
exit_call_forget (LsHandle *handle)
{
  ls_subprocess_unref (((ExitCall *) handle)->child);
}

static const LsHandleClass exit_call_class = {
  exit_call_run, exit_call_forget, sizeof (ExitCall), "process_exited",
};

static LsHandle *
exit_call_new (LsLoop *loop, LsSubprocess *child)
{
  ExitCall *self = g_slice_new (ExitCall);

  ls_handle_init (&self->handle, &exit_call_class, loop);
  self->handle.id = LS_NEXT_ID (handle);
  self->child = ls_subprocess_ref (child);
  return &self->handle;
}

/* Between two iterations.  Like that of a descriptor its handle is ready without having been scheduled. */
static void
on_exited (GObject *source, GAsyncResult *result, gpointer data)
{
  LsSubprocess *self = data;
  LsLoop *loop = self->loop;
  LsHandle *handle = g_steal_pointer (&self->handle);

  leave_loop (self);
  if (g_subprocess_wait_finish (self->process, result, NULL))
    {
      self->status = g_subprocess_get_status (self->process);
      LS_TRACE (child_exited, handle->id, self->ordinal, self->status);
      ls_ready_push (&loop->ready, handle);
    }
  else
    ls_handle_unref (handle);
}

static void
watch (LsSubprocess *self, LsLoop *loop)
{
  self->handle = exit_call_new (loop, self);
  enter_loop (self, loop);
  LS_TRACE (child_watched, self->handle->id, self->ordinal, 0);
  g_subprocess_wait_async (self->process, self->cancellable, on_exited, self);
}

void
ls_subprocesses_leave (LsLoop *loop)
{
  for (LsSubprocess *child = loop->outside.children; child != NULL; child = child->next)
    g_cancellable_cancel (child->cancellable);
}

void
ls_subprocesses_tell (LsLoop *loop)
{
  for (LsSubprocess *child = loop->outside.children; child != NULL; child = child->next)
    LS_TRACE (child_watched, child->handle->id, child->ordinal, 0);
}

/* Starting one */

static GSubprocessFlags
flags_of (const LsSubprocessOptions *options)
{
  static const GSubprocessFlags input[] = {
    G_SUBPROCESS_FLAGS_STDIN_INHERIT, G_SUBPROCESS_FLAGS_STDIN_PIPE, 0, 0,
  };
  static const GSubprocessFlags output[] = {
    0, G_SUBPROCESS_FLAGS_STDOUT_PIPE, G_SUBPROCESS_FLAGS_STDOUT_SILENCE, 0,
  };
  static const GSubprocessFlags errors[] = {
    0, G_SUBPROCESS_FLAGS_STDERR_PIPE, G_SUBPROCESS_FLAGS_STDERR_SILENCE, G_SUBPROCESS_FLAGS_STDERR_MERGE,
  };

  return input[options->input] | output[options->output] | errors[options->errors];
}

static GSubprocess *
spawn (const char *const *argv, const LsSubprocessOptions *options, GError **error)
{
  g_autoptr (GSubprocessLauncher) launcher = g_subprocess_launcher_new (flags_of (options));

  if (options->cwd != NULL)
    g_subprocess_launcher_set_cwd (launcher, options->cwd);
  if (options->env != NULL)
    g_subprocess_launcher_set_environ (launcher, (char **) options->env);
  return g_subprocess_launcher_spawnv (launcher, argv, error);
}

/* 0 if it has ended already. */
static int
get_pid (GSubprocess *process)
{
  const char *text = g_subprocess_get_identifier (process);

  return text != NULL ? (int) g_ascii_strtoll (text, NULL, 10) : 0;
}

LsSubprocess *
ls_create_subprocess_exec_with (const char *const *argv, GError **error, const LsSubprocessOptions *options)
{
  static gint n_children = 0;
  LsSubprocess *self;
  GSubprocess *process;

  g_return_val_if_fail (argv != NULL && argv[0] != NULL, NULL);
  g_return_val_if_fail (options->input <= LS_STREAM_DEVNULL && options->output <= LS_STREAM_DEVNULL
                        && options->errors <= LS_STREAM_OUTPUT, NULL);

  if (ls_running_loop == NULL)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_RUNTIME, "no running event loop");
      return NULL;
    }
  process = spawn (argv, options, error);
  if (process == NULL)
    return NULL;
  self = g_new0 (LsSubprocess, 1);
  self->ref_count = 1;
  self->ordinal = (guint) g_atomic_int_add (&n_children, 1) + 1;
  self->process = process;
  self->pid = get_pid (process);
  self->cancellable = g_cancellable_new ();
  self->waiters = g_ptr_array_new ();
  self->has_input = options->input == LS_STREAM_PIPE;
  watch (self, ls_running_loop);
  return self;
}

int
ls_subprocess_get_pid (LsSubprocess *child)
{
  g_return_val_if_fail (child != NULL, 0);

  return child->pid;
}

gboolean
ls_subprocess_get_returncode (LsSubprocess *child, int *returncode)
{
  g_return_val_if_fail (child != NULL, FALSE);

  if (child->exited && returncode != NULL)
    *returncode = WIFSIGNALED (child->status) ? -WTERMSIG (child->status) : WEXITSTATUS (child->status);
  return child->exited;
}

void
ls_subprocess_send_signal (LsSubprocess *child, int number)
{
  g_return_if_fail (child != NULL);
  g_subprocess_send_signal (child->process, number);
}

/* Waiting for one */

static gboolean
wait_from (LsTask *task, LsSubprocess *child, gconstpointer site, GError **error)
{
  LsFuture future;
  gboolean ended;

  if (child->exited)
    return TRUE;
  ls_future_enter (&future, LS_FUTURE_IO, child->ordinal, site);
  g_ptr_array_add (child->waiters, &future);
  ended = ls_task_wait (task, &future, LS_WAIT_CHILD, child->ordinal, site, error);
  g_ptr_array_remove (child->waiters, &future);
  ls_future_leave (&future);
  return ended;
}

gboolean
ls_subprocess_wait (LsSubprocess *child, int *returncode, GError **error)
{
  LsTask *task = ls_task_require (error);

  g_return_val_if_fail (child != NULL, FALSE);

  if (task == NULL || !wait_from (task, child, LS_CALLER, error))
    return FALSE;
  ls_subprocess_get_returncode (child, returncode);
  return TRUE;
}

static gboolean
communicate (LsTask *task, LsSubprocess *child, GBytes *input, GBytes **output, GBytes **errors,
             gconstpointer site, GError **error)
{
  LsOperation *operation = ls_operation_begin_for (task, "communicate", LS_WAIT_CHILD, child->ordinal, site);
  gboolean done = FALSE;
  GAsyncResult *result;

  g_subprocess_communicate_async (child->process, input, ls_operation_get_cancellable (operation),
                                  ls_operation_ready, operation);
  result = ls_operation_wait_from (operation, site, error);
  if (result != NULL)
    done = g_subprocess_communicate_finish (child->process, result, output, errors, error);
  ls_operation_end (operation);
  return done;
}

gboolean
ls_subprocess_communicate (LsSubprocess *child, GBytes *input, GBytes **output, GBytes **errors, GError **error)
{
  LsTask *task = ls_task_require (error);
  gconstpointer site = LS_CALLER;

  g_return_val_if_fail (child != NULL, FALSE);

  if (task != NULL && input != NULL && !child->has_input)
    {
      g_set_error_literal (error, LS_ERROR, LS_ERROR_VALUE, "the child's input is no pipe");
      return FALSE;
    }
  return task != NULL && communicate (task, child, input, output, errors, site, error)
         && wait_from (task, child, site, error);
}
