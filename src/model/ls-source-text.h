/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* LsSourceText: the lines of source files, read once each, for what quotes them. */
typedef struct _LsSourceText LsSourceText;

LsSourceText * ls_source_text_new  (void);
void           ls_source_text_free (LsSourceText *self);

/**
 * ls_source_text_get:
 * @path: a file's path; may be one of another machine
 * @line: from 1
 *
 * Returns: (transfer full) (nullable): the line without the space around it; %NULL where the file is not
 *   here, is not text, is too large to be a source, or has no such line
 */
char         * ls_source_text_get  (LsSourceText *self, const char *path, guint line);

/* All lines of a file as they are; none where it cannot be quoted.  (transfer none) */
char * const * ls_source_text_get_lines (LsSourceText *self, const char *path);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsSourceText, ls_source_text_free)

G_END_DECLS
