/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * LsIndex: what is found in a trace without going there: where units end, how deep queues were, when
 * nobody ran, what was written, and where objects were created.
 *
 * Built as events are read, with the state just after each.
 */
typedef struct _LsIndex LsIndex;

LsIndex      * ls_index_new          (LsTraceReader *reader);
void           ls_index_free         (LsIndex *self);

/* @ran: the task that ran before the event, or 0 */
void           ls_index_add          (LsIndex *self, const LsState *state, const LsEvent *event,
                                      guint32 ran);

const GArray * ls_index_get_units    (LsIndex *self, LsGrain grain);    /* guint64 positions; not for LS_GRAIN_EVENT */
const GArray * ls_index_get_depths   (LsIndex *self, guint32 queue);    /* (nullable) LsDepth */
const GArray * ls_index_get_gaps     (LsIndex *self);                   /* LsGap */
const GArray * ls_index_get_output   (LsIndex *self);                   /* LsOutputLine */
const GArray * ls_index_get_alarms   (LsIndex *self);                   /* LsAlarm */

/**
 * ls_index_get_creation:
 * @space: LS_SPACE_CORO, LS_SPACE_SYNC, or LS_SPACE_FUTURE for what is no task
 *
 * Finds the event that created an object.
 */
gboolean       ls_index_get_creation (LsIndex *self, LsIdSpace space, guint32 id, LsEvent *event);

/**
 * ls_index_get_work:
 * @future: the future of a job, of a watched descriptor or of a child process
 *
 * Finds the event that tells what it is about: LS_EVENT_JOB_SUBMITTED, LS_EVENT_FD_WATCHED or LS_EVENT_CHILD_WATCHED.
 */
gboolean       ls_index_get_work     (LsIndex *self, guint32 future, LsEvent *event);

/* Where locals of a task were told: positions of the first and of the last of them. */
typedef struct { guint64 from; guint64 to; } LsTold;
const GArray * ls_index_get_told     (LsIndex *self, guint32 task);     /* (nullable) LsTold */

const GArray * ls_index_get_stints   (LsIndex *self, guint32 worker);   /* (nullable) LsStint */

G_END_DECLS
