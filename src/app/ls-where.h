/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * Where a task stands in the source: at its last engine call while it runs, where it suspended otherwise.
 * NULL if the trace does not say, as of a task that has just begun.
 */
const LsSite * ls_where_get_site (LsModel *model, const LsState *state, guint32 task);

/*
 * The line that is the current one: that of the task that runs, else of the one that is chosen, else of the one that
 * the sentence is about, else where the program took the step while no task ran.  @task: (out): whose it is, or 0
 */
const LsSite * ls_where_find_current (LsModel *model, const LsState *state, guint32 chosen, guint32 *task);

/* "asyncq.c:26", "main+0x123" without line numbers, or "" */
char         * ls_where_format   (const LsSite *site);

G_END_DECLS
