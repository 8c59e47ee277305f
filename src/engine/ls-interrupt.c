/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-interrupt.h"

#include <errno.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <unistd.h>

#include "ls-loop-private.h"
#include "ls-tracer.h"

volatile sig_atomic_t ls_interrupts_pending;
static int event_fd = -1;
static struct sigaction previous;

static void
handle_signal (int number)
{
  guint64 one = 1;
  int saved_errno = errno;
  gssize written G_GNUC_UNUSED;

  if (ls_interrupts_pending++ > 0)
    {
      sigaction (SIGINT, &previous, NULL);
      raise (SIGINT);
    }
  else
    {
      /* It fails where the counter is full, and then the loop wakes anyway. */
      written = write (event_fd, &one, sizeof one);
    }
  errno = saved_errno;
}

gboolean
ls_interrupt_install (LsLoop *loop, LsTask *task)
{
  struct sigaction action = { .sa_handler = handle_signal };

  loop->n_interrupts = 0;
  if (getpid () != gettid ())
    return FALSE;
  if (sigaction (SIGINT, NULL, &previous) < 0 || previous.sa_handler != SIG_DFL)
    return FALSE;
  if (event_fd < 0)
    event_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  if (event_fd < 0)
    return FALSE;
  loop->interrupted = task;
  ls_interrupts_pending = 0;
  sigemptyset (&action.sa_mask);
  return sigaction (SIGINT, &action, NULL) == 0;
}

void
ls_interrupt_uninstall (LsLoop *loop)
{
  sigaction (SIGINT, &previous, NULL);
  loop->interrupted = NULL;
}

void
ls_interrupt_request (void)
{
  ls_interrupts_pending = 1;
}

int
ls_interrupt_get_fd (void)
{
  return event_fd;
}

void
ls_interrupt_clear_fd (void)
{
  guint64 count;

  while (read (event_fd, &count, sizeof count) > 0)
    ;
}

void
ls_interrupt_deliver (LsLoop *loop)
{
  ls_interrupts_pending = 0;
  loop->n_interrupts++;
  LS_TRACE (signal, SIGINT);
  if (loop->n_interrupts == 1 && loop->interrupted != NULL && !ls_task_done (loop->interrupted))
    ls_task_request_cancel (loop->interrupted, NULL, FALSE);
  else
    {
      g_autoptr (GError) error = g_error_new_literal (LS_ERROR, LS_ERROR_KEYBOARD_INTERRUPT, "");

      ls_loop_raise (loop, error);
    }
}
