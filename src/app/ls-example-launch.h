/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-catalogue.h"

G_BEGIN_DECLS

/* How an example is run, or a script. */
typedef struct
{
  const char * const *arguments;      /* (nullable): none */
  gint64              seed;           /* -1: its own */
  LsClockKind         clock;
  gboolean            stop_at_start;  /* stop at the first step instead of running on */
  gboolean            python;         /* its twin in Python, on asyncio */
} LsExampleRun;

LsSession * ls_example_launch (const LsExample *example, const LsExampleRun *run, GError **error);

G_END_DECLS
