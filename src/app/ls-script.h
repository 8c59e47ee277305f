/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtksourceview/gtksource.h>

#include "ls-example-launch.h"

G_BEGIN_DECLS

/*
 * LsScript: a Python program of the user's: its text as it is edited, the file it belongs to, and how it is run.
 *
 * What runs is always the text as it stands.  If that is what the file holds, python3 is given the file; otherwise a
 * copy of the same name in a private folder, with the file's folder as the current one and first on sys.path, and
 * with the file's own path in sys.argv[0], in __file__ and in the trace.  Only tracebacks name the copy, whose lines
 * they quote.
 *
 * Properties: "name"; "modified" (there is something to save); "stale" (the text differs from what was run last).
 */
#define LS_TYPE_SCRIPT (ls_script_get_type ())
G_DECLARE_FINAL_TYPE (LsScript, ls_script, LS, SCRIPT, GObject)

LsScript        * ls_script_new          (const char *name, const char *text);     /* not yet a file */
LsScript        * ls_script_open         (GFile *file, GError **error);

GtkSourceBuffer * ls_script_get_buffer   (LsScript *self);
GFile           * ls_script_get_file     (LsScript *self);      /* (nullable): never saved */
const char      * ls_script_get_name     (LsScript *self);
const char      * ls_script_get_path     (LsScript *self);      /* as the trace names it; (nullable) before it was run or saved */
gboolean          ls_script_get_modified (LsScript *self);
gboolean          ls_script_get_stale    (LsScript *self);

/* Reads the file again if it was changed by others while nothing was changed here. */
void              ls_script_refresh      (LsScript *self);

/* Without @force, fails with %G_IO_ERROR_WRONG_ETAG if others have changed the file since it was read. */
gboolean          ls_script_save         (LsScript *self, gboolean force, GError **error);
gboolean          ls_script_save_as      (LsScript *self, GFile *file, GError **error);

LsSession       * ls_script_launch       (LsScript *self, const LsExampleRun *run, GError **error);

G_END_DECLS
