/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future-private.h"
#include "ls-gather.h"

G_BEGIN_DECLS


gboolean ls_gather_request_cancel  (LsFuture *outer, const char *message);
void     ls_gather_finalize        (LsFuture *outer);

/* For a snapshot. */
LsFuture *ls_gather_get_child      (LsFuture *outer, guint i);

G_END_DECLS
