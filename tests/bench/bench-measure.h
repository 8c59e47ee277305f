/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <glib.h>

/*
 * What one run of one workload cost.  Its end prints a line of JSON with the keys that every peer's
 * program prints: n, wall_ns, cpu_ns, and in bytes rss0, rss, hwm and pte.
 */
typedef struct
{
  gint64 wall, cpu;      /* ns at the beginning */
  gint64 rss, pte;       /* bytes at the beginning */
} Measure;

Measure measure_begin  (void);
void    measure_end    (const Measure *measure, gint64 n);

/* The same small generator in every peer, so that the sleeps are alike: 24 bits. */
static inline guint32
measure_random (guint32 *state)
{
  *state = *state * 1664525u + 1013904223u;
  return *state >> 8;
}

/* The same in [0, 1). */
static inline double
measure_random_double (guint32 *state)
{
  return measure_random (state) / 16777216.0;
}
