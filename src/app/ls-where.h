/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"

G_BEGIN_DECLS

/*
 * Where a task stands in the source: at its last engine call while it runs, where it suspended otherwise.
 * NULL if the trace does not say, as of a task that has just begun.
 */
const LsSite * ls_where_get_site (LsModel *model, const LsState *state, guint32 task);

/* "asyncq.c:26", "main+0x123" without line numbers, or "" */
char         * ls_where_format   (const LsSite *site);

G_END_DECLS
