/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-checkpoints.h"
#include "ls-index.h"
#include "ls-model.h"
#include "ls-roster.h"
#include "ls-source-text.h"

G_BEGIN_DECLS

struct _LsModel
{
  GObject        parent_instance;

  LsTraceReader *reader;
  LsState       *head;         /* loose: follows the reading */
  LsRoster      *roster;
  LsIndex       *index;
  LsCheckpoints *checkpoints;
  LsSourceText  *source;

  LsState       *shown[2];     /* settled: handed out */
  guint          latest;       /* which of them was handed out last */
  LsState       *described;    /* settled: what sentences are about */
};

/* Settled, at @position; does not invalidate what ls_model_get_state() gave.  Valid until the next call. */
const LsState * ls_model_get_described (LsModel *self, guint64 position);

/* The text of a string id; "" for none. */
const char    * ls_model_get_string    (LsModel *self, guint32 id);

/* A task, or another future: what somebody awaits. */
char          * ls_model_name_awaited  (LsModel *self, guint32 future);

/* Of a task that waits for something outside the loop: "load() on worker 1". */
char          * ls_model_work_detail   (LsModel *self, const LsState *state, const LsTaskState *task);

/* Of the function alone; "" if it is not known. */
const char    * ls_model_get_coro_name (LsModel *self, guint32 coro);

/**
 * ls_model_count_waiting:
 * @first: (out) (optional): who waits first there, or 0
 *
 * Counts who waits on a side of a queue.  A cancelled task stands in its line until its next turn takes
 * it out, but is passed over: it waits no longer.
 */
guint           ls_model_count_waiting (const LsState *state, const LsQueueState *queue,
                                        LsQueueSide side, guint32 *first);

/* The event that ended @position; FALSE for 0 and what cannot be read. */
gboolean        ls_model_get_event     (LsModel *self, guint64 position, LsEvent *event);

G_END_DECLS
