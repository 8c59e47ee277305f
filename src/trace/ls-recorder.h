/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsRecorder: writes what the engine of this process does to a trace, and lets a viewer stop it.
 *
 * There is one a process.
 */
typedef struct
{
  const char *trace;       /* path of the file to write */
  const char *control;     /* (nullable) path of the viewer's control page, and */
  const char *socket;      /* (nullable) of its socket */
  const char *example;     /* (nullable) catalogue name */
  gboolean    is_host;     /* viewers may come and go: they find it by its entry in the runtime folder */
  guint64     limit;       /* bytes of trace to keep; 0: all */
  gboolean    snapshots;   /* one at each iteration; needs a limit */
} LsRecorderOptions;

gboolean ls_recorder_start (const LsRecorderOptions *options, GError **error);
void     ls_recorder_stop  (void);

G_END_DECLS
