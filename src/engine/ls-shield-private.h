/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-future-private.h"
#include "ls-shield.h"

G_BEGIN_DECLS

void ls_shield_finalize      (LsFuture *outer);
void ls_shield_tell_children (LsFuture *outer);

G_END_DECLS
