/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-writer.h"

G_BEGIN_DECLS

void ls_process_describe (LsTraceWriter *writer, const char *example);

G_END_DECLS
