/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "config.h"

#include "ls-entry.h"

#include <glib/gstdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include "ls-process.h"
#include "ls-rendezvous.h"

#define GROUP       "Program"
#define CLOCK_SLACK 2             /* seconds by which a file may seem older than it is */

/* Of a program that a viewer has begin to record: what it shall execute, and what it says instead.  They may be there
 * without an entry. */
static const char *const remote_kinds[] = { ".py", ".said", ".said.new" };

/* When a process began; 0: there is none of that id, or it has ended and waits to be reaped. */
static guint64
get_start (gint64 pid)
{
  g_autofree char *path = g_strdup_printf ("/proc/%" G_GINT64_FORMAT "/stat", pid);
  g_autofree char *text = NULL;
  g_auto (GStrv) fields = NULL;
  const char *rest;

  if (!g_file_get_contents (path, &text, NULL, NULL))
    return 0;
  /* The second field is a name in parentheses, which may hold anything; the 22nd is the one. */
  rest = strrchr (text, ')');
  fields = g_strsplit (rest != NULL ? rest + 1 : "", " ", 22);
  return g_strv_length (fields) > 20 && fields[1][0] != 'Z' ? g_ascii_strtoull (fields[20], NULL, 10) : 0;
}

static LsEntry *
entry_new (const char *folder, gint64 pid)
{
  LsEntry *self = g_new0 (LsEntry, 1);

  self->pid = pid;
  self->path = g_strdup_printf ("%s/%" G_GINT64_FORMAT ".entry", folder, pid);
  self->control = g_strdup_printf ("%s/%" G_GINT64_FORMAT ".control", folder, pid);
  self->socket = g_strdup_printf ("%s/%" G_GINT64_FORMAT ".socket", folder, pid);
  return self;
}

/**
 * ls_entry_new_own:
 * @trace: path of the trace that this process writes
 * @error: return location: there is no folder for it
 *
 * Returns: (transfer full) (nullable): an entry for this process, not written yet
 */
LsEntry *
ls_entry_new_own (const char *trace, GError **error)
{
  g_autofree char *folder = ls_rendezvous_folder (error);
  LsEntry *self;

  if (folder == NULL)
    return NULL;
  self = entry_new (folder, getpid ());
  self->started = get_start (self->pid);
  self->runtime = g_strdup (LS_PROCESS_RUNTIME);
  self->command = ls_process_get_command (self->pid);
  self->trace = g_canonicalize_filename (trace, NULL);
  ls_entry_remove (self);       /* what another process of this id may have left */
  return self;
}

void
ls_entry_free (LsEntry *self)
{
  g_free (self->path);
  g_free (self->runtime);
  g_free (self->command);
  g_free (self->trace);
  g_free (self->control);
  g_free (self->socket);
  g_free (self);
}

/**
 * ls_entry_write:
 * @error: a #GFileError
 *
 * To be called once the page and the socket are there.
 *
 * Returns: whether viewers can find it
 */
gboolean
ls_entry_write (const LsEntry *self, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();

  g_key_file_set_uint64 (file, GROUP, "Started", self->started);
  g_key_file_set_string (file, GROUP, "Runtime", self->runtime);
  g_key_file_set_string (file, GROUP, "Command", self->command);
  g_key_file_set_string (file, GROUP, "Trace", self->trace);
  return g_key_file_save_to_file (file, self->path, error);
}

/* Takes away the entry, the page, the socket, and what made it record. */
void
ls_entry_remove (const LsEntry *self)
{
  gsize length = strlen (self->path) - strlen (".entry");

  for (guint i = 0; i < G_N_ELEMENTS (remote_kinds); i++)
    {
      g_autofree char *path = g_strdup_printf ("%.*s%s", (int) length, self->path, remote_kinds[i]);

      g_unlink (path);
    }
  g_unlink (self->path);
  g_unlink (self->control);
  g_unlink (self->socket);
}

static LsEntry *
read_entry (const char *folder, gint64 pid, GError **error)
{
  g_autoptr (GKeyFile) file = g_key_file_new ();
  g_autoptr (LsEntry) self = entry_new (folder, pid);

  if (!g_key_file_load_from_file (file, self->path, G_KEY_FILE_NONE, error))
    return NULL;
  self->started = g_key_file_get_uint64 (file, GROUP, "Started", NULL);
  self->runtime = g_key_file_get_string (file, GROUP, "Runtime", NULL);
  self->command = g_key_file_get_string (file, GROUP, "Command", NULL);
  self->trace = g_key_file_get_string (file, GROUP, "Trace", NULL);
  if (self->runtime != NULL && self->command != NULL && self->trace != NULL)
    return g_steal_pointer (&self);
  g_set_error (error, G_KEY_FILE_ERROR, G_KEY_FILE_ERROR_KEY_NOT_FOUND, "“%s” is not complete", self->path);
  return NULL;
}

gboolean
ls_entry_is_alive (const LsEntry *self)
{
  return self->started != 0 && get_start (self->pid) == self->started;
}

/* µs since 1970 */
static gint64
get_time (guint64 started)
{
  struct timespec up;
  gint64 began = started * G_USEC_PER_SEC / sysconf (_SC_CLK_TCK);

  clock_gettime (CLOCK_BOOTTIME, &up);
  return g_get_real_time () - (up.tv_sec * G_USEC_PER_SEC + up.tv_nsec / 1000) + began;
}

/**
 * ls_entry_get_start_time:
 *
 * Returns: when the process began, in µs since 1970
 */
gint64
ls_entry_get_start_time (const LsEntry *self)
{
  return get_time (self->started);
}

/* Of a process that is gone, or whose id another has now: taken away. */
static gboolean
is_stale (const LsEntry *self)
{
  if (ls_entry_is_alive (self))
    return FALSE;
  ls_entry_remove (self);
  return TRUE;
}

/**
 * ls_entry_find:
 * @pid: of a process
 * @error: return location: it does not record
 *
 * Returns: (transfer full) (nullable): its entry
 */
LsEntry *
ls_entry_find (gint64 pid, GError **error)
{
  g_autofree char *folder = ls_rendezvous_folder (error);
  g_autoptr (LsEntry) self = folder != NULL ? read_entry (folder, pid, error) : NULL;

  if (self == NULL)
    return NULL;
  if (!is_stale (self))
    return g_steal_pointer (&self);
  g_set_error (error, G_FILE_ERROR, G_FILE_ERROR_NOENT, "process %" G_GINT64_FORMAT " has ended", pid);
  return NULL;
}

/* What was meant for a process that is gone, or for another than has its id now. */
static void
remove_if_stale (const char *folder, const char *name, gint64 pid)
{
  g_autofree char *path = g_build_filename (folder, name, NULL);
  guint64 started = get_start (pid);
  GStatBuf status;

  for (guint i = 0; i < G_N_ELEMENTS (remote_kinds); i++)
    if (pid > 0 && g_str_has_suffix (name, remote_kinds[i]) && g_lstat (path, &status) == 0
        && (started == 0 || (status.st_mtime + CLOCK_SLACK) * G_USEC_PER_SEC < get_time (started)))
      g_unlink (path);
}

static int
compare (gconstpointer a, gconstpointer b)
{
  const LsEntry *one = *(LsEntry * const *) a, *other = *(LsEntry * const *) b;

  if (one->started != other->started)
    return one->started < other->started ? -1 : 1;
  return one->pid < other->pid ? -1 : one->pid > other->pid;
}

/**
 * ls_entry_list:
 * @error: a #GFileError: the folder cannot be read
 *
 * Returns: (transfer full) (nullable) (element-type LsEntry): the programs of this user that record and can be
 *   attached to, oldest first
 */
GPtrArray *
ls_entry_list (GError **error)
{
  g_autofree char *folder = ls_rendezvous_folder (error);
  g_autoptr (GDir) dir = folder != NULL ? g_dir_open (folder, 0, error) : NULL;
  GPtrArray *entries;
  const char *name;

  if (dir == NULL)
    return NULL;
  entries = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_entry_free);
  while ((name = g_dir_read_name (dir)) != NULL)
    {
      gint64 pid = g_ascii_strtoll (name, NULL, 10);
      g_autoptr (LsEntry) entry = g_str_has_suffix (name, ".entry") ? read_entry (folder, pid, NULL) : NULL;

      if (entry != NULL && !is_stale (entry))
        g_ptr_array_add (entries, g_steal_pointer (&entry));
      else if (entry == NULL)
        remove_if_stale (folder, name, pid);
    }
  g_ptr_array_sort (entries, compare);
  return entries;
}
