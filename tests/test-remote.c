/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What a Python that can is asked to do so that another begins to record; tests/fake-python.c stands for both. */

#include <errno.h>
#include <signal.h>
#include <string.h>
#include <sys/epoll.h>
#include <sys/wait.h>
#include <unistd.h>

#include <glib/gstdio.h>

#include "ls-nudge.h"
#include "ls-remote.h"
#include "ls-session.h"

static char *folder;

static GPid
start (const char *name)
{
  g_autofree char *program = g_build_filename (g_getenv ("LOOPSCOPE_BUILD_ROOT"), "tests", "fake-python", NULL);
  g_autofree char *path = g_build_filename (folder, name, NULL);
  char *copy[] = { "cp", program, path, NULL };
  char *argv[] = { path, NULL };
  g_autoptr (GError) error = NULL;
  GPid pid;

  g_assert_true (g_spawn_sync (NULL, copy, NULL, G_SPAWN_SEARCH_PATH, NULL, NULL, NULL, NULL, NULL, NULL));
  g_spawn_async (NULL, argv, NULL, G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, &error);
  g_assert_no_error (error);
  return pid;
}

static void
end (GPid pid)
{
  kill (pid, SIGKILL);
  waitpid (pid, NULL, 0);
}

static void
test_versions (void)
{
  static const struct { const char *name; gboolean possible; } cases[] = {
    { "python3.14", TRUE }, { "python3.15", TRUE }, { "python3.13", FALSE }, { "python3.9", FALSE },
    { "python3.x", FALSE }, { "python3", FALSE }, { "ruby3.14", FALSE },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      GPid pid = start (cases[i].name);

      g_assert_cmpint (ls_remote_is_possible (pid), ==, cases[i].possible);
      end (pid);
    }
  g_assert_false (ls_remote_is_possible (-1));
}

/* The interpreter of the process itself is called, isolated, with its number and a file that loads the probe. */
static void
test_command (void)
{
  GPid pid = start ("python3.14");
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  g_autofree char *words = g_strdup_printf ("import sys; sys.remote_exec(%d, sys.argv[1])", pid);
  g_autofree char *script = NULL, *text = NULL;
  g_autoptr (GError) error = NULL;
  g_auto (GStrv) lines = NULL;

  g_setenv ("REMOTE_LOG", log, TRUE);
  g_assert_true (ls_remote_start (pid, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_get_contents (log, &text, NULL, NULL));
  lines = g_strsplit (text, "\n", -1);
  g_assert_cmpstr (lines[0], ==, "-I");
  g_assert_cmpstr (lines[1], ==, "-c");
  g_assert_cmpstr (lines[2], ==, words);
  g_assert_true (g_file_get_contents (lines[3], &script, NULL, NULL));
  g_assert_nonnull (strstr (script, "remote.begin(folder)"));
  end (pid);
}

static void
test_refused (void)
{
  GPid pid = start ("python3.14");
  g_autoptr (GError) error = NULL;

  g_setenv ("REMOTE_FAILS", "RuntimeError: remote debugging is not allowed", TRUE);
  g_assert_false (ls_session_check_attach (pid, &error));
  g_unsetenv ("REMOTE_FAILS");
  g_assert_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING);
  g_assert_nonnull (strstr (error->message, "RuntimeError: remote debugging is not allowed"));
  end (pid);
}

static void
prepared_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  *(GAsyncResult **) data = g_object_ref (result);
}

/* An interpreter that does not come back does not outlive the wish. */
static void
test_cancelled (void)
{
  GPid pid = start ("python3.14");
  g_autofree char *log = g_build_filename (folder, "hangs", NULL);
  g_autofree char *text = NULL;
  g_autoptr (GCancellable) cancellable = g_cancellable_new ();
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("REMOTE_LOG", log, TRUE);
  g_setenv ("REMOTE_HANGS", "1", TRUE);
  ls_session_prepare_attach (pid, cancellable, prepared_cb, &result);
  while (!g_file_get_contents (log, &text, NULL, NULL) || strchr (text, '\n') == NULL)
    {
      g_clear_pointer (&text, g_free);
      g_main_context_iteration (NULL, FALSE);
      g_usleep (1000);
    }
  g_unsetenv ("REMOTE_HANGS");
  g_assert_null (result);
  g_cancellable_cancel (cancellable);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (ls_session_prepare_attach_finish (result, &error));
  g_assert_error (error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_cmpint (kill (atoi (text), 0), ==, -1);
  end (pid);
}

/* It cannot be told any more, and nobody waits for it. */
static void
test_ends_before (void)
{
  GPid pid = start ("python3.14");
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  g_autoptr (GAsyncResult) result = NULL;
  g_autoptr (GError) error = NULL;

  g_setenv ("REMOTE_LOG", log, TRUE);
  g_unlink (log);
  ls_session_prepare_attach (pid, NULL, prepared_cb, &result);
  while (!g_file_test (log, G_FILE_TEST_EXISTS))
    g_usleep (1000);
  end (pid);
  while (result == NULL)
    g_main_context_iteration (NULL, TRUE);
  g_assert_false (ls_session_prepare_attach_finish (result, &error));
  g_assert_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND);
}

/* A program may answer that it cannot, which is told; or that it should be asked again, which is done. */
static void
test_answer (void)
{
  GPid pid = start ("python3.14");
  g_autofree char *log = g_build_filename (folder, "asked", NULL);
  g_autofree char *answer = g_strdup_printf ("%s/loopscope/%d.said", folder, pid);
  g_autoptr (GError) error = NULL;

  g_setenv ("REMOTE_LOG", log, TRUE);
  g_assert_true (ls_remote_go_on (pid, 0, NULL, &error));
  g_assert_false (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (answer, "again", -1, NULL));
  g_assert_true (ls_remote_go_on (pid, 1, NULL, &error));
  g_assert_no_error (error);
  g_assert_true (g_file_test (log, G_FILE_TEST_EXISTS));
  g_assert_true (g_file_set_contents (answer, "ImportError: no module", -1, NULL));
  g_assert_false (ls_remote_go_on (pid, 2, NULL, &error));
  g_assert_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING);
  g_assert_nonnull (strstr (error->message, "ImportError: no module"));
  g_assert_false (g_file_test (answer, G_FILE_TEST_EXISTS));
  end (pid);
}

static void
test_not_permitted (void)
{
  GPid pid = start ("python3.14");
  g_autoptr (GError) error = NULL;

  g_setenv ("REMOTE_FAILS", "PermissionError: [Errno 1] Operation not permitted", TRUE);
  g_assert_false (ls_remote_start (pid, NULL, &error));
  g_unsetenv ("REMOTE_FAILS");
  g_assert_nonnull (strstr (error->message, "ptrace_scope"));
  end (pid);
}

/* It could not read our file. */
static void
test_other_user (void)
{
  g_autoptr (GError) error = NULL;
  int ready[2];
  char byte;
  pid_t pid;

  if (geteuid () != 0)
    {
      g_test_skip ("needs to be root");
      return;
    }
  g_assert_cmpint (pipe (ready), ==, 0);
  pid = fork ();
  if (pid == 0)
    _exit (setuid (65534) == 0 && write (ready[1], "", 1) == 1 && pause ());
  g_assert_cmpint (read (ready[0], &byte, 1), ==, 1);
  g_assert_false (ls_remote_start (pid, NULL, &error));
  g_assert_nonnull (strstr (error->message, "another user"));
  close (ready[0]);
  close (ready[1]);
  g_assert_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_RECORDING);
  end (pid);
}

/* A wait for descriptors ends as by a signal, though there is none. */
static void
test_interrupt (void)
{
  pid_t pid = fork ();
  int status = 0;

  if (pid == 0)
    {
      struct epoll_event event;

      _exit (epoll_wait (epoll_create1 (0), &event, 1, 20000) == -1 && errno == EINTR ? 0 : 1);
    }
  do
    {
      ls_nudge_process (pid);
      g_usleep (100000);
    }
  while (waitpid (pid, &status, WNOHANG) == 0);
  g_assert_true (WIFEXITED (status) && WEXITSTATUS (status) == 0);
}

/* What the file says, said to a Python that is here: it begins to record, and can be attached to. */
static void
test_script (void)
{
  GPid fake = start ("python3.14"), pid;
  g_autofree char *log = g_build_filename (folder, "log", NULL);
  g_autofree char *path = NULL, *words = NULL;
  g_autoptr (LsSession) session = NULL;
  g_autoptr (GError) error = NULL;
  gint64 deadline = g_get_monotonic_time () + 30 * G_USEC_PER_SEC;

  g_setenv ("REMOTE_LOG", log, TRUE);
  g_assert_true (ls_remote_start (fake, NULL, &error));
  path = g_strdup_printf ("%s/loopscope/%d.py", folder, fake);
  words = g_strdup_printf ("import asyncio\n"
                           "async def main():\n"
                           "    await asyncio.sleep(0.05)\n"
                           "    exec(open('%s').read())\n"
                           "    await asyncio.sleep(2)\n"
                           "asyncio.run(main())\n", path);
  g_assert_true (g_spawn_async (NULL, (char *[]) { "/usr/bin/python3", "-I", "-c", words, NULL }, NULL,
                                G_SPAWN_DO_NOT_REAP_CHILD, NULL, NULL, &pid, NULL));
  while ((session = ls_session_attach (pid, NULL)) == NULL)
    {
      g_assert_cmpint (g_get_monotonic_time (), <, deadline);
      g_usleep (10000);
    }
  while (!ls_session_is_settled (session))
    g_main_context_iteration (NULL, TRUE);
  g_assert_cmpuint (ls_model_get_n_tasks (ls_session_get_model (session)), ==, 3);     /* two of the loop's end */
  g_assert_true (ls_trace_reader_is_complete (ls_session_get_reader (session)));
  waitpid (pid, NULL, 0);
  end (fake);
}

int
main (int    argc,
      char **argv)
{
  g_autofree char *probe = g_build_filename (g_getenv ("LOOPSCOPE_SOURCE_ROOT"), "src", "probe", NULL);
  g_autofree char *clean = NULL;
  int result;

  folder = g_dir_make_tmp ("loopscope-remote-XXXXXX", NULL);
  g_setenv ("XDG_RUNTIME_DIR", folder, TRUE);
  g_setenv ("XDG_CACHE_HOME", folder, TRUE);
  g_setenv ("LOOPSCOPE_PROBE", probe, TRUE);
  g_test_init (&argc, &argv, NULL);

  g_test_add_func ("/loopscope/remote/versions", test_versions);
  g_test_add_func ("/loopscope/remote/command", test_command);
  g_test_add_func ("/loopscope/remote/refused", test_refused);
  g_test_add_func ("/loopscope/remote/cancelled", test_cancelled);
  g_test_add_func ("/loopscope/remote/ends-before", test_ends_before);
  g_test_add_func ("/loopscope/remote/answer", test_answer);
  g_test_add_func ("/loopscope/remote/not-permitted", test_not_permitted);
  g_test_add_func ("/loopscope/remote/other-user", test_other_user);
  g_test_add_func ("/loopscope/remote/interrupt", test_interrupt);
  g_test_add_func ("/loopscope/remote/script", test_script);
  result = g_test_run ();

  clean = g_strdup_printf ("rm -r %s", folder);
  g_spawn_command_line_sync (clean, NULL, NULL, NULL, NULL);
  g_free (folder);
  return result;
}
