/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <signal.h>

#include "ls-session-private.h"

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
  g_clear_pointer (&self->entry, ls_entry_free);
  g_clear_pointer (&self->resolver, ls_resolver_free);
  g_array_unref (self->resolved);
  g_array_unref (self->cancels);
  g_string_chunk_free (self->strings);
  g_hash_table_unref (self->poor_modules);
  g_ptr_array_unref (self->breakpoints);
  g_free (self->program);
  g_free (self->script);
  g_free (self->script_copy);
  g_free (self->sampled_file);
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

void
ls_session_emit_status_changed (LsSession *self)
{
  g_signal_emit (self, signals[SIGNAL_STATUS_CHANGED], 0);
}

LsControl *
ls_session_get_control (LsSession *self)
{
  return self->link != NULL ? ls_link_get_control (self->link) : NULL;
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

  return self->child == NULL && self->entry == NULL;
}

gboolean
ls_session_is_attached (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  return self->entry != NULL;
}

gboolean
ls_session_is_let_go (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  return self->is_let_go;
}

void
ls_session_read_all (LsSession *self)
{
  g_return_if_fail (LS_IS_SESSION (self));

  while (ls_session_read_on (self, -1))
    ;
}

/* Python programs tell of their lines, and of them only where one stops there. */
gboolean
ls_session_has_lines (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  if (self->entry != NULL)
    return g_str_has_prefix (self->entry->runtime, "CPython");
  if (self->child != NULL)
    return self->is_python;

  return self->model != NULL && ls_model_get_n_units (self->model, LS_GRAIN_LINE) > 0;
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

LsClockKind
ls_session_get_clock (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), LS_CLOCK_REAL);

  /* It may have made no loop yet when we came. */
  return self->entry != NULL ? ls_session_find_clock (self) : self->clock;
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

  if (self->entry != NULL)
    return ls_entry_is_alive (self->entry) ? self->entry->pid : 0;

  return self->child != NULL && !ls_child_has_ended (self->child) ? ls_child_get_pid (self->child) : 0;
}

guint32
ls_session_get_holder (LsSession *self,
                       gint64    *since)
{
  LsControl *control = ls_session_get_control (self);
  gint64 begun = 0;

  if (control != NULL && ls_session_get_state (self) == LS_PROGRAM_RUNNING)
    begun = __atomic_load_n (&control->turn_since, __ATOMIC_ACQUIRE);
  if (since != NULL)
    *since = begun / 1000;

  return begun != 0 ? __atomic_load_n (&control->running_task, __ATOMIC_ACQUIRE) : 0;
}

gboolean
ls_session_is_polling (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  return ls_session_get_state (self) == LS_PROGRAM_IN_POLL && !ls_session_has_program_ended (self);
}

/**
 * ls_session_close:
 *
 * Ends a program that we started if it has not ended, and reads what it recorded to the end.  One that we attached
 * to is let go and runs on.  Safe to call twice.
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
  if (self->entry != NULL && !ls_session_has_program_ended (self))
    self->is_let_go = TRUE;
  if (self->tick != NULL && self->child != NULL)
    ls_session_read_all (self);
  ls_session_settle (self);
  g_clear_pointer (&self->link, ls_link_free);
}
