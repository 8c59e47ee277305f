/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include "ls-fault.h"

#define MOST_LINES 400      /* of standard error that are looked at, from its end */

/*
 * A traceback is: places, indented by two; below each the source, indented by four or more; the message, not
 * indented.  A syntax error has one place and no heading.  In an exception group all that stands behind a margin.
 */

static const char *
skip_margin (const char *line)
{
  const char *at = line + strspn (line, " ");

  if (*at != '|' && *at != '+')
    return line;
  at++;
  return *at == ' ' ? at + 1 : at;
}

/* Of `  File "…", line 12, in f`. */
static gboolean
parse_place (const char *line, char **file, guint *number)
{
  const char *start, *end;
  guint64 value;

  if (!g_str_has_prefix (line, "  File \""))
    return FALSE;
  start = line + strlen ("  File \"");
  end = g_strrstr (start, "\", line ");
  if (end == NULL)
    return FALSE;
  value = g_ascii_strtoull (end + strlen ("\", line "), NULL, 10);
  if (value == 0 || value > G_MAXINT)
    return FALSE;
  *file = g_strndup (start, end - start);
  *number = (guint) value;
  return TRUE;
}

static gboolean
is_library (const char *file)
{
  return file[0] == '<' || strstr (file, "/lib/python3") != NULL || strstr (file, "/site-packages/") != NULL;
}

/* An inner place counts more, the program's own more than the library's. */
static void
note_place (LsFault *fault, const char *line)
{
  char *file;
  guint number;

  if (!parse_place (line, &file, &number))
    return;
  if (fault->file != NULL && is_library (file) && !is_library (fault->file))
    {
      g_free (file);
      return;
    }
  g_free (fault->file);
  fault->file = file;
  fault->line = number;
}

static gboolean
is_message (const char *line)
{
  return g_ascii_isalpha (line[0]) && !g_str_has_prefix (line, "Traceback (");
}

LsFault *
ls_fault_parse (const char *text)
{
  g_auto (GStrv) lines = g_strsplit (text, "\n", -1);
  g_autoptr (LsFault) found = NULL, fault = g_new0 (LsFault, 1);

  for (guint i = 0; lines[i] != NULL; i++)
    {
      const char *line = skip_margin (lines[i]);

      if (found != NULL && lines[i][0] != '\0' && lines[i][0] != ' ')
        found->is_last = FALSE;
      note_place (fault, line);
      if (fault->file == NULL || !is_message (line))
        continue;
      fault->message = g_strdup (line);
      fault->is_last = TRUE;
      g_clear_pointer (&found, ls_fault_free);
      found = g_steal_pointer (&fault);
      fault = g_new0 (LsFault, 1);
    }
  return g_steal_pointer (&found);
}

void
ls_fault_free (LsFault *self)
{
  g_free (self->message);
  g_free (self->file);
  g_free (self);
}

static char *
join_errors (const GArray *output)
{
  g_autoptr (GString) text = g_string_new (NULL);
  guint first = output->len > MOST_LINES ? output->len - MOST_LINES : 0;

  for (guint i = first; i < output->len; i++)
    {
      const LsOutputLine *line = &g_array_index (output, LsOutputLine, i);

      if (line->is_stderr)
        g_string_append_printf (text, "%s\n", line->text);
    }
  return g_strdup (text->str);
}

/**
 * ls_session_find_fault:
 *
 * Of a saved trace it is not known how its program ended: there an error counts that was the last it said.
 *
 * Returns: (transfer full) (nullable): the error that the program ended with
 */
LsFault *
ls_session_find_fault (LsSession *session)
{
  g_autofree char *end = NULL, *text = NULL;
  g_autoptr (LsFault) fault = NULL;

  g_return_val_if_fail (LS_IS_SESSION (session), NULL);

  if (ls_session_get_model (session) == NULL || ls_session_get_life (session) != LS_LIFE_ENDED)
    return NULL;
  if (!ls_session_is_recorded (session) && (end = ls_session_describe_end (session)) == NULL)
    return NULL;
  text = join_errors (ls_model_get_output (ls_session_get_model (session)));
  fault = ls_fault_parse (text);
  if (fault != NULL && ls_session_is_recorded (session) && !fault->is_last)
    return NULL;
  return g_steal_pointer (&fault);
}
