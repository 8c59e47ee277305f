/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-cli.h"
#include "ls-session.h"

G_BEGIN_DECLS

/* A command: argv[0] is its name.  Returns the exit code. */
typedef int (*LsCommandFunc) (char **argv);

int       ls_cli_list          (char **argv);
int       ls_cli_execute       (char **argv);
int       ls_cli_export        (char **argv);
int       ls_cli_dump          (char **argv);
int       ls_cli_diff          (char **argv);
int       ls_cli_attach        (char **argv, gint64 *window);   /* which opens a window, on the program @window */

/* Helpers that all commands share. */
void      ls_cli_say           (const char *format, ...) G_GNUC_PRINTF (1, 2);   /* "loopscope: ..." on standard error */
int       ls_cli_misused       (const char *command, const char *message);
gboolean  ls_cli_parse         (GOptionContext *context, const char *command, char ***argv, int *code);

/* The whole of a trace, read; (nullable): said why not, and @code set.  Says what is missing of it. */
LsSession * ls_cli_open_trace  (const char *path, gboolean with_model, int *code);

/* “--at” and “--nth”: whether they make sense (@nth becomes 1 where it was not given), and the position they mean. */
int       ls_cli_check_anchor  (const char *command, const char *anchor, gint64 *nth);
int       ls_cli_find_anchor   (LsModel *model, const char *anchor, gint64 nth, guint64 *position);
int       ls_cli_place_window  (int *argc, char ***argv);

/* Whether standard output took everything. */
int       ls_cli_finish_output (int code);

G_END_DECLS
