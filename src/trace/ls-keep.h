/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsKeep: a flight recorder.  Of a trace that keeps to a limit, what led to certain moments is kept in copies beside it;
 * the trace itself is removed when the program ends cleanly.
 *
 * One a process.  A thread makes the copies, while the program goes on.
 */
typedef struct
{
  gint64   blocked;     /* ns: keep when a handle or turn has held the loop for longer; G_MAXINT64: do not */
  int      signal;      /* keep when this comes; 0: none */
  gboolean crash;       /* keep of a program that dies: for whoever removes the trace then */
} LsKeepReasons;

gboolean ls_keep_parse   (const char *words, LsKeepReasons *reasons, GError **error);
gboolean ls_keep_start   (const LsKeepReasons *reasons, const char *trace, GError **error);
void     ls_keep_blocked (gint64 ns);
void     ls_keep_end     (void);
void     ls_keep_copy    (const char *trace, const char *reason, guint *n_copies);

/* ls_keep_blocked() is to be called from here on; read at the end of each handle. */
extern G_GNUC_INTERNAL gint64 ls_keep_limit;

G_END_DECLS
