/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-trace-reader.h"

G_BEGIN_DECLS

/*
 * LsProjection: what of a trace is compared with another's, as FORMAT.md writes it down under "What two
 * runs have in common".
 *
 * Two programs that do the same give the same sequence of tokens, whatever language they are written in
 * and however their objects are numbered.
 */
typedef struct _LsProjection LsProjection;

/* What stands for a moment that nothing is said of. */
#define LS_NO_TIME G_MININT64

/* What a token is to its task's waiting for I/O. */
typedef enum { LS_TOKEN_DOES, LS_TOKEN_WAITS, LS_TOKEN_GOES_ON } LsTokenPart;

/* An event as it is compared.  Hashes stand for what is compared by being equal. */
typedef struct
{
  guint64 position;     /* just after the event; of several written as one the last */
  guint64 key;          /* which kind of thing, about whom: what is needed to find it in another trace */
  guint64 full;         /* key and the rest: names, values, outcomes */
  gint64  time;         /* of a timer: its deadline, ns; LS_NO_TIME */
  gint64  delay;        /* of a timer or poll: how long from then, ns; LS_NO_TIME */
  guint64 owner;        /* whose it is: a task's place in the order of creation, a callback's name; 0: the loop's */
  LsTokenPart part;
} LsToken;

/* What of two traces is compared. */
typedef struct
{
  gboolean        with_time;    /* both ran in virtual time, so that times, polls and iterations are theirs */
  gboolean        by_task;      /* each task's events for themselves, whatever the order among tasks */
  gboolean        without_io;   /* they wait for I/O by different means, which are left out; so must the times be */
  const gboolean *without;      /* by kind of event, LS_N_EVENTS of them: what is left out; NULL: nothing */
  GCancellable   *cancellable;  /* (nullable): once it is cancelled the rest is left out */
} LsProjectionScope;

/* Whether the loops of the trace ran in virtual time. */
gboolean         ls_projection_is_virtual (LsTraceReader *reader);

LsProjection   * ls_projection_new        (LsTraceReader *reader, const LsProjectionScope *scope);
void             ls_projection_free       (LsProjection *self);

const GArray   * ls_projection_get_tokens (LsProjection *self);      /* LsToken, in the order of comparing */
guint64          ls_projection_get_n_compared (LsProjection *self);  /* of the trace's events, those that are */

/* Whether both wait for input or output, but one by operations of GIO and the other by descriptors. */
gboolean         ls_projection_has_other_io (LsProjection *self, LsProjection *other);

/* Whether two tokens say the same; @at_once: as moments too, else as lengths of time. */
gboolean         ls_token_equal           (const LsToken *one, const LsToken *other, gboolean at_once);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsProjection, ls_projection_free)

G_END_DECLS
