/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <fcntl.h>
#include <glib/gstdio.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

#include "ls-control.h"
#include "ls-enums.h"
#include "ls-trace-reader.h"

/* Runs tests/trace-program, which links the installed library, and reads what it recorded. */
typedef struct
{
  char          *path;
  char          *out, *err;
  int            status;     /* of wait() */
  LsTraceReader *reader;
} Fixture;

static void
set_up (Fixture *f, gconstpointer data)
{
  f->path = g_strdup_printf ("%s/test-recorder-%d.looptrace", g_get_tmp_dir (), (int) getpid ());
}

static void
tear_down (Fixture *f, gconstpointer data)
{
  g_clear_object (&f->reader);
  g_unlink (f->path);
  g_free (f->path);
  g_free (f->out);
  g_free (f->err);
}

static void
run (Fixture *f, const char *what, const char *trace)
{
  g_autofree char *program = g_build_filename (g_getenv ("LOOPSCOPE_BUILD_ROOT"), "tests", "trace-program", NULL);
  const char *const argv[] = { program, what, NULL };
  g_auto (GStrv) envp = g_get_environ ();
  g_autoptr (GError) error = NULL;

  if (trace != NULL)
    envp = g_environ_setenv (envp, LS_ENV_TRACE, trace, TRUE);
  envp = g_environ_setenv (envp, LS_ENV_CLOCK, strcmp (what, "hold") == 0 ? "real" : "instant", TRUE);
  envp = g_environ_setenv (envp, LS_ENV_EXAMPLE, "an-example", TRUE);
  if (strcmp (what, "long") == 0)
    envp = g_environ_setenv (envp, LS_ENV_LIMIT, "1048576", TRUE);
  g_clear_pointer (&f->out, g_free);
  g_clear_pointer (&f->err, g_free);
  g_spawn_sync (NULL, (char **) argv, envp, G_SPAWN_DEFAULT, NULL, NULL, &f->out, &f->err, &f->status, &error);
  g_assert_no_error (error);
}

static void
record (Fixture *f, const char *what)
{
  g_autoptr (GError) error = NULL;

  run (f, what, f->path);
  g_clear_object (&f->reader);
  f->reader = ls_trace_reader_new (f->path, &error);
  g_assert_no_error (error);
}

/* Checks that all events can be read, and gives how many there are of one kind. */
static guint
count (Fixture *f, LsEventKind kind)
{
  guint n = 0;

  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (f->reader); seq++)
    {
      LsEvent event;

      g_assert_true (ls_trace_reader_get (f->reader, seq, &event));
      n += event.rec.kind == kind;
    }
  g_assert_cmpuint (ls_trace_reader_get_problems (f->reader)->len, ==, 0);
  return n;
}

static gboolean
find (Fixture *f, LsEventKind kind, guint nth, LsEvent *event)
{
  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (f->reader); seq++)
    if (ls_trace_reader_get (f->reader, seq, event) && event->rec.kind == kind && nth-- == 0)
      return TRUE;
  return FALSE;
}

/* All OUTPUT of a stream, put together. */
static char *
output (Fixture *f, guint stream)
{
  GString *text = g_string_new (NULL);

  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (f->reader); seq++)
    {
      LsEvent event;

      if (ls_trace_reader_get (f->reader, seq, &event) && event.rec.kind == LS_EVENT_OUTPUT
          && event.rec.detail == stream)
        g_string_append (text, ls_trace_reader_get_string (f->reader, (guint32) event.rec.value));
    }
  return g_string_free (text, FALSE);
}

/* asyncio.run()'s own tasks at the end: shutdown_asyncgens and shutdown_default_executor. */
#define N_SHUTDOWN 2

static void
test_gather (Fixture *f, gconstpointer data)
{
  const LsProcessInfo *process;
  LsEvent event;

  record (f, "gather");
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "One\nOne\nTwo\nTwo\n");
  g_assert_cmpstr (f->err, ==, "");
  g_assert_true (ls_trace_reader_is_complete (f->reader));
  g_assert_cmpuint (count (f, LS_EVENT_TASK_CREATED), ==, 3 + N_SHUTDOWN);
  g_assert_cmpuint (count (f, LS_EVENT_TASK_DONE), ==, 3 + N_SHUTDOWN);
  g_assert_cmpuint (count (f, LS_EVENT_TURN), ==, 6 + N_SHUTDOWN);
  g_assert_cmpuint (count (f, LS_EVENT_OUTPUT), ==, 4);
  g_assert_cmpuint (count (f, LS_EVENT_LOOP_CLOSED), ==, 1);

  process = ls_trace_reader_get_process (f->reader);
  g_assert_true (g_str_has_suffix (process->program, "/trace-program"));
  g_assert_true (g_str_has_suffix (process->arguments, "trace-program gather"));
  g_assert_cmpstr (process->example, ==, "an-example");
  g_assert_cmpint (process->pid, >, 1);
  g_assert_cmpint (process->start_time, >, 0);

  g_assert_true (find (f, LS_EVENT_OUTPUT, 1, &event));
  g_assert_cmpuint (event.rec.subject, ==, 3);
  g_assert_cmpstr (ls_trace_reader_get_string (f->reader, (guint32) event.rec.value), ==, "One\n");
  g_assert_cmpint (event.wall, >=, 0);
  g_assert_true (find (f, LS_EVENT_LOOP_CREATED, 0, &event));
  g_assert_cmpstr (ls_trace_reader_get_string (f->reader, (guint32) event.rec.value), ==, "instant");
}

/* A site is where the engine was called: in the program, at an offset. */
static void
test_sites (Fixture *f, gconstpointer data)
{
  const LsSite *site;
  LsEvent event;

  record (f, "gather");
  g_assert_true (find (f, LS_EVENT_TASK_SUSPENDED, 0, &event));
  site = ls_trace_reader_get_site (f->reader, event.rec.site);
  g_assert_nonnull (site);
  g_assert_true (g_str_has_suffix (site->module, "/trace-program"));
  g_assert_cmpuint (site->offset, >, 0);
  g_assert_cmpuint (site->line, ==, 0);
}

static void
test_not_recorded (Fixture *f, gconstpointer data)
{
  run (f, "gather", NULL);
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "One\nOne\nTwo\nTwo\n");
  g_assert_false (g_file_test (f->path, G_FILE_TEST_EXISTS));
}

/* A trace that cannot be written is said, and costs the program nothing else. */
static void
test_unwritable (Fixture *f, gconstpointer data)
{
  run (f, "gather", "/nonexistent/x.looptrace");
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "One\nOne\nTwo\nTwo\n");
  g_assert_true (g_str_has_prefix (f->err, "loopscope: Cannot write the trace “/nonexistent/x.looptrace”"));
}

/* exit() in the middle of a task: what stood in a buffer is written and recorded, and the trace is complete. */
static void
test_exit (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  record (f, "exit");
  g_assert_cmpint (WEXITSTATUS (f->status), ==, 3);
  g_assert_cmpstr (f->out, ==, "no newline");
  text = output (f, 1);
  g_assert_cmpstr (text, ==, "no newline");
  g_assert_true (ls_trace_reader_is_complete (f->reader));
}

/* However a program dies, what it did until then is there. */
static void
test_death (Fixture *f, gconstpointer data)
{
  const struct { const char *what; int signal; } deaths[] = { { "abort", SIGABRT }, { "kill", SIGKILL } };

  for (guint i = 0; i < G_N_ELEMENTS (deaths); i++)
    {
      record (f, deaths[i].what);
      g_assert_true (WIFSIGNALED (f->status));
      g_assert_cmpint (WTERMSIG (f->status), ==, deaths[i].signal);
      g_assert_false (ls_trace_reader_is_complete (f->reader));
      g_assert_cmpuint (count (f, LS_EVENT_TURN), ==, 1);
      g_assert_cmpuint (count (f, LS_EVENT_OUTPUT), ==, 1);
    }
}

/* A forked child runs on without a word to its parent's trace. */
static void
test_fork (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  record (f, "fork");
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "child\nparent\n");
  text = output (f, 1);
  g_assert_cmpstr (text, ==, "parent\n");
  g_assert_cmpuint (count (f, LS_EVENT_CORO_CREATED), ==, 1 + N_SHUTDOWN);
  g_assert_cmpuint (count (f, LS_EVENT_LOOP_CLOSED), ==, 1);
  g_assert_true (ls_trace_reader_is_complete (f->reader));
}

/* Bytes are passed on unchanged, and recorded as they were written; both streams keep their descriptors. */
static void
test_output (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL, *errors = NULL;

  record (f, "output");
  g_assert_true (g_str_has_prefix (f->out, "1 2\n\342\202\254\342\202\254"));
  g_assert_cmpuint (strlen (f->out), ==, 4 + 99999 + 1);
  g_assert_cmpstr (f->err, ==, "a part, another 2\n");
  text = output (f, 1);
  errors = output (f, 2);
  g_assert_true (strcmp (text, f->out) == 0);
  g_assert_cmpstr (errors, ==, f->err);
}

/* What a program does with its streams works as without us. */
static void
test_redirect (Fixture *f, gconstpointer data)
{
  g_autofree char *text = NULL;

  record (f, "redirect");
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpstr (f->out, ==, "before\nback\n");
  g_assert_cmpstr (f->err, ==, "done\n");
  text = output (f, 1);
  g_assert_cmpstr (text, ==, "before\naway\nback\n");
  g_assert_true (ls_trace_reader_is_complete (f->reader));
}

static void
test_thread (Fixture *f, gconstpointer data)
{
  LsEvent event;

  record (f, "thread");
  g_assert_cmpstr (f->out, ==, "from a thread\nfrom a task\n");
  g_assert_true (find (f, LS_EVENT_OUTPUT, 0, &event));
  g_assert_cmpuint (event.rec.subject, ==, 0);
  g_assert_cmpuint (event.thread, ==, 2);
  g_assert_true (find (f, LS_EVENT_OUTPUT, 1, &event));
  g_assert_cmpuint (event.rec.subject, ==, 1);
  g_assert_cmpuint (event.thread, ==, 1);
}

/* A thread that calls back wakes the loop; what is told of that is the loop's own. */
static void
test_threadsafe (Fixture *f, gconstpointer data)
{
  LsEvent event;

  record (f, "threadsafe");
  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (f->reader); seq++)
    g_assert_true (ls_trace_reader_get (f->reader, seq, &event) && event.thread == 1);
  g_assert_true (find (f, LS_EVENT_HANDLE_SCHEDULED, 1, &event));
  g_assert_cmpstr (ls_trace_reader_get_string (f->reader, event.rec.a), ==, "wake");
}

static void
test_close (Fixture *f, gconstpointer data)
{
  record (f, "close");
  g_assert_cmpint (f->status, ==, 0);
  g_assert_cmpuint (count (f, LS_EVENT_TURN), ==, 20001 + N_SHUTDOWN);
  g_assert_true (ls_trace_reader_is_complete (f->reader));
}

/* What a program starts finds nothing of us in its environment. */
static void
test_child (Fixture *f, gconstpointer data)
{
  record (f, "child");
  g_assert_cmpstr (f->out, ==, "");
}

/* A call that holds the loop for long is measured. */
static void
test_hold (Fixture *f, gconstpointer data)
{
  LsEvent event;

  record (f, "hold");
  g_assert_true (find (f, LS_EVENT_TURN, 1, &event));
  g_assert_cmpint (ls_trace_reader_get_held (f->reader, event.seq), >=, 150000000);
  g_assert_true (find (f, LS_EVENT_TURN, 0, &event));
  g_assert_cmpint (ls_trace_reader_get_held (f->reader, event.seq), ==, 0);
}

/* A viewer, and a program of its own that it watches. */
typedef struct
{
  Fixture    f;
  char      *directory, *page_path, *socket_path;
  LsControl *page;
  int        listener, peer;
  GPid       pid;
} Live;

static void
live_start (Live *live, const char *what, const char *clock, LsGate gate)
{
  g_autofree char *program = g_build_filename (g_getenv ("LOOPSCOPE_BUILD_ROOT"), "tests", "trace-program", NULL);
  const char *const argv[] = { program, what, NULL };
  g_auto (GStrv) envp = g_get_environ ();
  g_autoptr (GError) error = NULL;

  live->page->gate = gate;
  envp = g_environ_setenv (envp, LS_ENV_TRACE, live->f.path, TRUE);
  envp = g_environ_setenv (envp, LS_ENV_CONTROL, live->page_path, TRUE);
  envp = g_environ_setenv (envp, LS_ENV_SOCKET, live->socket_path, TRUE);
  envp = g_environ_setenv (envp, LS_ENV_CLOCK, clock, TRUE);
  g_spawn_async (NULL, (char **) argv, envp, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL
                 | G_SPAWN_STDERR_TO_DEV_NULL, NULL, NULL, &live->pid, &error);
  g_assert_no_error (error);
  live->peer = accept (live->listener, NULL, NULL);
  g_assert_cmpint (live->peer, >=, 0);
}

static void
live_set_up (Live *live, gconstpointer data)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd;

  set_up (&live->f, data);
  live->directory = g_dir_make_tmp ("test-recorder-XXXXXX", NULL);
  live->page_path = g_build_filename (live->directory, "page", NULL);
  live->socket_path = g_build_filename (live->directory, "socket", NULL);
  fd = g_open (live->page_path, O_RDWR | O_CREAT, 0600);
  g_assert_cmpint (ftruncate (fd, 4096), ==, 0);
  live->page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  live->page->version = LS_CONTROL_VERSION;
  live->page->magic = LS_CONTROL_MAGIC;
  g_strlcpy (address.sun_path, live->socket_path, sizeof address.sun_path);
  live->listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
  g_assert_cmpint (bind (live->listener, (struct sockaddr *) &address, sizeof address), ==, 0);
  g_assert_cmpint (listen (live->listener, 1), ==, 0);
}

static void
live_tear_down (Live *live, gconstpointer data)
{
  munmap (live->page, 4096);
  close (live->listener);
  if (live->peer >= 0)
    close (live->peer);
  g_unlink (live->page_path);
  g_unlink (live->socket_path);
  g_rmdir (live->directory);
  g_free (live->page_path);
  g_free (live->socket_path);
  g_free (live->directory);
  tear_down (&live->f, data);
}

static void
live_say (Live *live, LsGate gate)
{
  __atomic_store_n (&live->page->gate, gate, __ATOMIC_SEQ_CST);
  g_assert_cmpint (send (live->peer, "", 1, MSG_NOSIGNAL), ==, 1);
}

static void
live_await (Live *live, LsProgramState state)
{
  while (__atomic_load_n (&live->page->state, __ATOMIC_SEQ_CST) != (guint32) state)
    g_usleep (200);
}

static void
live_open (Live *live)
{
  g_autoptr (GError) error = NULL;

  g_clear_object (&live->f.reader);
  live->f.reader = ls_trace_reader_new (live->f.path, &error);
  g_assert_no_error (error);
}

static int
live_wait (Live *live)
{
  int status;

  g_assert_cmpint (waitpid (live->pid, &status, 0), ==, live->pid);
  live_open (live);
  return status;
}

/* Step by step from the first event to the end; at each stop the trace ends with the event stopped at. */
static void
test_live_steps (Live *live, gconstpointer data)
{
  guint n = 0;

  live_start (live, "gather", "instant", LS_GATE_STOP);
  live_await (live, LS_PROGRAM_STOPPED);
  g_assert_cmpuint (live->page->n_events, ==, 1);
  for (;;)
    {
      gint64 since = __atomic_load_n (&live->page->state_since, __ATOMIC_SEQ_CST);
      LsEvent event;

      live->page->stop_grain = LS_GRAIN_STEP;
      live->page->stop_count = 1;
      live_say (live, LS_GATE_CHECK);
      while (__atomic_load_n (&live->page->state_since, __ATOMIC_SEQ_CST) == since)
        g_usleep (200);
      while (__atomic_load_n (&live->page->state, __ATOMIC_SEQ_CST) != LS_PROGRAM_STOPPED
             && __atomic_load_n (&live->page->state, __ATOMIC_SEQ_CST) != LS_PROGRAM_ENDED)
        g_usleep (200);
      if (live->page->state == LS_PROGRAM_ENDED)
        break;
      live_open (live);
      g_assert_cmpuint (ls_trace_reader_get_n_events (live->f.reader), ==, live->page->n_events);
      g_assert_true (ls_trace_reader_get (live->f.reader, live->page->n_events - 1, &event));
      g_assert_true (ls_record_ends (&event.rec, LS_GRAIN_STEP));
      n++;
    }
  g_assert_cmpint (live_wait (live), ==, 0);
  g_assert_cmpuint (n, >, 20);
  g_assert_true (ls_trace_reader_is_complete (live->f.reader));
}

/* A task is cancelled although nothing runs: the loop's poll watches the socket. */
static void
test_live_cancel_in_poll (Live *live, gconstpointer data)
{
  LsEvent event;

  live_start (live, "wait", "real", LS_GATE_RUN);
  live_await (live, LS_PROGRAM_IN_POLL);
  live->page->cancel_task = 1;
  live_say (live, LS_GATE_RUN);
  g_assert_cmpint (WEXITSTATUS (live_wait (live)), !=, 0);
  g_assert_true (find (&live->f, LS_EVENT_COMMAND, 0, &event));
  g_assert_cmpuint (event.rec.detail, ==, LS_COMMAND_CANCEL);
  g_assert_true (find (&live->f, LS_EVENT_CANCEL_REQUESTED, 0, &event));
  g_assert_cmpuint (event.rec.subject, ==, 1);
  g_assert_cmpuint (event.rec.detail, ==, 1);
}

/* Stopped in its poll, it takes the request to cancel and acts on it when it goes on. */
static void
test_live_cancel_while_stopped (Live *live, gconstpointer data)
{
  LsEvent event;

  live_start (live, "wait", "real", LS_GATE_RUN);
  live_await (live, LS_PROGRAM_IN_POLL);
  live_say (live, LS_GATE_STOP);
  live_await (live, LS_PROGRAM_STOPPED);
  __atomic_store_n (&live->page->cancel_task, 1, __ATOMIC_SEQ_CST);
  live_say (live, LS_GATE_STOP);
  while (__atomic_load_n (&live->page->cancel_task, __ATOMIC_SEQ_CST) != 0)
    g_usleep (200);
  g_assert_cmpuint (live->page->state, ==, LS_PROGRAM_STOPPED);
  live_say (live, LS_GATE_RUN);
  g_assert_cmpint (WEXITSTATUS (live_wait (live)), !=, 0);
  g_assert_true (find (&live->f, LS_EVENT_CANCEL_REQUESTED, 0, &event));
}

/* Ctrl-C while it stands still: it is interrupted when it goes on. */
static void
test_live_interrupt (Live *live, gconstpointer data)
{
  LsEvent event;

  live_start (live, "wait", "real", LS_GATE_RUN);
  live_await (live, LS_PROGRAM_IN_POLL);
  live_say (live, LS_GATE_STOP);
  live_await (live, LS_PROGRAM_STOPPED);
  kill (live->pid, SIGINT);
  live_say (live, LS_GATE_RUN);
  live_wait (live);
  g_assert_true (find (&live->f, LS_EVENT_SIGNAL, 0, &event));
  g_assert_cmpuint (event.rec.a, ==, SIGINT);
}

/* A viewer that leaves lets the program run on, and its clock has stood still. */
static void
test_live_viewer_leaves (Live *live, gconstpointer data)
{
  LsEvent event;

  live_start (live, "gather", "real", LS_GATE_STOP);
  live_await (live, LS_PROGRAM_STOPPED);
  live->page->stop_grain = LS_GRAIN_TURN;
  live->page->stop_count = 3;
  live_say (live, LS_GATE_CHECK);
  while (__atomic_load_n (&live->page->n_events, __ATOMIC_SEQ_CST) < 10)
    g_usleep (200);
  live_await (live, LS_PROGRAM_STOPPED);
  g_usleep (500000);
  close (live->peer);
  live->peer = -1;
  g_assert_cmpint (live_wait (live), ==, 0);
  g_assert_true (ls_trace_reader_is_complete (live->f.reader));
  g_assert_true (find (&live->f, LS_EVENT_TIMER_FIRED, 0, &event));
  g_assert_cmpint (event.time, <, 1250000000);
  g_assert_cmpint (event.wall, >, 1400000000);
}

/* With the beginning given up, what is kept begins with a snapshot of those who wait since then. */
static void
test_limit (Fixture *f, gconstpointer data)
{
  guint64 first, end;
  gboolean in_snapshot = TRUE;
  guint n[LS_N_EVENTS] = { 0 };
  LsEvent event;

  record (f, "long");
  first = ls_trace_reader_get_first (f->reader);
  end = ls_trace_reader_get_n_events (f->reader);
  g_assert_cmpuint (first, >, 20000);
  for (guint64 seq = first; seq < end && in_snapshot; seq++)
    {
      g_assert_true (ls_trace_reader_get (f->reader, seq, &event));
      g_assert_true (seq != first || event.rec.kind == LS_EVENT_SNAPSHOT_BEGIN);
      n[event.rec.kind]++;
      in_snapshot = event.rec.kind != LS_EVENT_SNAPSHOT_END;
    }
  g_assert_false (in_snapshot);
  g_assert_cmpuint (n[LS_EVENT_LOOP_CREATED], ==, 1);
  g_assert_cmpuint (n[LS_EVENT_TASK_CREATED], ==, 3);
  g_assert_cmpuint (n[LS_EVENT_TASK_SUSPENDED], >=, 2);
  g_assert_cmpuint (n[LS_EVENT_TASK_READY], ==, 1);
  g_assert_cmpuint (n[LS_EVENT_QUEUE_CREATED], ==, 1);
  g_assert_cmpuint (n[LS_EVENT_QUEUE_PARKED], ==, 1);
  g_assert_cmpuint (n[LS_EVENT_TIMER_ARMED], ==, 1);
  g_assert_true (ls_trace_reader_get (f->reader, end - 1, &event));
  g_assert_cmpuint (event.rec.kind, ==, LS_EVENT_LOOP_CLOSED);
  g_assert_true (ls_trace_reader_is_complete (f->reader));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
#define ADD(path, func) g_test_add ("/trace/recorder/" path, Fixture, NULL, set_up, func, tear_down)
  ADD ("gather", test_gather);
  ADD ("sites", test_sites);
  ADD ("not-recorded", test_not_recorded);
  ADD ("unwritable", test_unwritable);
  ADD ("exit", test_exit);
  ADD ("death", test_death);
  ADD ("fork", test_fork);
  ADD ("output", test_output);
  ADD ("redirect", test_redirect);
  ADD ("thread", test_thread);
  ADD ("threadsafe", test_threadsafe);
  ADD ("close", test_close);
  ADD ("child", test_child);
  ADD ("hold", test_hold);
  ADD ("limit", test_limit);
#undef ADD
#define ADD(path, func) g_test_add ("/trace/live/" path, Live, NULL, live_set_up, func, live_tear_down)
  ADD ("steps", test_live_steps);
  ADD ("cancel-in-poll", test_live_cancel_in_poll);
  ADD ("cancel-while-stopped", test_live_cancel_while_stopped);
  ADD ("interrupt", test_live_interrupt);
  ADD ("viewer-leaves", test_live_viewer_leaves);
#undef ADD
  return g_test_run ();
}
