/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-format.h"

G_BEGIN_DECLS

gboolean ls_trace_crc_holds (const LsTraceBlock *block, const void *payload);

G_END_DECLS
