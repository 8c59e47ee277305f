/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsEntry: what a program that records says of itself in the runtime folder, so that viewers find it.
 *
 * A key file, "PID.entry" beside "PID.control" and "PID.socket".  A process is known by its id and by when it
 * began, since ids come again.
 */
typedef struct
{
  gint64  pid;
  guint64 started;       /* clock ticks after the machine's start, as in /proc/PID/stat */
  char   *runtime;       /* "Loopscope 0.1 (C)", "CPython 3.11.2" */
  char   *command;       /* as typed in a shell */
  char   *trace;         /* path */
  char   *path;          /* of the entry, the page and the socket */
  char   *control;
  char   *socket;
} LsEntry;

LsEntry   * ls_entry_new_own   (const char *trace, GError **error);
void        ls_entry_free      (LsEntry *self);
gboolean    ls_entry_write     (const LsEntry *self, GError **error);
void        ls_entry_remove    (const LsEntry *self);
gboolean    ls_entry_is_alive  (const LsEntry *self);     /* the process has not ended */
gint64      ls_entry_get_start_time (const LsEntry *self);
LsEntry   * ls_entry_find      (gint64 pid, GError **error);
GPtrArray * ls_entry_list      (GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsEntry, ls_entry_free)

G_END_DECLS
