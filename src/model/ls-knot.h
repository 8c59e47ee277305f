/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-state.h"

G_BEGIN_DECLS

/*
 * LsKnot: who waits for whom without end.
 *
 * A ring of tasks, each of which waits for what the next one has or is, never comes undone by itself,
 * whatever else still runs.  And when the loop waits for ever while nothing outside is asked for, all that
 * wait are tied up: nobody is left to do what they wait for.
 */
typedef enum { LS_KNOT_TASK, LS_KNOT_LOCK, LS_KNOT_QUEUE, LS_KNOT_FUTURE } LsKnotKind;

typedef struct
{
  LsKnotKind  kind;
  guint32     id;
  guint       ring;           /* the ordinal of the ring it is in, from 1; 0: none */
  gboolean    is_cause;       /* a task in a ring, or one that waits for a thing: the others only wait for tasks */
} LsKnotNode;

typedef struct
{
  guint       from, to;       /* nodes */
  gboolean    is_hold;        /* @from is held by @to; else @from waits for @to */
  guint       ring;           /* as of a node */
} LsKnotTie;

typedef struct
{
  gboolean    is_total;       /* nothing at all goes on by itself */
  guint       n_rings;
  GArray     *nodes;          /* LsKnotNode: tasks, each ring in its order, then causes, then the others; then things */
  guint       n_tasks;        /* of the nodes */
  guint       n_left_out;     /* tasks that are tied up too, beyond LS_KNOT_MAX_TASKS */
  GArray     *ties;           /* LsKnotTie */
} LsKnot;

#define LS_KNOT_MAX_TASKS 16   /* as many as a picture shows */

/**
 * ls_knot_new_for_state:
 *
 * Returns: (transfer full) (nullable): what is tied up at this position; %NULL if nothing is
 */
LsKnot * ls_knot_new_for_state (const LsState *state);
void     ls_knot_free          (LsKnot *self);

/* Whether @task is one of its nodes. */
gboolean ls_knot_has_task      (const LsKnot *self, guint32 task);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsKnot, ls_knot_free)

G_END_DECLS
