/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The session with the engine's own programs: stopping, stepping and commanding a loop that really runs. */

#include <signal.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ls-catalogue.h"
#include "ls-session.h"

static char *folder;

static LsSession *
launch (const char *name,
        LsClockKind clock,
        gboolean    stop)
{
  g_autofree char *program = ls_catalogue_get_program (ls_catalogue_find (name));
  const char * const argv[] = { program, NULL };
  LsLaunch how = { .argv = argv, .example = name, .clock = clock, .seed = -1, .stop_at_start = stop };
  g_autoptr (GError) error = NULL;
  LsSession *session = ls_session_launch (&how, &error);

  g_assert_no_error (error);
  return session;
}

static void
await_life (LsSession *session,
            LsLife     life)
{
  gint64 deadline = g_get_monotonic_time () + 90 * G_USEC_PER_SEC;

  while (ls_session_get_life (session) != life)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_assert_false (ls_session_is_settled (session));
      g_main_context_iteration (NULL, TRUE);
    }
}

static void
finish (LsSession *session)
{
  ls_session_run (session);
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
}

static guint64
count (LsSession *session,
       LsGrain    grain)
{
  return ls_model_get_n_units (ls_session_get_model (session), grain);
}

/* The last event of a kind; FALSE: there is none. */
static gboolean
find_last (LsSession  *session,
           LsEventKind kind,
           LsEvent    *event)
{
  LsTraceReader *reader = ls_model_get_reader (ls_session_get_model (session));

  for (guint64 seq = ls_trace_reader_get_n_events (reader); seq > 0; seq--)
    if (ls_trace_reader_get (reader, seq - 1, event) && event->rec.kind == kind)
      return TRUE;

  return FALSE;
}

/* Step by step or in one go: the same events. */
static void
test_steps (void)
{
  g_autoptr (LsSession) session = launch ("gather-count", LS_CLOCK_INSTANT, TRUE);
  g_autoptr (LsSession) whole = launch ("gather-count", LS_CLOCK_INSTANT, FALSE);
  guint64 steps = 1;

  while (!ls_session_is_settled (whole))
    g_main_context_iteration (NULL, TRUE);
  await_life (session, LS_LIFE_PAUSED);
  while (count (session, LS_GRAIN_STEP) < count (whole, LS_GRAIN_STEP))
    {
      g_assert_cmpuint (count (session, LS_GRAIN_STEP), ==, steps);
      ls_session_step (session, LS_GRAIN_STEP, 1);
      steps++;
      await_life (session, LS_LIFE_PAUSED);
    }
  finish (session);
  g_assert_cmpuint (ls_model_get_n_events (ls_session_get_model (session)), ==,
                    ls_model_get_n_events (ls_session_get_model (whole)));
  g_assert_cmpint (ls_session_get_wait_status (session), ==, 0);
}

static void
test_grains (void)
{
  static const LsGrain grains[] = { LS_GRAIN_EVENT, LS_GRAIN_TURN, LS_GRAIN_TIMER, LS_GRAIN_ITERATION };
  g_autoptr (LsSession) session = launch ("gather-count", LS_CLOCK_INSTANT, TRUE);

  for (guint i = 0; i < G_N_ELEMENTS (grains); i++)
    {
      guint64 before;

      await_life (session, LS_LIFE_PAUSED);
      before = count (session, grains[i]);
      ls_session_step (session, grains[i], 2);
      await_life (session, LS_LIFE_PAUSED);
      g_assert_cmpuint (count (session, grains[i]), ==, before + 2);
    }
  finish (session);
}

/* A loop in its poll stops at once, and its clock with it. */
static void
test_pause (void)
{
  g_autoptr (LsSession) session = launch ("two-tasks", LS_CLOCK_PACED, FALSE);

  while (!ls_session_is_polling (session))
    g_main_context_iteration (NULL, TRUE);
  ls_session_pause (session);
  await_life (session, LS_LIFE_PAUSED);
  ls_session_set_pace (session, 100000);
  finish (session);
  g_assert_cmpint (ls_session_get_wait_status (session), ==, 0);
}

static void
test_run_to_turn (void)
{
  g_autoptr (LsSession) session = launch ("gather-count", LS_CLOCK_INSTANT, TRUE);
  LsEvent event;

  await_life (session, LS_LIFE_PAUSED);
  ls_session_run_to_turn (session, 3);
  await_life (session, LS_LIFE_PAUSED);
  g_assert_true (find_last (session, LS_EVENT_TURN, &event));
  g_assert_cmpuint (event.rec.subject, ==, 3);
  g_assert_cmpuint (event.seq + 1, ==, ls_model_get_n_events (ls_session_get_model (session)));
  finish (session);
}

/* How many cancel requests of the debugger are recorded. */
static guint
count_cancels (LsSession *session)
{
  LsTraceReader *reader = ls_model_get_reader (ls_session_get_model (session));
  guint n = 0;
  LsEvent event;

  for (guint64 seq = 0; seq < ls_trace_reader_get_n_events (reader); seq++)
    n += ls_trace_reader_get (reader, seq, &event) && event.rec.kind == LS_EVENT_CANCEL_REQUESTED &&
         event.rec.detail == 1;

  return n;
}

static void
test_cancel (void)
{
  g_autoptr (LsSession) session = launch ("gather-count", LS_CLOCK_PACED, FALSE);
  LsEvent event;

  while (!ls_session_is_polling (session))
    g_main_context_iteration (NULL, TRUE);
  ls_session_cancel_task (session, 3);
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (count_cancels (session), ==, 1);
  g_assert_true (find_last (session, LS_EVENT_COMMAND, &event));
  g_assert_cmpuint (event.rec.detail, ==, LS_COMMAND_CANCEL);
}

static void
test_holder (void)
{
  g_autoptr (LsSession) session = launch ("blocking-sleep", LS_CLOCK_REAL, FALSE);
  gint64 begun = g_get_monotonic_time ();
  gint64 since;
  guint32 holder;

  while ((holder = ls_session_get_holder (session, &since)) == 0 || g_get_monotonic_time () - since < 200000)
    {
      g_assert_cmpint (g_get_monotonic_time () - begun, <, 20 * G_USEC_PER_SEC);
      g_main_context_iteration (NULL, TRUE);
    }
  g_assert_nonnull (ls_model_get_task (ls_session_get_model (session), holder));
  ls_session_pause (session);
  g_assert_cmpint (ls_session_get_life (session), ==, LS_LIFE_PAUSING);
  await_life (session, LS_LIFE_PAUSED);
  g_assert_cmpuint (ls_session_get_holder (session, NULL), ==, 0);
  ls_session_kill (session);
  await_life (session, LS_LIFE_ENDED);
}

/* It computes and calls nothing that tells a line: its stack does.  It goes on as if nobody had looked. */
static void
test_line_of_holder (void)
{
  g_autoptr (LsSession) session = launch ("busy-loop", LS_CLOCK_REAL, FALSE);
  g_autofree char *base = NULL;
  const char *file = NULL;
  guint line = 0;
  gint64 since;

  while (ls_session_get_holder (session, &since) == 0 || g_get_monotonic_time () - since < 100000)
    g_main_context_iteration (NULL, TRUE);
  if (!ls_session_find_holder_line (session, &file, &line))
    {
      g_test_skip ("the system lets nobody look at another program");
      return;
    }
  base = g_path_get_basename (file);
  g_assert_cmpstr (base, ==, "busy-loop.c");
  g_assert_cmpuint (line, >=, 9);
  g_assert_cmpuint (line, <=, 23);
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ls_session_get_wait_status (session), ==, 0);
  g_assert_false (ls_session_find_holder_line (session, &file, &line));
}

static void
test_interrupt (void)
{
  g_autoptr (LsSession) session = launch ("two-tasks", LS_CLOCK_PACED, FALSE);
  LsEvent event;

  while (!ls_session_is_polling (session))
    g_main_context_iteration (NULL, TRUE);
  ls_session_interrupt (session);
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpint (ls_session_get_wait_status (session), !=, 0);
  g_assert_true (find_last (session, LS_EVENT_CANCEL_REQUESTED, &event));
  g_assert_true (find_last (session, LS_EVENT_LOOP_CLOSED, &event));
}

static guint
find_line (const char *path,
           const char *words)
{
  g_autofree char *text = NULL;
  char *at;
  guint line = 1;

  g_assert_true (g_file_get_contents (path, &text, NULL, NULL));
  at = strstr (text, words);
  g_assert_nonnull (at);
  for (const char *c = text; c < at; c++)
    line += *c == '\n';

  return line;
}

static void
test_breakpoint (void)
{
  g_autoptr (LsSession) session = launch ("gather-count", LS_CLOCK_INSTANT, TRUE);
  g_autofree char *source = ls_catalogue_get_source (ls_catalogue_find ("gather-count"), FALSE);
  guint line = find_line (source, "LS_TRY (ls_sleep");
  LsTraceReader *reader;
  const LsSite *site;
  LsEvent event;

  await_life (session, LS_LIFE_PAUSED);
  reader = ls_model_get_reader (ls_session_get_model (session));
  g_assert_cmpuint (ls_session_set_breakpoint (session, source, 1), ==, 0);
  g_assert_cmpuint (ls_session_set_breakpoint (session, source, line - 1), ==, line);   /* moved to the next call */
  g_assert_cmpuint (ls_session_set_breakpoint (session, source, line), ==, line);
  ls_session_run (session);
  await_life (session, LS_LIFE_PAUSED);
  g_assert_true (ls_trace_reader_get (reader, ls_trace_reader_get_n_events (reader) - 1, &event));
  site = ls_trace_reader_get_site (reader, event.rec.site);
  g_assert_nonnull (site);
  g_assert_cmpuint (site->line, ==, line);
  g_assert_cmpstr (site->function, ==, "count");
  g_assert_cmpstr (site->file, ==, source);

  ls_session_clear_breakpoint (session, source, line);
  finish (session);
  g_assert_cmpint (ls_session_get_wait_status (session), ==, 0);
}

/* Closing ends the program wherever it is, and what it did is a trace. */
static void
test_closed (void)
{
  g_autoptr (LsSession) session = launch ("two-tasks", LS_CLOCK_REAL, TRUE);
  g_autoptr (LsSession) saved = NULL;
  g_autoptr (GError) error = NULL;

  await_life (session, LS_LIFE_PAUSED);
  ls_session_step (session, LS_GRAIN_TURN, 1);
  await_life (session, LS_LIFE_PAUSED);
  ls_session_close (session);
  g_assert_true (ls_session_is_settled (session));
  g_assert_cmpuint (count (session, LS_GRAIN_TURN), ==, 1);

  saved = ls_session_open (ls_session_get_trace_path (session), &error);
  g_assert_no_error (error);
  ls_session_read_all (saved);
  g_assert_cmpuint (ls_model_get_n_events (ls_session_get_model (saved)), ==,
                    ls_model_get_n_events (ls_session_get_model (session)));
  g_assert_cmpint (ls_session_get_clock (saved), ==, LS_CLOCK_REAL);
}

/* This test as a viewer that is killed while its program, in a terminal of the viewer's, is asleep. */
static int
view_and_die (void)
{
  LsSession *session = launch ("hello", LS_CLOCK_REAL, FALSE);

  while (!ls_session_is_polling (session))
    g_main_context_iteration (NULL, TRUE);
  g_print ("%s", ls_session_get_trace_path (session));
  kill (getpid (), SIGKILL);
  return 0;
}

/* The program goes on, though its terminal and its viewer are gone, and records to its end. */
static void
test_viewer_dies (void)
{
  g_autofree char *self_path = g_file_read_link ("/proc/self/exe", NULL);
  const char *argv[] = { self_path, "--viewer", NULL };
  g_autofree char *trace = NULL;
  gint64 deadline = g_get_monotonic_time () + 90 * G_USEC_PER_SEC;
  gboolean is_complete = FALSE;
  int status;

  g_assert_true (g_spawn_sync (NULL, (char **) argv, NULL, 0, NULL, NULL, &trace, NULL, &status, NULL));
  g_assert_true (WIFSIGNALED (status) && WTERMSIG (status) == SIGKILL);
  while (!is_complete)
    {
      g_autoptr (LsTraceReader) reader = ls_trace_reader_new (trace, NULL);

      g_assert_nonnull (reader);
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      is_complete = ls_trace_reader_is_complete (reader);
      g_usleep (10000);
    }
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *path = g_strdup_printf ("%s/src/examples:%s/src/examples", g_getenv ("LOOPSCOPE_SOURCE_ROOT"),
                                           g_getenv ("LOOPSCOPE_BUILD_ROOT"));
  g_autofree char *clean = NULL;
  int result;

  g_setenv ("LOOPSCOPE_EXAMPLES", path, TRUE);
  if (argc == 2 && strcmp (argv[1], "--viewer") == 0)
    return view_and_die ();
  folder = g_dir_make_tmp ("loopscope-live-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopscope/session-live/steps", test_steps);
  g_test_add_func ("/loopscope/session-live/grains", test_grains);
  g_test_add_func ("/loopscope/session-live/pause", test_pause);
  g_test_add_func ("/loopscope/session-live/run-to-turn", test_run_to_turn);
  g_test_add_func ("/loopscope/session-live/cancel", test_cancel);
  g_test_add_func ("/loopscope/session-live/holder", test_holder);
  g_test_add_func ("/loopscope/session-live/line-of-holder", test_line_of_holder);
  g_test_add_func ("/loopscope/session-live/interrupt", test_interrupt);
  g_test_add_func ("/loopscope/session-live/breakpoint", test_breakpoint);
  g_test_add_func ("/loopscope/session-live/closed", test_closed);
  g_test_add_func ("/loopscope/session-live/viewer-dies", test_viewer_dies);
  result = g_test_run ();

  clean = g_strdup_printf ("rm -r %s", folder);
  g_spawn_command_line_sync (clean, NULL, NULL, NULL, NULL);
  g_free (folder);
  return result;
}
