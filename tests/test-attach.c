/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Programs that record of their own accord, and viewers that come and go: LOOPSCOPE=1 and the C engine. */

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ls-entry.h"
#include "ls-session.h"

#define PATIENCE (90 * G_USEC_PER_SEC)
#define LINES    50                      /* more than the program has */

static char *folder;
static int input = -1;        /* what the program reads; it ends with that */

/* Starts the program on its own, in virtual time that goes as fast as real time; it can be found once this returns.
 * It ticks, or holds its loop, until tell_to_end(). */
static GPid
start (char *n_ticks,
       char *how)
{
  g_autofree char *program = g_build_filename (g_getenv ("LOOPSCOPE_BUILD_ROOT"), "tests", "attach-program", NULL);
  char *argv[] = { program, n_ticks, how, NULL };
  g_auto (GStrv) environment = g_environ_setenv (g_get_environ (), "LOOPSCOPE", "1", TRUE);
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  g_autoptr (GError) error = NULL;
  GPid pid;

  environment = g_environ_setenv (environment, "LOOPSCOPE_CLOCK", "paced", TRUE);
  g_spawn_async_with_pipes (NULL, argv, environment, G_SPAWN_DO_NOT_REAP_CHILD | G_SPAWN_STDOUT_TO_DEV_NULL, NULL, NULL,
                            &pid, &input, NULL, NULL, &error);
  g_assert_no_error (error);
  while (TRUE)
    {
      g_autoptr (LsEntry) entry = ls_entry_find (pid, NULL);

      if (entry != NULL)
        return pid;
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
}

static void
tell_to_end (void)
{
  g_assert_true (g_close (input, NULL));
  input = -1;
}

static LsSession *
attach (GPid pid)
{
  g_autoptr (GError) error = NULL;
  LsSession *session = ls_session_attach (pid, &error);

  g_assert_no_error (error);
  return session;
}

static void
await_life (LsSession *session,
            LsLife     life)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;

  while (ls_session_get_life (session) != life)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_assert_false (ls_session_is_settled (session));
      g_main_context_iteration (NULL, TRUE);
    }
}

static guint64
count (LsSession *session,
       LsGrain    grain)
{
  return ls_model_get_n_units (ls_session_get_model (session), grain);
}

/* Whoever comes early comes before the first. */
static void
await_step (LsSession *session)
{
  while (count (session, LS_GRAIN_STEP) == 0)
    {
      g_assert_false (ls_session_is_settled (session));
      g_main_context_iteration (NULL, TRUE);
    }
}

static guint
count_events (LsSession   *session,
              LsEventKind  kind)
{
  LsTraceReader *reader = ls_session_get_reader (session);
  guint n = 0;
  LsEvent event;

  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (reader); seq++)
    n += ls_trace_reader_get (reader, seq, &event) && event.rec.kind == kind;

  return n;
}

/* It ends when it is told to, and well. */
static void
assert_ends_well (GPid pid)
{
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  g_autoptr (LsEntry) entry = NULL;
  int status = -1;

  if (input >= 0)
    tell_to_end ();
  while (waitpid (pid, &status, WNOHANG) == 0)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (1000);
    }
  g_assert_cmpint (status, ==, 0);
  g_assert_null (entry = ls_entry_find (pid, NULL));
}

static void
end (GPid pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
  if (input >= 0)
    tell_to_end ();
}

static guint
count_files (void)
{
  g_autofree char *path = g_build_filename (folder, "loopscope", NULL);
  g_autoptr (GDir) dir = g_dir_open (path, 0, NULL);
  const char *name;
  guint n = 0;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    n += !g_str_has_suffix (name, ".looptrace");

  return n;
}

/* Watched from its beginning to its end: all it did is seen, and nothing of the meeting is left. */
static void
test_watched (void)
{
  GPid pid = start (NULL, NULL);
  g_autoptr (LsSession) session = attach (pid);

  g_assert_false (ls_session_is_recorded (session));
  g_assert_cmpint (ls_session_get_pid (session), ==, pid);
  g_assert_cmpint (ls_session_get_life (session), ==, LS_LIFE_RUNNING);
  while (!ls_session_is_polling (session) || count (session, LS_GRAIN_STEP) == 0)
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ls_session_get_clock (session), ==, LS_CLOCK_PACED);
  tell_to_end ();
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ls_session_get_life (session), ==, LS_LIFE_ENDED);
  g_assert_true (ls_trace_reader_is_complete (ls_session_get_reader (session)));
  g_assert_cmpuint (count_events (session, LS_EVENT_LOOP_CLOSED), ==, 1);
  assert_ends_well (pid);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* A viewer may stop it, step it and let it go: it runs on to its end, and another may come meanwhile. */
static void
test_comes_and_goes (void)
{
  GPid pid = start (NULL, NULL);

  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (LsSession) session = attach (pid);
      guint64 before;

      ls_session_pause (session);
      await_life (session, LS_LIFE_PAUSED);
      before = count (session, LS_GRAIN_STEP);
      ls_session_step (session, LS_GRAIN_STEP, 1);
      await_life (session, LS_LIFE_PAUSED);
      g_assert_cmpuint (count (session, LS_GRAIN_STEP), ==, before + 1);
      ls_session_close (session);
      g_assert_true (ls_session_is_settled (session));
    }
  assert_ends_well (pid);
}

/* Who is there keeps the others out, whatever the program is doing; once he has gone they may come. */
static void
test_second_viewer (void)
{
  GPid pid = start (NULL, NULL);
  g_autoptr (LsSession) first = attach (pid);
  g_autoptr (LsSession) next = NULL;
  g_autoptr (GError) error = NULL;

  ls_session_pause (first);
  await_life (first, LS_LIFE_PAUSED);
  g_assert_null (ls_session_attach (pid, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
  g_assert_cmpint (ls_session_get_life (first), ==, LS_LIFE_PAUSED);
  ls_session_step (first, LS_GRAIN_STEP, 1);
  await_life (first, LS_LIFE_PAUSED);
  ls_session_close (first);
  next = attach (pid);
  ls_session_pause (next);
  await_life (next, LS_LIFE_PAUSED);
  ls_session_close (next);
  assert_ends_well (pid);
}

/* This test as a viewer that pauses a program and is killed. */
static int
view_and_die (const char *pid)
{
  LsSession *session = attach (atoi (pid));

  ls_session_pause (session);
  await_life (session, LS_LIFE_PAUSED);
  kill (getpid (), SIGKILL);
  return 0;
}

static void
test_viewer_dies (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  GPid pid = start (NULL, NULL);
  g_autofree char *number = g_strdup_printf ("%d", pid);
  char *argv[] = { self_path, "--viewer", number, NULL };
  int status;

  g_assert_true (g_spawn_sync (NULL, argv, NULL, 0, NULL, NULL, NULL, NULL, &status, NULL));
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  assert_ends_well (pid);
}

/* What a viewer asked for ends with it: breakpoints, and a pace. */
static void
test_wishes_end (void)
{
  GPid pid = start (NULL, NULL);
  g_autofree char *source = g_build_filename (g_getenv ("LOOPSCOPE_SOURCE_ROOT"), "tests", "attach-program.c", NULL);
  g_autoptr (LsSession) first = attach (pid);
  g_autoptr (LsSession) next = NULL;
  guint64 before;
  guint n_set = 0;

  ls_session_pause (first);
  await_life (first, LS_LIFE_PAUSED);
  for (guint line = 1; line < LINES; line++)
    n_set += ls_session_set_breakpoint (first, source, line) != 0;
  g_assert_cmpuint (n_set, >, 0);
  ls_session_set_pace (first, 1);
  before = count (first, LS_GRAIN_STEP);
  ls_session_run (first);
  ls_session_close (first);
  next = attach (pid);
  while (!ls_session_is_settled (next))
    {
      g_assert_cmpint (ls_session_get_life (next), !=, LS_LIFE_PAUSED);
      g_main_context_iteration (NULL, TRUE);
      if (input >= 0 && count (next, LS_GRAIN_STEP) > before + 20)
        tell_to_end ();
    }
  assert_ends_well (pid);
}

static void
test_breakpoint (void)
{
  GPid pid = start (NULL, NULL);
  g_autofree char *source = g_build_filename (g_getenv ("LOOPSCOPE_SOURCE_ROOT"), "tests", "attach-program.c", NULL);
  g_autoptr (LsSession) session = attach (pid);
  guint line = 0;

  ls_session_pause (session);
  await_life (session, LS_LIFE_PAUSED);
  for (guint i = 1; i < LINES; i++)
    line = MAX (line, ls_session_set_breakpoint (session, source, i));
  g_assert_cmpuint (line, >, 0);
  ls_session_run (session);
  await_life (session, LS_LIFE_PAUSED);
  g_assert_true (ls_session_is_at_breakpoint (session));
  ls_session_close (session);
  assert_ends_well (pid);
}

static void
test_cancel (void)
{
  GPid pid = start (NULL, NULL);
  g_autoptr (LsSession) session = attach (pid);

  await_step (session);
  ls_session_cancel_task (session, 1);
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_events (session, LS_EVENT_COMMAND), ==, 1);
  g_assert_cmpuint (count_events (session, LS_EVENT_CANCEL_REQUESTED), >=, 1);
  g_assert_cmpint (waitpid (pid, NULL, 0), ==, pid);
  tell_to_end ();
}

/* Whoever comes while the loop is held sees by whom, though the program cannot answer yet; and a second is kept out. */
static void
test_blocked (void)
{
  GPid pid = start ("5", "block");
  g_autoptr (LsSession) session = attach (pid);
  g_autoptr (GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + PATIENCE;
  gint64 since;

  while (ls_session_get_holder (session, &since) == 0 || g_get_monotonic_time () - since < 100000)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_main_context_iteration (NULL, TRUE);
    }
  ls_session_close (session);
  for (guint i = 0; i < 3; i++)
    {
      g_autoptr (LsSession) next = attach (pid);

      g_assert_cmpuint (ls_session_get_holder (next, NULL), !=, 0);
      g_assert_null (ls_session_attach (pid, &error));
      g_assert_error (error, G_IO_ERROR, G_IO_ERROR_BUSY);
      g_clear_error (&error);
      ls_session_pause (next);
      g_assert_cmpint (ls_session_get_life (next), ==, LS_LIFE_PAUSING);
      if (i < 2)
        continue;
      tell_to_end ();
      await_life (next, LS_LIFE_PAUSED);
    }
  assert_ends_well (pid);
}

/* A program that is killed is seen to end; what it left in the folder goes with the next look. */
static void
test_killed (void)
{
  GPid pid = start (NULL, NULL);
  g_autoptr (LsSession) session = attach (pid);
  g_autoptr (GPtrArray) entries = NULL;

  await_step (session);
  ls_session_pause (session);
  await_life (session, LS_LIFE_PAUSED);
  end (pid);
  await_life (session, LS_LIFE_ENDED);
  g_assert_cmpuint (count (session, LS_GRAIN_STEP), >, 0);
  g_assert_cmpuint (count_files (), ==, 3);
  entries = ls_entry_list (NULL);
  g_assert_cmpuint (entries->len, ==, 0);
  g_assert_cmpuint (count_files (), ==, 0);
}

/* A program of another's is not ended with the session, but may be on request. */
static void
test_interrupt (void)
{
  GPid pid = start (NULL, NULL);
  g_autoptr (LsSession) session = attach (pid);
  int status;

  ls_session_interrupt (session);
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (waitpid (pid, &status, 0), ==, pid);
  g_assert_cmpint (status, !=, 0);
  tell_to_end ();
}

/* One that does not record is refused with the words by which it would. */
static void
test_refused (void)
{
  char *argv[] = { "sleep", "60", NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_assert_true (g_spawn_async (NULL, argv, NULL, G_SPAWN_SEARCH_PATH | G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid,
                                NULL));
  while (TRUE)
    {
      g_clear_error (&error);
      g_assert_null (ls_session_attach (pid, &error));
      g_assert_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING);
      if (strstr (error->message, "test-attach") == NULL)      /* not yet itself */
        break;
    }
  g_assert_nonnull (strstr (error->message, "“loopscope run sleep 60”"));
  end (pid);
  g_clear_error (&error);
  g_assert_null (ls_session_attach (pid, &error));
  g_assert_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *clean = NULL;
  int result;

  if (argc == 3 && strcmp (argv[1], "--viewer") == 0)
    return view_and_die (argv[2]);
  folder = g_dir_make_tmp ("loopscope-attach-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopscope/attach/watched", test_watched);
  g_test_add_func ("/loopscope/attach/comes-and-goes", test_comes_and_goes);
  g_test_add_func ("/loopscope/attach/second-viewer", test_second_viewer);
  g_test_add_func ("/loopscope/attach/viewer-dies", test_viewer_dies);
  g_test_add_func ("/loopscope/attach/wishes-end", test_wishes_end);
  g_test_add_func ("/loopscope/attach/breakpoint", test_breakpoint);
  g_test_add_func ("/loopscope/attach/cancel", test_cancel);
  g_test_add_func ("/loopscope/attach/blocked", test_blocked);
  g_test_add_func ("/loopscope/attach/killed", test_killed);
  g_test_add_func ("/loopscope/attach/interrupt", test_interrupt);
  g_test_add_func ("/loopscope/attach/refused", test_refused);
  result = g_test_run ();

  clean = g_strdup_printf ("rm -r %s", folder);
  g_spawn_command_line_sync (clean, NULL, NULL, NULL, NULL);
  g_free (folder);
  return result;
}
