/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <glib/gstdio.h>

#include "ls-catalogue.h"

static const char catalogue[] =
  "[{ \"name\": \"two-tasks\", \"title\": \"Two tasks\", \"group\": \"Tasks\", \"summary\": \"Two sleeps.\","
  "   \"seed\": \"002\", \"clock\": \"instant\", \"arguments\": [\"-p\", \"3\"], \"watch\": \"The timers.\","
  "   \"remarks\": [{ \"says\": \"It loops.\", \"happens\": \"It does not.\", \"anchor\": \"The loop\" }],"
  "   \"compare-with\": \"sequential\" },"
  " { \"name\": \"gather-count\", \"clock\": \"paced\", \"interrupt-at\": 20 },"
  " { \"name\": \"blocking-sleep\", \"clock\": \"real\" }]";

static char *folder;

static char *
write_file (const char *name,
            const char *text)
{
  char *path = g_build_filename (folder, name, NULL);

  g_assert_true (g_file_set_contents (path, text, -1, NULL));
  return path;
}

static void
test_load (void)
{
  g_autofree char *path = write_file ("load.json", catalogue);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) examples = ls_catalogue_load (path, &error);
  const LsExample *first, *second;
  const LsRemark *remark;

  g_assert_no_error (error);
  g_assert_cmpuint (examples->len, ==, 3);
  first = examples->pdata[0];
  g_assert_cmpstr (first->name, ==, "two-tasks");
  g_assert_cmpstr (first->title, ==, "Two tasks");
  g_assert_cmpint (first->clock, ==, LS_CLOCK_INSTANT);
  g_assert_cmpstr (first->arguments[1], ==, "3");
  g_assert_null (first->arguments[2]);
  g_assert_cmpstr (first->compare_with, ==, "sequential");
  remark = first->remarks->pdata[0];
  g_assert_cmpstr (remark->says, ==, "It loops.");
  g_assert_cmpstr (remark->happens, ==, "It does not.");
  g_assert_cmpstr (remark->anchor, ==, "The loop");

  second = examples->pdata[1];
  g_assert_cmpstr (second->title, ==, "");
  g_assert_cmpuint (second->remarks->len, ==, 0);
  g_assert_null (second->arguments[0]);
  g_assert_null (second->compare_with);
  g_assert_cmpfloat (second->interrupt_at, ==, 20);
}

static void
test_bad (void)
{
  const char *texts[] = { "", "{", "{}", "3", "null", "\"text\"", "{ \"examples\": 3 }" };

  for (guint i = 0; i < G_N_ELEMENTS (texts); i++)
    {
      g_autofree char *path = write_file ("bad.json", texts[i]);
      g_autoptr (GError) error = NULL;

      g_assert_null (ls_catalogue_load (path, &error));
      g_assert_nonnull (error);
    }
}

/* An entry that makes no sense costs that entry. */
static void
test_bad_entry (void)
{
  g_autofree char *path = write_file ("entry.json",
    "[3, { \"name\": 3, \"clock\": \"real\" }, { \"name\": \"a\", \"clock\": \"sun\" }, [],"
    " { \"name\": \"b\", \"clock\": \"real\", \"arguments\": [3, {}], \"remarks\": [3], \"title\": [] }]");
  g_autoptr (GPtrArray) examples = NULL;

  for (guint i = 0; i < 4; i++)
    g_test_expect_message ("loopscope", G_LOG_LEVEL_WARNING, "*has no name or no known clock");
  examples = ls_catalogue_load (path, NULL);
  g_test_assert_expected_messages ();
  g_assert_cmpuint (examples->len, ==, 1);
  g_assert_cmpstr (((LsExample *) examples->pdata[0])->name, ==, "b");
}

static void
test_nearest (void)
{
  static const struct { const char *typed, *meant; } cases[] = {
    { "two-tasks", "two-tasks" }, { "two_tasks", "two-tasks" }, { "twotasks", "two-tasks" },
    { "Two-Tasks", "two-tasks" }, { "gather", "gather-count" }, { "gahter-count", "gather-count" },
    { "sleep", "blocking-sleep" }, { "blocking-slep", "blocking-sleep" },
    { "xyzzy", NULL }, { "", NULL }, { "\xff", NULL },
  };
  const char * const words[] = { "two-tasks", "gather-count", "blocking-sleep", NULL };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (ls_catalogue_nearest_of (cases[i].typed, words), ==, cases[i].meant);
}

static void
test_found (void)
{
  const LsExample *example = ls_catalogue_find ("gather-count");
  g_autofree char *program = NULL;
  g_autofree char *source = NULL;
  g_autofree char *twin = NULL;
  g_autofree char *expected = g_build_filename (folder, "gather-count", NULL);

  g_assert_nonnull (example);
  g_assert_null (ls_catalogue_find ("gather"));
  g_assert_cmpstr (ls_catalogue_nearest ("gather"), ==, "gather-count");
  g_assert_cmpuint (ls_catalogue_get ()->len, ==, 3);

  program = ls_catalogue_get_program (example);
  g_assert_cmpstr (program, ==, expected);
  source = ls_catalogue_get_source (example, FALSE);
  g_assert_true (g_str_has_prefix (source, folder));
  g_assert_true (g_str_has_suffix (source, "gather-count.c"));
  twin = ls_catalogue_get_source (example, TRUE);   /* not along the path: where it is installed */
  g_assert_false (g_str_has_prefix (twin, folder));
  g_assert_true (g_str_has_suffix (twin, "gather-count.py"));
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = NULL;
  int result;

  g_test_init (&argc, &argv, NULL);
  folder = g_dir_make_tmp ("loopscope-catalogue-XXXXXX", NULL);
  path = g_strconcat ("/nonexistent:", folder, NULL);
  g_setenv ("LOOPSCOPE_EXAMPLES", path, TRUE);
  g_free (write_file ("catalogue.json", catalogue));
  g_free (write_file ("gather-count", ""));
  g_free (write_file ("gather-count.c", ""));

  g_test_add_func ("/loopscope/catalogue/load", test_load);
  g_test_add_func ("/loopscope/catalogue/bad", test_bad);
  g_test_add_func ("/loopscope/catalogue/bad-entry", test_bad_entry);
  g_test_add_func ("/loopscope/catalogue/nearest", test_nearest);
  g_test_add_func ("/loopscope/catalogue/found", test_found);
  result = g_test_run ();

  for (const char * const *name = (const char * const[]) { "catalogue.json", "gather-count", "gather-count.c", "load.json", "bad.json", "entry.json", NULL }; *name != NULL; name++)
    {
      g_autofree char *file = g_build_filename (folder, *name, NULL);

      g_unlink (file);
    }
  g_rmdir (folder);
  g_free (folder);
  return result;
}
