/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-comparison.h"

G_BEGIN_DECLS

/* A stretch in which two traces differ, as the steps of each that it touches: `first` to `last`, none if it is less. */
typedef struct
{
  guint   row;               /* the first row of it */
  guint64 first[2], last[2];
} LsHunk;

/* @all: every one; else the first alone.  (transfer full) (element-type LsHunk) */
GArray * ls_hunks_find     (LsComparison *comparison, gboolean all);

/* Of the first event that differs on that side, or that has no counterpart: its position, 0 if there is none. */
guint64  ls_hunk_get_event (LsComparison *comparison, const LsHunk *hunk, LsSide side);

G_END_DECLS
