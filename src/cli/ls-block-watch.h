/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsBlockWatch: looks at the control page of a program that is recorded, and keeps a copy of the trace while a handle or
 * turn holds the loop for too long, whether or not that ever ends.
 */
typedef struct _LsBlockWatch LsBlockWatch;

LsBlockWatch * ls_block_watch_new  (GPid pid, gint64 limit);
void           ls_block_watch_free (LsBlockWatch *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsBlockWatch, ls_block_watch_free)

G_END_DECLS
