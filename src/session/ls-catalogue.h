/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-session.h"

G_BEGIN_DECLS

/*
 * LsCatalogue: the tutorials' examples, as src/examples/catalogue.json lists them, in the seeds' order.
 *
 * An array of objects with the members of LsExample, hyphens for underscores; "clock" is a name, and each
 * of "remarks" an object with "says", "happens" and "anchor".
 */

/* A remark of the Guide.  anchor: a sentence of the trace to go to, matched by its beginning; or "". */
typedef struct { char *says; char *happens; char *anchor; } LsRemark;

typedef struct
{
  char      *name;           /* "gather-count" */
  char      *title;          /* translated */
  char      *group;
  char      *summary;        /* one line, for the start page */
  char      *seed;           /* "001" or "ours" */
  LsClockKind clock;
  char     **arguments;
  char      *usage;          /* (nullable): which arguments it takes, in words */
  gboolean   takes_seed;     /* it draws random values */
  char      *watch;          /* what to watch: a paragraph */
  GPtrArray *remarks;        /* LsRemark: what the tutorial says and what happens */
  char      *compare_with;   /* (nullable) */
  double     interrupt_at;   /* loop seconds at which Ctrl-C comes; 0: never */
} LsExample;

const GPtrArray * ls_catalogue_get        (void);                       /* LsExample, in order; read once */
const LsExample * ls_catalogue_find       (const char *name);           /* (nullable) */
const char      * ls_catalogue_nearest    (const char *name);           /* (nullable): the name most like it, for "did you mean" */
char            * ls_catalogue_get_program (const LsExample *example);  /* path of the executable, installed or in the build tree */
char            * ls_catalogue_get_source (const LsExample *example, gboolean python);   /* path of NAME.c or NAME.py */

GPtrArray       * ls_catalogue_load       (const char *path, GError **error);
const char      * ls_catalogue_nearest_of (const char *word, const char * const *words);   /* (nullable) */

gboolean          ls_clock_from_name      (const char *name, LsClockKind *clock);
const char      * ls_clock_get_name       (LsClockKind clock);

G_END_DECLS
