/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <signal.h>
#include <string.h>

#include "run-main.h"


/* asyncio: test_subprocess.py */

static LsValue
waits (const LsValue *args, GError **error)
{
  g_autoptr (LsSubprocess) child = ls_create_subprocess_exec (LS_ARGV ("sh", "-c", "sleep 0.1; exit 7"), error);
  int code = 0;

  g_assert_no_error (*error);
  g_assert_cmpint (ls_subprocess_get_pid (child), >, 0);
  g_assert_false (ls_subprocess_get_returncode (child, NULL));
  LS_TRY (ls_subprocess_wait (child, &code, error));
  g_assert_cmpint (code, ==, 7);
  code = 0;
  LS_TRY (ls_subprocess_wait (child, &code, error));
  g_assert_cmpint (code, ==, 7);
  ls_subprocess_send_signal (child, SIGTERM);
  return LS_NONE;
}

static void
test_wait (void)
{
  run_main (waits);
}

static LsValue
wait_for_child (const LsValue *args, GError **error)
{
  int code = 0;

  LS_TRY (ls_subprocess_wait (ls_value_get_pointer (args[0]), &code, error));
  return LS_INT (code);
}

/* Several wait for it; one of them is cancelled. */
static LsValue
killed (const LsValue *args, GError **error)
{
  g_autoptr (LsSubprocess) child = ls_create_subprocess_exec (LS_ARGV ("sleep", "60"), error);
  g_autoptr (LsTask) first = ls_create_task (ls_coro (wait_for_child, LS_POINTER (child)));
  g_autoptr (LsTask) second = ls_create_task (ls_coro (wait_for_child, LS_POINTER (child)));
  g_auto (LsValue) code = LS_NONE;

  LS_TRY (ls_sleep (0.01, error));
  ls_task_cancel (first);
  LS_TRY (ls_sleep (0.01, error));
  g_assert_true (ls_task_cancelled (first));
  ls_subprocess_send_signal (child, SIGKILL);
  code = ls_await (second, error);
  g_assert_cmpint (ls_value_get_int (code), ==, -SIGKILL);
  return LS_NONE;
}

static void
test_kill (void)
{
  run_main (killed);
}

static char *
text_of (GBytes *bytes)
{
  gsize size;
  const char *data = g_bytes_get_data (bytes, &size);

  return g_strndup (data, size);
}

static LsValue
communicates (const LsValue *args, GError **error)
{
  g_autoptr (LsSubprocess) child
    = ls_create_subprocess_exec (LS_ARGV ("sh", "-c", "sort; echo \"$WORD\" >&2"), error, .input = LS_STREAM_PIPE,
                                 .output = LS_STREAM_PIPE, .errors = LS_STREAM_PIPE, .cwd = "/",
                                 .env = LS_ARGV ("WORD=complaint", "PATH=/usr/bin:/bin"));
  g_autoptr (GBytes) input = g_bytes_new_static ("b\na\n", 4);
  g_autoptr (GBytes) output = NULL;
  g_autoptr (GBytes) errors = NULL;
  g_autofree char *out = NULL;
  g_autofree char *err = NULL;
  int code = -1;

  g_assert_no_error (*error);
  LS_TRY (ls_subprocess_communicate (child, input, &output, &errors, error));
  out = text_of (output);
  err = text_of (errors);
  g_assert_cmpstr (out, ==, "a\nb\n");
  g_assert_cmpstr (err, ==, "complaint\n");
  g_assert_true (ls_subprocess_get_returncode (child, &code));
  g_assert_cmpint (code, ==, 0);
  return LS_NONE;
}

static void
test_communicate (void)
{
  run_main (communicates);
}

static LsValue
communicate_for_ever (const LsValue *args, GError **error)
{
  g_autoptr (GBytes) output = NULL;

  LS_TRY (ls_subprocess_communicate (ls_value_get_pointer (args[0]), NULL, &output, NULL, error));
  return LS_NONE;
}

static LsValue
cancels (const LsValue *args, GError **error)
{
  g_autoptr (LsSubprocess) child
    = ls_create_subprocess_exec (LS_ARGV ("sleep", "60"), error, .output = LS_STREAM_PIPE);
  g_autoptr (LsTask) task = ls_create_task (ls_coro (communicate_for_ever, LS_POINTER (child)));
  g_autoptr (GBytes) input = g_bytes_new_static ("x", 1);
  g_autoptr (GError) raised = NULL;

  LS_TRY (ls_sleep (0.01, error));
  cancel_and_await (task);
  g_assert_false (ls_subprocess_communicate (child, input, NULL, NULL, &raised));
  g_assert_error (raised, LS_ERROR, LS_ERROR_VALUE);
  ls_subprocess_send_signal (child, SIGTERM);
  LS_TRY (ls_subprocess_wait (child, NULL, error));
  return LS_NONE;
}

static void
test_cancel (void)
{
  run_main (cancels);
}

static LsValue
fails (const LsValue *args, GError **error)
{
  g_autoptr (GError) raised = NULL;

  g_assert_null (ls_create_subprocess_exec (LS_ARGV ("/nonexistent/program"), &raised));
  g_assert_error (raised, G_SPAWN_ERROR, G_SPAWN_ERROR_NOENT);
  return LS_NONE;
}

static void
test_fail (void)
{
  run_main (fails);
}

/* The loop does not wait for one that nobody waits for. */
static LsValue
leaves (const LsValue *args, GError **error)
{
  *(LsSubprocess **) ls_value_get_pointer (args[0]) = ls_create_subprocess_exec (LS_ARGV ("sleep", "60"), error);
  return LS_NONE;
}

static void
test_leave (void)
{
  LsSubprocess *child = NULL;
  LsValue argument = LS_POINTER (&child);
  g_autoptr (GError) error = NULL;

  ls_run (ls_coro_new ("main", leaves, &argument, 1), &error);
  g_assert_no_error (error);
  ls_subprocess_send_signal (child, SIGKILL);
  ls_subprocess_unref (child);
}

static void
test_time (void)
{
  run_in_child (run_main, killed, LS_CLOCK_INSTANT, 1);
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/LsSubprocess/wait", test_wait);
  g_test_add_func ("/LsSubprocess/kill", test_kill);
  g_test_add_func ("/LsSubprocess/communicate", test_communicate);
  g_test_add_func ("/LsSubprocess/cancel", test_cancel);
  g_test_add_func ("/LsSubprocess/fail", test_fail);
  g_test_add_func ("/LsSubprocess/leave", test_leave);
  g_test_add_func ("/LsSubprocess/time", test_time);
  return g_test_run ();
}
