/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* LsIndexItem: a row's number, from 0; what stands there is asked of the model when the row is shown. */
#define LS_TYPE_INDEX_ITEM (ls_index_item_get_type ())
G_DECLARE_FINAL_TYPE (LsIndexItem, ls_index_item, LS, INDEX_ITEM, GObject)

guint         ls_index_item_get_index  (LsIndexItem *self);

/*
 * LsIndexList: a list of so many rows and nothing else.
 *
 * Makes an item when one is asked for, so that a table over millions of events costs what is visible.
 */
#define LS_TYPE_INDEX_LIST (ls_index_list_get_type ())
G_DECLARE_FINAL_TYPE (LsIndexList, ls_index_list, LS, INDEX_LIST, GObject)

LsIndexList * ls_index_list_new         (void);
guint         ls_index_list_get_n_items (LsIndexList *self);
void          ls_index_list_set_n_items (LsIndexList *self,
                                         guint n_items);   /* rows come and go at the end */
void          ls_index_list_reset       (LsIndexList *self,
                                         guint n_items);   /* all rows are others */

G_END_DECLS
