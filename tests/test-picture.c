/* SPDX-License-Identifier: GPL-3.0-or-later */

#include <signal.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "draw-fixture.h"
#include "draw-trace.h"
#include "ls-picture.h"

typedef struct
{
  Trace  trace;
  char  *dir;
} Fixture;

static void
set_up (Fixture *fixture, gconstpointer data)
{
  trace_set_up (&fixture->trace, NULL);
  write_window_trace (&fixture->trace);
  write_rest_of_trace (&fixture->trace);
  trace_read (&fixture->trace);
  fixture->dir = g_dir_make_tmp ("loopscope-picture-XXXXXX", NULL);
}

/* Everything a test wrote, whatever its name. */
static guint
count_files (Fixture *fixture, gboolean remove)
{
  GDir *dir = g_dir_open (fixture->dir, 0, NULL);
  const char *name;
  guint n = 0;

  while ((name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (fixture->dir, name, NULL);

      if (remove)
        g_unlink (path);
      n++;
    }
  g_dir_close (dir);
  return n;
}

static void
tear_down (Fixture *fixture, gconstpointer data)
{
  count_files (fixture, TRUE);
  g_rmdir (fixture->dir);
  g_free (fixture->dir);
  trace_tear_down (&fixture->trace, NULL);
}

static char *
path_of (Fixture *fixture, const char *name)
{
  return g_build_filename (fixture->dir, name, NULL);
}

static LsPictureOptions
options_for (Fixture *fixture, LsView view)
{
  LsModel *model = fixture->trace.model;

  return (LsPictureOptions) {
    .view = view, .grain = LS_GRAIN_TURN,
    .position = view == LS_VIEW_FILM ? ls_model_get_n_events (model) : ls_model_get_unit_end (model, LS_GRAIN_STEP, 35),
  };
}

static char *
write_and_read (Fixture *fixture, const LsPictureOptions *options, const char *name, gsize *length)
{
  g_autofree char *path = path_of (fixture, name);
  g_autoptr (GError) error = NULL;
  char *contents;

  g_assert_true (ls_picture_write (fixture->trace.model, options, path, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (path, &contents, length, &error));
  return contents;
}

static gboolean
has_bytes (const char *contents, gsize length, const char *bytes)
{
  return memmem (contents, length, bytes, strlen (bytes)) != NULL;
}

static void
test_formats (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *name, *start, *end; } formats[] = {
    { "a.png", "\x89PNG", "IEND" }, { "b.SVG", "<?xml", "</svg>" }, { "c.pdf", "%PDF", "%%EOF" },
  };

  for (guint view = LS_VIEW_STAGE; view <= LS_VIEW_FILM; view++)
    for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
      {
        LsPictureOptions options = options_for (fixture, view);
        g_autofree char *contents = NULL;
        gsize length;

        options.dark = view % 2;
        contents = write_and_read (fixture, &options, formats[i].name, &length);
        g_assert_true (g_str_has_prefix (contents, formats[i].start));
        g_assert_true (has_bytes (contents + length - 16, 16, formats[i].end));
      }
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 3);
}

static void
test_pdf (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
  gsize length;
  g_autofree char *contents = write_and_read (fixture, &options, "stage.pdf", &length);

  g_assert_true (has_bytes (contents, length, "/Title"));
  g_assert_true (has_bytes (contents, length, "/Creator (Loopscope"));
  g_assert_true (has_bytes (contents, length, "/Count 1"));
}

/* A long film has several pages in PDF, all of the size of a sheet. */
static void
test_pages (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_FILM);
  g_autofree char *contents = NULL;
  gsize length;

  options.grain = LS_GRAIN_STEP;
  contents = write_and_read (fixture, &options, "film.pdf", &length);
  g_assert_false (has_bytes (contents, length, "/Count 1\n"));
  g_assert_true (has_bytes (contents, length, "/Count 4"));
}

static void
test_scale (Fixture *fixture, gconstpointer data)
{
  static const double scales[] = { 0, 1, 3 };

  for (guint i = 0; i < G_N_ELEMENTS (scales); i++)
    {
      LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
      g_autofree char *path = path_of (fixture, "stage.png");
      cairo_surface_t *surface;
      gsize length;

      options.scale = scales[i];
      options.width = 500;
      g_free (write_and_read (fixture, &options, "stage.png", &length));
      surface = cairo_image_surface_create_from_png (path);
      g_assert_cmpint (cairo_image_surface_get_width (surface), ==, 500 * (scales[i] > 0 ? scales[i] : 2));
      cairo_surface_destroy (surface);
    }
}

static void
assert_fails (Fixture *fixture, const LsPictureOptions *options, const char *path, LsPictureError code)
{
  g_autoptr (GError) error = NULL;

  g_assert_false (ls_picture_write (fixture->trace.model, options, path, NULL, &error));
  g_assert_error (error, LS_PICTURE_ERROR, (int) code);
  g_assert_cmpuint (strlen (error->message), >, 20);
}

static void
test_unknown_format (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
  g_autofree char *path = path_of (fixture, "stage.jpeg");

  assert_fails (fixture, &options, path, LS_PICTURE_ERROR_FORMAT);
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 0);
}

static void
test_unwritable (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
  g_autofree char *nowhere = path_of (fixture, "no/such/folder/stage.png");
  g_autofree char *folder = path_of (fixture, "folder.png");

  assert_fails (fixture, &options, nowhere, LS_PICTURE_ERROR_WRITE);
  g_mkdir (folder, 0700);
  assert_fails (fixture, &options, folder, LS_PICTURE_ERROR_WRITE);
  g_rmdir (folder);
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 0);
}

/* When the disk is full what was there is kept, and nothing is left beside it. */
static void
test_full (Fixture *fixture, gconstpointer data)
{
  static const char * const names[] = { "full.png", "full.svg", "full.pdf" };
  struct rlimit before, small;

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      LsPictureOptions options = options_for (fixture, LS_VIEW_FILM);
      g_autofree char *path = path_of (fixture, names[i]);
      g_autofree char *kept = NULL;

      g_assert_true (g_file_set_contents (path, "an older picture", -1, NULL));
      signal (SIGXFSZ, SIG_IGN);
      g_assert_cmpint (getrlimit (RLIMIT_FSIZE, &before), ==, 0);
      small = before;
      small.rlim_cur = 4096;
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &small), ==, 0);
      assert_fails (fixture, &options, path, LS_PICTURE_ERROR_WRITE);
      g_assert_cmpint (setrlimit (RLIMIT_FSIZE, &before), ==, 0);
      g_assert_true (g_file_get_contents (path, &kept, NULL, NULL));
      g_assert_cmpstr (kept, ==, "an older picture");
    }
  g_assert_cmpuint (count_files (fixture, FALSE), ==, G_N_ELEMENTS (names));
}

static void
test_full_device (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
  g_autofree char *path = path_of (fixture, "full.png");

  if (symlink ("/dev/full", path) != 0 || g_access ("/dev/full", W_OK) != 0)
    {
      g_test_skip ("there is no /dev/full");
      return;
    }
  assert_fails (fixture, &options, path, LS_PICTURE_ERROR_WRITE);
  g_assert_true (g_file_test (path, G_FILE_TEST_IS_SYMLINK));
}

static void
test_replace (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
  g_autofree char *path = path_of (fixture, "stage.svg");
  g_autofree char *link = path_of (fixture, "link.svg");
  g_autofree char *contents = NULL;
  struct stat status;
  gsize length;

  g_assert_true (g_file_set_contents (path, "an older picture", -1, NULL));
  g_assert_cmpint (g_chmod (path, 0640), ==, 0);
  g_assert_cmpint (symlink (path, link), ==, 0);
  contents = write_and_read (fixture, &options, "link.svg", &length);
  g_assert_true (g_str_has_prefix (contents, "<?xml"));
  g_assert_true (g_file_test (link, G_FILE_TEST_IS_SYMLINK));
  g_assert_cmpint (stat (path, &status), ==, 0);
  g_assert_cmpint (status.st_mode & 0777, ==, 0640);
}

static void
test_cancelled (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_FILM);
  g_autofree char *path = path_of (fixture, "film.pdf");
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GError) error = NULL;

  g_cancellable_cancel (cancellable);
  g_assert_false (ls_picture_write (fixture->trace.model, &options, path, cancellable, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 0);
}

static LsPictureOptions
options_for_run (Fixture *fixture, LsGrain grain)
{
  return (LsPictureOptions) {
    .view = LS_VIEW_RUN, .grain = grain, .position = ls_model_get_n_events (fixture->trace.model),
  };
}

static void
test_run (Fixture *fixture, gconstpointer data)
{
  static const struct { const char *name, *start, *end; } formats[] = {
    { "run.pdf", "%PDF", "%%EOF" }, { "run.html", "<!DOCTYPE html>", "</html>" }, { "run.json", "{", "]}" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (formats); i++)
    {
      LsPictureOptions options = options_for_run (fixture, LS_GRAIN_TURN);
      gsize length;
      g_autofree char *contents = write_and_read (fixture, &options, formats[i].name, &length);

      g_assert_true (g_str_has_prefix (contents, formats[i].start));
      g_assert_true (has_bytes (contents + length - 16, 16, formats[i].end));
    }
}

static guint
count (const char *contents, const char *word)
{
  guint n = 0;

  for (const char *at = contents; (at = strstr (at, word)) != NULL; at += strlen (word))
    n++;
  return n;
}

/* A page for each unit, and one for what follows; what pictures share is there once. */
static void
test_run_pages (Fixture *fixture, gconstpointer data)
{
  static const LsGrain grains[] = { LS_GRAIN_TURN, LS_GRAIN_STEP, LS_GRAIN_ITERATION };

  for (guint i = 0; i < G_N_ELEMENTS (grains); i++)
    {
      LsPictureOptions options = options_for_run (fixture, grains[i]);
      gsize length;
      g_autofree char *contents = write_and_read (fixture, &options, "run.html", &length);
      guint64 n = ls_model_get_n_units (fixture->trace.model, grains[i]);

      g_assert_cmpuint (count (contents, "<section "), >=, n);
      g_assert_cmpuint (count (contents, "<section "), <=, n + 1);
      g_assert_cmpuint (count (contents, "<defs>"), ==, 1);
      g_assert_cmpuint (count (contents, " id=\"d0\""), ==, 1);
      g_assert_cmpuint (count (contents, "rgb("), ==, 0);
    }
}

static void
test_run_formats (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for_run (fixture, LS_GRAIN_TURN);
  g_autofree char *png = path_of (fixture, "run.png"), *html = path_of (fixture, "stage.html");

  assert_fails (fixture, &options, png, LS_PICTURE_ERROR_FORMAT);
  options.view = LS_VIEW_STAGE;
  assert_fails (fixture, &options, html, LS_PICTURE_ERROR_FORMAT);
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 0);
}

static void
cancel_third (guint done, guint total, gpointer cancellable)
{
  g_assert_cmpuint (done, <=, 3);
  g_assert_cmpuint (total, >, 3);
  if (done == 3)
    g_cancellable_cancel (cancellable);
}

static void
test_run_cancelled (Fixture *fixture, gconstpointer data)
{
  static const char * const names[] = { "run.pdf", "run.html" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      LsPictureOptions options = options_for_run (fixture, LS_GRAIN_TURN);
      g_autofree char *path = path_of (fixture, names[i]);
      g_autoptr (GCancellable) cancellable = g_cancellable_new ();
      g_autoptr (GError) error = NULL;

      options.progress = cancel_third;
      options.progress_data = cancellable;
      g_assert_false (ls_picture_write (fixture->trace.model, &options, path, cancellable, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
    }
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 0);
}

static void
test_too_large (Fixture *fixture, gconstpointer data)
{
  LsPictureOptions options = options_for (fixture, LS_VIEW_STAGE);
  g_autofree char *path = path_of (fixture, "stage.png");

  options.scale = 100;
  assert_fails (fixture, &options, path, LS_PICTURE_ERROR_TOO_LARGE);
  g_assert_cmpuint (count_files (fixture, FALSE), ==, 0);
}

static void
test_too_long (void)
{
  Fixture fixture = { .dir = g_dir_make_tmp ("loopscope-picture-XXXXXX", NULL) };
  g_autofree char *path = path_of (&fixture, "film.pdf");
  LsPictureOptions options;

  trace_set_up (&fixture.trace, NULL);
  trace_create (&fixture.trace, 1, "main", "main");
  trace_turn (&fixture.trace, 1, 0);
  for (guint i = 0; i < 3000; i++)
    trace_output (&fixture.trace, 1, "a line");
  trace_read (&fixture.trace);
  options = options_for (&fixture, LS_VIEW_FILM);
  options.grain = LS_GRAIN_STEP;
  assert_fails (&fixture, &options, path, LS_PICTURE_ERROR_TOO_LARGE);
  tear_down (&fixture, NULL);
}

/* Nothing recorded yet is a picture too. */
static void
test_nothing (void)
{
  Fixture fixture = { .dir = g_dir_make_tmp ("loopscope-picture-XXXXXX", NULL) };

  trace_set_up (&fixture.trace, NULL);
  trace_read (&fixture.trace);
  for (guint view = LS_VIEW_STAGE; view <= LS_VIEW_FILM; view++)
    {
      LsPictureOptions options = options_for (&fixture, view);
      gsize length;

      options.position = 0;
      g_free (write_and_read (&fixture, &options, "nothing.svg", &length));
    }
  tear_down (&fixture, NULL);
}

static void
test_references (Fixture *fixture, gconstpointer data)
{
  static const char * const names[] = { "picture-stage", "picture-timeline", "picture-film" };

  if (!has_fonts ())
    {
      g_test_skip ("Cantarell and DejaVu Sans Mono are not both installed");
      return;
    }
  for (guint view = LS_VIEW_STAGE; view <= LS_VIEW_FILM; view++)
    {
      LsPictureOptions options = options_for (fixture, view);
      g_autofree char *path = path_of (fixture, "picture.png");
      cairo_surface_t *surface;
      gsize length;

      options.scale = 1;
      options.caption = "crawler.py, step 35";
      g_free (write_and_read (fixture, &options, "picture.png", &length));
      surface = cairo_image_surface_create_from_png (path);
      assert_reference (surface, names[view]);
      cairo_surface_destroy (surface);
    }
}

#define ADD(name, func) g_test_add ("/draw/picture/" name, Fixture, NULL, set_up, func, tear_down)

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  ADD ("formats", test_formats);
  ADD ("pdf", test_pdf);
  ADD ("pages", test_pages);
  ADD ("scale", test_scale);
  ADD ("unknown-format", test_unknown_format);
  ADD ("unwritable", test_unwritable);
  ADD ("full", test_full);
  ADD ("full-device", test_full_device);
  ADD ("replace", test_replace);
  ADD ("cancelled", test_cancelled);
  ADD ("run", test_run);
  ADD ("run/pages", test_run_pages);
  ADD ("run/formats", test_run_formats);
  ADD ("run/cancelled", test_run_cancelled);
  ADD ("too-large", test_too_large);
  ADD ("references", test_references);
  g_test_add_func ("/draw/picture/too-long", test_too_long);
  g_test_add_func ("/draw/picture/nothing", test_nothing);
  return g_test_run ();
}
