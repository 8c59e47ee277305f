/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-session-private.h"

static gboolean
fail (GError    **error,
      const char *path,
      int         code)
{
  g_set_error (error, G_IO_ERROR, g_io_error_from_errno (code),
               _("The trace could not be saved as “%s”: %s."), path, g_strerror (code));
  return FALSE;
}

static gboolean
write_all (int         fd,
           const char *bytes,
           gsize       n)
{
  while (n > 0)
    {
      gssize done = write (fd, bytes, n);

      if (done < 0 && errno != EINTR)
        return FALSE;
      if (done > 0)
        {
          bytes += done;
          n -= done;
        }
    }

  return TRUE;
}

static gboolean
copy_bytes (int from,
            int to)
{
  g_autofree char *buffer = g_malloc (65536);
  gssize n;

  while ((n = read (from, buffer, 65536)) > 0 || (n < 0 && errno == EINTR))
    if (n > 0 && !write_all (to, buffer, n))
      return FALSE;

  return n == 0;
}

/* Copies @from to the new file behind @fd, on its way to @path. */
static gboolean
copy_to (const char  *from,
         int          fd,
         const char  *path,
         GError     **error)
{
  int source = open (from, O_RDONLY | O_CLOEXEC);
  int code = 0;

  if (source < 0)
    return fail (error, path, errno);
  if (!copy_bytes (source, fd))
    code = errno;
  close (source);

  return code == 0 || fail (error, path, code);
}

/* What is neither a file nor to be one, a device or a folder, is not replaced. */
static gboolean
check_target (const char  *path,
              GError     **error)
{
  struct stat status;

  if (stat (path, &status) != 0 || S_ISREG (status.st_mode))
    return TRUE;

  g_set_error (error, G_IO_ERROR, G_IO_ERROR_NOT_REGULAR_FILE,
               _("The trace cannot be saved as “%s”: that is not a file."), path);
  return FALSE;
}

static int
open_beside (const char  *path,
             char       **temporary,
             GError     **error)
{
  g_autofree char *folder = g_path_get_dirname (path);
  g_autofree char *base = g_path_get_basename (path);
  g_autofree char *name = g_strdup_printf (".%s.XXXXXX", base);
  int fd;

  if (!check_target (path, error))
    return -1;
  *temporary = g_build_filename (folder, name, NULL);
  fd = g_mkstemp_full (*temporary, O_RDWR | O_CLOEXEC, 0666);
  if (fd < 0)
    fail (error, path, errno);

  return fd;
}

/**
 * ls_session_check_target:
 * @path: where a trace is to be saved later
 * @error: of GIO
 *
 * Returns: whether a file can be made there now
 */
gboolean
ls_session_check_target (const char  *path,
                         GError     **error)
{
  g_autofree char *temporary = NULL;
  int fd;

  g_return_val_if_fail (path != NULL, FALSE);

  fd = open_beside (path, &temporary, error);
  if (fd < 0)
    return FALSE;
  close (fd);
  g_unlink (temporary);

  return TRUE;
}

/**
 * ls_session_save:
 * @path: where to, replacing a file that is there
 * @error: of GIO or %LS_TRACE_ERROR
 *
 * Saves a copy of what has been recorded so far, with its source lines.  @path is replaced once the copy is whole.
 */
gboolean
ls_session_save (LsSession   *self,
                 const char  *path,
                 GError     **error)
{
  g_autofree char *temporary = NULL;
  gboolean saved;
  int fd;

  g_return_val_if_fail (LS_IS_SESSION (self), FALSE);
  g_return_val_if_fail (path != NULL, FALSE);

  fd = open_beside (path, &temporary, error);
  if (fd < 0)
    return FALSE;
  saved = copy_to (self->trace_path, fd, path, error);
  if (close (fd) != 0 && saved)      /* where a quota counts late, this is where it is told */
    saved = fail (error, path, errno);
  if (saved && !self->are_resolutions_written)
    saved = ls_session_write_resolutions (self, temporary, error);
  if (saved && g_rename (temporary, path) != 0)
    saved = fail (error, path, errno);
  if (!saved)
    g_unlink (temporary);

  return saved;
}
