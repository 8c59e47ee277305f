/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/*
 * LsPython: how Python programs are started, so that they are recorded by the probe.
 *
 * They are executed as python3 itself would; the probe comes in by a sitecustomize on PYTHONPATH, which takes itself
 * out of the environment.
 */
gboolean ls_python_is_script      (const char *name);     /* a file to be given to python3 */
gboolean ls_python_is_interpreter (const char *name);     /* python3, python3.11, a virtual environment's … */
char     ls_python_get_obstacle   (const char * const *argv);   /* option of the interpreter that keeps the probe out; 0: none */
guint    ls_python_find_line      (const char *interpreter, const char *path, guint line);   /* the next that executes */

char   * ls_python_get_probe      (void);                 /* (nullable): folder to put on PYTHONPATH */
char  ** ls_python_add_probe      (char **environment, const char *probe);   /* (transfer full) of both */

G_END_DECLS
