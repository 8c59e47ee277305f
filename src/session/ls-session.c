/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-catalogue.h"
#include "ls-session-private.h"

/* A program that links the engine records before its main() begins. */
#define START_PATIENCE (3 * G_USEC_PER_SEC)

#define FRAME          (16 * 1000)     /* µs between two looks at the program */
#define QUICK          1000            /* the same just after a command, or while there is more to read */
#define QUICK_FOR      (100 * 1000)
#define BUDGET         (8 * 1000)      /* µs of a frame spent on reading */

/* Below a toolkit's drawing, so that a flood of events leaves the window its frames. */
#define TICK_PRIORITY  (G_PRIORITY_HIGH_IDLE + 30)

G_DEFINE_QUARK (ls-session-error-quark, ls_session_error)

G_DEFINE_FINAL_TYPE (LsSession, ls_session, G_TYPE_OBJECT)

enum { SIGNAL_STATUS_CHANGED, N_SIGNALS };

static guint signals[N_SIGNALS];

static void
ls_session_dispose (GObject *object)
{
  LsSession *self = LS_SESSION (object);

  ls_session_close (self);
  g_clear_object (&self->model);
  g_clear_object (&self->reader);

  G_OBJECT_CLASS (ls_session_parent_class)->dispose (object);
}

static void
ls_session_finalize (GObject *object)
{
  LsSession *self = LS_SESSION (object);

  g_clear_pointer (&self->child, ls_child_free);
  g_clear_pointer (&self->resolver, ls_resolver_free);
  g_array_unref (self->resolved);
  g_array_unref (self->cancels);
  g_string_chunk_free (self->strings);
  g_hash_table_unref (self->poor_modules);
  g_ptr_array_unref (self->breakpoints);
  g_free (self->program);
  g_free (self->trace_path);

  G_OBJECT_CLASS (ls_session_parent_class)->finalize (object);
}

static void
ls_session_class_init (LsSessionClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ls_session_dispose;
  object_class->finalize = ls_session_finalize;

  /**
   * LsSession::status-changed:
   *
   * The life of the program, what it is doing or who holds its loop is another than before; or all of
   * a trace has been read.
   */
  signals[SIGNAL_STATUS_CHANGED] =
    g_signal_new ("status-changed", LS_TYPE_SESSION, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ls_session_init (LsSession *self)
{
  self->resolved = g_array_new (FALSE, FALSE, sizeof (LsSite));
  self->cancels = g_array_new (FALSE, FALSE, sizeof (guint32));
  self->strings = g_string_chunk_new (1024);
  self->poor_modules = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->breakpoints = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_breakpoint_free);
}

LsControl *
ls_session_get_control (LsSession *self)
{
  return self->link != NULL ? ls_link_get_control (self->link) : NULL;
}

static LsProgramState
get_state (LsSession *self)
{
  LsControl *control = ls_session_get_control (self);

  return control != NULL ? __atomic_load_n (&control->state, __ATOMIC_ACQUIRE) : LS_PROGRAM_ENDED;
}

static gboolean
has_program_ended (LsSession *self)
{
  return self->child == NULL || ls_child_has_ended (self->child);
}

static LsLife
judge_life (LsSession *self)
{
  LsControl *control = ls_session_get_control (self);
  LsProgramState state = get_state (self);

  if (has_program_ended (self) || control == NULL)
    return LS_LIFE_ENDED;
  if (self->reader == NULL)
    return LS_LIFE_STARTING;
  /* Whatever stopped it closed the gate; a stop that it was told to leave has an open one. */
  if (state == LS_PROGRAM_STOPPED && __atomic_load_n (&control->gate, __ATOMIC_ACQUIRE) == LS_GATE_STOP)
    return LS_LIFE_PAUSED;

  return self->wants_stop ? LS_LIFE_PAUSING : LS_LIFE_RUNNING;
}

static void
tell_status (LsSession *self)
{
  gboolean is_polling = ls_session_is_polling (self);
  guint32 holder = ls_session_get_holder (self, NULL);

  if (self->life == self->told_life && is_polling == self->told_polling && holder == self->told_holder)
    return;
  self->told_life = self->life;
  self->told_polling = is_polling;
  self->told_holder = holder;
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
}

static gboolean
open_trace (LsSession  *self,
            GError    **error)
{
  if (self->reader == NULL)
    {
      self->reader = ls_trace_reader_new (self->trace_path, error);
      if (self->reader != NULL && !self->is_unwatched)
        self->model = ls_model_new (self->reader);
    }

  return self->reader != NULL;
}

/* Reads what there is, for at most @budget µs; whether there is more. */
static gboolean
read_on (LsSession *self,
         gint64     budget)
{
  gint64 deadline = budget >= 0 ? g_get_monotonic_time () + budget : -1;
  gboolean more;

  if (!open_trace (self, NULL))
    return FALSE;
  /* Lines first, so that whoever hears that the model grew sees them. */
  ls_trace_reader_refresh (self->reader);
  more = ls_session_resolve_sites (self, deadline);

  if (self->model != NULL)
    more |= ls_model_update (self->model, budget);

  return more;
}

static void
accept_program (LsSession *self)
{
  if (self->link != NULL && ls_link_accept (self->link))
    self->has_come = TRUE;
}

/* Nothing more will come. */
static void
settle (LsSession *self)
{
  g_autoptr (GError) error = NULL;

  if (self->tick == NULL)
    return;
  g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
  g_clear_pointer (&self->link, ls_link_free);
  if (self->child != NULL && self->reader != NULL &&
      !ls_session_write_resolutions (self, self->trace_path, &error))
    g_warning ("source lines are not in the trace: %s", error->message);
  self->life = self->told_life = LS_LIFE_ENDED;
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (LsSession) self = g_object_ref (data);
  gint64 now = g_get_monotonic_time ();
  /* Asked first: what is read after it stopped or ended is all that it did until then. */
  LsLife life = judge_life (self);
  gboolean more;

  accept_program (self);
  ls_session_pass_cancel (self);
  more = read_on (self, BUDGET);
  if (!more || (life != LS_LIFE_PAUSED && life != LS_LIFE_ENDED))
    self->life = life;
  if (self->life == LS_LIFE_ENDED && !more)
    settle (self);
  else
    tell_status (self);

  if (self->tick != NULL)
    g_source_set_ready_time (self->tick, now + (more || now < self->quick_until ? QUICK : FRAME));
  return G_SOURCE_CONTINUE;
}

static gboolean
dispatch_tick (GSource     *source,
               GSourceFunc  callback,
               gpointer     data)
{
  return callback (data);
}

static GSourceFuncs tick_funcs = { .dispatch = dispatch_tick };

static void
start_ticking (LsSession *self)
{
  g_autoptr (GMainContext) context = g_main_context_ref_thread_default ();

  self->tick = g_source_new (&tick_funcs, sizeof (GSource));
  g_source_set_static_name (self->tick, "LsSession");
  g_source_set_priority (self->tick, TICK_PRIORITY);
  g_source_set_callback (self->tick, tick_cb, self, NULL);
  g_source_set_ready_time (self->tick, 0);
  g_source_attach (self->tick, context);
}

void
ls_session_hurry (LsSession *self)
{
  gint64 now = g_get_monotonic_time ();

  self->quick_until = now + QUICK_FOR;
  if (self->tick != NULL)
    g_source_set_ready_time (self->tick, now + QUICK);
}

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
      accept_program (self);
      if (open_trace (self, NULL))
        return;
      g_usleep (500);
    }
  while (!ended && g_get_monotonic_time () < deadline);
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
  self->trace_path = ls_launch_prepare_trace (launch, error);
  if (self->trace_path == NULL)
    return FALSE;
  self->link = ls_link_new (error);
  if (self->link == NULL)
    return FALSE;

  if (launch->stop_at_start)
    ls_session_step (self, LS_GRAIN_STEP, 1);
  environment = ls_launch_get_environment (launch, self->trace_path, self->link);
  self->child = ls_child_spawn (self->program, launch->argv, environment, launch->passthrough, &failure);
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
  start_ticking (self);
  self->life = self->told_life = self->reader != NULL ? LS_LIFE_RUNNING : LS_LIFE_STARTING;
  return g_steal_pointer (&self);
}

/* The clock of a recorded program is what its loop said when it was made. */
static LsClock
find_clock (LsTraceReader *reader)
{
  guint64 first = ls_trace_reader_get_first (reader);
  guint64 end = MIN (ls_trace_reader_get_n_events (reader), first + 100);
  LsClock clock = LS_CLOCK_REAL;
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
  if (!open_trace (self, error))
    return NULL;
  self->clock = find_clock (self->reader);
  start_ticking (self);
  read_on (self, 10 * BUDGET);

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

LsTraceReader *
ls_session_get_reader (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  return self->reader;
}

LsModel *
ls_session_get_model (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  return self->model;
}

const char *
ls_session_get_trace_path (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  return self->trace_path;
}

gboolean
ls_session_is_recorded (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  return self->child == NULL;
}

void
ls_session_read_all (LsSession *self)
{
  g_return_if_fail (LS_IS_SESSION (self));

  while (read_on (self, -1))
    ;
}

/* Whether nothing more will come: the program has ended, and all it recorded is in the model. */
gboolean
ls_session_is_settled (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  return self->tick == NULL;
}

/* Of a program that is paused or has ended, all it did until then is in the model. */
LsLife
ls_session_get_life (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), LS_LIFE_ENDED);

  return self->life;
}

LsClock
ls_session_get_clock (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), LS_CLOCK_REAL);

  return self->clock;
}

int
ls_session_get_wait_status (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), 0);

  return self->child != NULL ? ls_child_get_status (self->child) : 0;
}

GPid
ls_session_get_pid (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), 0);

  return self->child != NULL && !ls_child_has_ended (self->child) ? ls_child_get_pid (self->child) : 0;
}

guint32
ls_session_get_holder (LsSession *self,
                       gint64    *since)
{
  LsControl *control = ls_session_get_control (self);
  gint64 begun = 0;

  if (control != NULL && get_state (self) == LS_PROGRAM_RUNNING)
    begun = __atomic_load_n (&control->turn_since, __ATOMIC_ACQUIRE);
  if (since != NULL)
    *since = begun / 1000;

  return begun != 0 ? __atomic_load_n (&control->running_task, __ATOMIC_ACQUIRE) : 0;
}

gboolean
ls_session_is_polling (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  return get_state (self) == LS_PROGRAM_IN_POLL && !has_program_ended (self);
}

/**
 * ls_session_close:
 *
 * Ends the program if it has not ended, and reads what it recorded to the end.  Safe to call twice.
 */
void
ls_session_close (LsSession *self)
{
  g_return_if_fail (LS_IS_SESSION (self));

  if (self->child != NULL && !ls_child_has_ended (self->child))
    {
      ls_child_signal (self->child, SIGKILL);
      ls_child_wait (self->child);
    }
  if (self->tick != NULL && self->child != NULL)
    ls_session_read_all (self);
  settle (self);
  g_clear_pointer (&self->link, ls_link_free);
}
