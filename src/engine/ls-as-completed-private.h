/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-as-completed.h"
#include "ls-future-private.h"

G_BEGIN_DECLS

void ls_as_completed_finalize      (LsFuture *future);
LsFuture *ls_as_completed_get_child    (LsFuture *future, guint i);

/* For a snapshot: those who wait for the next one. */
void      ls_as_completed_tell_getters (LsFuture *future);

G_END_DECLS
