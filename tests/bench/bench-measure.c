/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "bench-measure.h"

#include <stdio.h>
#include <string.h>
#include <time.h>

static gint64
read_clock (clockid_t clock)
{
  struct timespec now;

  clock_gettime (clock, &now);
  return now.tv_sec * G_GINT64_CONSTANT (1000000000) + now.tv_nsec;
}

/* A field of /proc/self/status in bytes, -1 where it is not there. */
static gint64
read_status (const char *key)
{
  FILE *file = fopen ("/proc/self/status", "r");
  gsize length = strlen (key);
  gint64 kib = -1;
  char line[256];

  if (file == NULL)
    return -1;
  while (kib < 0 && fgets (line, sizeof line, file) != NULL)
    if (strncmp (line, key, length) == 0 && line[length] == ':')
      kib = g_ascii_strtoll (line + length + 1, NULL, 10);
  fclose (file);
  return kib < 0 ? -1 : kib * 1024;
}

Measure
measure_begin (void)
{
  Measure measure = { .rss = read_status ("VmRSS"), .pte = read_status ("VmPTE") };

  measure.cpu = read_clock (CLOCK_PROCESS_CPUTIME_ID);
  measure.wall = read_clock (CLOCK_MONOTONIC);
  return measure;
}

void
measure_end (const Measure *measure, gint64 n)
{
  gint64 wall = read_clock (CLOCK_MONOTONIC) - measure->wall;
  gint64 cpu = read_clock (CLOCK_PROCESS_CPUTIME_ID) - measure->cpu;

  printf ("{\"n\":%" G_GINT64_FORMAT ",\"wall_ns\":%" G_GINT64_FORMAT ",\"cpu_ns\":%" G_GINT64_FORMAT
          ",\"rss0\":%" G_GINT64_FORMAT ",\"rss\":%" G_GINT64_FORMAT ",\"hwm\":%" G_GINT64_FORMAT
          ",\"pte\":%" G_GINT64_FORMAT "}\n",
          n, wall, cpu, measure->rss, read_status ("VmRSS"), read_status ("VmHWM"),
          read_status ("VmPTE") - measure->pte);
  fflush (stdout);
}
