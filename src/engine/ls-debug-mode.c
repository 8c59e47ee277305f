/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include <stdio.h>

#include "ls-iteration.h"
#include "ls-tracer.h"

/*
 * The loop's debug mode: asyncio's "Debug Mode".
 *
 * It costs two readings of the clock a handle, as in asyncio, so that a virtual clock ticks in debug mode as it does there.
 */
#define SLOW_CALLBACK 0.1

void
ls_loop_init_debug (LsLoop *self)
{
  const char *wish = g_getenv ("LOOPSCOPE_ASYNCIO_DEBUG");

  self->debug = wish != NULL && wish[0] != '\0';
  self->slow_callback = SLOW_CALLBACK;
}

/* Loops know no lock but that of ls_loop_call_soon_threadsafe().  Out of debug mode nobody looks, for speed. */
gboolean
ls_loop_may_schedule (LsLoop *self)
{
  if (G_LIKELY (!self->debug) || !self->running || ls_running_loop == self)
    return TRUE;
  g_critical ("Non-thread-safe operation invoked on an event loop other than the current one");
  return FALSE;
}

/* A task's step is told of as the task. */
static char *
describe (LsHandle *handle)
{
  if (handle->klass->size == 0)
    return ls_value_repr (ls_task_value (ls_task_of_step (handle)));
  return ls_handle_repr (handle);
}

static void
warn_if_slow (LsLoop *self, LsHandle *handle, double seconds)
{
  char digits[32];
  g_autofree char *what = NULL;
  g_autofree char *text = NULL;

  if (G_LIKELY (seconds < self->slow_callback))
    return;
  what = describe (handle);
  g_ascii_formatd (digits, sizeof digits, "%.3f", seconds);
  text = g_strdup_printf ("Executing %s took %s seconds", what, digits);
  LS_TRACE (warning, "asyncio", text);
  fprintf (stderr, "%s\n", text);
}

/* What is run may drop itself, and is told of afterwards. */
static gpointer
keep (LsHandle *handle)
{
  return handle->klass->size == 0 ? ls_object_hold (ls_task_of_step (handle)) : ls_object_hold (handle);
}

void
ls_loop_run_timed (LsLoop *self, LsHandle *handle)
{
  gpointer kept;
  double begun;

  if (handle->flags & LS_HANDLE_CANCELLED)
    {
      ls_loop_run_handle (handle);
      return;
    }
  kept = keep (handle);
  begun = ls_clock_seconds (ls_clock_read (self->clock));
  ls_loop_run_handle (handle);
  warn_if_slow (self, handle, ls_clock_seconds (ls_clock_read (self->clock)) - begun);
  ls_object_unref (kept);
}

/* asyncio's coroutines learn of the change by a callback; what is recorded shows it. */
static void
set_coroutine_origin_tracking (const LsValue *args, GError **error)
{
}

void
ls_loop_set_debug (LsLoop *loop, gboolean enabled)
{
  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP));

  loop->debug = enabled != FALSE;
  if (loop->running)
    ls_loop_call_soon (loop, set_coroutine_origin_tracking, LS_BOOL (loop->debug));
}

gboolean
ls_loop_get_debug (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), FALSE);
  return loop->debug;
}

void
ls_loop_set_slow_callback_duration (LsLoop *loop, double seconds)
{
  g_return_if_fail (ls_object_is (loop, LS_OBJECT_LOOP));
  loop->slow_callback = seconds;
}

double
ls_loop_get_slow_callback_duration (LsLoop *loop)
{
  g_return_val_if_fail (ls_object_is (loop, LS_OBJECT_LOOP), 0);
  return loop->slow_callback;
}
