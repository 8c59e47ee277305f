/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a session comes to a program that somebody else has started. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "ls-process.h"
#include "ls-remote.h"
#include "ls-session-private.h"

/* How long a Python program may take to begin to record, where nobody can say that it takes too long. */
#define REMOTE_PATIENCE (5 * G_USEC_PER_SEC)

static void
refuse (gint64   pid,
        GError **error)
{
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, pid);
  g_autofree char *command = ls_process_get_command (pid);

  if (command == NULL)
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND, _("There is no process %s."), number);
  else
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                 command[0] != '\0'
                 ? _("Process %s does not record what it does, so there is nothing to see. Started as “loopscope run %s” "
                     "it does, and can then be attached to.")
                 : _("Process %s is one of the kernel’s own: there is no program to record."), number, command);
}

/* Of a Python program that we have just told to record. */
static LsEntry *
await_entry (gint64        pid,
             GCancellable *cancellable,
             GError      **error)
{
  gint64 deadline = cancellable != NULL ? G_MAXINT64 : g_get_monotonic_time () + REMOTE_PATIENCE;
  gboolean is_over = FALSE;
  LsEntry *entry;

  for (guint round = 0; (entry = ls_entry_find (pid, NULL)) == NULL && !is_over; round++)
    {
      g_usleep (10 * 1000);
      if (!ls_remote_go_on (pid, round, cancellable, error))
        return NULL;
      is_over = g_get_monotonic_time () >= deadline || g_cancellable_is_cancelled (cancellable)
                || !ls_remote_is_possible (pid);
    }
  if (entry != NULL || g_cancellable_set_error_if_cancelled (cancellable, error))
    return entry;
  if (!ls_remote_is_possible (pid))
    g_set_error_literal (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND,
                         _("The program ended before it began to record."));
  else
    g_set_error_literal (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING,
                         _("The program was told to record, but has not come to do so yet: it does when its main "
                           "thread next executes Python. It can be attached to then."));

  return NULL;
}

static LsEntry *
find_entry (gint64        pid,
            GCancellable *cancellable,
            GError      **error)
{
  LsEntry *entry = ls_entry_find (pid, NULL);

  if (entry != NULL)
    return entry;
  if (ls_remote_is_possible (pid))
    return ls_remote_start (pid, cancellable, error) ? await_entry (pid, cancellable, error) : NULL;
  refuse (pid, error);

  return NULL;
}

/**
 * ls_session_check_attach:
 * @pid: of a process
 * @error: of %LS_SESSION_ERROR: how it would have to be started
 *
 * A Python program that can be made to record is.
 *
 * Returns: whether the program records
 */
gboolean
ls_session_check_attach (gint64   pid,
                         GError **error)
{
  g_autoptr (LsEntry) entry = find_entry (pid, NULL, error);

  return entry != NULL;
}

static void
check_in_thread (GTask        *task,
                 gpointer      source,
                 gpointer      data,
                 GCancellable *cancellable)
{
  GError *error = NULL;
  g_autoptr (LsEntry) entry = find_entry (*(gint64 *) data, cancellable, &error);

  if (entry != NULL)
    g_task_return_boolean (task, TRUE);
  else
    g_task_return_error (task, error);
}

/**
 * ls_session_prepare_attach:
 * @pid: of a process
 * @callback: when ls_session_attach() would not wait any more, or soon after @cancellable was cancelled: nothing is left running
 *
 * ls_session_check_attach() on a thread of its own: until a Python program that is told to record does so, seconds may
 * pass, and without @cancellable not more than a few.  One that was told is not told otherwise when this is cancelled.
 */
void
ls_session_prepare_attach (gint64               pid,
                           GCancellable        *cancellable,
                           GAsyncReadyCallback  callback,
                           gpointer             data)
{
  g_autoptr (GTask) task = g_task_new (NULL, cancellable, callback, data);

  g_task_set_source_tag (task, ls_session_prepare_attach);
  g_task_set_task_data (task, g_memdup2 (&pid, sizeof pid), g_free);
  g_task_run_in_thread (task, check_in_thread);
}

gboolean
ls_session_prepare_attach_finish (GAsyncResult  *result,
                                  GError       **error)
{
  g_return_val_if_fail (g_task_is_valid (result, NULL), FALSE);

  return g_task_propagate_boolean (G_TASK (result), error);
}

/**
 * ls_session_attach:
 * @pid: of a process
 * @error: of %LS_SESSION_ERROR, or of GIO; %G_IO_ERROR_BUSY: another watches it
 *
 * Begins to watch a program that records of its own accord: one started by “loopscope run” in a terminal, or with
 * LOOPSCOPE=1.  A program of CPython 3.14 or later is told to begin.  Once the session is closed the program is on its
 * own again.
 *
 * Returns: (transfer full) (nullable): the session
 */
LsSession *
ls_session_attach (gint64   pid,
                   GError **error)
{
  g_autoptr (LsSession) self = g_object_new (LS_TYPE_SESSION, NULL);

  self->entry = find_entry (pid, NULL, error);
  if (self->entry == NULL)
    return NULL;
  self->link = ls_link_attach (self->entry, error);
  self->trace_path = g_strdup (self->entry->trace);
  if (self->link == NULL || !ls_session_open_trace (self, error))
    return NULL;

  self->has_come = TRUE;
  self->life = self->told_life = LS_LIFE_RUNNING;
  ls_session_start_ticking (self);
  ls_session_read_on (self, 10 * LS_SESSION_BUDGET);
  return g_steal_pointer (&self);
}
