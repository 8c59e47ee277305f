/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-rendezvous.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/un.h>
#include <unistd.h>

#define PAGE_SIZE 4096

/* The longest name that a page or a socket has in the folder. */
#define LONGEST_NAME "/1234567-1234567.control"

static gboolean
fail (GError **error, const char *what, const char *path)
{
  g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Cannot %s “%s”: %s", what, path,
               g_strerror (errno));
  return FALSE;
}

static int
give_up (int fd, const char *what, const char *path, GError **error)
{
  fail (error, what, path);
  if (fd >= 0)
    close (fd);
  return -1;
}

static gboolean
is_private (const char *folder)
{
  struct stat status;

  if (lstat (folder, &status) != 0)
    return FALSE;
  errno = EPERM;
  return S_ISDIR (status.st_mode) && status.st_uid == getuid () && (status.st_mode & 077) == 0;
}

static gboolean
has_room (const char *folder)
{
  errno = ENAMETOOLONG;
  return strlen (folder) + strlen (LONGEST_NAME) < sizeof ((struct sockaddr_un *) 0)->sun_path;
}

/**
 * ls_rendezvous_folder:
 * @error: return location: it cannot be made, is open to others, or its path is too long for a socket's address
 *
 * Returns: (transfer full) (nullable): "loopscope" in the user's runtime folder, made with mode 0700 if it was not there
 */
char *
ls_rendezvous_folder (GError **error)
{
  g_autofree char *folder = g_build_filename (g_get_user_runtime_dir (), "loopscope", NULL);

  if (g_mkdir_with_parents (folder, 0700) != 0 || !is_private (folder) || access (folder, W_OK) != 0
      || !has_room (folder))
    {
      fail (error, "use the folder", folder);
      return NULL;
    }
  return g_steal_pointer (&folder);
}

static LsControl *
map (int fd)
{
  void *page = mmap (NULL, PAGE_SIZE, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);

  return page == MAP_FAILED ? NULL : page;
}

/**
 * ls_rendezvous_make_page:
 * @path: a file that is not there
 * @error: return location
 *
 * Returns: (nullable): the page, in use by nobody yet
 */
LsControl *
ls_rendezvous_make_page (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC, 0600);
  LsControl *page = NULL;
  int code = errno;

  /* Space first: a write to a page that cannot be backed is SIGBUS. */
  if (fd >= 0 && (code = posix_fallocate (fd, 0, PAGE_SIZE)) == 0 && (page = map (fd)) == NULL)
    code = errno;
  if (fd >= 0)
    close (fd);
  errno = code;
  if (page == NULL)
    {
      fail (error, "make the control page", path);
      return NULL;
    }
  page->magic = LS_CONTROL_MAGIC;
  page->version = LS_CONTROL_VERSION;
  return page;
}

/**
 * ls_rendezvous_map_page:
 * @path: a file that the other one made
 * @error: return location; also where it is no control page, or one of another version
 *
 * Returns: (nullable): the page
 */
LsControl *
ls_rendezvous_map_page (const char *path, GError **error)
{
  int fd = open (path, O_RDWR | O_CLOEXEC);
  struct stat status;
  LsControl *page = NULL;
  int code = fd < 0 ? errno : EPROTO;

  if (fd >= 0 && fstat (fd, &status) == 0 && status.st_size >= PAGE_SIZE && (page = map (fd)) == NULL)
    code = errno;
  if (fd >= 0)
    close (fd);
  if (page != NULL && (page->magic != LS_CONTROL_MAGIC || page->version != LS_CONTROL_VERSION))
    g_clear_pointer (&page, ls_rendezvous_unmap);
  errno = code;
  if (page == NULL)
    fail (error, "use the control page", path);
  return page;
}

/**
 * ls_rendezvous_claim:
 * @path: of a page that a program made
 * @error: return location; %G_FILE_ERROR_AGAIN: another viewer has it
 *
 * A program has one viewer: the one who holds the lock on its page, which the kernel takes back from a viewer that
 * dies.  So a program need not run to turn another away.
 *
 * Returns: a descriptor: closed, the next may come; -1 with @error
 */
int
ls_rendezvous_claim (const char *path, GError **error)
{
  int fd = open (path, O_RDONLY | O_CLOEXEC);

  if (fd < 0 || flock (fd, LOCK_EX | LOCK_NB) != 0)
    return give_up (fd, "watch", path, error);
  return fd;
}

void
ls_rendezvous_unmap (LsControl *page)
{
  munmap (page, PAGE_SIZE);
}

static gboolean
set_address (struct sockaddr_un *address, const char *path)
{
  *address = (struct sockaddr_un) { .sun_family = AF_UNIX };
  errno = ENAMETOOLONG;
  return g_strlcpy (address->sun_path, path, sizeof address->sun_path) < sizeof address->sun_path;
}

/**
 * ls_rendezvous_listen:
 * @path: of a socket that is not there
 * @error: return location
 *
 * Returns: a listening socket that never blocks and that only this user may open; -1 with @error
 */
int
ls_rendezvous_listen (const char *path, GError **error)
{
  struct sockaddr_un address;
  int fd = -1;

  if (set_address (&address, path))
    fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || bind (fd, (struct sockaddr *) &address, sizeof address) != 0 || chmod (path, 0600) != 0
      || listen (fd, 16) != 0)
    return give_up (fd, "listen on", path, error);
  return fd;
}

/**
 * ls_rendezvous_connect:
 * @path: of the other one's socket
 * @error: return location
 *
 * Returns: a connection that never blocks; -1 with @error
 */
int
ls_rendezvous_connect (const char *path, GError **error)
{
  struct sockaddr_un address;
  int fd = -1;

  if (set_address (&address, path))
    fd = socket (AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0);
  if (fd < 0 || connect (fd, (struct sockaddr *) &address, sizeof address) != 0)
    return give_up (fd, "connect to", path, error);
  return fd;
}

static gboolean
is_ours (int connection)
{
  struct ucred peer;
  socklen_t length = sizeof peer;

  return getsockopt (connection, SOL_SOCKET, SO_PEERCRED, &peer, &length) == 0 && peer.uid == getuid ();
}

/**
 * ls_rendezvous_accept:
 * @listener: of ls_rendezvous_listen()
 *
 * Turns away who is of another user.
 *
 * Returns: a connection that never blocks; -1 if nobody waits for one
 */
int
ls_rendezvous_accept (int listener)
{
  int connection;

  while ((connection = accept4 (listener, NULL, NULL, SOCK_CLOEXEC | SOCK_NONBLOCK)) >= 0)
    {
      if (is_ours (connection))
        break;
      close (connection);
    }
  return connection;
}
