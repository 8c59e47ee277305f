/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <glib/gstdio.h>
#include <unistd.h>

#include "ls-recorder.h"
#include "ls-trace-reader.h"
#include "ls-tracer.h"

/* Calls the recorder's functions as the engine would, and reads what they wrote. */
typedef struct
{
  char          *path;
  LsTraceReader *reader;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  LsRecorderOptions options = { 0 };
  g_autoptr (GError) error = NULL;

  f->path = g_strdup_printf ("%s/test-recorder-points-%d.looptrace", g_get_tmp_dir (), (int) getpid ());
  options.trace = f->path;
  g_assert_true (ls_recorder_start (&options, &error));
  g_assert_no_error (error);
}

static void
end_recording (Fixture *f)
{
  g_autoptr (GError) error = NULL;

  ls_recorder_stop ();
  f->reader = ls_trace_reader_new (f->path, &error);
  g_assert_no_error (error);
  g_assert_cmpuint (ls_trace_reader_get_problems (f->reader)->len, ==, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->reader);
  g_unlink (f->path);
  g_free (f->path);
}

static LsEvent
get (Fixture *f, guint64 seq)
{
  LsEvent event;

  g_assert_true (ls_trace_reader_get (f->reader, seq, &event));
  return event;
}

static void
check (Fixture *f, guint64 seq, const LsRecord *expected)
{
  LsRecord record = get (f, seq).rec;

  g_assert_cmpstr (ls_event_kind_name (record.kind), ==, ls_event_kind_name (expected->kind));
  g_assert_cmpuint (record.detail, ==, expected->detail);
  g_assert_cmpuint (record.subject, ==, expected->subject);
  g_assert_cmpuint (record.a, ==, expected->a);
  g_assert_cmpuint (record.b, ==, expected->b);
  g_assert_cmpuint (record.tag, ==, expected->tag);
  g_assert_cmpuint (record.value, ==, expected->value);
}

#define CHECK(f, seq, event, ...) check (f, seq, &(const LsRecord) { .kind = LS_EVENT_##event, __VA_ARGS__ })

static void
test_descriptors (Fixture *f, gconstpointer data)
{
  LS_TRACE (fd_watched, 3, 1, 17, 5);
  LS_TRACE (fd_ready, 3, 1, 17);
  LS_TRACE (fd_unwatched, 3, 1, 17);
  LS_TRACE (fd_watched, 4, 2, 18, 0);
  end_recording (f);
  CHECK (f, 0, FD_WATCHED, .subject = 3, .detail = 1, .a = 17, .b = 5);
  CHECK (f, 1, FD_READY, .subject = 3, .detail = 1, .a = 17);
  CHECK (f, 2, FD_UNWATCHED, .subject = 3, .detail = 1, .a = 17);
  CHECK (f, 3, FD_WATCHED, .subject = 4, .detail = 2, .a = 18);
}

static void
test_children (Fixture *f, gconstpointer data)
{
  LS_TRACE (child_watched, 6, 1, 9);
  LS_TRACE (child_exited, 6, 1, 3 << 8);
  end_recording (f);
  CHECK (f, 0, CHILD_WATCHED, .subject = 6, .a = 1, .b = 9);
  CHECK (f, 1, CHILD_EXITED, .subject = 6, .a = 1, .tag = LS_TAG_INT, .value = 3 << 8);
}

static void
test_generators (Fixture *f, gconstpointer data)
{
  LsValue value = LS_INT (-4);

  LS_TRACE (generator_resumed, 2, 1, LS_GENERATOR_CLOSE);
  LS_TRACE (generator_paused, 2, &value, test_generators);
  end_recording (f);
  CHECK (f, 0, GENERATOR_RESUMED, .detail = LS_GENERATOR_CLOSE, .subject = 2, .a = 1);
  CHECK (f, 1, GENERATOR_PAUSED, .subject = 2, .tag = LS_TAG_INT, .value = (guint64) -4);
  g_assert_cmpuint (get (f, 1).rec.site, >, 0);
}

#define N_WORKERS 4
#define N_JOBS 2000

static gpointer
work (gpointer data)
{
  guint worker = GPOINTER_TO_UINT (data);

  for (guint i = 0; i < N_JOBS; i++)
    {
      LS_TRACE (job_started, worker * N_JOBS + i, worker);
      LS_TRACE (job_done, worker * N_JOBS + i, worker, i % 2 ? LS_OUTCOME_EXCEPTION : LS_OUTCOME_RESULT);
    }
  return NULL;
}

/* Workers write while the main thread does: no event is lost, each knows its thread, and each thread's keep their order. */
static void
test_jobs (Fixture *f, gconstpointer data)
{
  GThread *threads[N_WORKERS];
  guint n_done[N_WORKERS + 1] = { 0 };
  guint32 thread_of[N_WORKERS + 1] = { 0 };
  guint64 n;

  LS_TRACE (job_submitted, 7, "crunch", test_jobs);
  for (guint i = 0; i < N_WORKERS; i++)
    threads[i] = g_thread_new ("worker", work, GUINT_TO_POINTER (i + 1));
  for (guint i = 0; i < N_JOBS; i++)
    LS_TRACE (scheduled, i + 1, "callback", 0);
  for (guint i = 0; i < N_WORKERS; i++)
    g_thread_join (threads[i]);
  end_recording (f);

  n = ls_trace_reader_get_n_events (f->reader);
  g_assert_cmpuint (n, ==, 1 + N_JOBS + 2 * N_WORKERS * N_JOBS);
  CHECK (f, 0, JOB_SUBMITTED, .subject = 7, .a = get (f, 0).rec.a);
  g_assert_cmpstr (ls_trace_reader_get_string (f->reader, get (f, 0).rec.a), ==, "crunch");
  for (guint64 seq = 1; seq < n; seq++)
    {
      LsEvent event = get (f, seq);
      guint worker = event.rec.a;

      if (event.rec.kind == LS_EVENT_HANDLE_SCHEDULED)
        continue;
      if (thread_of[worker] == 0)
        thread_of[worker] = event.thread;
      g_assert_cmpuint (event.thread, ==, thread_of[worker]);
      g_assert_cmpuint (event.rec.subject, ==, worker * N_JOBS + n_done[worker] / 2);
      g_assert_cmpuint (event.rec.kind, ==, n_done[worker] % 2 ? LS_EVENT_JOB_DONE : LS_EVENT_JOB_STARTED);
      n_done[worker]++;
    }
}

/* Recording ends while a worker is in the middle of its work. */
static gpointer
work_on (gpointer stop)
{
  for (guint i = 0; !g_atomic_int_get ((int *) stop); i++)
    LS_TRACE (job_started, i, 1);
  return NULL;
}

static void
test_stop (Fixture *f, gconstpointer data)
{
  int stop = 0;
  GThread *thread = g_thread_new ("worker", work_on, &stop);

  g_usleep (20000);
  end_recording (f);
  g_usleep (20000);
  g_atomic_int_set (&stop, 1);
  g_thread_join (thread);
  g_assert_true (ls_trace_reader_is_complete (f->reader));
  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (f->reader); seq++)
    CHECK (f, seq, JOB_STARTED, .subject = (guint32) seq, .a = 1);
}

#define ADD(name, function) g_test_add ("/LsRecorder/" name, Fixture, NULL, set_up, function, tear_down)

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  ADD ("descriptors", test_descriptors);
  ADD ("children", test_children);
  ADD ("generators", test_generators);
  ADD ("jobs", test_jobs);
  ADD ("stop-while-working", test_stop);
  return g_test_run ();
}
