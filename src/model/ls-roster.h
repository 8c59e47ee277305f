/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * LsRoster: all tasks of a trace: what does not change about them, and the spans of their lives.
 *
 * Built as events are read, with the state just after each.
 */
typedef struct _LsRoster LsRoster;

LsRoster          * ls_roster_new       (void);
void                ls_roster_free      (LsRoster *self);

/* @ran: the task that ran before the event, or 0 */
void                ls_roster_add       (LsRoster *self, const LsState *state, const LsEvent *event,
                                         guint32 ran);

guint               ls_roster_get_n     (LsRoster *self);
const LsTaskFacts * ls_roster_get       (LsRoster *self, guint32 task);   /* (nullable) */
const LsTaskFacts * ls_roster_get_nth   (LsRoster *self, guint index);    /* (nullable) */
const GArray      * ls_roster_get_spans (LsRoster *self, guint32 task);   /* (nullable) LsSpan */

G_END_DECLS
