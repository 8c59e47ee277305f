/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-writer.h"

G_BEGIN_DECLS

/* What executes the program. */
#define LS_PROCESS_RUNTIME "Loopscope " LS_VERSION " (C)"

char *ls_process_get_command (gint64 pid);
void ls_process_describe (LsTraceWriter *writer, const char *example);

G_END_DECLS
