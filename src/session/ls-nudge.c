/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <sys/ptrace.h>
#include <sys/wait.h>

#include "ls-nudge.h"

/* The signal that was about to be delivered as it stopped, which must not be lost. */
static long
get_signal (int status)
{
  return WIFSTOPPED (status) && status >> 16 == 0 ? WSTOPSIG (status) : 0;
}

/* On a thread of its own: one that never stops, since the system holds it, is only waited for here. */
static gpointer
interrupt (gpointer data)
{
  pid_t pid = GPOINTER_TO_INT (data);
  int status;

  if (ptrace (PTRACE_SEIZE, pid, NULL, NULL) != 0)
    return NULL;
  ptrace (PTRACE_INTERRUPT, pid, NULL, NULL);
  if (waitpid (pid, &status, __WALL) == pid)
    ptrace (PTRACE_DETACH, pid, NULL, (gpointer) get_signal (status));

  return NULL;
}

/**
 * ls_nudge_process:
 * @pid: of a process
 *
 * An interpreter that waits for descriptors looks for what else it has to do, and waits on.
 */
void
ls_nudge_process (gint64 pid)
{
  g_thread_unref (g_thread_new ("interrupt", interrupt, GINT_TO_POINTER ((int) pid)));
}
