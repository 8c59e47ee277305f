/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-compare-window.h"

G_BEGIN_DECLS

/**
 * ls_compare_open:
 * @what: for each side, an example's name, with “.py” behind it for its Python version, or the path of a trace
 * @names: (nullable): what they are called, where it is known better
 *
 * Opens a window in which the two are compared: traces by what they do, different examples by time.  Examples are
 * run to their end first, without waiting where they allow it.
 */
gboolean ls_compare_open (GtkApplication *application, const char * const what[2], const char * const names[2],
                          GError **error);

/* Whether it is an example's name rather than a path. */
gboolean ls_compare_is_example (const char *what);

G_END_DECLS
