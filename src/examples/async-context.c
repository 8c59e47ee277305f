/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session with a small HTTP server: opened before the block, closed after it. */
#include <loopscope.h>
#include <stdio.h>
#include <string.h>

typedef struct
{
  LsAsyncContext     context;
  guint16            port;
  GSocketConnection *connection;
} Session;

static LsValue
session_aenter (gpointer self, GError **error)
{
  Session *session = self;
  g_autoptr (GSocketClient) client = g_socket_client_new ();

  session->connection = ls_await_gio (g_socket_client_connect_to_host, error, client, "127.0.0.1", session->port);
  LS_TRY (session->connection != NULL);
  printf ("The session is open\n");
  return LS_POINTER (session);
}

static gboolean
session_aexit (gpointer self, const GError *exception, GError **error)
{
  Session *session = self;

  if (ls_await_gio (g_io_stream_close, error, G_IO_STREAM (session->connection), G_PRIORITY_DEFAULT))
    printf ("The session is closed\n");
  g_object_unref (session->connection);
  return FALSE;
}

static Session *
session_new (guint16 port)
{
  static const LsAsyncContextClass session_class = { .aenter = session_aenter, .aexit = session_aexit };
  Session *self = ls_async_context_new (&session_class, sizeof (Session));

  self->port = port;
  return self;
}

static LsValue
session_get (const LsValue *args, GError **error)
{
  Session *self = ls_value_get_pointer (args[0]);
  GInputStream *reader = g_io_stream_get_input_stream (G_IO_STREAM (self->connection));
  GOutputStream *writer = g_io_stream_get_output_stream (G_IO_STREAM (self->connection));
  g_autofree char *request = g_strdup_printf ("GET %s HTTP/1.0\r\n", ls_value_get_string (args[1]));
  char reply[256] = "";

  LS_TRY (ls_await_gio_with (g_output_stream_write_all, (NULL), error, writer, request, strlen (request),
                             G_PRIORITY_DEFAULT));
  LS_TRY (ls_await_gio_with (g_input_stream_read_all, (NULL), error, reader, reply, sizeof reply - 1,
                             G_PRIORITY_DEFAULT));
  return ls_value_string (reply);
}

static LsValue
answer (const LsValue *args, GError **error)
{
  g_autoptr (GIOStream) connection = ls_value_get_pointer (args[0]);
  g_autoptr (GDataInputStream) reader = g_data_input_stream_new (g_io_stream_get_input_stream (connection));
  GOutputStream *writer = g_io_stream_get_output_stream (connection);
  const char *reply = "HTTP/1.0 200 OK\r\n\r\nGood morning.";
  g_autofree char *line = ls_await_gio_with (g_data_input_stream_read_line, (NULL), error, reader, G_PRIORITY_DEFAULT);

  LS_TRY (line != NULL);
  printf ("The server reads: %s\n", g_strchomp (line));
  LS_TRY (ls_sleep (0.1, error));
  LS_TRY (ls_await_gio_with (g_output_stream_write_all, (NULL), error, writer, reply, strlen (reply),
                             G_PRIORITY_DEFAULT));
  LS_TRY (ls_await_gio (g_io_stream_close, error, connection, G_PRIORITY_DEFAULT));
  return LS_NONE;
}

/* A source of the program's own calls this, between two iterations. */
static gboolean
on_incoming (GSocketService *server, GSocketConnection *connection, GObject *source, gpointer data)
{
  ls_task_unref (ls_create_task (ls_coro (answer, LS_POINTER (g_object_ref (connection)))));
  return TRUE;
}

static GSocketService *
start_server (guint16 *port, GError **error)
{
  g_autoptr (GSocketAddress) address = g_inet_socket_address_new_from_string ("127.0.0.1", 0);
  g_autoptr (GSocketAddress) bound = NULL;
  GSocketService *server = g_socket_service_new ();

  g_signal_connect (server, "incoming", G_CALLBACK (on_incoming), NULL);
  if (g_socket_listener_add_address (G_SOCKET_LISTENER (server), address, G_SOCKET_TYPE_STREAM,
                                     G_SOCKET_PROTOCOL_TCP, NULL, &bound, error))
    *port = g_inet_socket_address_get_port (G_INET_SOCKET_ADDRESS (bound));
  return server;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  guint16 port = 0;
  g_autoptr (GSocketService) server = start_server (&port, error);

  LS_TRY (*error == NULL);
  LS_ASYNC_WITH_AS (session, session_new (port), error)
    {
      g_auto (LsValue) reply = ls_await (ls_coro (session_get, session, LS_STR ("/morning")), error);

      LS_TRY (*error == NULL);
      printf ("The server replies: %s\n", strrchr (ls_value_get_string (reply), '\n') + 1);
    }
  g_socket_service_stop (server);
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
