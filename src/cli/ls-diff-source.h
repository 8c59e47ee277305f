/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-session.h"

G_BEGIN_DECLS

/*
 * LsDiffSource: one of the two that are compared: a trace, or what is executed to have one: an example, “EXAMPLE.py” for
 * its Python version, a program or a Python script.
 */
typedef struct
{
  const char *name;
  const char *clock;      /* (nullable): of what is executed; else instant, or real where that is the example's own */
  gint64      seed;       /* -1: none */
  guint       seconds;    /* that a program may take; 0: as long as it does */
} LsDiffSource;

/**
 * ls_diff_source_open:
 * @self: what is named
 * @is_whole: (out): set to FALSE where something of the trace is missing, and else left as it is
 *
 * Returns: (transfer full) (nullable): all of its trace, read; %NULL: said why not
 */
LsSession * ls_diff_source_open (const LsDiffSource *self, gboolean *is_whole);

G_END_DECLS
