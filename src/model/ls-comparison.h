/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * LsComparison: two traces beside each other.
 *
 * A walk through both: a row a change, each with the positions of the two after it.  By events, what both do
 * is one row, by the projection that FORMAT.md writes down (LsProjection); by time, what both do in the
 * same millisecond of their loops' time, step by step.
 *
 * The models must be whole: nothing is added to their traces any more.
 */
typedef struct _LsComparison LsComparison;

typedef enum { LS_SIDE_A, LS_SIDE_B } LsSide;

/* LS_ALIGN_TASKS: by events, those of each task for themselves, whatever the order among tasks. */
typedef enum { LS_ALIGN_EVENTS, LS_ALIGN_TIME, LS_ALIGN_TASKS } LsAlignment;

/* What a row is: the same in both; the same kind of thing, but saying something else; in one alone. */
typedef enum { LS_ROW_SAME, LS_ROW_CHANGED, LS_ROW_ONLY_A, LS_ROW_ONLY_B } LsRowKind;

typedef struct
{
  LsRowKind kind;
  guint64   position[2];      /* of each side after this row; neither descends from row to row */
  guint64   event[2];         /* by events: the position just after the event that is compared, 0: none */
} LsRow;

/* The first difference: none at all when the two do the same. */
#define LS_NO_ROW G_MAXUINT

/* @cancellable: (nullable): ends it soon when it is cancelled from another thread.  Returns: (nullable): %NULL then. */
LsComparison * ls_comparison_new           (LsModel *a, LsModel *b, LsAlignment alignment, GCancellable *cancellable);
/* @without: (array) (nullable): by kind of event, LS_N_EVENTS of them: what is not compared */
LsComparison * ls_comparison_new_without   (LsModel *a, LsModel *b, LsAlignment alignment, const gboolean *without,
                                            GCancellable *cancellable);
void           ls_comparison_free          (LsComparison *self);

LsModel      * ls_comparison_get_model     (LsComparison *self, LsSide side);
LsAlignment    ls_comparison_get_alignment (LsComparison *self);
const GArray * ls_comparison_get_rows      (LsComparison *self);                       /* LsRow */
guint          ls_comparison_get_first     (LsComparison *self);                       /* row of the first difference, or LS_NO_ROW */
guint          ls_comparison_count         (LsComparison *self, LsRowKind kind);
guint64        ls_comparison_get_n_compared (LsComparison *self, LsSide side);         /* events of its trace; 0 by time */
gboolean       ls_comparison_is_same       (LsComparison *self);

/* The last row that is reached at @position of a side; LS_NO_ROW: none yet. */
guint          ls_comparison_get_row       (LsComparison *self, LsSide side, guint64 position);

/**
 * ls_comparison_get_positions:
 * @row: a row, or LS_NO_ROW for the beginning
 * @positions: (out): where the two stand after it: at the ends of steps
 */
void           ls_comparison_get_positions (LsComparison *self, guint row, guint64 positions[2]);

/**
 * ls_comparison_next:
 *
 * Returns: the next row after @row (LS_NO_ROW: from the beginning) at which either side comes to the end of
 *   another unit of @grain; @row if there is none
 */
guint          ls_comparison_next          (LsComparison *self, LsGrain grain, guint row);

/* Likewise back; LS_NO_ROW is the beginning. */
guint          ls_comparison_previous      (LsComparison *self, LsGrain grain, guint row);

/* The last row; LS_NO_ROW: there is none. */
guint          ls_comparison_get_last      (LsComparison *self);

/* Loop seconds that the longer of the two takes, with its timers to come. */
double         ls_comparison_get_duration  (LsComparison *self);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsComparison, ls_comparison_free)

G_END_DECLS
