/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include <glib.h>

G_BEGIN_DECLS

gconstpointer ls_caller_find (void);

G_END_DECLS
