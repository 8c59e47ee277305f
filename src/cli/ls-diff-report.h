/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-hunk.h"

G_BEGIN_DECLS

/* How a comparison is told: as text for people, or as one JSON object for programs. */
typedef struct
{
  LsComparison *comparison;
  const char   *names[2];      /* of the two traces */
  guint         context;       /* steps round a difference */
  gboolean      all;           /* every difference, in full */
} LsDiffReport;

void ls_diff_report_print      (const LsDiffReport *report);
void ls_diff_report_print_json (const LsDiffReport *report);

/* Of a step: what it does, in the words of the window, and when it ends.  (transfer full) */
char * ls_diff_report_tell     (LsModel *model, guint64 step, double *time);

/* Of an event, with its numbers in full: (transfer full) */
char * ls_diff_report_spell    (LsModel *model, guint64 position);

G_END_DECLS
