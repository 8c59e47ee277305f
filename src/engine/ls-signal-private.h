/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-signal.h"

G_BEGIN_DECLS

/* When the loop closes. */
void  ls_signals_clear  (LsLoop *loop);

G_END_DECLS
