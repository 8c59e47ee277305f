/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <inttypes.h>
#include <string.h>

#include <glib/gi18n-lib.h>

#include "ls-cli-private.h"
#include "ls-landmark.h"

/* No default but 0 can be told from an option that was not given. */
int
ls_cli_check_anchor (const char *command,
                     const char *anchor,
                     gint64     *nth)
{
  if (*nth < 0)
    return ls_cli_misused (command, _("“--nth” counts from 1."));
  if (*nth > 0 && anchor == NULL)
    return ls_cli_misused (command, _("“--nth” goes with “--at”."));
  if (anchor != NULL && (anchor[0] == '\0' || strcmp (anchor, ":") == 0))
    return ls_cli_misused (command, _("“--at” needs the beginning of a sentence, or a colon and a name."));
  *nth = MAX (*nth, 1);

  return LS_EXIT_OK;
}

int
ls_cli_find_anchor (LsModel    *model,
                    const char *anchor,
                    gint64      nth,
                    guint64    *position)
{
  g_autoptr (GError) error = NULL;

  *position = ls_landmark_find (model, anchor, nth, &error);
  if (*position > 0)
    return LS_EXIT_OK;
  ls_cli_say ("%s", error->message);

  return LS_EXIT_USAGE;
}

/* Opening a window at an anchor */

/* Takes “--at” and “--nth” out of @words, which keeps the rest for the window. */
static gboolean
take_options (char     ***words,
              char      **anchor,
              gint64     *nth,
              GError    **error)
{
  const GOptionEntry entries[] = {
    { "at", 0, 0, G_OPTION_ARG_STRING, anchor, NULL, NULL },
    { "nth", 0, 0, G_OPTION_ARG_INT64, nth, NULL, NULL },
    { NULL }
  };
  g_autoptr (GOptionContext) context = g_option_context_new (NULL);

  g_option_context_add_main_entries (context, entries, GETTEXT_PACKAGE);
  g_option_context_set_help_enabled (context, FALSE);
  g_option_context_set_ignore_unknown_options (context, TRUE);
  return g_option_context_parse_strv (context, words, error);
}

static int
find_step (const char *path,
           const char *anchor,
           gint64      nth,
           guint64    *step)
{
  g_autoptr (LsSession) session = NULL;
  guint64 position;
  int code;

  session = ls_cli_open_trace (path, TRUE, &code);
  if (session == NULL)
    return code;
  code = ls_cli_find_anchor (ls_session_get_model (session), anchor, nth, &position);
  if (code == LS_EXIT_OK)
    *step = ls_model_get_unit (ls_session_get_model (session), LS_GRAIN_STEP, position);

  return code;
}

/*
 * The window knows steps alone: “--at” becomes “--step”.  The step is found before there is a window, so that a miss
 * can be told where it was asked for.  A new @argv lives as long as the process.
 */
int
ls_cli_place_window (int    *argc,
                     char ***argv)
{
  g_auto (GStrv) words = g_strdupv (*argv);
  g_autofree char *anchor = NULL;
  g_autoptr (GError) error = NULL;
  gint64 nth = 0;
  guint64 step = 0;
  guint n;
  int code;

  if (!take_options (&words, &anchor, &nth, &error))
    {
      ls_cli_say ("%s", error->message);
      return LS_EXIT_USAGE;
    }
  code = ls_cli_check_anchor ("", anchor, &nth);
  if (code != LS_EXIT_OK || anchor == NULL)
    return code;
  n = g_strv_length (words);
  if (n != 2 || words[1][0] == '-')
    return ls_cli_misused ("", _("“--at” goes with one recorded trace."));
  code = find_step (words[1], anchor, nth, &step);
  if (code != LS_EXIT_OK)
    return code;

  *argv = g_new0 (char *, n + 2);
  for (guint i = 0; i < n; i++)
    (*argv)[i] = g_strdup (words[i]);
  (*argv)[n] = g_strdup_printf ("--step=%" PRIu64, step);
  *argc = n + 1;

  return LS_EXIT_OK;
}
