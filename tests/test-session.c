/* SPDX-License-Identifier: GPL-3.0-or-later */

/*
 * The session against a program that keeps to the protocol of ls-control.h in a few lines: this test itself, called
 * with the name of a role.  What a session does with the engine's programs is tested by test-cli.py.
 */

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>
#include <utime.h>

#include <glib/gstdio.h>

#include "ls-control.h"
#include "ls-resolver.h"
#include "ls-session.h"
#include "ls-trace-writer.h"

#define N_EVENTS 20
#define N_LONG   4000000

static char *self_path;
static char *folder;

/* -- the program */

static LsControl *page;
static LsTraceWriter *writer;
static int connection;

static void
set_state (LsProgramState state)
{
  page->running_task = state == LS_PROGRAM_RUNNING ? 1 : 0;
  page->turn_since = state == LS_PROGRAM_RUNNING ? g_get_monotonic_time () * 1000 : 0;
  page->state_since = g_get_monotonic_time () * 1000;
  __atomic_store_n (&page->state, state, __ATOMIC_RELEASE);
}

static void
attach (void)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };
  int fd = open (g_getenv (LS_ENV_CONTROL), O_RDWR);

  g_assert_cmpint (fd, >=, 0);
  page = mmap (NULL, 4096, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  g_assert_true (page != MAP_FAILED);
  g_assert_cmpuint (page->magic, ==, LS_CONTROL_MAGIC);
  g_strlcpy (address.sun_path, g_getenv (LS_ENV_SOCKET), sizeof address.sun_path);
  connection = socket (AF_UNIX, SOCK_STREAM, 0);
  g_assert_cmpint (connect (connection, (struct sockaddr *) &address, sizeof address), ==, 0);
  page->pid = getpid ();
  writer = ls_trace_writer_new (g_getenv (LS_ENV_TRACE), NULL);
  g_assert_nonnull (writer);
  set_state (LS_PROGRAM_RUNNING);
}

/* A trace point: stops there if the gate says so, until it says otherwise or the viewer is gone. */
static void
pass_point (void)
{
  char byte;

  page->n_events++;
  if (page->gate == LS_GATE_CHECK && page->stop_count > 0 && --page->stop_count == 0)
    page->gate = LS_GATE_STOP;
  if (page->gate != LS_GATE_STOP)
    return;
  set_state (LS_PROGRAM_STOPPED);
  while (page->gate == LS_GATE_STOP && read (connection, &byte, 1) == 1)
    ;
  set_state (LS_PROGRAM_RUNNING);
}

/* The site is here: to be resolved to this file. */
static void
record (guint n)
{
  guint32 name = ls_trace_writer_string (writer, "main");

  for (guint i = 0; i < n; i++)
    {
      guint32 site = ls_trace_writer_add_site (writer, "/nonexistent/module", i, NULL, NULL, 0);

      ls_trace_writer_event (writer, LS_EVENT_TASK_CREATED, 0, i + 1, name, 0, LS_TAG_NONE, 0, site, i);
      pass_point ();
    }
}

static int
play (const char *role)
{
  prctl (PR_SET_PDEATHSIG, SIGKILL);
  if (strcmp (role, "silent") == 0)
    return 0;
  if (strcmp (role, "silent-forever") == 0)
    for (;;)
      pause ();
  if (strcmp (role, "echo") == 0)
    {
      attach ();
      g_print ("tty %d %d %d\n", isatty (0), isatty (1), isatty (2));
      for (int c; (c = getchar ()) != EOF && c != '\n';)
        putchar (g_ascii_toupper (c));
      return 0;
    }

  attach ();
  record (N_EVENTS);
  if (strcmp (role, "crash") == 0)
    {
      signal (SIGSEGV, SIG_DFL);      /* a sanitizer would make it an exit code */
      raise (SIGSEGV);
    }
  if (strcmp (role, "fail") == 0)
    return 7;
  if (strcmp (role, "hold") == 0)
    for (;;)
      pause ();
  if (strcmp (role, "poll") == 0)
    {
      set_state (LS_PROGRAM_IN_POLL);
      pause ();
    }
  ls_trace_writer_close (writer);
  set_state (LS_PROGRAM_ENDED);
  return 0;
}

/* -- the tests */

static LsSession *
launch (const char *role,
        gboolean    stop,
        GError    **error)
{
  const char * const argv[] = { self_path, "--role", role, NULL };
  LsLaunch how = { .argv = argv, .seed = -1, .stop_at_start = stop, .clock = LS_CLOCK_INSTANT };

  return ls_session_launch (&how, error);
}

static void
await_life (LsSession *session,
            LsLife     life)
{
  gint64 deadline = g_get_monotonic_time () + 20 * G_USEC_PER_SEC;

  while (ls_session_get_life (session) != life)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_assert_false (ls_session_is_settled (session));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
await_settled (LsSession *session)
{
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
}

static guint64
count_events (LsSession *session)
{
  return ls_model_get_n_events (ls_session_get_model (session));
}

static void
await_all_events (LsSession *session)
{
  while (count_events (session) < N_EVENTS)
    g_main_context_iteration (NULL, TRUE);
}

static guint
count_files (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  guint n = 0;

  while (dir != NULL && g_dir_read_name (dir) != NULL)
    n++;

  return n;
}

static void
test_whole (void)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (LsSession) session = launch ("whole", FALSE, &error);
  g_autofree char *runtime = g_build_filename (folder, "loopscope", NULL);
  g_autofree char *end = NULL;

  g_assert_no_error (error);
  g_assert_nonnull (ls_session_get_model (session));
  g_assert_false (ls_session_is_recorded (session));
  await_settled (session);
  g_assert_cmpint (ls_session_get_life (session), ==, LS_LIFE_ENDED);
  g_assert_cmpuint (count_events (session), ==, N_EVENTS);
  g_assert_cmpint (ls_session_get_wait_status (session), ==, 0);
  end = ls_session_describe_end (session);
  g_assert_null (end);
  g_assert_cmpint (ls_session_get_pid (session), ==, 0);
  g_assert_cmpuint (count_files (runtime), ==, 0);

  /* Commands to one that has ended do nothing. */
  ls_session_run (session);
  ls_session_pause (session);
  ls_session_step (session, LS_GRAIN_STEP, 1);
  ls_session_cancel_task (session, 1);
  ls_session_set_pace (session, 500);
  ls_session_interrupt (session);
  ls_session_kill (session);
  ls_session_write_input (session, "x\n");
  g_assert_cmpuint (ls_session_set_breakpoint (session, "a.c", 1), ==, 0);
  ls_session_close (session);
  ls_session_close (session);
}

/* The resolutions are in the trace afterwards; so it reads the same in a session of its own. */
static void
test_reopened (void)
{
  g_autoptr (LsSession) session = launch ("whole", FALSE, NULL);
  g_autoptr (LsSession) saved = NULL;
  g_autoptr (GError) error = NULL;
  g_autofree char *path = g_build_filename (folder, "saved.looptrace", NULL);
  const LsSite *site;

  await_settled (session);
  g_assert_true (ls_session_save (session, path, &error));
  g_assert_no_error (error);
  saved = ls_session_open (path, &error);
  g_assert_no_error (error);
  g_assert_true (ls_session_is_recorded (saved));
  g_assert_cmpint (ls_session_get_life (saved), ==, LS_LIFE_ENDED);
  await_settled (saved);
  g_assert_cmpuint (count_events (saved), ==, N_EVENTS);
  site = ls_trace_reader_get_site (ls_model_get_reader (ls_session_get_model (saved)), 2);
  g_assert_nonnull (site);
  g_assert_cmpstr (site->function, ==, "module+0x1");
  g_unlink (path);
}

/* Of which nobody can read all at once. */
static void
write_long_trace (const char *path)
{
  g_autoptr (LsTraceWriter) trace = ls_trace_writer_new (path, NULL);

  g_assert_nonnull (trace);
  for (guint i = 0; i < N_LONG; i++)
    ls_trace_writer_event (trace, LS_EVENT_ITERATION, 0, 0, 0, 0, LS_TAG_NONE, 0, 0, i);
  ls_trace_writer_close (trace);
}

static gboolean
note_idle_moment (gpointer data)
{
  *(gboolean *) data = TRUE;
  return G_SOURCE_REMOVE;
}

/* A toolkit has its accessibility in idle moments: there are some before all of a long trace has been read. */
static void
test_idle_while_reading (void)
{
  g_autofree char *path = g_build_filename (folder, "long.looptrace", NULL);
  g_autoptr (LsSession) session = NULL;
  gboolean idle = FALSE;

  write_long_trace (path);
  session = ls_session_open (path, NULL);
  g_assert_nonnull (session);
  g_assert_false (ls_session_is_settled (session));
  g_idle_add (note_idle_moment, &idle);
  for (guint i = 0; i < 3 && !idle; i++)
    g_main_context_iteration (NULL, TRUE);
  g_assert_true (idle);
  g_assert_cmpuint (count_events (session), <, N_LONG);
  g_unlink (path);
}

static void
test_steps (void)
{
  g_autoptr (LsSession) session = launch ("whole", TRUE, NULL);

  for (guint i = 1; i <= 5; i++)
    {
      await_life (session, LS_LIFE_PAUSED);
      g_assert_cmpuint (count_events (session), ==, i);
      g_assert_cmpuint (ls_session_get_holder (session, NULL), ==, 0);
      ls_session_step (session, LS_GRAIN_STEP, 1);
    }
  await_life (session, LS_LIFE_PAUSED);
  ls_session_run (session);
  await_settled (session);
  g_assert_cmpuint (count_events (session), ==, N_EVENTS);
}

/* A program that does not come to a trace point cannot be paused, but seen, and killed. */
static void
test_holder (void)
{
  g_autoptr (LsSession) session = launch ("hold", FALSE, NULL);
  g_autofree char *end = NULL;
  gint64 since;

  await_all_events (session);
  ls_session_pause (session);
  g_assert_cmpint (ls_session_get_life (session), ==, LS_LIFE_PAUSING);
  g_assert_cmpuint (ls_session_get_holder (session, &since), ==, 1);
  g_assert_cmpint (since, <=, g_get_monotonic_time ());
  g_assert_cmpint (since, >, g_get_monotonic_time () - 60 * G_USEC_PER_SEC);
  ls_session_kill (session);
  await_settled (session);
  end = ls_session_describe_end (session);
  g_assert_cmpstr (end, ==, "killed by signal 9 (SIGKILL)");
  g_assert_cmpuint (count_events (session), ==, N_EVENTS);
}

static void
test_poll (void)
{
  g_autoptr (LsSession) session = launch ("poll", FALSE, NULL);

  while (!ls_session_is_polling (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ls_session_get_holder (session, NULL), ==, 0);
  ls_session_interrupt (session);
  await_settled (session);
  g_assert_false (ls_session_is_polling (session));
  g_assert_true (WIFSIGNALED (ls_session_get_wait_status (session)));
}

static void
test_ends (void)
{
  static const struct { const char *role, *end; } cases[] = {
    { "crash", "crashed with signal 11 (SIGSEGV)" },
    { "fail", "exit code 7" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (LsSession) session = launch (cases[i].role, FALSE, NULL);
      g_autofree char *end = NULL;

      await_settled (session);
      end = ls_session_describe_end (session);
      g_assert_cmpstr (end, ==, cases[i].end);
      g_assert_cmpuint (count_events (session), ==, N_EVENTS);
    }
}

static void
test_closed (void)
{
  g_autoptr (LsSession) session = launch ("hold", FALSE, NULL);
  GPid pid = ls_session_get_pid (session);

  await_all_events (session);
  g_assert_cmpint (kill (pid, 0), ==, 0);
  ls_session_close (session);
  g_assert_true (ls_session_is_settled (session));
  g_assert_cmpuint (count_events (session), ==, N_EVENTS);
  g_assert_cmpint (kill (pid, 0), ==, -1);
}

static void
test_terminal (void)
{
  g_autoptr (LsSession) session = launch ("echo", FALSE, NULL);
  g_autofree char *text = NULL;

  ls_session_write_input (session, "hello\n");
  await_settled (session);
  for (guint i = 0; i < 1000; i++)      /* the thread that empties the terminal may lag behind */
    {
      g_clear_pointer (&text, g_free);
      text = ls_session_get_terminal (session);
      if (strlen (text) >= strlen ("tty 1 1 1\nHELLO"))
        break;
      g_usleep (1000);
    }
  g_assert_cmpstr (text, ==, "tty 1 1 1\nHELLO");
}

static void
check_failure (const char * const *argv,
               int                 code,
               const char         *words)
{
  LsLaunch how = { .argv = argv, .seed = -1 };
  g_autoptr (GError) error = NULL;

  g_assert_null (ls_session_launch (&how, &error));
  g_assert_error (error, LS_SESSION_ERROR, code);
  g_assert_nonnull (strstr (error->message, words));
}

static void
test_not_started (void)
{
  g_autofree char *broken = g_build_filename (folder, "broken", NULL);

  check_failure ((const char * const[]) { "/nonexistent/program", NULL }, LS_SESSION_ERROR_NOT_FOUND, "no program");
  check_failure ((const char * const[]) { "no-such-program-anywhere", NULL }, LS_SESSION_ERROR_NOT_FOUND, "no program");
  check_failure ((const char * const[]) { "/", NULL }, LS_SESSION_ERROR_NOT_EXECUTABLE, "folder");
  check_failure ((const char * const[]) { "/etc/passwd", NULL }, LS_SESSION_ERROR_NOT_EXECUTABLE, "chmod");
  g_assert_true (g_file_set_contents (broken, "#!/nonexistent/interpreter\n", -1, NULL));
  g_assert_cmpint (g_chmod (broken, 0755), ==, 0);
  check_failure ((const char * const[]) { broken, NULL }, LS_SESSION_ERROR_START, "could not be started");
  g_unlink (broken);
}

static void
test_no_engine (void)
{
  check_failure ((const char * const[]) { self_path, "--role", "silent", NULL }, LS_SESSION_ERROR_NO_ENGINE,
                 "recorded nothing");
  check_failure ((const char * const[]) { self_path, "--role", "silent-forever", NULL }, LS_SESSION_ERROR_NO_ENGINE,
                 "is running but records nothing");
}

static void
test_not_a_trace (void)
{
  g_autoptr (GError) error = NULL;

  g_assert_null (ls_session_open ("/nonexistent", &error));
  g_assert_nonnull (error);
  g_clear_error (&error);
  g_assert_null (ls_session_open ("/etc/passwd", &error));
  g_assert_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_NOT_A_TRACE);
}

static void
test_unwritable (void)
{
  const char *targets[] = { "/nonexistent/trace", "/dev/full", "/", "/etc/passwd/trace" };
  g_autoptr (LsSession) session = launch ("whole", FALSE, NULL);

  for (guint i = 0; i < G_N_ELEMENTS (targets); i++)
    {
      g_autoptr (GError) error = NULL;

      g_assert_false (ls_session_save (session, targets[i], &error));
      g_assert_nonnull (error);
      g_clear_error (&error);
      g_assert_false (ls_session_check_target (targets[i], &error));
      g_assert_nonnull (error);
    }
}

/* What a viewer leaves that is killed goes when the next one starts. */
static void
test_leftovers (void)
{
  g_autofree char *runtime = g_build_filename (folder, "loopscope", NULL);
  g_autofree char *old = g_build_filename (runtime, "4194305-1.control", NULL);   /* no process id is that high */
  g_autofree char *other = g_strdup_printf ("%s/%d-77.control", runtime, getppid ());
  g_autoptr (LsSession) session = NULL;

  g_mkdir (runtime, 0700);
  g_assert_true (g_file_set_contents (old, "", -1, NULL));
  g_assert_true (g_file_set_contents (other, "", -1, NULL));
  session = launch ("whole", FALSE, NULL);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
  g_unlink (other);
}

/* Traces that nobody saved go after a month. */
static void
test_old_traces (void)
{
  g_autofree char *traces = g_build_filename (folder, "cache", "loopscope", NULL);
  g_autofree char *old = g_build_filename (traces, "old.looptrace", NULL);
  g_autofree char *recent = g_build_filename (traces, "recent.looptrace", NULL);
  g_autofree char *other = g_build_filename (traces, "old.png", NULL);
  const char *files[] = { old, recent, other };
  g_autoptr (LsSession) session = NULL;

  g_mkdir_with_parents (traces, 0700);
  for (guint i = 0; i < G_N_ELEMENTS (files); i++)
    {
      gint64 days = files[i] == recent ? 29 : 31;
      struct utimbuf times = { 0, g_get_real_time () / G_USEC_PER_SEC - days * 24 * 60 * 60 };

      g_assert_true (g_file_set_contents (files[i], "", -1, NULL));
      g_assert_cmpint (g_utime (files[i], &times), ==, 0);
    }
  session = launch ("whole", FALSE, NULL);
  g_assert_false (g_file_test (old, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (recent, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_test (other, G_FILE_TEST_EXISTS));
}

/* Where there is no runtime folder, or one whose name is too long for a socket, a folder of our own serves. */
static void
test_no_runtime_folder (void)
{
  g_autofree char *deep = g_strnfill (150, 'x');
  g_autofree char *long_path = g_build_filename (folder, deep, NULL);
  const char *folders[] = { "/nonexistent", "relative", long_path };

  g_assert_cmpint (g_mkdir (long_path, 0700), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (folders); i++)
    {
      g_autoptr (LsSession) session = NULL;

      g_setenv ("XDG_RUNTIME_DIR", folders[i], TRUE);
      session = launch ("whole", FALSE, NULL);
      g_assert_nonnull (session);
      await_settled (session);
      g_assert_cmpuint (count_events (session), ==, N_EVENTS);
    }
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
}

static void
remove_tree (const char *path)
{
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *child = g_build_filename (path, name, NULL);

      if (g_file_test (child, G_FILE_TEST_IS_DIR))
        remove_tree (child);
      else
        g_unlink (child);
    }
  g_rmdir (path);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *cache = NULL;
  int result;

  if (argc == 3 && strcmp (argv[1], "--role") == 0)
    return play (argv[2]);

  folder = g_dir_make_tmp ("loopscope-session-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  cache = g_build_filename (folder, "cache", NULL);
  g_setenv ("XDG_CACHE_HOME", cache, TRUE);
  self_path = g_file_read_link ("/proc/self/exe", NULL);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopscope/session/whole", test_whole);
  g_test_add_func ("/loopscope/session/reopened", test_reopened);
  g_test_add_func ("/loopscope/session/idle-while-reading", test_idle_while_reading);
  g_test_add_func ("/loopscope/session/steps", test_steps);
  g_test_add_func ("/loopscope/session/holder", test_holder);
  g_test_add_func ("/loopscope/session/poll", test_poll);
  g_test_add_func ("/loopscope/session/ends", test_ends);
  g_test_add_func ("/loopscope/session/closed", test_closed);
  g_test_add_func ("/loopscope/session/terminal", test_terminal);
  g_test_add_func ("/loopscope/session/not-started", test_not_started);
  g_test_add_func ("/loopscope/session/no-engine", test_no_engine);
  g_test_add_func ("/loopscope/session/not-a-trace", test_not_a_trace);
  g_test_add_func ("/loopscope/session/unwritable", test_unwritable);
  g_test_add_func ("/loopscope/session/leftovers", test_leftovers);
  g_test_add_func ("/loopscope/session/old-traces", test_old_traces);
  g_test_add_func ("/loopscope/session/no-runtime-folder", test_no_runtime_folder);
  result = g_test_run ();

  remove_tree (folder);
  g_free (folder);
  g_free (self_path);
  return result;
}
