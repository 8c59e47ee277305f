/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <glib/gi18n.h>

#include "ls-catalogue.h"
#include "ls-compare.h"
#include "ls-example-launch.h"

/* An example's name is no path: a file of that name is written with its folder. */
static const LsExample *
find_example (const char *what, gboolean *python)
{
  g_autofree char *name = g_str_has_suffix (what, ".py") ? g_strndup (what, strlen (what) - strlen (".py")) : g_strdup (what);

  if (python != NULL)
    *python = g_str_has_suffix (what, ".py");
  return strchr (what, G_DIR_SEPARATOR) == NULL ? ls_catalogue_find (name) : NULL;
}

gboolean
ls_compare_is_example (const char *what)
{
  return find_example (what, NULL) != NULL;
}

static LsSession *
open_one (const char *what, GError **error)
{
  LsExampleRun run = { .seed = -1 };
  const LsExample *example = find_example (what, &run.python);

  if (example == NULL)
    return ls_session_open (what, error);

  run.arguments = (const char * const *) example->arguments;
  run.clock = example->clock == LS_CLOCK_REAL ? LS_CLOCK_REAL : LS_CLOCK_INSTANT;
  return ls_example_launch (example, &run, error);
}

static char *
name_one (const char *what, const char *name)
{
  gboolean python;
  const LsExample *example = find_example (what, &python);

  if (name != NULL)
    return g_strdup (name);
  if (example == NULL)
    return g_path_get_basename (what);
  /* Translators: an example's title */
  return python ? g_strdup_printf (_("%s, in Python"), example->title) : g_strdup (example->title);
}

gboolean
ls_compare_open (GtkApplication *application, const char * const what[2], const char * const names[2],
                 GError **error)
{
  g_autoptr (LsSession) one = open_one (what[0], error);
  g_autoptr (LsSession) other = one != NULL ? open_one (what[1], error) : NULL;
  g_autofree char *name = name_one (what[0], names != NULL ? names[0] : NULL);
  g_autofree char *other_name = name_one (what[1], names != NULL ? names[1] : NULL);
  LsCompared sides[2] = { { one, name }, { other, other_name } };
  const LsExample *examples[2] = { find_example (what[0], NULL), find_example (what[1], NULL) };
  gboolean by_time = examples[0] != NULL && examples[1] != NULL && examples[0] != examples[1];

  if (other == NULL)
    {
      if (one != NULL)
        ls_session_close (one);
      return FALSE;
    }
  gtk_window_present (GTK_WINDOW (ls_compare_window_new (application, sides,
                                                         by_time ? LS_ALIGN_TIME : LS_ALIGN_EVENTS)));
  return TRUE;
}
