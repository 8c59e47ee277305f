/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-writer.h"
#include "ls-value.h"

G_BEGIN_DECLS

void ls_value_record (LsTraceWriter *writer, const LsValue *value, LsRecord *record);

G_END_DECLS
