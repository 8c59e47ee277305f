/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-picture.h"
#include "ls-picture-file.h"

G_BEGIN_DECLS

/*
 * A trace in the JSON form that Perfetto and chrome://tracing load.
 *
 * The loop and each task are threads; a task's turns and waits are slices, who made whom ready is a flow, timers are
 * asynchronous slices, what was written an instant, a queue's depth a counter.  Times are the loop's, or a millisecond
 * a step (LS_AXIS_STEPS), where every turn has width.
 */
gboolean ls_chrome_trace_write (LsModel *model, const LsPictureOptions *options, const char *title, LsPictureFile *file,
                                GCancellable *cancellable, GError **error);

G_END_DECLS
