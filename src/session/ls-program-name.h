/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-trace-reader.h"

G_BEGIN_DECLS

/*
 * @command: as typed in a shell
 *
 * Returns: (transfer full) (nullable): what a program is called in a title: its file, or of Python's its script or
 *   module; of code in the command itself, which is no name, the interpreter's
 */
char * ls_program_name (const char *command);

/* (transfer full): the same of a command's words. */
char * ls_program_name_of_words (const char * const *words);

/* (transfer full) (nullable): the same of what wrote a trace. */
char * ls_program_name_recorded (const LsProcessInfo *process);

G_END_DECLS
