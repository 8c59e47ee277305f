/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * LsChild: a process we started.
 *
 * With @passthrough it shares our descriptors and our terminal's job.  Otherwise it writes to a terminal of its
 * own, which a thread empties so that a viewer that is busy never holds it up.  That terminal controls no
 * session, so that the process is not hung up when its viewer dies.
 */
typedef struct _LsChild LsChild;

typedef void (*LsChildEnded) (LsChild *self, gpointer data);

/* @file: what is executed, @argv[0] its name for itself.  @folder: (nullable): where; our own current folder */
LsChild   * ls_child_spawn       (const char *file, const char * const *argv, char **environment,
                                  const char *folder, gboolean passthrough, GError **error);
void        ls_child_free        (LsChild *self);      /* does not end it */

GPid        ls_child_get_pid     (LsChild *self);
gboolean    ls_child_has_ended   (LsChild *self);      /* looks */
int         ls_child_get_status  (LsChild *self);      /* of waitpid(), once ended */
void        ls_child_watch       (LsChild *self, LsChildEnded ended, gpointer data);   /* on the thread's main context */
void        ls_child_wait        (LsChild *self);      /* blocks */
void        ls_child_signal      (LsChild *self, int number);
void        ls_child_write       (LsChild *self, const char *text);
char      * ls_child_get_output  (LsChild *self);      /* what it wrote to its terminal, the last of it if that is much */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsChild, ls_child_free)

G_END_DECLS
