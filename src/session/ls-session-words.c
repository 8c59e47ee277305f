/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a session says of its program to people. */

#include "config.h"

#include <signal.h>
#include <string.h>
#include <sys/wait.h>

#include <glib/gi18n-lib.h>

#include "ls-python.h"
#include "ls-session-private.h"

static gboolean
is_crash (int number)
{
  return number == SIGSEGV || number == SIGABRT || number == SIGBUS || number == SIGFPE || number == SIGILL;
}

/**
 * ls_describe_status:
 * @status: of waitpid()
 *
 * Returns: (nullable): how a process ended; %NULL for a clean end
 */
char *
ls_describe_status (int status)
{
  if (WIFSIGNALED (status))
    {
      int number = WTERMSIG (status);
      const char *name = sigabbrev_np (number);
      g_autofree char *symbol = name != NULL ? g_strconcat ("SIG", name, NULL) : g_strdup ("?");

      return is_crash (number) ? g_strdup_printf (_("crashed with signal %d (%s)"), number, symbol)
                               : g_strdup_printf (_("killed by signal %d (%s)"), number, symbol);
    }

  return status != 0 ? g_strdup_printf (_("exit code %d"), WEXITSTATUS (status)) : NULL;
}

char *
ls_session_describe_end (LsSession *self)
{
  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  if (self->child != NULL)
    return ls_child_has_ended (self->child) ? ls_describe_status (ls_child_get_status (self->child)) : NULL;
  if (self->is_let_go)
    return NULL;
  if (self->reader != NULL && !ls_trace_reader_is_complete (self->reader))
    return g_strdup (_("the recording stops short: the program was killed, or still runs"));

  return NULL;
}

/* Why an interpreter has not loaded the probe. */
static char *
explain_probe (LsSession *self)
{
  g_autofree char *probe = ls_python_get_probe ();

  if (probe == NULL)
    return g_strdup (_("Nothing is recorded: the probe for Python is not installed where Loopscope looks for it. "
                       "LOOPSCOPE_PROBE names its folder."));
  if (self->obstacle != 0)
    return g_strdup_printf (_("“%s -%c” records nothing: the option keeps Loopscope's probe out, as it keeps out all "
                              "that the environment names. Leave it away, or run “python3 -m loopscope_probe”."),
                            self->program, self->obstacle);

  return g_strdup_printf (_("“%s” records nothing: it has not loaded Loopscope's probe. CPython 3.11 or later does, "
                            "unless its site module is replaced."), self->program);
}

/**
 * ls_session_explain_silence:
 *
 * Returns: (nullable): why nothing is recorded, and what to do; %NULL if something is
 */
char *
ls_session_explain_silence (LsSession *self)
{
  g_autofree char *end = NULL;

  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  if (self->reader != NULL)
    return NULL;
  if (self->is_python && !self->has_come)
    return explain_probe (self);
  if (!ls_child_has_ended (self->child))
    return g_strdup_printf (_("“%s” is running but records nothing: it does not use Loopscope's engine. Build it "
                              "with the flags of “pkg-config --cflags --libs loopscope-1”."), self->program);

  end = ls_describe_status (ls_child_get_status (self->child));
  if (self->has_come && end != NULL)
    return g_strdup_printf (_("“%s” ended before its event loop did anything: %s."), self->program, end);
  if (self->has_come)
    return g_strdup_printf (_("“%s” ended without using an event loop: there is nothing to show."), self->program);
  if (end != NULL)
    return g_strdup_printf (_("“%s” ended (%s) and recorded nothing: it does not use Loopscope's engine, or could "
                              "not start. To be recorded it has to be built with the flags of “pkg-config --cflags "
                              "--libs loopscope-1”."), self->program, end);

  return g_strdup_printf (_("“%s” ended and recorded nothing: it does not use Loopscope's engine. Build it with the "
                            "flags of “pkg-config --cflags --libs loopscope-1”."), self->program);
}

/* The disk is full, or the file may not grow: the program goes on, but nobody can tell what it does. */
static gboolean
is_full (LsSession *self)
{
  guint64 n = ls_trace_reader_get_n_events (self->reader);
  LsEvent last;

  return n > 0 && ls_trace_reader_get (self->reader, n - 1, &last) && last.rec.kind == LS_EVENT_DROPPED;
}

static void
add_full_note (LsSession *self,
               GPtrArray *notes)
{
  if (is_full (self))
    g_ptr_array_add (notes, g_strdup (_("The recording ends here, though the program went on: there was no more room for the "
                                        "trace. Free some of the disk to see further.")));
}

/**
 * ls_session_explain_end:
 *
 * Of a program that has ended well in its own eyes, but whose loop has not: nobody would guess it from the last step.
 *
 * Returns: (nullable): what it has done instead; %NULL if there is nothing to add to ls_session_describe_end()
 */
char *
ls_session_explain_end (LsSession *self)
{
  const LsState *state;
  const char *name;

  g_return_val_if_fail (LS_IS_SESSION (self), NULL);

  if (self->child == NULL || self->model == NULL || !ls_child_has_ended (self->child) || ls_child_get_status (self->child) != 0)
    return NULL;
  state = ls_model_get_state (self->model, ls_model_get_n_events (self->model));
  if (ls_model_get_n_units (self->model, LS_GRAIN_ITERATION) == 0 && ls_model_get_n_tasks (self->model) == 0)
    return g_strdup (_("The program ended without using an event loop: there is nothing to step through."));
  if (state->running == 0 || is_full (self))
    return NULL;
  name = ls_model_get_task_name (self->model, state->running);

  /* Translators: a task's name */
  return g_strdup_printf (_("The program ended at once, in a turn of %s, and left its loop as it was."), name);
}

static void
add_module_note (LsSession  *self,
                 GPtrArray  *notes,
                 const char *module)
{
  g_autofree char *base = g_path_get_basename (module);

  switch (GPOINTER_TO_UINT (g_hash_table_lookup (self->poor_modules, module)))
    {
    case LS_DEBUG_MISSING:
      g_ptr_array_add (notes, g_strdup_printf (_("“%s” is not here as it was recorded, so its source lines are not "
                                                 "known."), module));
      break;
    case LS_DEBUG_SYMBOLS:
      g_ptr_array_add (notes, g_strdup_printf (_("“%s” was built without debug information: its functions are known, "
                                                 "its lines are not. Compile it with -g."), base));
      break;
    default:
      g_ptr_array_add (notes, g_strdup_printf (_("“%s” was stripped of its debug information: neither functions nor "
                                                 "lines are known. Compile it with -g, and do not strip it."), base));
      break;
    }
}

/**
 * ls_session_get_notes:
 *
 * Returns: (transfer full) (element-type utf8): sentences on what of the trace cannot be shown, and why: damage, and
 *   modules without debug information
 */
GPtrArray *
ls_session_get_notes (LsSession *self)
{
  GPtrArray *notes = g_ptr_array_new_with_free_func (g_free);
  GHashTableIter modules;
  gpointer module;

  g_return_val_if_fail (LS_IS_SESSION (self), notes);

  if (self->reader != NULL)
    {
      const GPtrArray *problems = ls_trace_reader_get_problems (self->reader);

      for (guint i = 0; problems != NULL && i < problems->len; i++)
        g_ptr_array_add (notes, g_strdup (problems->pdata[i]));
      add_full_note (self, notes);
    }
  g_hash_table_iter_init (&modules, self->poor_modules);
  while (g_hash_table_iter_next (&modules, &module, NULL))
    add_module_note (self, notes, module);

  return notes;
}
