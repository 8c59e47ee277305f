/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-as-completed.h"
#include "ls-future-private.h"

G_BEGIN_DECLS

void ls_as_completed_finalize      (LsFuture *future);
void ls_as_completed_tell_children (LsFuture *future);

G_END_DECLS
