/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-state-private.h"
#include "ls-trace-reader.h"

G_BEGIN_DECLS

/*
 * LsCheckpoints: brings a state to any position of a trace.
 *
 * Copies of the state are kept at intervals in proportion to their size, so that they take at
 * most three times the memory of the events between them.  Whoever goes back drops more copies on the way, at half of
 * what is left each time, so that the next steps back are short: a walk back through the whole trace
 * reads each event a few times.
 */
typedef struct _LsCheckpoints LsCheckpoints;

LsCheckpoints * ls_checkpoints_new  (LsTraceReader *reader);
void            ls_checkpoints_free (LsCheckpoints *self);

/* Keeps a copy of @state, which follows the reading, when one is due. */
void            ls_checkpoints_note (LsCheckpoints *self, const LsState *state);

/* Brings @state, which may be anywhere, to @position.  It is loose then. */
void            ls_checkpoints_go   (LsCheckpoints *self, LsState *state, guint64 position);

/* Applies event @seq to @state, whose position it is.  Returns FALSE for one that cannot be read. */
gboolean        ls_checkpoints_play (LsCheckpoints *self, LsState *state, guint64 seq,
                                     LsEvent *event);

G_END_DECLS
