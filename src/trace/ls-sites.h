/* SPDX-License-Identifier: LGPL-2.1-or-later */
#pragma once

#include "ls-trace-writer.h"

G_BEGIN_DECLS

/*
 * LsSites: the code addresses met so far, and the ids under which the trace knows them.
 *
 * An address is written as a module and an offset in it, to be resolved by whoever reads the trace.
 * From any thread; what was met before costs no lock.
 */
typedef struct _LsSites LsSites;

typedef struct
{
  guint32 module;          /* g_str_hash() of its path */
  guint64 offset;
} LsSitePlace;

LsSites  * ls_sites_new   (LsTraceWriter *writer);
void       ls_sites_free  (LsSites *self);
guint32    ls_sites_id    (LsSites *self, gconstpointer address);
guint      ls_sites_get_n (LsSites *self);
gboolean   ls_sites_get   (LsSites *self, guint32 id, LsSitePlace *place);

G_END_DECLS
