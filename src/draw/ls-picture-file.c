/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-picture-file.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>
#include <stdlib.h>
#include <sys/stat.h>
#include <unistd.h>

#include "ls-picture.h"

struct _LsPictureFile
{
  char *shown;                /* as the user named it */
  char *target;               /* with links followed */
  char *beside;               /* (nullable): where it is written until it is whole */
  int   fd;
  int   error;                /* the first errno of a write */
};

static void
set_error (GError     **error,
           const char  *path,
           int          number)
{
  g_autofree char *name = g_filename_display_name (path);

  g_set_error (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_WRITE,
               _("Cannot write “%s”: %s"), name, g_strerror (number));
}

/* The permissions a new file would have; the umask can only be read by setting it. */
static mode_t
find_mode (const char *target)
{
  struct stat status;
  mode_t mask;

  if (stat (target, &status) == 0)
    return status.st_mode & 0777;

  mask = umask (0);
  umask (mask);
  return 0666 & ~mask;
}

static gboolean
open_beside (LsPictureFile *self)
{
  g_autofree char *directory = g_path_get_dirname (self->target);

  self->beside = g_build_filename (directory, ".loopscope-XXXXXX", NULL);
  self->fd = g_mkstemp_full (self->beside, O_WRONLY | O_CLOEXEC, 0600);
  if (self->fd < 0)
    {
      self->error = errno;
      g_clear_pointer (&self->beside, g_free);
      return FALSE;
    }
  return TRUE;
}

static gboolean
open_directly (LsPictureFile *self)
{
  self->fd = open (self->target, O_WRONLY | O_CLOEXEC);
  if (self->fd < 0)
    self->error = errno;
  return self->fd >= 0;
}

static gboolean
may_be_replaced (LsPictureFile *self)
{
  if (g_access (self->target, F_OK) != 0 || g_access (self->target, W_OK) == 0)
    return TRUE;

  self->error = errno;
  return FALSE;
}

/**
 * ls_picture_file_open:
 * @path: the target
 *
 * Returns: (transfer full): a file to be written, or %NULL if there can be none
 */
LsPictureFile *
ls_picture_file_open (const char  *path,
                      GError     **error)
{
  g_autoptr (LsPictureFile) self = g_new0 (LsPictureFile, 1);
  struct stat status;
  gboolean exists = stat (path, &status) == 0;
  char *resolved = exists ? realpath (path, NULL) : NULL;
  gboolean opened;

  self->fd = -1;
  self->shown = g_strdup (path);
  self->target = g_strdup (resolved != NULL ? resolved : path);
  free (resolved);

  if (exists && S_ISDIR (status.st_mode))
    {
      set_error (error, path, EISDIR);
      return NULL;
    }
  if (exists && !S_ISREG (status.st_mode))
    opened = open_directly (self);
  else
    opened = may_be_replaced (self) && open_beside (self);
  if (!opened)
    {
      set_error (error, path, self->error);
      return NULL;
    }
  return g_steal_pointer (&self);
}

cairo_status_t
ls_picture_file_write (void                *closure,
                       const unsigned char *data,
                       unsigned int         length)
{
  LsPictureFile *self = closure;

  while (length > 0 && self->error == 0)
    {
      ssize_t n = write (self->fd, data, length);

      if (n < 0 && errno == EINTR)
        continue;
      if (n < 0)
        {
          self->error = errno;
          break;
        }
      data += n;
      length -= n;
    }
  return self->error == 0 ? CAIRO_STATUS_SUCCESS : CAIRO_STATUS_WRITE_ERROR;
}

static void
close_file (LsPictureFile *self)
{
  /* A full disk over a network may only be told at the close. */
  if (self->fd >= 0 && close (self->fd) != 0 && errno != EINTR && self->error == 0)
    self->error = errno;
  self->fd = -1;
}

/**
 * ls_picture_file_commit:
 *
 * Puts what was written in the target's place.
 */
gboolean
ls_picture_file_commit (LsPictureFile  *self,
                        GError        **error)
{
  if (self->error == 0 && self->beside != NULL &&
      (fchmod (self->fd, find_mode (self->target)) != 0 || fsync (self->fd) != 0))
    self->error = errno;
  close_file (self);
  if (self->error == 0 && self->beside != NULL)
    {
      if (g_rename (self->beside, self->target) == 0)
        g_clear_pointer (&self->beside, g_free);
      else
        self->error = errno;
    }
  if (self->error != 0)
    set_error (error, self->shown, self->error);
  return self->error == 0;
}

void
ls_picture_file_free (LsPictureFile *self)
{
  close_file (self);
  if (self->beside != NULL)
    g_unlink (self->beside);
  g_free (self->beside);
  g_free (self->target);
  g_free (self->shown);
  g_free (self);
}
