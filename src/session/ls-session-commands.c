/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a session tells its program: words in the control page, then the gate, then a byte to wake it. */

#include "config.h"

#include <signal.h>

#include "ls-session-private.h"

static void
wake (LsSession *self)
{
  ls_link_wake (self->link);
  ls_session_hurry (self);
}

/* Sets what shall stop the program next, and the gate by which it learns of it. */
static void
tell (LsSession *self,
      LsGate     gate,
      LsGrain    grain,
      guint      count,
      guint32    task)
{
  LsControl *control = ls_session_get_control (self);

  if (control == NULL)
    return;
  self->wants_stop = gate == LS_GATE_STOP;
  control->stop_grain = grain;
  control->stop_task = task;
  control->stop_seq = 0;
  __atomic_store_n (&control->stop_count, count, __ATOMIC_RELEASE);
  __atomic_store_n (&control->gate, gate, __ATOMIC_RELEASE);
  wake (self);

  /* It is about to go on, or to stop; it has when the model has seen it. */
  if (self->life == LS_LIFE_RUNNING && gate == LS_GATE_STOP)
    self->life = LS_LIFE_PAUSING;
  else if (self->life != LS_LIFE_ENDED && gate != LS_GATE_STOP)
    self->life = LS_LIFE_RUNNING;
  self->told_life = self->life;     /* who commands knows; that it has stopped again is news */
}

void
ls_session_run (LsSession *self)
{
  LsControl *control;

  g_return_if_fail (LS_IS_SESSION (self));

  control = ls_session_get_control (self);
  if (control != NULL)
    tell (self, control->n_breakpoints > 0 ? LS_GATE_CHECK : LS_GATE_RUN, LS_GRAIN_EVENT, 0, 0);
}

void
ls_session_pause (LsSession *self)
{
  g_return_if_fail (LS_IS_SESSION (self));

  tell (self, LS_GATE_STOP, LS_GRAIN_EVENT, 0, 0);
}

void
ls_session_step (LsSession *self,
                 LsGrain    grain,
                 guint      count)
{
  g_return_if_fail (LS_IS_SESSION (self));
  g_return_if_fail (grain < LS_N_GRAINS);

  if (count > 0)
    tell (self, LS_GATE_CHECK, grain, count, 0);
}

void
ls_session_run_to_turn (LsSession *self,
                        guint32    task)
{
  g_return_if_fail (LS_IS_SESSION (self));

  if (task != 0)
    tell (self, LS_GATE_CHECK, LS_GRAIN_EVENT, 0, task);
}

/* The page has room for one: the next is written when the program has taken the last. */
void
ls_session_pass_cancel (LsSession *self)
{
  LsControl *control = ls_session_get_control (self);

  if (control == NULL || self->cancels->len == 0 ||
      __atomic_load_n (&control->cancel_task, __ATOMIC_ACQUIRE) != 0)
    return;
  __atomic_store_n (&control->cancel_task, g_array_index (self->cancels, guint32, 0), __ATOMIC_RELEASE);
  g_array_remove_index (self->cancels, 0);
  wake (self);
}

void
ls_session_cancel_task (LsSession *self,
                        guint32    task)
{
  g_return_if_fail (LS_IS_SESSION (self));

  if (task == 0 || ls_session_get_control (self) == NULL)
    return;
  g_array_append_val (self->cancels, task);
  ls_session_pass_cancel (self);
}

void
ls_session_set_pace (LsSession *self,
                     guint      loop_ms_per_second)
{
  LsControl *control;

  g_return_if_fail (LS_IS_SESSION (self));

  control = ls_session_get_control (self);
  if (control == NULL)
    return;
  __atomic_store_n (&control->pace, loop_ms_per_second, __ATOMIC_RELEASE);
  wake (self);
}

static void
send_signal (LsSession *self,
             int        number)
{
  GPid pid = self->entry != NULL ? ls_session_get_pid (self) : 0;

  if (self->child != NULL)
    ls_child_signal (self->child, number);
  else if (pid > 0)
    kill (pid, number);
}

void
ls_session_interrupt (LsSession *self)
{
  g_return_if_fail (LS_IS_SESSION (self));

  send_signal (self, SIGINT);
}

void
ls_session_kill (LsSession *self)
{
  g_return_if_fail (LS_IS_SESSION (self));

  send_signal (self, SIGKILL);
}

void
ls_session_write_input (LsSession  *self,
                        const char *text)
{
  g_return_if_fail (LS_IS_SESSION (self));
  g_return_if_fail (text != NULL);

  if (self->child != NULL)
    ls_child_write (self->child, text);
}

/**
 * ls_session_get_terminal:
 *
 * Returns: (transfer full): what the program has written to its terminal, recorded or not; the last of it if that is
 *   more than a megabyte; "" with `passthrough`
 */
char *
ls_session_get_terminal (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  return self->child != NULL ? ls_child_get_output (self->child) : g_strdup ("");
}
