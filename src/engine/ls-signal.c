/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-signal-private.h"

#include <errno.h>
#include <glib-unix.h>
#include <signal.h>
#include <sys/eventfd.h>
#include <sys/types.h>
#include <unistd.h>

#include "ls-loop-private.h"
#include "ls-tracer.h"

/*
 * The process's handler notes the number and wakes a source of the context's, which has the loop make the call.
 */
typedef struct _LsSignals LsSignals;

struct _LsSignals
{
  GSource         *source;
  LsHandle        *calls[NSIG];      /* what to call, by number; never run itself */
  LsHandle        *latest[NSIG];     /* the call of it that was scheduled last */
  struct sigaction before[NSIG];
};

static volatile sig_atomic_t pending[NSIG];
static int wake_fd = -1;
static LsLoop *owner;

static void
note (int number)
{
  guint64 one = 1;
  int saved_errno = errno;
  gssize written G_GNUC_UNUSED;

  pending[number] = 1;
  written = write (wake_fd, &one, sizeof one);
  errno = saved_errno;
}

static void
deliver (LsLoop *loop, int number)
{
  LsSignals *self = loop->outside.signals;
  LsCall *call = (LsCall *) self->calls[number];

  LS_TRACE (signal, number);
  if (call == NULL)
    return;
  g_clear_pointer (&self->latest[number], ls_handle_unref);
  self->latest[number] = ls_handle_ref (ls_call_new (loop, call->name, call->func, call->args, call->n_args));
  if (call->handle.context != NULL)
    ls_handle_set_context (self->latest[number], call->handle.context);
  ls_loop_arrive (loop, self->latest[number]);
}

static gboolean
on_noted (int fd, GIOCondition condition, gpointer loop)
{
  guint64 count;

  while (read (fd, &count, sizeof count) > 0)
    ;
  for (int number = 1; number < NSIG; number++)
    if (pending[number])
      {
        pending[number] = 0;
        deliver (loop, number);
      }
  return G_SOURCE_CONTINUE;
}

static void
begin (LsLoop *loop)
{
  LsSignals *self = g_new0 (LsSignals, 1);

  if (wake_fd < 0)
    wake_fd = eventfd (0, EFD_CLOEXEC | EFD_NONBLOCK);
  self->source = g_unix_fd_source_new (wake_fd, G_IO_IN);
  g_source_set_callback (self->source, G_SOURCE_FUNC (on_noted), loop, NULL);
  g_source_attach (self->source, loop->context);
  loop->outside.signals = self;
  owner = loop;
}

gboolean
ls_loop_add_signal_handler_named (LsLoop *loop, int number, const char *name, LsCallback func, const LsValue *args,
                                  gsize n_args)
{
  struct sigaction action = { .sa_handler = note, .sa_flags = SA_RESTART };
  struct sigaction before;

  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP) && !loop->closed && func != NULL, FALSE);

  if (number <= 0 || number >= NSIG || getpid () != gettid () || (owner != NULL && owner != loop))
    return FALSE;
  if (loop->outside.signals == NULL)
    begin (loop);
  if (sigaction (number, &action, &before) < 0)
    return FALSE;
  if (!ls_loop_remove_signal_handler (loop, number))
    loop->outside.signals->before[number] = before;
  sigaction (number, &action, NULL);
  loop->outside.signals->calls[number] = ls_call_new (loop, name, func, args, n_args);
  return TRUE;
}

gboolean
ls_loop_remove_signal_handler (LsLoop *loop, int number)
{
  LsSignals *self;

  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);

  self = loop->outside.signals;
  if (self == NULL || number <= 0 || number >= NSIG || self->calls[number] == NULL)
    return FALSE;
  sigaction (number, &self->before[number], NULL);
  if (self->latest[number] != NULL)
    ls_handle_cancel (self->latest[number]);
  g_clear_pointer (&self->latest[number], ls_handle_unref);
  g_clear_pointer (&self->calls[number], ls_handle_unref);
  return TRUE;
}

void
ls_signals_clear (LsLoop *loop)
{
  LsSignals *self = loop->outside.signals;

  if (self == NULL)
    return;
  for (int number = 1; number < NSIG; number++)
    ls_loop_remove_signal_handler (loop, number);
  g_source_destroy (self->source);
  g_source_unref (self->source);
  g_free (self);
  loop->outside.signals = NULL;
  owner = NULL;
}
