/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/*
 * Has a Python program that runs begin to record.
 *
 * CPython 3.14 and later execute a file in another process of theirs, at the next point where its main thread can
 * (sys.remote_exec): here one that loads the probe, as a program that viewers may attach to.
 */
gboolean ls_remote_is_possible (gint64 pid);
gboolean ls_remote_start       (gint64 pid, GCancellable *cancellable, GError **error);   /* does not wait for what it does then */

gboolean ls_remote_go_on       (gint64 pid, guint round, GCancellable *cancellable, GError **error);

G_END_DECLS
