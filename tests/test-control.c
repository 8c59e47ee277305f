/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <poll.h>
#include <pthread.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include "ls-debuggee.h"
#include "ls-enums.h"

/* A viewer and a program in one process: the program is a thread that makes events. */
typedef struct
{
  char          *directory, *page_path, *socket_path, *trace_path;
  LsControl     *page;
  int            listener, peer;
  LsTraceWriter *writer;
  LsSites       *sites;
  LsDebuggee    *debuggee;
  GThread       *program;
  pthread_t      program_thread;
} Fixture;

static gint64 stopped_ns;
static guint32 cancelled;
static double pace;

static void note_cancel (guint32 task) { __atomic_store_n (&cancelled, task, __ATOMIC_SEQ_CST); }
static void note_pace (double value) { pace = value; }
static void note_stopped (gint64 ns) { stopped_ns += ns; }

static const LsDebuggeeFuncs funcs = { note_cancel, note_pace, note_stopped };

static void
make_page (Fixture *f)
{
  int fd = g_open (f->page_path, O_RDWR | O_CREAT, 0600);

  g_assert_cmpint (ftruncate (fd, 4096), ==, 0);
  f->page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  f->page->version = LS_CONTROL_VERSION;
  f->page->magic = LS_CONTROL_MAGIC;
}

static void
listen_there (Fixture *f)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, f->socket_path, sizeof address.sun_path);
  f->listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (f->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (f->listener, 1), ==, 0);
}

static void
set_up (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;

  stopped_ns = 0;
  cancelled = 0;
  f->directory = g_dir_make_tmp ("test-control-XXXXXX", NULL);
  f->page_path = g_build_filename (f->directory, "page", NULL);
  f->socket_path = g_build_filename (f->directory, "socket", NULL);
  f->trace_path = g_build_filename (f->directory, "trace", NULL);
  make_page (f);
  listen_there (f);
  f->writer = ls_trace_writer_new (f->trace_path, &error);
  g_assert_no_error (error);
  f->sites = ls_sites_new (f->writer);
  f->debuggee = ls_debuggee_new (f->page_path, f->socket_path, f->sites, &funcs, &error);
  g_assert_no_error (error);
  f->peer = accept (f->listener, NULL, NULL);
  g_assert_cmpint (f->peer, >=, 0);
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  if (f->program != NULL)
    g_thread_join (f->program);
  ls_debuggee_end (f->debuggee);
  g_assert_cmpuint (f->page->state, ==, LS_PROGRAM_ENDED);
  ls_debuggee_free (f->debuggee);
  ls_sites_free (f->sites);
  ls_trace_writer_free (f->writer);
  munmap (f->page, 4096);
  close (f->listener);
  if (f->peer >= 0)
    close (f->peer);
  g_unlink (f->page_path);
  g_unlink (f->socket_path);
  g_unlink (f->trace_path);
  g_rmdir (f->directory);
  g_free (f->page_path);
  g_free (f->socket_path);
  g_free (f->trace_path);
  g_free (f->directory);
}

static void
make_event (Fixture *f, LsEventKind kind, guint32 subject, guint32 site)
{
  LsRecord record = { .kind = (guint8) kind, .loop = 1, .subject = subject, .site = site };
  guint64 seq = ls_trace_writer_append (f->writer, &record, record.loop, 0);

  if (ls_debuggee_publish (f->debuggee, seq + 1))
    ls_debuggee_check (f->debuggee, &record, seq);
}

/* Three tasks take 30 turns, each of three events, of which two end a step. */
static gpointer
run_program (gpointer data)
{
  Fixture *f = data;

  f->program_thread = pthread_self ();
  for (guint i = 0; i < 30; i++)
    {
      make_event (f, LS_EVENT_HANDLE_RUN, i, 0);
      make_event (f, LS_EVENT_TURN, 1 + i % 3, 0);
      make_event (f, LS_EVENT_TASK_SUSPENDED, 1 + i % 3, 0);
    }
  return NULL;
}

static void
start (Fixture *f)
{
  f->program = g_thread_new ("program", run_program, f);
}

static void
say (Fixture *f, LsGate gate)
{
  __atomic_store_n (&f->page->gate, gate, __ATOMIC_SEQ_CST);
  g_assert_cmpint (send (f->peer, "", 1, MSG_NOSIGNAL), ==, 1);
}

static void
await_state (Fixture *f, LsProgramState state)
{
  while (__atomic_load_n (&f->page->state, __ATOMIC_SEQ_CST) != (guint32) state)
    g_usleep (100);
}

static guint64
n_events (Fixture *f)
{
  return __atomic_load_n (&f->page->n_events, __ATOMIC_SEQ_CST);
}

/* A gate that is shut before the program starts holds it at its first event. */
static void
test_stop_at_once (Fixture *f, gconstpointer data)
{
  f->page->gate = LS_GATE_STOP;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  g_assert_cmpuint (n_events (f), ==, 1);
  g_assert_cmpuint (f->page->stopped_by, ==, 1);
  g_assert_cmpuint (f->page->pid, ==, getpid ());
  say (f, LS_GATE_RUN);
  g_thread_join (g_steal_pointer (&f->program));
  g_assert_cmpuint (n_events (f), ==, 90);
  g_assert_cmpint (stopped_ns, >, 0);
}

/* Each grain counts what ends it. */
static void
test_step (Fixture *f, gconstpointer data)
{
  const struct { LsGrain grain; guint count; guint64 at; } steps[] = {
    { LS_GRAIN_EVENT, 1, 2 }, { LS_GRAIN_STEP, 1, 3 }, { LS_GRAIN_STEP, 2, 6 }, { LS_GRAIN_TURN, 1, 9 },
    { LS_GRAIN_TURN, 5, 24 }, { LS_GRAIN_EVENT, 6, 30 },
  };

  f->page->gate = LS_GATE_STOP;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  for (guint i = 0; i < G_N_ELEMENTS (steps); i++)
    {
      gint64 since = __atomic_load_n (&f->page->state_since, __ATOMIC_SEQ_CST);

      f->page->stop_grain = steps[i].grain;
      f->page->stop_count = steps[i].count;
      say (f, LS_GATE_CHECK);
      while (n_events (f) < steps[i].at || __atomic_load_n (&f->page->state_since, __ATOMIC_SEQ_CST) == since)
        g_usleep (100);
      await_state (f, LS_PROGRAM_STOPPED);
      g_assert_cmpuint (n_events (f), ==, steps[i].at);
      g_assert_cmpuint (f->page->stopped_by, ==, 2);
      g_assert_cmpuint (f->page->gate, ==, LS_GATE_STOP);
    }
  say (f, LS_GATE_RUN);
}

static void
test_stop_at_task (Fixture *f, gconstpointer data)
{
  f->page->stop_task = 3;
  f->page->gate = LS_GATE_CHECK;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  g_assert_cmpuint (n_events (f), ==, 8);
  say (f, LS_GATE_RUN);
}

static void
test_stop_at_number (Fixture *f, gconstpointer data)
{
  f->page->stop_seq = 41;
  f->page->gate = LS_GATE_CHECK;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  g_assert_cmpuint (n_events (f), ==, 41);
  say (f, LS_GATE_RUN);
}

static gpointer
run_sites (gpointer data)
{
  Fixture *f = data;
  const guint8 *here = (const guint8 *) run_program;

  for (guint i = 0; i < 10; i++)
    make_event (f, LS_EVENT_SOURCE_LINE, 1, ls_sites_id (f->sites, here + i));
  for (guint i = 0; i < 10; i++)
    make_event (f, LS_EVENT_SOURCE_LINE, 1, ls_sites_id (f->sites, here + i));
  return NULL;
}

/* Breakpoints are ranges of a module; the program looks at them again when they change. */
static void
test_breakpoint (Fixture *f, gconstpointer data)
{
  LsSitePlace first;

  g_assert_true (ls_sites_get (f->sites, ls_sites_id (f->sites, run_program), &first));
  f->page->breakpoints[0] = (LsBreakRange) { first.module, 0, first.offset + 3, first.offset + 5 };
  f->page->breakpoints[1] = (LsBreakRange) { first.module + 1, 0, first.offset, first.offset + 5 };
  f->page->n_breakpoints = 2;
  f->page->breakpoint_generation = 1;
  f->page->gate = LS_GATE_CHECK;
  f->program = g_thread_new ("program", run_sites, f);
  await_state (f, LS_PROGRAM_STOPPED);
  g_assert_cmpuint (n_events (f), ==, 4);
  g_assert_cmpuint (f->page->stopped_by, ==, 3);
  f->page->breakpoints[0].from = first.offset + 2;
  f->page->breakpoints[0].to = first.offset + 3;
  f->page->breakpoint_generation = 2;
  __atomic_store_n (&f->page->stopped_by, 0, __ATOMIC_SEQ_CST);
  say (f, LS_GATE_CHECK);
  while (n_events (f) < 13)
    g_usleep (100);
  await_state (f, LS_PROGRAM_STOPPED);
  g_assert_cmpuint (n_events (f), ==, 13);
  say (f, LS_GATE_RUN);
}

/* A viewer that dies lets the program go, commands unread or not. */
static void
test_viewer_dies (Fixture *f, gconstpointer data)
{
  f->page->gate = LS_GATE_STOP;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  close (f->peer);
  f->peer = -1;
  g_thread_join (g_steal_pointer (&f->program));
  g_assert_cmpuint (n_events (f), ==, 90);
  g_assert_cmpuint (f->page->gate, ==, LS_GATE_RUN);
  g_assert_cmpint (ls_debuggee_get_fd (f->debuggee), ==, -1);
}

/* A stopped program takes a request to cancel; its loop is told, since only there the engine can act. */
static void
test_cancel_while_stopped (Fixture *f, gconstpointer data)
{
  struct pollfd watch = { .fd = ls_debuggee_get_fd (f->debuggee), .events = POLLIN };

  g_assert_cmpint (poll (&watch, 1, 0), ==, 0);
  f->page->gate = LS_GATE_STOP;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  __atomic_store_n (&f->page->cancel_task, 2, __ATOMIC_SEQ_CST);
  say (f, LS_GATE_STOP);
  while (__atomic_load_n (&f->page->cancel_task, __ATOMIC_SEQ_CST) != 0)
    g_usleep (100);
  g_assert_cmpuint (f->page->state, ==, LS_PROGRAM_STOPPED);
  say (f, LS_GATE_RUN);
  g_thread_join (g_steal_pointer (&f->program));
  g_assert_cmpint (poll (&watch, 1, 0), ==, 1);
  ls_debuggee_command (f->debuggee);
  g_assert_cmpuint (cancelled, ==, 2);
  g_assert_cmpint (poll (&watch, 1, 0), ==, 0);
}

static void
test_pace (Fixture *f, gconstpointer data)
{
  f->page->pace = 2500;
  say (f, LS_GATE_RUN);
  ls_debuggee_command (f->debuggee);
  g_assert_cmpfloat (pace, ==, 2.5);
  f->page->pace = 0;
  say (f, LS_GATE_RUN);
  ls_debuggee_command (f->debuggee);
  g_assert_cmpfloat (pace, ==, 1.0);
}

static int n_signals;

static void
count_signal (int number)
{
  n_signals++;
}

/* Ctrl-C runs its handler although the program stands still. */
static void
test_signal_while_stopped (Fixture *f, gconstpointer data)
{
  struct sigaction action = { .sa_handler = count_signal }, before;

  sigaction (SIGUSR1, &action, &before);
  f->page->gate = LS_GATE_STOP;
  start (f);
  await_state (f, LS_PROGRAM_STOPPED);
  pthread_kill (f->program_thread, SIGUSR1);
  while (__atomic_load_n (&n_signals, __ATOMIC_SEQ_CST) == 0)
    g_usleep (100);
  g_assert_cmpuint (f->page->state, ==, LS_PROGRAM_STOPPED);
  say (f, LS_GATE_RUN);
  g_thread_join (g_steal_pointer (&f->program));
  sigaction (SIGUSR1, &before, NULL);
}

static void
test_no_viewer (Fixture *f, gconstpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree char *nowhere = g_build_filename (f->directory, "nowhere", NULL);

  g_assert_null (ls_debuggee_new (f->page_path, nowhere, f->sites, &funcs, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_clear_error (&error);
  g_assert_null (ls_debuggee_new (nowhere, f->socket_path, f->sites, &funcs, &error));
  g_assert_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/trace/control/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("stop-at-once", test_stop_at_once);
  ADD ("step", test_step);
  ADD ("stop-at-task", test_stop_at_task);
  ADD ("stop-at-number", test_stop_at_number);
  ADD ("breakpoint", test_breakpoint);
  ADD ("viewer-dies", test_viewer_dies);
  ADD ("cancel-while-stopped", test_cancel_while_stopped);
  ADD ("pace", test_pace);
  ADD ("signal-while-stopped", test_signal_while_stopped);
  ADD ("no-viewer", test_no_viewer);
#undef ADD
  return g_test_run ();
}
