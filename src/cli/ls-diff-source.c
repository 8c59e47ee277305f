/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <string.h>

#include <glib/gstdio.h>

#include "ls-catalogue.h"
#include "ls-cli-private.h"
#include "ls-diff-record.h"
#include "ls-diff-source.h"
#include "ls-python.h"

/* The example that is meant, and whether its Python version; NULL: none, or there is a file of that name. */
static const LsExample *
find_example (const char *name,
              gboolean   *is_python)
{
  g_autofree char *stem = g_str_has_suffix (name, ".py") ? g_strndup (name, strlen (name) - strlen (".py")) : NULL;

  *is_python = stem != NULL;
  if (strchr (name, '/') != NULL || g_file_test (name, G_FILE_TEST_IS_REGULAR))
    return NULL;

  return ls_catalogue_find (stem != NULL ? stem : name);
}

static gboolean
is_program (const char *name)
{
  return ls_python_is_script (name)
         || (g_file_test (name, G_FILE_TEST_IS_REGULAR) && g_file_test (name, G_FILE_TEST_IS_EXECUTABLE));
}

/* “loopscope run”, with this same program. */
static GStrv
make_argv (const LsDiffSource *self,
           const LsExample    *example,
           gboolean            is_python,
           const char         *trace)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *seed = g_strdup_printf ("%" G_GINT64_FORMAT, self->seed);
  const char *clock = self->clock != NULL ? self->clock
                      : example != NULL && example->clock == LS_CLOCK_REAL ? "real" : "instant";

  g_strv_builder_add_many (builder, "/proc/self/exe", "run", "--clock", clock, "-o", trace, NULL);
  if (self->seed >= 0)
    g_strv_builder_add_many (builder, "--seed", seed, NULL);
  if (example != NULL && is_python)
    g_strv_builder_add (builder, "--python");
  g_strv_builder_add (builder, example != NULL ? example->name : self->name);

  return g_strv_builder_end (builder);
}

static LsSession *
open_trace (const char *path,
            gboolean   *is_whole)
{
  int code;
  LsSession *session = ls_cli_open_trace (path, TRUE, &code);

  *is_whole = *is_whole && code == LS_EXIT_OK;
  return session;
}

LsSession *
ls_diff_source_open (const LsDiffSource *self,
                     gboolean           *is_whole)
{
  gboolean is_python;
  const LsExample *example = find_example (self->name, &is_python);
  g_autoptr (GError) error = NULL;
  g_autofree char *folder = NULL, *trace = NULL;
  g_auto (GStrv) argv = NULL;
  LsSession *session = NULL;
  LsDiffRecord recorded;

  if (example == NULL && !is_program (self->name))
    return open_trace (self->name, is_whole);
  folder = g_dir_make_tmp ("loopscope-XXXXXX", &error);
  if (folder == NULL)
    {
      ls_cli_say ("%s", error->message);
      return NULL;
    }
  trace = g_build_filename (folder, "trace.looptrace", NULL);
  argv = make_argv (self, example, is_python, trace);
  recorded = ls_diff_record ((const char * const *) argv, self->name, trace, self->seconds);
  if (recorded != LS_DIFF_NOT_RECORDED)
    session = open_trace (trace, is_whole);
  *is_whole = *is_whole && recorded != LS_DIFF_CUT;
  g_unlink (trace);
  g_rmdir (folder);

  return session;
}
