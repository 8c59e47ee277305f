/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What has to be found and made before a program can be started under Loopscope. */

#include "config.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <glib/gi18n-lib.h>
#include <glib/gstdio.h>

#include "ls-catalogue.h"
#include "ls-program-name.h"
#include "ls-python.h"
#include "ls-rendezvous.h"
#include "ls-session-private.h"

/* What a short trace takes; with less, recording would end before it began. */
#define LEAST_SPACE (512 * 1024)

#define KEPT_FOR    (30 * 24 * 60 * 60)    /* seconds */

static gboolean
check_program (const char  *path,
               GError     **error)
{
  struct stat status;

  if (stat (path, &status) != 0)
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND,
                 _("There is no program “%s”."), path);
  else if (S_ISDIR (status.st_mode))
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_EXECUTABLE,
                 _("“%s” is a folder, not a program."), path);
  else if (!S_ISREG (status.st_mode) || access (path, X_OK) != 0)
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_EXECUTABLE,
                 _("“%s” is not executable. If it is a program, allow it to be executed with chmod +x."), path);
  else
    return TRUE;

  return FALSE;
}

/* As a shell would: a name with a slash is a path, any other is looked for along PATH. */
char *
ls_launch_find_program (const char  *name,
                        GError     **error)
{
  g_autofree char *found = NULL;

  if (strchr (name, '/') != NULL)
    return check_program (name, error) ? g_strdup (name) : NULL;

  found = g_find_program_in_path (name);
  /* That looks into the current folder too, where PATH does not name it. */
  if (found != NULL && found[0] == '/')
    return g_steal_pointer (&found);
  if (g_file_test (name, G_FILE_TEST_IS_REGULAR))
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND,
                 _("There is no program “%s” along PATH; for the file in this folder write “./%s”."), name, name);
  else
    g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_NOT_FOUND,
                 _("There is no program “%s”."), name);

  return NULL;
}

char **
ls_launch_get_environment (const LsLaunch *launch,
                           const char     *trace_path,
                           LsLink         *link)
{
  char **environment = g_get_environ ();
  char interrupt[G_ASCII_DTOSTR_BUF_SIZE];
  g_autofree char *seed = g_strdup_printf ("%" G_GINT64_FORMAT, launch->seed);
  g_autofree char *limit = g_strdup_printf ("%" G_GUINT64_FORMAT, launch->limit);
  g_autofree char *probe = ls_python_is_interpreter (launch->argv[0]) ? ls_python_get_probe () : NULL;
  g_autofree char *folder = ls_rendezvous_folder (NULL);    /* without it no viewer could come */

  environment = g_environ_setenv (environment, LS_ENV_TRACE, trace_path, TRUE);
  if (link != NULL)
    {
      environment = g_environ_setenv (environment, LS_ENV_CONTROL, ls_link_get_control_path (link), TRUE);
      environment = g_environ_setenv (environment, LS_ENV_SOCKET, ls_link_get_socket_path (link), TRUE);
    }
  else if (folder != NULL)
    {
      environment = g_environ_setenv (environment, LS_ENV_SELF, "1", TRUE);
    }
  environment = g_environ_setenv (environment, LS_ENV_CLOCK, ls_clock_get_name (launch->clock), TRUE);
  if (launch->seed >= 0)
    environment = g_environ_setenv (environment, LS_ENV_SEED, seed, TRUE);
  if (launch->interrupt_at > 0)
    environment = g_environ_setenv (environment, LS_ENV_INTERRUPT,
                                    g_ascii_dtostr (interrupt, sizeof interrupt, launch->interrupt_at), TRUE);
  if (launch->example != NULL)
    environment = g_environ_setenv (environment, LS_ENV_EXAMPLE, launch->example, TRUE);
  else
    environment = g_environ_unsetenv (environment, LS_ENV_EXAMPLE);
  if (launch->limit > 0)
    environment = g_environ_setenv (environment, LS_ENV_LIMIT, limit, TRUE);
  if (launch->keep_on != NULL)
    environment = g_environ_setenv (environment, LS_ENV_KEEP, launch->keep_on, TRUE);
  if (launch->locals)
    environment = g_environ_setenv (environment, LS_ENV_LOCALS, "1", TRUE);
  if (launch->no_values)
    environment = g_environ_setenv (environment, LS_ENV_VALUES, "none", TRUE);
  if (probe != NULL)
    environment = ls_python_add_probe (environment, probe);

  return environment;
}

/* A new name in the cache folder: what is recorded, when, and by whom. */
static char *
name_trace (const LsLaunch *launch)
{
  static gint count;
  g_autofree char *base = launch->example != NULL ? g_strdup (launch->example)
                                                  : ls_program_name_of_words (launch->argv);
  g_autoptr (GDateTime) now = g_date_time_new_now_local ();
  g_autofree char *time = g_date_time_format (now, "%Y%m%d-%H%M%S");
  g_autofree char *name = g_strdup_printf ("%s-%s-%d.%d.looptrace", base, time, getpid (),
                                           g_atomic_int_add (&count, 1) + 1);

  return g_build_filename (g_get_user_cache_dir (), "loopscope", name, NULL);
}

/* Takes the space that a short trace needs, to learn now rather than in the program that there is none. */
static gboolean
try_space (const char *path)
{
  int fd = open (path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0600);
  struct stat status;
  int code;

  if (fd < 0)
    return FALSE;
  if (fstat (fd, &status) != 0 || !S_ISREG (status.st_mode))
    code = EINVAL;
  else
    code = posix_fallocate (fd, 0, LEAST_SPACE);
  if (code == 0 && ftruncate (fd, 0) != 0)
    code = errno;
  close (fd);
  errno = code;

  return code == 0;
}

/* Traces that were not saved are a cache: they are not kept for ever. */
static void
prune (const char *folder)
{
  g_autoptr (GDir) dir = g_dir_open (folder, 0, NULL);
  gint64 oldest = g_get_real_time () / G_USEC_PER_SEC - KEPT_FOR;
  const char *name;

  while (dir != NULL && (name = g_dir_read_name (dir)) != NULL)
    {
      g_autofree char *path = g_build_filename (folder, name, NULL);
      struct stat status;

      if (g_str_has_suffix (name, ".looptrace") && lstat (path, &status) == 0 &&
          S_ISREG (status.st_mode) && status.st_mtime < oldest)
        g_unlink (path);
    }
}

char *
ls_launch_prepare_trace (const LsLaunch  *launch,
                         GError         **error)
{
  g_autofree char *path = launch->trace_path != NULL ? g_canonicalize_filename (launch->trace_path, NULL)
                                                     : name_trace (launch);
  g_autofree char *folder = g_path_get_dirname (path);

  if (launch->trace_path == NULL)
    {
      g_mkdir_with_parents (folder, 0700);
      prune (folder);
    }
  if (!try_space (path))
    {
      int code = errno;

      g_set_error (error, LS_SESSION_ERROR, LS_SESSION_ERROR_START,
                   _("The recording cannot be written to “%s”: %s. Make room there, or name another cache folder "
                     "in XDG_CACHE_HOME."), path, g_strerror (code));
      if (launch->trace_path == NULL)
        g_unlink (path);
      return NULL;
    }

  return g_steal_pointer (&path);
}
