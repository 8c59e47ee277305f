/* SPDX-License-Identifier: LGPL-2.1-or-later */
#include "ls-trace-reader.h"

#include <errno.h>
#include <fcntl.h>
#include <glib/gstdio.h>
#include <string.h>
#include <sys/file.h>
#include <unistd.h>

#include "ls-interner.h"
#include "ls-trace-file.h"
#include "ls-trace-names.h"

/* Fills blocks of resolutions and writes each at the end of the file when it is full. */
typedef struct
{
  int           fd;
  guint32       number;        /* of the block being filled */
  guint32       n_strings;     /* in the trace so far */
  guint32       n_sites;
  GHashTable   *strings;       /* text to id, of those written here */
  LsTraceBlock *block;         /* in memory */
} Appender;

static gboolean
write_at (int fd, const void *bytes, gsize size, guint64 offset)
{
  gsize done = 0;

  while (done < size)
    {
      gssize n = pwrite (fd, (const char *) bytes + done, size - done, (off_t) (offset + done));

      if (n < 0 && errno == EINTR)
        continue;
      if (n <= 0)
        return FALSE;
      done += (gsize) n;
    }
  return TRUE;
}

static void
begin_block (Appender *self)
{
  memset (self->block, 0, LS_TRACE_BLOCK_SIZE);
  self->block->magic = LS_TRACE_BLOCK_MAGIC;
  self->block->kind = LS_BLOCK_RESOLUTIONS;
  self->block->committed = sizeof *self->block;
  self->block->first.name.string = self->n_strings + 1;
  self->block->first.name.site = self->n_sites + 1;
}

/* The header last, so that a block half written is not taken for one. */
static gboolean
write_block (Appender *self)
{
  guint64 offset = (guint64) self->number * LS_TRACE_BLOCK_SIZE;

  if (self->block->committed == sizeof *self->block)
    return TRUE;
  ls_trace_block_seal (self->block);
  if (!write_at (self->fd, self->block + 1, LS_TRACE_BLOCK_SIZE - sizeof *self->block, offset + sizeof *self->block)
      || !write_at (self->fd, self->block, sizeof *self->block, offset))
    return FALSE;
  self->number++;
  begin_block (self);
  return TRUE;
}

static gboolean
add (Appender *self, LsTraceEntryType type, const void *bytes, gsize length)
{
  return ls_trace_block_add (self->block, type, bytes, length)
         || (write_block (self) && ls_trace_block_add (self->block, type, bytes, length));
}

static gboolean
add_string (Appender *self, const char *text, guint32 *id)
{
  *id = GPOINTER_TO_UINT (g_hash_table_lookup (self->strings, text));
  if (*text == '\0' || *id != 0)
    return TRUE;
  if (!add (self, LS_ENTRY_STRING, text, ls_trace_string_bound (text, strlen (text))))
    return FALSE;
  *id = ++self->n_strings;
  g_hash_table_insert (self->strings, (gpointer) text, GUINT_TO_POINTER (*id));
  return TRUE;
}

static gboolean
add_site (Appender *self, const LsSite *site)
{
  LsTraceResolutionEntry entry = { .site = site->id, .line = site->line };

  return add_string (self, site->file, &entry.file) && add_string (self, site->function, &entry.function)
         && add (self, LS_ENTRY_RESOLUTION, &entry, sizeof entry);
}

/* A block cut short at the end would be made longer by what is written behind it, with bytes that are not its own. */
static gboolean
ends_well (LsTraceFile *file, const char *path, GError **error)
{
  for (guint i = 0; i < file->blocks->len; i++)
    {
      const LsTraceFileBlock *block = ls_trace_file_block (file, i);

      if (!block->damaged && block->available < block->head.committed)
        {
          g_set_error (error, LS_TRACE_ERROR, LS_TRACE_ERROR_DAMAGED, "“%s” ends early, so nothing can be added to it.", path);
          return FALSE;
        }
    }
  return TRUE;
}

/* Where the trace ends, and what its names count up to. */
static gboolean
find_end (Appender *self, const char *path, GError **error)
{
  LsTraceFile file;
  LsTraceNames names;
  gboolean well;

  if (!ls_trace_file_open (&file, path, error))
    return FALSE;
  well = ends_well (&file, path, error);
  ls_trace_names_init (&names, &file);
  ls_trace_names_refresh (&names);
  self->number = file.next;
  self->n_strings = ls_trace_names_n_strings (&names);
  self->n_sites = ls_trace_names_n_sites (&names);
  ls_trace_names_clear (&names);
  ls_trace_file_close (&file);
  return well;
}

static gboolean
add_all (Appender *self, const LsSite *sites, guint n_sites)
{
  begin_block (self);
  for (guint i = 0; i < n_sites; i++)
    if (!add_site (self, &sites[i]))
      return FALSE;
  return write_block (self);
}

gboolean
ls_trace_add_resolutions (const char *path, const LsSite *sites, guint n_sites, GError **error)
{
  Appender self = { .fd = -1 };
  gboolean done;

  g_return_val_if_fail (path != NULL, FALSE);

  self.fd = g_open (path, O_WRONLY | O_CLOEXEC);
  /* Who started the program and who watched it may both add to its trace at its end. */
  if (self.fd >= 0)
    flock (self.fd, LOCK_EX);
  if (!find_end (&self, path, error))
    {
      if (self.fd >= 0)
        close (self.fd);
      return FALSE;
    }
  self.strings = g_hash_table_new (g_str_hash, g_str_equal);
  self.block = g_malloc (LS_TRACE_BLOCK_SIZE);
  done = self.fd >= 0 && add_all (&self, sites, n_sites);
  if (!done)
    g_set_error (error, G_FILE_ERROR, g_file_error_from_errno (errno), "Cannot add source lines to “%s”: %s", path,
                 g_strerror (errno));
  if (self.fd >= 0)
    close (self.fd);
  g_hash_table_unref (self.strings);
  g_free (self.block);
  return done;
}
