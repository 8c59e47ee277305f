/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-catalogue.h"
#include "ls-compare.h"
#include "ls-example-launch.h"

/* An example's name is no path: a file of that name is written with its folder. */
static const LsExample *
find_example (const char *what)
{
  return strchr (what, G_DIR_SEPARATOR) == NULL ? ls_catalogue_find (what) : NULL;
}

static LsSession *
open_one (const char *what, GError **error)
{
  const LsExample *example = find_example (what);

  if (example == NULL)
    return ls_session_open (what, error);

  return ls_example_launch (example,
                            &(LsExampleRun) { .arguments = (const char * const *) example->arguments, .seed = -1,
                                              .clock = example->clock == LS_CLOCK_REAL ? LS_CLOCK_REAL
                                                                                       : LS_CLOCK_INSTANT },
                            error);
}

static char *
name_one (const char *what, const char *name)
{
  const LsExample *example = find_example (what);

  if (name != NULL)
    return g_strdup (name);
  return example != NULL ? g_strdup (example->title) : g_path_get_basename (what);
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
  gboolean by_time = find_example (what[0]) != NULL && find_example (what[1]) != NULL;

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
