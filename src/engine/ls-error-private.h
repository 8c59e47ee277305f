/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-error.h"

G_BEGIN_DECLS

/* Room for what the tracer is told of an exception; small enough for a fiber's stack. */
typedef struct { char text[256]; } LsErrorText;

/* "ValueError: text" in @text, or NULL for no error. */
const char *ls_error_describe     (const GError *error, LsErrorText *text);

/* KeyboardInterrupt and SystemExit are not kept in a task alone: they end the run of the loop. */
gboolean    ls_error_leaves_loop  (const GError *error);

G_END_DECLS
