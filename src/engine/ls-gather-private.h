/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future-private.h"
#include "ls-gather.h"

G_BEGIN_DECLS

/* The done callback of a child; its data is a reference to the outer future, given back by the call. */
void     ls_gather_child_done      (LsFuture *child, gpointer data, GError **error);

gboolean ls_gather_request_cancel  (LsFuture *outer, const char *message);
void     ls_gather_finalize        (LsFuture *outer);

/* For a snapshot. */
void     ls_gather_tell_children   (LsFuture *outer);

G_END_DECLS
