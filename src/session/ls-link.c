/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <poll.h>
#include <signal.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-link.h"
#include "ls-rendezvous.h"

/* How long a program may take to let a viewer in: it does in its next poll. */
#define WELCOME_PATIENCE 300    /* ms */

struct _LsLink
{
  char      *folder;
  gboolean   is_temporary;   /* the folder goes with us */
  char      *control_path;
  char      *socket_path;
  LsControl *control;
  int        listener;
  int        connection;     /* -1 while there is none */
  gboolean   was_connected;
};

/* "loopscope" in the user's runtime folder; (nullable): there is none that would do. */
static char *
get_runtime_folder (void)
{
  g_autofree char *folder = ls_rendezvous_folder (NULL);

  /* The name of a socket has to fit its address. */
  if (folder == NULL
      || strlen (folder) + strlen ("/1234567-1234567.control") >= sizeof ((struct sockaddr_un *) 0)->sun_path)
    return NULL;

  return g_steal_pointer (&folder);
}

/* What viewers left that were killed: names begin with the viewer's process id. */
static void
remove_leftovers (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      gint64 pid = g_ascii_strtoll (name, NULL, 10);

      if (pid > 0 && kill (pid, 0) != 0 && errno == ESRCH)
        g_unlink (path);
    }
}

static gboolean
choose_folder (LsLink  *self,
               GError **error)
{
  self->folder = get_runtime_folder ();
  if (self->folder != NULL)
    {
      remove_leftovers (self->folder);
      return TRUE;
    }
  self->folder = g_dir_make_tmp ("loopscope-XXXXXX", error);
  self->is_temporary = self->folder != NULL;

  return self->is_temporary;
}

LsLink *
ls_link_new (GError **error)
{
  static gint count;
  g_autoptr (LsLink) self = g_new0 (LsLink, 1);
  g_autofree char *name = g_strdup_printf ("%d-%d", getpid (), g_atomic_int_add (&count, 1) + 1);

  self->listener = self->connection = -1;
  if (!choose_folder (self, error))
    return NULL;
  self->control_path = g_strdup_printf ("%s/%s.control", self->folder, name);
  self->socket_path = g_strdup_printf ("%s/%s.socket", self->folder, name);
  self->control = ls_rendezvous_make_page (self->control_path, error);
  if (self->control != NULL)
    self->listener = ls_rendezvous_listen (self->socket_path, error);
  if (self->listener < 0)
    {
      g_prefix_error_literal (error, _("No program can be watched: "));
      return NULL;
    }

  return g_steal_pointer (&self);
}

/* What the viewer before us asked of the program. */
static void
forget_wishes (LsControl *control)
{
  control->stop_count = control->stop_task = control->n_breakpoints = 0;
  control->stop_seq = 0;
  control->breakpoint_generation++;
}

/* A program that has no viewer lets us in at its next poll, with a byte; one that has turns us away.  One whose loop
 * is blocked does neither yet, and can be watched meanwhile. */
static gboolean
await_welcome (LsLink  *self,
               GError **error)
{
  struct pollfd in = { .fd = self->connection, .events = POLLIN };
  char byte;

  if (poll (&in, 1, WELCOME_PATIENCE) == 0 || recv (self->connection, &byte, 1, 0) == 1)
    return TRUE;
  g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("The program is being watched by another window."));

  return FALSE;
}

LsLink *
ls_link_attach (const LsEntry  *entry,
                GError        **error)
{
  g_autoptr (LsLink) self = g_new0 (LsLink, 1);

  self->listener = self->connection = -1;
  self->control = ls_rendezvous_map_page (entry->control, error);
  if (self->control != NULL)
    self->connection = ls_rendezvous_connect (entry->socket, error);
  if (self->connection < 0 || !await_welcome (self, error))
    return NULL;
  forget_wishes (self->control);
  self->was_connected = TRUE;

  return g_steal_pointer (&self);
}

void
ls_link_free (LsLink *self)
{
  if (self->connection >= 0)
    close (self->connection);
  if (self->listener >= 0)
    close (self->listener);
  if (self->control != NULL)
    ls_rendezvous_unmap (self->control);
  if (self->control_path != NULL)
    g_unlink (self->control_path);
  if (self->socket_path != NULL)
    g_unlink (self->socket_path);
  if (self->is_temporary)
    g_rmdir (self->folder);
  g_free (self->control_path);
  g_free (self->socket_path);
  g_free (self->folder);
  g_free (self);
}

LsControl *
ls_link_get_control (LsLink *self)
{
  return self->control;
}

const char *
ls_link_get_control_path (LsLink *self)
{
  return self->control_path;
}

const char *
ls_link_get_socket_path (LsLink *self)
{
  return self->socket_path;
}

gboolean
ls_link_accept (LsLink *self)
{
  int connection;

  while (self->listener >= 0 && (connection = ls_rendezvous_accept (self->listener)) >= 0)
    {
      /* A program that replaced itself by another comes again: the latest is the one that records. */
      if (self->connection >= 0)
        close (self->connection);
      self->connection = connection;
      self->was_connected = TRUE;
    }

  return self->was_connected;
}

void
ls_link_wake (LsLink *self)
{
  ls_link_accept (self);

  /* A full socket means that it has bytes to wake by; a closed one, that there is nobody to wake. */
  if (self->connection >= 0)
    (void) ! send (self->connection, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}
