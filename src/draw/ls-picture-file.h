/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * LsPictureFile: a file that is there whole or not at all.
 *
 * What is written goes to a file beside the target, which replaces it at the end.  Only what is no regular file (a
 * pipe, a device) is written to at once.
 */
typedef struct _LsPictureFile LsPictureFile;

LsPictureFile * ls_picture_file_open   (const char *path, GError **error);
cairo_status_t  ls_picture_file_write  (void *self, const unsigned char *data, unsigned int length);  /* for cairo */
gboolean        ls_picture_file_commit (LsPictureFile *self, GError **error);
void            ls_picture_file_free   (LsPictureFile *self);   /* takes away what was not committed */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsPictureFile, ls_picture_file_free)

G_END_DECLS
