/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* What Python's repr() gives, in every locale. */
char * ls_repr_double (double value);
char * ls_repr_string (const char *text);
char * ls_repr_error  (const char *text);      /* of "ValueError: text": "ValueError('text')" */

G_END_DECLS
