/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Breakpoints: source lines here, ranges of code in the control page. */

#include "config.h"

#include <string.h>

#include "ls-python.h"
#include "ls-session-private.h"

#define STOPPED_BY_BREAKPOINT 3     /* in LsControl */

void
ls_breakpoint_free (LsBreakpoint *self)
{
  g_array_unref (self->ranges);
  g_free (self->file);
  g_free (self);
}

/* The modules a line may be in: the program's executable and those that have recorded sites. */
static GPtrArray *
get_modules (LsSession *self)
{
  GPtrArray *modules = g_ptr_array_new_with_free_func (g_free);
  LsTraceReader *reader = self->reader;
  guint n = ls_trace_reader_get_n_sites (reader);
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", (int) ls_session_get_pid (self));
  char *program = g_file_read_link (link, NULL);

  if (program != NULL)
    g_ptr_array_add (modules, program);
  for (guint id = 1; id <= n; id++)
    {
      const LsSite *site = ls_trace_reader_get_site (reader, id);

      if (site != NULL && site->module[0] != '\0' &&
          !g_ptr_array_find_with_equal_func (modules, site->module, g_str_equal, NULL))
        g_ptr_array_add (modules, g_strdup (site->module));
    }

  return modules;
}

static LsBreakpoint *
find_breakpoint (LsSession  *self,
                 const char *file,
                 guint       line)
{
  for (guint i = 0; i < self->breakpoints->len; i++)
    {
      LsBreakpoint *breakpoint = self->breakpoints->pdata[i];

      if (strcmp (breakpoint->file, file) == 0 && (breakpoint->line == line || breakpoint->taken == line))
        return breakpoint;
    }

  return NULL;
}

/* In Python a line is a place: the program finds out for itself when it comes there, if it is one that executes. */
static void
locate_in_script (LsSession    *self,
                  LsBreakpoint *breakpoint)
{
  gboolean is_copied = g_strcmp0 (breakpoint->file, self->script) == 0;
  g_autofree char *link = g_strdup_printf ("/proc/%d/exe", (int) ls_session_get_pid (self));
  g_autofree char *interpreter = g_file_read_link (link, NULL);
  LsBreakRange range = { g_str_hash (breakpoint->file), LS_BREAK_LINES, 0, 0 };

  breakpoint->taken = breakpoint->line;
  if (interpreter != NULL)
    breakpoint->taken = ls_python_find_line (interpreter, is_copied ? self->script_copy : breakpoint->file,
                                             breakpoint->line);
  range.from = breakpoint->taken;
  range.to = range.from + 1;
  g_array_append_val (breakpoint->ranges, range);
}

static void
locate (LsSession    *self,
        LsBreakpoint *breakpoint)
{
  g_autoptr (GPtrArray) modules = get_modules (self);

  for (guint i = 0; i < modules->len && breakpoint->taken == 0; i++)
    {
      const char *module = modules->pdata[i];
      g_autoptr (GArray) ranges =
        ls_resolver_find_line (ls_session_get_resolver (self), module, breakpoint->file, breakpoint->line,
                               &breakpoint->taken);

      for (guint j = 0; ranges != NULL && j < ranges->len; j++)
        {
          const LsCodeRange *code = &g_array_index (ranges, LsCodeRange, j);
          LsBreakRange range = { g_str_hash (module), 0, code->from, code->to };

          g_array_append_val (breakpoint->ranges, range);
        }
    }
}

static guint
count_ranges (LsSession *self)
{
  guint n = 0;

  for (guint i = 0; i < self->breakpoints->len; i++)
    n += ((LsBreakpoint *) self->breakpoints->pdata[i])->ranges->len;

  return n;
}

/* Writes all ranges to the page; a program that runs freely has to look at them from now on. */
static void
arm (LsSession *self)
{
  LsControl *control = ls_session_get_control (self);
  guint n = 0;

  if (control == NULL)
    return;
  __atomic_store_n (&control->n_breakpoints, 0, __ATOMIC_RELEASE);
  for (guint i = 0; i < self->breakpoints->len; i++)
    {
      LsBreakpoint *breakpoint = self->breakpoints->pdata[i];

      for (guint j = 0; j < breakpoint->ranges->len; j++)
        control->breakpoints[n++] = g_array_index (breakpoint->ranges, LsBreakRange, j);
    }
  __atomic_store_n (&control->n_breakpoints, n, __ATOMIC_RELEASE);
  __atomic_add_fetch (&control->breakpoint_generation, 1, __ATOMIC_RELEASE);

  if (n > 0 && __atomic_load_n (&control->gate, __ATOMIC_ACQUIRE) == LS_GATE_RUN)
    ls_session_run (self);
}

/**
 * ls_session_set_breakpoint:
 * @file: as sites name it
 * @line: from 1
 *
 * Returns: the line that was taken: @line, or in Python the next one that executes, in C the next one of its function
 *   that calls the engine; 0 if there is none, if too many are set, or if there is no program any more
 */
guint
ls_session_set_breakpoint (LsSession  *self,
                           const char *file,
                           guint       line)
{
  LsBreakpoint *breakpoint;

  g_return_val_if_fail (LS_IS_SESSION (self), 0);
  g_return_val_if_fail (file != NULL, 0);

  if (ls_session_get_control (self) == NULL || self->reader == NULL)
    return 0;
  breakpoint = find_breakpoint (self, file, line);
  if (breakpoint != NULL)
    return breakpoint->taken;

  breakpoint = g_new0 (LsBreakpoint, 1);
  breakpoint->file = g_strdup (file);
  breakpoint->line = line;
  breakpoint->ranges = g_array_new (FALSE, FALSE, sizeof (LsBreakRange));
  if (ls_session_has_lines (self))
    locate_in_script (self, breakpoint);
  else
    locate (self, breakpoint);
  if (breakpoint->taken == 0 ||
      count_ranges (self) + breakpoint->ranges->len > LS_CONTROL_BREAKPOINTS)
    {
      ls_breakpoint_free (breakpoint);
      return 0;
    }

  g_ptr_array_add (self->breakpoints, breakpoint);
  arm (self);
  return breakpoint->taken;
}

void
ls_session_clear_breakpoint (LsSession  *self,
                             const char *file,
                             guint       line)
{
  LsBreakpoint *breakpoint;

  g_return_if_fail (LS_IS_SESSION (self));
  g_return_if_fail (file != NULL);

  breakpoint = find_breakpoint (self, file, line);
  if (breakpoint == NULL)
    return;
  g_ptr_array_remove (self->breakpoints, breakpoint);
  arm (self);
}

gboolean
ls_session_is_at_breakpoint (LsSession *self)
{
  LsControl *control;

  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  control = ls_session_get_control (self);

  return control != NULL && ls_session_get_life (self) == LS_LIFE_PAUSED &&
         __atomic_load_n (&control->stopped_by, __ATOMIC_ACQUIRE) == STOPPED_BY_BREAKPOINT;
}
