/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future-private.h"
#include "ls-shield.h"

G_BEGIN_DECLS

void ls_shield_finalize      (LsFuture *outer);
LsFuture *ls_shield_get_child (LsFuture *outer, guint i);

G_END_DECLS
