/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "ls-source-text.h"

#include <glib/gstdio.h>

/* A trace names its files: one that names a device or a disk image is not obeyed. */
#define LARGEST_SOURCE (4 * 1024 * 1024)

struct _LsSourceText
{
  GHashTable *files;     /* path to lines (GStrv), empty where there is nothing to quote */
};

LsSourceText *
ls_source_text_new (void)
{
  LsSourceText *self = g_new0 (LsSourceText, 1);

  self->files = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, (GDestroyNotify) g_strfreev);
  return self;
}

void
ls_source_text_free (LsSourceText *self)
{
  g_hash_table_unref (self->files);
  g_free (self);
}

static GStrv
read_lines (const char *path)
{
  g_autofree char *text = NULL;
  GStatBuf info;

  if (g_stat (path, &info) != 0 || !S_ISREG (info.st_mode) || info.st_size > LARGEST_SOURCE
      || !g_file_get_contents (path, &text, NULL, NULL) || !g_utf8_validate (text, -1, NULL))
    return g_new0 (char *, 1);

  return g_strsplit (text, "\n", -1);
}

char * const *
ls_source_text_get_lines (LsSourceText *self, const char *path)
{
  GStrv lines = g_hash_table_lookup (self->files, path);

  if (lines == NULL)
    {
      lines = read_lines (path);
      g_hash_table_insert (self->files, g_strdup (path), lines);
    }
  return lines;
}

char *
ls_source_text_get (LsSourceText *self, const char *path, guint line)
{
  char * const *lines = ls_source_text_get_lines (self, path);

  if (line == 0 || line > g_strv_length ((GStrv) lines))
    return NULL;

  return g_strstrip (g_strdup (lines[line - 1]));
}
