/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-error.h"

G_BEGIN_DECLS

/* Room for what the tracer is told of an exception; small enough for a fiber's stack. */
typedef struct { char text[256]; } LsErrorText;

/* "ValueError: text" in @text, or NULL for no error. */
const char *ls_error_describe     (const GError *error, LsErrorText *text);

/* The exceptions in a group, or NULL; where to keep them. */
const GPtrArray *ls_error_get_group (const GError *error);
void             ls_error_set_group (GError *error, GPtrArray *errors);

/* The lines of a group's traceback. */
char       *ls_exception_group_to_traceback (const GError *error);

/* Of BaseException alone: `except Exception` does not catch it. */
gboolean    ls_error_is_base      (const GError *error);

/* KeyboardInterrupt and SystemExit are not kept in a task alone: they end the run of the loop. */
gboolean    ls_error_leaves_loop  (const GError *error);

G_END_DECLS
