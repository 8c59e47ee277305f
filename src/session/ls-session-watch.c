/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Looking at a program while it lives: reading its trace as it grows, and noticing what it does. */

#include "config.h"

#include <sys/stat.h>

#include "ls-session-private.h"

#define FRAME          (16 * 1000)     /* µs between two looks at the program */
#define QUICK          1000            /* the same just after a command, or while there is more to read */
#define QUICK_FOR      (100 * 1000)

/* Below a toolkit's drawing, so that a flood of events leaves the window its frames. */
#define TICK_PRIORITY  (G_PRIORITY_HIGH_IDLE + 30)

LsProgramState
ls_session_get_state (LsSession *self)
{
  LsControl *control = ls_session_get_control (self);

  return control != NULL ? __atomic_load_n (&control->state, __ATOMIC_ACQUIRE) : LS_PROGRAM_ENDED;
}

gboolean
ls_session_has_program_ended (LsSession *self)
{
  if (self->entry != NULL)
    return self->link == NULL || ls_session_get_state (self) == LS_PROGRAM_ENDED || ls_link_is_cut (self->link);

  return self->child == NULL || ls_child_has_ended (self->child);
}

static LsLife
judge_life (LsSession *self)
{
  LsControl *control = ls_session_get_control (self);
  LsProgramState state = ls_session_get_state (self);

  if (ls_session_has_program_ended (self))
    return LS_LIFE_ENDED;
  if (self->reader == NULL)
    return LS_LIFE_STARTING;
  if (control == NULL)
    return LS_LIFE_RUNNING;
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
  ls_session_emit_status_changed (self);
}

gboolean
ls_session_open_trace (LsSession  *self,
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
gboolean
ls_session_read_on (LsSession *self,
                    gint64     budget)
{
  gint64 deadline = budget >= 0 ? g_get_monotonic_time () + budget : -1;
  gboolean more;

  if (!ls_session_open_trace (self, NULL))
    return FALSE;
  /* Lines first, so that whoever hears that the model grew sees them. */
  ls_trace_reader_refresh (self->reader);
  more = ls_session_resolve_sites (self, deadline);

  if (self->model != NULL)
    more |= ls_model_update (self->model, budget);

  return more;
}

void
ls_session_accept (LsSession *self)
{
  struct stat status;

  if (self->link != NULL)
    self->has_come |= ls_link_accept (self->link);
  else if (self->child != NULL && !self->has_come)
    self->has_come = stat (self->trace_path, &status) == 0 && status.st_size > 0;
}

/* Nothing more will come. */
void
ls_session_settle (LsSession *self)
{
  g_autoptr (GError) error = NULL;

  if (self->tick == NULL)
    return;
  g_source_destroy (self->tick);
  g_clear_pointer (&self->tick, g_source_unref);
  /* A program that keeps only what led to something removes its trace when it ends well. */
  if (!ls_session_is_recorded (self) && self->reader != NULL && ls_session_has_program_ended (self) &&
      g_file_test (self->trace_path, G_FILE_TEST_EXISTS) &&
      !ls_session_write_resolutions (self, self->trace_path, &error))
    g_warning ("source lines are not in the trace: %s", error->message);
  g_clear_pointer (&self->link, ls_link_free);
  self->life = self->told_life = LS_LIFE_ENDED;
  ls_session_emit_status_changed (self);
}

static gboolean
tick_cb (gpointer data)
{
  g_autoptr (LsSession) self = g_object_ref (data);
  /* Asked first: what is read after it stopped or ended is all that it did until then. */
  LsLife life = judge_life (self);
  gboolean more;
  gint64 now;

  ls_session_accept (self);
  ls_session_pass_cancel (self);
  more = ls_session_read_on (self, LS_SESSION_BUDGET);
  if (!more || (life != LS_LIFE_PAUSED && life != LS_LIFE_ENDED))
    self->life = life;
  if (self->life == LS_LIFE_ENDED && !more)
    ls_session_settle (self);
  else
    tell_status (self);

  /* From the end of the reading on: what waits for an idle moment, as accessibility does, has one in between. */
  now = g_get_monotonic_time ();
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

void
ls_session_start_ticking (LsSession *self)
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
