/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "ls-enums.h"
#include "ls-trace-format.h"
#include "ls-trace-reader.h"
#include "ls-trace-writer.h"

static char *
new_path (void)
{
  static guint n;

  return g_strdup_printf ("%s/test-trace-writer-%d-%u.looptrace", g_get_tmp_dir (), (int) getpid (), n++);
}

static LsTraceWriter *
new_writer (const char *path)
{
  g_autoptr (GError) error = NULL;
  LsTraceWriter *writer = ls_trace_writer_new (path, &error);

  g_assert_no_error (error);
  return writer;
}

static LsTraceReader *
new_reader (const char *path)
{
  g_autoptr (GError) error = NULL;
  LsTraceReader *reader = ls_trace_reader_new (path, &error);

  g_assert_no_error (error);
  return reader;
}

static guint64
write_one (LsTraceWriter *w, guint32 subject, gint64 time)
{
  return ls_trace_writer_event (w, LS_EVENT_TASK_READY, LS_READY_WAKEUP, subject, 7, 8, LS_TAG_NONE, 0, 0, time);
}

/* What is written is what is read, strings and sites and process too. */
static void
test_round_trip (void)
{
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = NULL;
  LsTraceProcess process = { "loopscope 0.1 (C)", "/bin/x", "x 'a b'", "hello", 42, 1234567 };
  guint32 name, site;
  LsEvent event;

  ls_trace_writer_set_process (w, &process);
  name = ls_trace_writer_string (w, "produce");
  g_assert_cmpuint (ls_trace_writer_string (w, "produce"), ==, name);
  g_assert_cmpuint (ls_trace_writer_string (w, ""), ==, 0);
  g_assert_cmpuint (ls_trace_writer_string (w, NULL), ==, 0);
  site = ls_trace_writer_add_site (w, "/bin/x", 0x1234, NULL, NULL, 0);
  ls_trace_writer_mark (w, 500);
  ls_trace_writer_event (w, LS_EVENT_TASK_CREATED, 0, 3, name, 9, LS_TAG_NONE, 0, site, 1000);
  ls_trace_writer_event (w, LS_EVENT_POLL, 0, 1, 2, 0, LS_TAG_DOUBLE, ls_trace_writer_double (2.5), 0, 1500);
  ls_trace_writer_free (w);

  reader = new_reader (path);
  g_assert_true (ls_trace_reader_is_complete (reader));
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, 2);
  g_assert_true (ls_trace_reader_get (reader, 0, &event));
  g_assert_cmpint (event.time, ==, 1000);
  g_assert_cmpint (event.wall, ==, 500);
  g_assert_cmpuint (event.thread, ==, 1);
  g_assert_cmpuint (event.rec.subject, ==, 3);
  g_assert_cmpuint (event.rec.b, ==, 9);
  g_assert_cmpstr (ls_trace_reader_get_string (reader, event.rec.a), ==, "produce");
  g_assert_cmpstr (ls_trace_reader_get_site (reader, event.rec.site)->module, ==, "/bin/x");
  g_assert_cmpuint (ls_trace_reader_get_site (reader, event.rec.site)->offset, ==, 0x1234);
  g_assert_true (ls_trace_reader_get (reader, 1, &event));
  g_assert_cmpint (event.time, ==, 1500);
  g_assert_cmpfloat (ls_record_get_double (&event.rec), ==, 2.5);
  g_assert_false (ls_trace_reader_get (reader, 2, &event));
  g_assert_cmpstr (ls_trace_reader_get_process (reader)->arguments, ==, "x 'a b'");
  g_assert_cmpint (ls_trace_reader_get_process (reader)->pid, ==, 42);
  g_assert_cmpuint (ls_trace_reader_get_problems (reader)->len, ==, 0);
  g_unlink (path);
}

/* Many blocks; the reader follows while they are written. */
static void
test_growing (void)
{
  const guint64 n = 20000;
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = new_reader (path);
  LsEvent event;

  g_assert_false (ls_trace_reader_refresh (reader));
  for (guint64 i = 0; i < n; i++)
    {
      ls_trace_writer_mark (w, (gint64) i);
      g_assert_cmpuint (write_one (w, (guint32) i, (gint64) i * 10), ==, i);
      if (i % 777 == 0)
        {
          g_assert_true (ls_trace_reader_refresh (reader));
          g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, i + 1);
          g_assert_true (ls_trace_reader_get (reader, i, &event));
          g_assert_cmpuint (event.rec.subject, ==, i);
        }
    }
  g_assert_false (ls_trace_reader_is_complete (reader));
  ls_trace_writer_free (w);
  g_assert_true (ls_trace_reader_refresh (reader));
  g_assert_true (ls_trace_reader_is_complete (reader));
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, n);
  for (guint64 i = n; i-- > 0;)
    {
      g_assert_true (ls_trace_reader_get (reader, i, &event));
      g_assert_cmpuint (event.rec.subject, ==, i);
      g_assert_cmpuint (event.seq, ==, i);
      g_assert_cmpint (event.time, ==, i * 10);
      g_assert_cmpint (event.wall, ==, i);
    }
  g_assert_cmpuint (ls_trace_reader_get_problems (reader)->len, ==, 0);
  g_unlink (path);
}

/* Times that go back or on too far for a record's difference. */
static void
test_leaps_in_time (void)
{
  const gint64 times[] = { 5, 5, G_GINT64_CONSTANT (86400000000000), 3, -7, G_MAXINT64 / 2, 0 };
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = NULL;
  LsEvent event;

  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    write_one (w, i, times[i]);
  ls_trace_writer_free (w);
  reader = new_reader (path);
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, G_N_ELEMENTS (times));
  for (guint i = 0; i < G_N_ELEMENTS (times); i++)
    {
      g_assert_true (ls_trace_reader_get (reader, i, &event));
      g_assert_cmpint (event.time, ==, times[i]);
    }
  g_unlink (path);
}

#define N_THREADS 4
#define N_EACH    30000

static gpointer
write_many (gpointer data)
{
  for (guint i = 0; i < N_EACH; i++)
    ls_trace_writer_event (data, LS_EVENT_SIGNAL, 0, i, 0, 0, LS_TAG_NONE, 0, 0, i);
  return NULL;
}

/* Threads write at once; all is read in one order, each thread's in its own, and never a gap. */
static void
test_threads (void)
{
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = new_reader (path);
  GThread *threads[N_THREADS];
  guint32 next[N_THREADS + 1] = { 0 };
  guint64 seen = 0;

  for (guint i = 0; i < N_THREADS; i++)
    threads[i] = g_thread_new ("write", write_many, w);
  while (seen < (guint64) N_THREADS * N_EACH)
    {
      ls_trace_reader_refresh (reader);
      for (; seen < ls_trace_reader_get_n_events (reader); seen++)
        {
          LsEvent event;

          g_assert_true (ls_trace_reader_get (reader, seen, &event));
          g_assert_cmpuint (event.seq, ==, seen);
          g_assert_cmpuint (event.thread, >=, 1);
          g_assert_cmpuint (event.thread, <=, N_THREADS);
          g_assert_cmpuint (event.rec.subject, ==, next[event.thread]++);
        }
    }
  for (guint i = 0; i < N_THREADS; i++)
    g_thread_join (threads[i]);
  ls_trace_writer_free (w);
  g_assert_cmpuint (ls_trace_reader_get_problems (reader)->len, ==, 0);
  g_unlink (path);
}

/* Long and many strings, of any bytes. */
static void
test_strings (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *lengthy = g_strnfill (100000, 'x');
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = NULL;
  guint32 ids[6000], bad, nul, cut;

  for (guint i = 0; i < G_N_ELEMENTS (ids); i++)
    {
      g_autofree char *text = g_strdup_printf ("Task-%u with a name", i);

      ids[i] = ls_trace_writer_string (w, text);
    }
  bad = ls_trace_writer_text (w, "a\xff" "b", 3);
  nul = ls_trace_writer_text (w, "a\0b", 3);
  cut = ls_trace_writer_string (w, lengthy);
  ls_trace_writer_free (w);

  reader = new_reader (path);
  for (guint i = G_N_ELEMENTS (ids); i-- > 0;)
    {
      g_autofree char *text = g_strdup_printf ("Task-%u with a name", i);

      g_assert_cmpstr (ls_trace_reader_get_string (reader, ids[i]), ==, text);
    }
  g_assert_cmpstr (ls_trace_reader_get_string (reader, bad), ==, "a\357\277\275b");
  g_assert_cmpstr (ls_trace_reader_get_string (reader, nul), ==, "a\357\277\275b");
  g_assert_cmpuint (strlen (ls_trace_reader_get_string (reader, cut)), ==, LS_TRACE_STRING_MAX);
  g_assert_cmpstr (ls_trace_reader_get_string (reader, cut + 1), ==, "");
  g_assert_cmpstr (ls_trace_reader_get_string (reader, G_MAXUINT32), ==, "");
  g_assert_null (ls_trace_reader_get_site (reader, 1));
  g_unlink (path);
}

/* When the file can grow no more the program goes on, and the trace says at its end how much is missing. */
static void
test_full (void)
{
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = new_reader (path);
  struct rlimit before, limit;
  guint64 written = 0;
  LsEvent event;

  getrlimit (RLIMIT_FSIZE, &before);
  limit = before;
  limit.rlim_cur = 30 * LS_TRACE_BLOCK_SIZE;
  setrlimit (RLIMIT_FSIZE, &limit);
  while (write_one (w, (guint32) written, (gint64) written) != G_MAXUINT64)
    written++;
  g_assert_cmpuint (written, >, 28 * (LS_TRACE_BLOCK_RECORDS - 4));
  ls_trace_reader_refresh (reader);
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, written + 1);
  g_assert_true (ls_trace_reader_get (reader, written, &event));
  g_assert_cmpuint (event.rec.kind, ==, LS_EVENT_DROPPED);
  g_assert_cmpuint (event.rec.value, ==, 1);

  for (guint i = 0; i < 1000; i++)
    g_assert_cmpuint (write_one (w, 0, 0), ==, G_MAXUINT64);
  g_assert_cmpuint (ls_trace_writer_string (w, "no room for this"), ==, 0);
  g_assert_true (ls_trace_reader_get (reader, written, &event));
  g_assert_cmpuint (event.rec.value, ==, 1001);
  setrlimit (RLIMIT_FSIZE, &before);
  ls_trace_writer_free (w);

  ls_trace_reader_refresh (reader);
  g_assert_true (ls_trace_reader_is_complete (reader));
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, written + 1);
  g_assert_true (ls_trace_reader_get (reader, written, &event));
  g_assert_cmpuint (event.rec.value, ==, 1001);
  g_assert_cmpuint (ls_trace_reader_get_problems (reader)->len, ==, 0);
  g_unlink (path);
}

/* What a text of event i reads: long, and never the same. */
static char *
text_of (guint64 i)
{
  return g_strdup_printf ("event %" G_GUINT64_FORMAT ", which says something long enough not to be remembered at all", i);
}

static void
write_segments (LsTraceWriter *w, guint64 until)
{
  for (guint64 i = ls_trace_writer_get_n_events (w); i < until; i++)
    {
      g_autofree char *text = NULL;

      if (i % 10 == 0 && ls_trace_writer_wants_segment (w))
        {
          ls_trace_writer_begin_segment (w);
          i = ls_trace_writer_event (w, LS_EVENT_SNAPSHOT_BEGIN, 0, 0, 0, 0, LS_TAG_NONE, 0, 0, 0) + 1;
        }
      text = text_of (i);
      ls_trace_writer_mark (w, (gint64) i);
      ls_trace_writer_event (w, LS_EVENT_OUTPUT, 1, 1, 0, 0, LS_TAG_STRING,
                             ls_trace_writer_text (w, text, strlen (text)), 0, (gint64) i);
    }
}

/* All events that are kept are whole, with their texts and times. */
static void
check_kept (LsTraceReader *reader)
{
  guint64 first = ls_trace_reader_get_first (reader);
  LsEvent event;

  g_assert_true (ls_trace_reader_get (reader, first, &event));
  g_assert_cmpuint (event.rec.kind, ==, LS_EVENT_SNAPSHOT_BEGIN);
  for (guint64 i = first; i < ls_trace_reader_get_n_events (reader); i++)
    {
      g_autofree char *text = text_of (i);

      g_assert_true (ls_trace_reader_get (reader, i, &event));
      if (event.rec.kind != LS_EVENT_OUTPUT)
        continue;
      g_assert_cmpstr (ls_trace_reader_get_string (reader, (guint32) event.rec.value), ==, text);
      g_assert_cmpint (event.wall, ==, i);
    }
  g_assert_cmpuint (ls_trace_reader_get_problems (reader)->len, ==, 0);
}

/* The oldest parts are given back; what is kept begins with a snapshot and is whole. */
static void
test_limit (void)
{
  const guint64 limit = 4 << 20;
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) early = new_reader (path);
  g_autoptr (LsTraceReader) late = NULL;
  GStatBuf st;

  ls_trace_writer_set_limit (w, limit);
  write_segments (w, 20000);
  ls_trace_reader_refresh (early);
  g_assert_cmpuint (ls_trace_reader_get_first (early), ==, 0);
  write_segments (w, 100000);
  ls_trace_reader_refresh (early);
  check_kept (early);
  ls_trace_writer_free (w);

  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_blocks * 512, <, limit * 5 / 4);
  late = new_reader (path);
  g_assert_cmpuint (ls_trace_reader_get_n_events (late), ==, 100000);
  check_kept (late);
  g_unlink (path);
}

/* Where no segment ever begins, the trace ends at twice the limit. */
static void
test_limit_never_due (void)
{
  g_autofree char *path = new_path ();
  LsTraceWriter *w = new_writer (path);
  GStatBuf st;

  ls_trace_writer_set_limit (w, 1 << 20);
  for (guint i = 0; i < 200000; i++)
    write_one (w, i, i);
  g_assert_false (ls_trace_writer_wants_segment (w));
  ls_trace_writer_free (w);
  g_assert_cmpint (g_stat (path, &st), ==, 0);
  g_assert_cmpint (st.st_blocks * 512, <, 3 << 20);
  g_unlink (path);
}

/* A program that closes descriptors it never opened, and opens others in their place. */
static void
test_closed_descriptor (void)
{
  g_autofree char *path = new_path ();
  g_autofree char *other = new_path ();
  LsTraceWriter *w = new_writer (path);
  g_autoptr (LsTraceReader) reader = NULL;
  g_autoptr (GError) error = NULL;
  GStatBuf st;
  int fds[64];

  for (int fd = 200; fd < 264; fd++)
    close (fd);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    fds[i] = fcntl (0, F_DUPFD, 200);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    {
      int fd = g_open (other, O_RDWR | O_CREAT, 0600);

      dup2 (fd, fds[i]);
      close (fd);
    }
  for (guint i = 0; i < 100000; i++)
    write_one (w, i, i);
  ls_trace_writer_free (w);
  g_assert_cmpint (g_stat (other, &st), ==, 0);
  g_assert_cmpint (st.st_size, ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (fds); i++)
    close (fds[i]);
  reader = new_reader (path);
  g_assert_true (ls_trace_reader_is_complete (reader));
  g_assert_cmpuint (ls_trace_reader_get_n_events (reader), ==, 100000);
  g_unlink (path);
  g_unlink (other);
}

static void
test_unwritable (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ls_trace_writer_new ("/nonexistent/x.looptrace", &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/trace/writer/round-trip", test_round_trip);
  g_test_add_func ("/trace/writer/growing", test_growing);
  g_test_add_func ("/trace/writer/leaps-in-time", test_leaps_in_time);
  g_test_add_func ("/trace/writer/threads", test_threads);
  g_test_add_func ("/trace/writer/strings", test_strings);
  g_test_add_func ("/trace/writer/full", test_full);
  g_test_add_func ("/trace/writer/limit", test_limit);
  g_test_add_func ("/trace/writer/limit-never-due", test_limit_never_due);
  g_test_add_func ("/trace/writer/closed-descriptor", test_closed_descriptor);
  g_test_add_func ("/trace/writer/unwritable", test_unwritable);
  return g_test_run ();
}
