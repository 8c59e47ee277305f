/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <signal.h>
#include <sys/socket.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-link.h"
#include "ls-rendezvous.h"

struct _LsLink
{
  char      *folder;
  gboolean   is_temporary;   /* the folder goes with us */
  char      *control_path;
  char      *socket_path;
  LsControl *control;
  int        listener;
  int        connection;     /* -1 while there is none */
  int        claim;          /* of ls_rendezvous_claim(); -1: the page is ours */
  gboolean   was_connected;
};

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
  self->folder = ls_rendezvous_folder (NULL);
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

  self->listener = self->connection = self->claim = -1;
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

/* What the viewer before us asked of the program: before it knows us, so that it hears us alone. */
static void
forget_wishes (LsControl *control)
{
  __atomic_store_n (&control->gate, LS_GATE_RUN, __ATOMIC_RELEASE);
  control->stop_count = control->stop_task = control->n_breakpoints = control->pace = 0;
  control->stop_seq = 0;
  control->breakpoint_generation++;
}

static gboolean
claim (LsLink      *self,
       const char  *control_path,
       GError     **error)
{
  g_autoptr (GError) refusal = NULL;

  self->claim = ls_rendezvous_claim (control_path, &refusal);
  if (self->claim >= 0)
    return TRUE;
  if (g_error_matches (refusal, G_FILE_ERROR, G_FILE_ERROR_AGAIN))
    g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_BUSY, _("The program is being watched by another window."));
  else
    g_propagate_error (error, g_steal_pointer (&refusal));

  return FALSE;
}

LsLink *
ls_link_attach (const LsEntry  *entry,
                GError        **error)
{
  g_autoptr (LsLink) self = g_new0 (LsLink, 1);

  self->listener = self->connection = self->claim = -1;
  if (!claim (self, entry->control, error))
    return NULL;
  self->control = ls_rendezvous_map_page (entry->control, error);
  if (self->control == NULL)
    return NULL;
  forget_wishes (self->control);
  self->connection = ls_rendezvous_connect (entry->socket, error);
  if (self->connection < 0)
    return NULL;
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
  if (self->claim >= 0)
    close (self->claim);
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

/* Also while the program has not yet taken our connection: it goes with the program's socket. */
gboolean
ls_link_is_cut (LsLink *self)
{
  char byte;
  gssize n = recv (self->connection, &byte, 1, MSG_PEEK | MSG_DONTWAIT);

  return n == 0 || (n < 0 && errno != EAGAIN && errno != EINTR);
}

void
ls_link_wake (LsLink *self)
{
  ls_link_accept (self);

  /* A full socket means that it has bytes to wake by; a closed one, that there is nobody to wake. */
  if (self->connection >= 0)
    (void) ! send (self->connection, "", 1, MSG_NOSIGNAL | MSG_DONTWAIT);
}
