/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * Which programs Python executes, and by what command: scripts, folders and archives with a __main__.py, and executable
 * files whose first line names an interpreter of Python.
 */
char ** ls_python_program_get_command (const char *name);   /* (nullable): interpreter, its option, path; NULL: no Python */

G_END_DECLS
