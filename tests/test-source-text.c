/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>

#include "ls-source-text.h"

typedef struct
{
  char         *path;
  LsSourceText *source;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  int fd = g_file_open_tmp ("loopscope-source-XXXXXX", &fixture->path, NULL);

  g_assert_cmpint (fd, >=, 0);
  g_close (fd, NULL);
  fixture->source = ls_source_text_new ();
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  ls_source_text_free (fixture->source);
  g_unlink (fixture->path);
  g_free (fixture->path);
}

static void
write_source (Fixture *fixture, const char *text, gssize length)
{
  g_assert_true (g_file_set_contents (fixture->path, text, length, NULL));
}

static void
check (Fixture *fixture, guint line, const char *expected)
{
  g_autofree char *text = ls_source_text_get (fixture->source, fixture->path, line);

  g_assert_cmpstr (text, ==, expected);
}

static void
test_lines (Fixture *fixture, gconstpointer data)
{
  write_source (fixture, "int main (void)\n{\n  return 0;  \n}\n", -1);
  check (fixture, 1, "int main (void)");
  check (fixture, 3, "return 0;");
  check (fixture, 0, NULL);
  check (fixture, 6, NULL);
  check (fixture, G_MAXUINT, NULL);
}

static void
test_no_text (Fixture *fixture, gconstpointer data)
{
  write_source (fixture, "\xff\xfe\0\0", 4);
  check (fixture, 1, NULL);
}

static void
test_no_file (Fixture *fixture, gconstpointer data)
{
  g_assert_null (ls_source_text_get (fixture->source, "/nonexistent/source.c", 1));
  g_assert_null (ls_source_text_get (fixture->source, "/dev/zero", 1));
  g_assert_null (ls_source_text_get (fixture->source, "", 1));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  g_test_add ("/Ls/SourceText/lines", Fixture, NULL, set_up, test_lines, tear_down);
  g_test_add ("/Ls/SourceText/no-text", Fixture, NULL, set_up, test_no_text, tear_down);
  g_test_add ("/Ls/SourceText/no-file", Fixture, NULL, set_up, test_no_file, tear_down);

  return g_test_run ();
}
