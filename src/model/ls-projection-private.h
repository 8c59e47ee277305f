/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-projection.h"

G_BEGIN_DECLS

typedef struct { guint64 path; guint n_made, place; } LsProjectedTask;

/* A task's step goes on with the task. */
typedef enum { LS_HANDLE_CALLBACK, LS_HANDLE_STEP, LS_HANDLE_TIMER } LsHandleKind;

/* A handle or timer: what it is known by, whose it is, and the set it belongs to, or 0. */
typedef struct { guint64 name, owner; LsHandleKind kind; guint set; } LsProjectedHandle;

/* A stretch of tokens in nobody's order, see ls-projection-order.c. */
typedef struct
{
  guint   kind;      /* of the event with which a part begins; 0: none is open */
  guint   set;       /* to which its handles belong */
  GArray *parts;     /* guint: tokens at which they begin */
  GArray *made;      /* guint32: handles that were made in it */
} LsStretch;

struct _LsProjection
{
  LsTraceReader *reader;
  LsProjectionScope scope;
  gboolean       in_snapshot;
  guint64        n_compared;    /* events */
  GArray        *tokens;        /* LsToken */

  GHashTable    *tasks;         /* id to LsProjectedTask */
  GHashTable    *syncs;         /* id to place, from 1 */
  gboolean       polls;         /* no handle runs until the poll is over */
  GHashTable    *threads;       /* that have made a loop or run it */
  guint32        running;       /* task, or 0 */
  guint          n_roots;       /* tasks that no task made */

  LsToken        output;        /* what was written in a row, not yet among the tokens */
  guint          latest;        /* kind of the latest event that is compared, output left out */
  GString       *written;

  /*< private >: ls-projection-text.c */
  GHashTable    *addresses;     /* digits to place, from 1 */
  GRegex        *places;        /* in a report */
  GRegex        *spans;         /* of time, measured */

  /*< private >: ls-projection-io.c */
  guint32        operation;     /* future of the latest one of GIO */
  gboolean       waits_for_io;
  gboolean       has_operations;

  /*< private >: ls-projection-order.c */
  GHashTable    *handles;       /* id to LsProjectedHandle, those not run */
  guint          n_sets;
  LsStretch      inner;
  LsStretch      outer;
};

/* Each owner's tokens together. */
void                      ls_projection_sort_by_task (LsProjection *self);

guint64                   ls_hash_mix               (guint64 hash, guint64 value);

/* Texts as they are compared.  @is_report: a runtime's own of a fault; a callback's counts behind its last dot, and
 * of a name that nobody chose that it is one. */
void                      ls_projection_init_text   (LsProjection *self);
void                      ls_projection_clear_text  (LsProjection *self);
guint64                   ls_projection_hash_text   (LsProjection *self, guint64 hash, const char *text,
                                                     gboolean is_report);
guint64                   ls_projection_hash_callback (LsProjection *self, guint64 hash, const char *name);
guint64                   ls_projection_hash_name   (LsProjection *self, guint64 hash, const char *name);

/* What the means of I/O have of their own.  Joining: a task that waits for I/O again, having done nothing but gone
 * on, has waited once. */
void                      ls_projection_follow_io   (LsProjection *self, const LsRecord *rec);
gboolean                  ls_projection_is_of_io    (LsProjection *self, const LsRecord *rec);
LsTokenPart               ls_projection_find_part   (LsProjection *self, const LsRecord *rec);
void                      ls_projection_join_waits  (LsProjection *self);

/* To be told of each event that is compared, before its token is added. */
void                      ls_projection_init_order  (LsProjection *self);
void                      ls_projection_order       (LsProjection *self, guint kind, guint32 subject);
void                      ls_projection_end_order   (LsProjection *self);
void                      ls_projection_clear_order (LsProjection *self);

void                      ls_projection_add_handle  (LsProjection *self, guint32 handle, const LsProjectedHandle *what);
const LsProjectedHandle * ls_projection_find_handle (LsProjection *self, guint32 handle);   /* never NULL */
void                      ls_projection_drop_handle (LsProjection *self, guint32 handle);

G_END_DECLS
