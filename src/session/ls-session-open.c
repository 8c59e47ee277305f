/* SPDX-License-Identifier: GPL-3.0-or-later */

/* How a session comes to be: by starting a program, or by opening a trace. */

#include "config.h"

#include <string.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-catalogue.h"
#include "ls-python.h"
#include "ls-session-private.h"

/* A program that links the engine records before its main() begins. */
#define START_PATIENCE (3 * G_USEC_PER_SEC)

static void
child_ended_cb (LsChild  *child,
                gpointer  data)
{
  ls_session_hurry (data);
}

/* Until the program has recorded something, has ended, or has had its time. */
static void
await_recording (LsSession *self)
{
  gint64 deadline = g_get_monotonic_time () + START_PATIENCE;
  gboolean ended;

  do
    {
      ended = ls_child_has_ended (self->child);
      ls_session_accept (self);
      if (ls_session_open_trace (self, NULL))
        return;
      g_usleep (500);
    }
  while (!ended && g_get_monotonic_time () < deadline);
}

/* A window can do nothing with a program that is not recorded: it is not even begun. */
static gboolean
check_probe (GError **error)
{
  g_autofree char *probe = ls_python_get_probe ();

  if (probe == NULL)
    g_set_error_literal (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NO_ENGINE,
                         _("The probe that records Python programs is not installed where Loopscope looks for it. "
                           "LOOPSCOPE_PROBE names its folder."));
  return probe != NULL;
}

static char *
find_script (const LsLaunch *launch)
{
  const char * const *word = launch->argv + 1;

  while (*word != NULL && **word == '-')
    word++;

  return g_strdup (*word);
}

static gboolean
start_program (LsSession       *self,
               const LsLaunch  *launch,
               GError         **error)
{
  g_auto (GStrv) environment = NULL;
  g_autoptr (GError) failure = NULL;

  self->program = ls_launch_find_program (launch->argv[0], error);
  if (self->program == NULL)
    return FALSE;
  self->is_python = ls_python_is_interpreter (launch->argv[0]);
  if (self->is_python && !launch->passthrough && !check_probe (error))
    return FALSE;
  self->obstacle = self->is_python ? ls_python_get_obstacle (launch->argv) : 0;
  self->trace_path = ls_launch_prepare_trace (launch, error);
  if (self->trace_path == NULL)
    return FALSE;
  if (!launch->is_open && (self->link = ls_link_new (error)) == NULL)
    return FALSE;

  if (launch->stop_at_start)
    ls_session_step (self, LS_GRAIN_STEP, 1);
  environment = ls_launch_get_environment (launch, self->trace_path, self->link);
  if (launch->script != NULL)
    {
      environment = g_environ_setenv (environment, LS_ENV_SCRIPT, launch->script, TRUE);
      self->script = g_strdup (launch->script);
      self->script_copy = find_script (launch);
    }
  self->child = ls_child_spawn (self->program, launch->argv, environment, launch->folder, launch->passthrough,
                                &failure);
  if (self->child == NULL)
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_START,
                 _("“%s” could not be started: %s"), self->program, failure->message);

  return self->child != NULL;
}

/**
 * ls_session_launch:
 * @launch: what to start, and how
 * @error: of %LS_SESSION_ERROR, or of GIO
 *
 * Starts a program and waits, for a moment mostly, until it records.  With `passthrough` one that does not is a
 * session all the same: see ls_session_explain_silence().
 *
 * Returns: (transfer full) (nullable): the session
 */
LsSession *
ls_session_launch (const LsLaunch  *launch,
                   GError         **error)
{
  g_autoptr (LsSession) self = g_object_new (LS_TYPE_SESSION, NULL);

  g_return_val_if_fail (launch != NULL && launch->argv != NULL && launch->argv[0] != NULL, NULL);

  self->clock = launch->clock;
  self->is_passthrough = launch->passthrough;
  self->is_unwatched = launch->unwatched;
  if (!start_program (self, launch, error))
    {
      if (self->trace_path != NULL && launch->trace_path == NULL)
        g_unlink (self->trace_path);
      return NULL;
    }

  await_recording (self);
  if (self->reader == NULL && !self->is_passthrough)
    {
      g_autofree char *why = ls_session_explain_silence (self);

      g_set_error_literal (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NO_ENGINE, why);
      return NULL;
    }

  if (!ls_child_has_ended (self->child))
    ls_child_watch (self->child, child_ended_cb, self);
  ls_session_start_ticking (self);
  self->life = self->told_life = self->reader != NULL ? LS_LIFE_RUNNING : LS_LIFE_STARTING;
  return g_steal_pointer (&self);
}

/* The clock of a program that we did not start is what its loop said when it was made. */
LsClockKind
ls_session_find_clock (LsSession *self)
{
  LsTraceReader *reader = self->reader;
  guint64 first = ls_trace_reader_get_first (reader);
  guint64 end = MIN (ls_trace_reader_get_n_events (reader), first + 100);
  LsClockKind clock = LS_CLOCK_REAL;
  LsEvent event;

  for (guint64 seq = first; seq < end; seq++)
    if (ls_trace_reader_get (reader, seq, &event) && event.rec.kind == LS_EVENT_LOOP_CREATED)
      {
        ls_clock_from_name (ls_trace_reader_get_string (reader, event.rec.value), &clock);
        break;
      }

  return clock;
}

static LsSession *
open_session (const char  *trace_path,
              gboolean     is_unwatched,
              GError     **error)
{
  g_autoptr (LsSession) self = g_object_new (LS_TYPE_SESSION, NULL);

  self->trace_path = g_strdup (trace_path);
  self->is_unwatched = is_unwatched;
  self->life = self->told_life = LS_LIFE_ENDED;
  if (!ls_session_open_trace (self, error))
    return NULL;
  self->clock = ls_session_find_clock (self);
  ls_session_start_ticking (self);
  ls_session_read_on (self, 10 * LS_SESSION_BUDGET);

  return g_steal_pointer (&self);
}

/**
 * ls_session_open:
 * @trace_path: a saved trace
 * @error: of %LS_TRACE_ERROR or of GIO
 *
 * Opens a trace.  A long one is read on while the main context runs.
 *
 * Returns: (transfer full) (nullable): the session
 */
LsSession *
ls_session_open (const char  *trace_path,
                 GError     **error)
{
  g_return_val_if_fail (trace_path != NULL, NULL);

  return open_session (trace_path, FALSE, error);
}

/* The same for who wants the events alone: there is no model. */
LsSession *
ls_session_open_unwatched (const char  *trace_path,
                           GError     **error)
{
  g_return_val_if_fail (trace_path != NULL, NULL);

  return open_session (trace_path, TRUE, error);
}
