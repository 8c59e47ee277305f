/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <string.h>

#include <gio/gio.h>
#include <glib/gstdio.h>

#include "run-main.h"


/* A GIO operation of our own that ends when it is told to, or some ms after it was cancelled. */

static int n_pending;

static void
slow_run (GTask *task, gpointer source, gpointer data, GCancellable *cancellable)
{
  int *buffer = data;

  for (int i = 0; i < 1000 && !g_cancellable_is_cancelled (cancellable) && *buffer == 0; i++)
    g_usleep (1000);
  g_usleep (10000);
  /* The buffer is the caller's: it must still be there. */
  *buffer += 1;
  g_atomic_int_add (&n_pending, -1);
  if (!g_task_return_error_if_cancelled (task))
    g_task_return_int (task, *buffer);
}

static void
slow_async (GObject *source, int *buffer, GCancellable *cancellable, GAsyncReadyCallback callback, gpointer data)
{
  g_autoptr (GTask) task = g_task_new (source, cancellable, callback, data);

  g_atomic_int_inc (&n_pending);
  g_task_set_task_data (task, buffer, NULL);
  g_task_run_in_thread (task, slow_run);
}

static gssize
slow_finish (GObject *source, GAsyncResult *result, GError **error)
{
  return g_task_propagate_int (G_TASK (result), error);
}

/* Files and sockets */

static LsValue
reads_file (const LsValue *args, GError **error)
{
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "test-operation-XXXXXX", NULL);
  g_autoptr (GFile) file = NULL;
  g_autoptr (GFileInputStream) stream = NULL;
  g_autoptr (GError) raised = NULL;
  char text[16] = "";
  int fd = g_mkstemp (path);

  g_close (fd, NULL);
  g_assert_true (g_file_set_contents (path, "hello", -1, NULL));
  file = g_file_new_for_path (path);
  stream = ls_await_gio (g_file_read, error, file, G_PRIORITY_DEFAULT);
  g_assert_no_error (*error);
  g_assert_cmpint (ls_await_gio (g_input_stream_read, error, G_INPUT_STREAM (stream), text, sizeof text,
                                 G_PRIORITY_DEFAULT), ==, 5);
  g_assert_cmpstr (text, ==, "hello");
  g_assert_true (ls_await_gio (g_file_delete, error, file, G_PRIORITY_DEFAULT));
  g_assert_null (ls_await_gio (g_file_read, &raised, file, G_PRIORITY_DEFAULT));
  g_assert_error (raised, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  return LS_NONE;
}

static void
test_file (void)
{
  run_main (reads_file);
}

static LsValue
accepts (const LsValue *args, GError **error)
{
  GSocketListener *listener = ls_value_get_pointer (args[0]);
  g_autoptr (GSocketConnection) connection = ls_await_gio_with (g_socket_listener_accept, (NULL), error, listener);
  GInputStream *in = g_io_stream_get_input_stream (G_IO_STREAM (connection));
  char byte = 0;

  g_assert_cmpint (ls_await_gio (g_input_stream_read, error, in, &byte, 1, G_PRIORITY_DEFAULT), ==, 1);
  return LS_INT (byte);
}

/* Client and server in one loop: the context serves the one while the other waits. */
static LsValue
talks (const LsValue *args, GError **error)
{
  g_autoptr (GSocketListener) listener = g_socket_listener_new ();
  g_autoptr (GSocketClient) client = g_socket_client_new ();
  g_autoptr (GSocketConnection) connection = NULL;
  guint16 port = g_socket_listener_add_any_inet_port (listener, NULL, error);
  g_autoptr (LsTask) server = NULL;
  g_auto (LsValue) got = LS_NONE;

  connection = ls_await_gio (g_socket_client_connect_to_host, error, client, "127.0.0.1", port);
  g_assert_no_error (*error);
  server = ls_create_task (ls_coro (accepts, LS_POINTER (listener)));
  LS_TRY (ls_sleep (0.01, error));
  g_assert_cmpint (ls_await_gio (g_output_stream_write, error,
                                 g_io_stream_get_output_stream (G_IO_STREAM (connection)), "q", 1,
                                 G_PRIORITY_DEFAULT), ==, 1);
  got = ls_await (server, error);
  g_assert_cmpint (ls_value_get_int (got), ==, 'q');
  return LS_NONE;
}

static void
test_socket (void)
{
  run_main (talks);
}

/* Cancelling */

static LsValue
waits_slowly (const LsValue *args, GError **error)
{
  int buffer = 0;

  g_assert_cmpint (ls_await_gio (slow, error, (GObject *) NULL, &buffer), ==, 0);
  g_assert_cmpint (buffer, ==, 1);
  g_assert_cmpint (g_atomic_int_get (&n_pending), ==, 0);
  return LS_NONE;
}

/* The task is asked twice, and yet waits until the operation has let go of its buffer. */
static LsValue
cancels (const LsValue *args, GError **error)
{
  g_autoptr (LsTask) task = ls_create_task (ls_coro (waits_slowly));

  LS_TRY (ls_sleep (0.01, error));
  g_assert_true (ls_task_cancel (task));
  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_sleep (0, error));
  g_assert_false (ls_task_done (task));
  cancel_and_await (task);
  return LS_NONE;
}

static void
test_cancel (void)
{
  run_main (cancels);
}

/* So does the loop when it closes. */
static void
test_close (void)
{
  LsLoop *loop = ls_loop_new ();
  LsTask *task = ls_loop_create_task (loop, ls_coro (waits_slowly));

  ls_loop_set_exception_handler (loop, ignore_report, NULL);
  ls_loop_stop (loop);
  g_assert_true (ls_loop_run_forever (loop, NULL));
  g_assert_cmpint (g_atomic_int_get (&n_pending), ==, 1);
  ls_loop_close (loop);
  g_assert_cmpint (g_atomic_int_get (&n_pending), ==, 0);
  ls_task_unref (task);
  ls_loop_unref (loop);
}

static void
test_outside (void)
{
  g_autoptr (GFile) file = g_file_new_for_path ("/");
  g_autoptr (GError) error = NULL;

  g_assert_null (ls_await_gio (g_file_read, &error, file, G_PRIORITY_DEFAULT));
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
}

/* In a thread that is not the main one: the answers come to that thread's loop. */
static gpointer
run_in_thread (gpointer body)
{
  run_main (body);
  return NULL;
}

static void
test_thread (void)
{
  g_thread_join (g_thread_new ("loop", run_in_thread, reads_file));
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/LsOperation/file", test_file);
  g_test_add_func ("/LsOperation/socket", test_socket);
  g_test_add_func ("/LsOperation/cancel", test_cancel);
  g_test_add_func ("/LsOperation/close", test_close);
  g_test_add_func ("/LsOperation/outside-of-a-task", test_outside);
  g_test_add_func ("/LsOperation/thread", test_thread);
  return g_test_run ();
}
