/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <stdio.h>

#include "ls-trace-reader.h"

G_BEGIN_DECLS

/*
 * LsDump: a trace as text, a line an event, or as one JSON object.
 *
 * The deterministic form leaves out what differs from run to run of the same program in virtual time: the
 * process, wall times, and where files and code lie.
 */
typedef enum
{
  LS_DUMP_TEXT          = 0,
  LS_DUMP_JSON          = 1 << 0,
  LS_DUMP_DETERMINISTIC = 1 << 1
} LsDumpFlags;

void ls_dump_write (LsTraceReader *reader, guint64 from, guint64 to, LsDumpFlags flags, FILE *out);

G_END_DECLS
