/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How the command ends.  `run` passes the program's own code on, and keeps to those that env and timeout use. */
typedef enum
{
  LS_EXIT_OK         = 0,
  LS_EXIT_FAILED     = 1,
  LS_EXIT_USAGE      = 2,
  LS_EXIT_UNREADABLE = 3,     /* no such file, or no trace */
  LS_EXIT_DAMAGED    = 4,     /* done with what could be read; the rest is missing */
  LS_EXIT_UNWRITABLE = 5,
  LS_EXIT_NO_DISPLAY = 6,
  LS_EXIT_RUN_FAILED = 125,   /* run: Loopscope itself failed */
  LS_EXIT_RUN_CANNOT = 126,   /* run: the program is there but cannot be started */
  LS_EXIT_RUN_NONE   = 127    /* run: no such example or program */
} LsExit;

/**
 * ls_cli_run:
 * @argc: (inout): what is left for a window, if one is wanted
 * @argv: (inout): the same
 * @handled: (out): whether that was all; otherwise a window is wanted
 *
 * Does what the command line asks for that needs no display, after having set the locale.
 *
 * Returns: the exit code, if handled
 */
int ls_cli_run        (int *argc, char ***argv, gboolean *handled);

/* Says on standard error that there is no display, and what can be done without.  Returns the exit code. */
int ls_cli_no_display (void);

G_END_DECLS
