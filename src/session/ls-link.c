/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-link.h"

#define PAGE_SIZE 4096

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

static gboolean
is_private_folder (const char *path)
{
  struct stat status;

  return lstat (path, &status) == 0 && S_ISDIR (status.st_mode) && status.st_uid == getuid () &&
         (status.st_mode & 077) == 0;
}

/* "loopscope" in the user's runtime folder; (nullable): there is none that would do. */
static char *
get_runtime_folder (void)
{
  const char *runtime = g_getenv ("XDG_RUNTIME_DIR");
  g_autofree char *folder = NULL;

  if (runtime == NULL || !g_path_is_absolute (runtime))
    return NULL;
  folder = g_build_filename (runtime, "loopscope", NULL);
  g_mkdir (folder, 0700);
  if (!is_private_folder (folder) || access (folder, W_OK) != 0)
    return NULL;
  /* The name of a socket has to fit its address. */
  if (strlen (folder) + strlen ("/1234567-1234567.control") >= sizeof ((struct sockaddr_un *) 0)->sun_path)
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
fail (GError     **error,
      const char  *what,
      const char  *path)
{
  int code = errno;

  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code), "%s “%s”: %s", what, path, g_strerror (code));
  return FALSE;
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

static gboolean
make_page (LsLink  *self,
           GError **error)
{
  int fd = open (self->control_path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  void *page;

  if (fd < 0)
    return fail (error, _("The control page could not be made:"), self->control_path);
  /* Space first: a write to a page that cannot be backed is SIGBUS. */
  if ((errno = posix_fallocate (fd, 0, PAGE_SIZE)) != 0)
    {
      fail (error, _("There is no space for the control page:"), self->control_path);
      close (fd);
      return FALSE;
    }
  page = mmap (NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
  close (fd);
  if (page == MAP_FAILED)
    return fail (error, _("The control page could not be mapped:"), self->control_path);

  self->control = page;
  self->control->magic = LS_CONTROL_MAGIC;
  self->control->version = LS_CONTROL_VERSION;
  return TRUE;
}

static gboolean
listen_for_program (LsLink  *self,
                    GError **error)
{
  struct sockaddr_un address = { .sun_family = AF_UNIX };

  g_strlcpy (address.sun_path, self->socket_path, sizeof address.sun_path);
  self->listener = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (self->listener < 0 ||
      bind (self->listener, (struct sockaddr *) &address, sizeof address) != 0 ||
      chmod (self->socket_path, 0600) != 0 ||
      listen (self->listener, 4) != 0)
    return fail (error, _("The control socket could not be made:"), self->socket_path);

  return TRUE;
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
  if (!make_page (self, error) || !listen_for_program (self, error))
    return NULL;

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
    munmap (self->control, PAGE_SIZE);
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

static gboolean
is_ours (int connection)
{
  struct ucred peer;
  socklen_t length = sizeof peer;

  return getsockopt (connection, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == getuid ();
}

gboolean
ls_link_accept (LsLink *self)
{
  int connection;

  while ((connection = accept4 (self->listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0)
    {
      if (!is_ours (connection))
        {
          close (connection);
          continue;
        }
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
