/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Two elements that stand for each other. */
typedef struct { guint a, b; } LsSequenceMatch;

/**
 * ls_sequence_match:
 *
 * Matches two sequences of numbers as diff does: equal ones, in the order of both, many rather than few.
 * Where much is different a few matches may be missed, so that time and memory stay in proportion to the
 * length.
 *
 * Returns: (transfer full) (element-type LsSequenceMatch): in ascending order
 */
GArray * ls_sequence_match (const guint64 *a, guint n_a, const guint64 *b, guint n_b);

G_END_DECLS
