/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Where a task stands that holds the loop and says nothing of it: its stack is looked at from outside. */

#include "config.h"

#include "ls-sampler.h"
#include "ls-session-private.h"

#define SAMPLE_INTERVAL (G_USEC_PER_SEC / 2)

static gboolean
is_python (LsSession *self)
{
  return self->entry != NULL ? g_str_has_prefix (self->entry->runtime, "CPython") : self->is_python;
}

/**
 * ls_session_find_holder_line:
 * @file: (out) (transfer none): absolute
 * @line: (out): from 1
 *
 * The line that a C program was at when it was last looked at, twice a second at most, in the turn that lasts.
 *
 * Returns: whether it is known
 */
gboolean
ls_session_find_holder_line (LsSession   *self,
                             const char **file,
                             guint       *line)
{
  gint64 now = g_get_monotonic_time (), since;

  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);

  if (ls_session_get_holder (self, &since) == 0 || is_python (self))
    return FALSE;
  if (since != self->sampled_turn || now - self->sampled_at >= SAMPLE_INTERVAL)
    {
      char *found;

      self->sampled_turn = since;
      self->sampled_at = now;
      self->sampled_line = 0;
      g_clear_pointer (&self->sampled_file, g_free);
      if (ls_sampler_find_line (ls_session_get_resolver (self), ls_session_get_pid (self), &found,
                                &self->sampled_line))
        self->sampled_file = found;
    }
  *file = self->sampled_file;
  *line = self->sampled_line;

  return self->sampled_line > 0;
}
