/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-state.h"

G_BEGIN_DECLS

/*
 * The things of a state that have an id: each begins with it, and each list is sorted by it, which is
 * their order of creation.  Those that own something stand in a GPtrArray, of a kind; plain ones in a GArray.
 */
typedef enum { LS_OBJECT_QUEUE, LS_OBJECT_GATHER, LS_OBJECT_LOCK } LsObjectKind;

GPtrArray * ls_objects_new       (LsObjectKind kind);
void        ls_objects_copy      (LsObjectKind kind, GPtrArray *to, const GPtrArray *from);
gsize       ls_objects_get_size  (LsObjectKind kind, const GPtrArray *objects);    /* bytes a copy takes */
gpointer    ls_objects_find      (const GPtrArray *objects, guint32 id);           /* (nullable) */
gpointer    ls_objects_add       (LsObjectKind kind, GPtrArray *objects, guint32 id);   /* found if there already */
void        ls_objects_remove    (GPtrArray *objects, guint32 id);

void        ls_objects_copy_array (GArray *to, const GArray *from);

gpointer    ls_records_find      (const GArray *records, guint32 id);              /* (nullable) */
gpointer    ls_records_add       (GArray *records, guint32 id);                    /* as 0 but for the id; found if there already */
void        ls_records_remove    (GArray *records, guint32 id);

G_END_DECLS
