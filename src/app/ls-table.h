/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-index-list.h"
#include "ls-swatch.h"

G_BEGIN_DECLS

/*
 * LsTable: rows that are numbers, columns that are functions of them.
 *
 * Only the rows in sight are ever asked for their text.  What they say may change with the position:
 * ls_table_refresh() asks again.
 */
#define LS_TYPE_TABLE (ls_table_get_type ())
G_DECLARE_FINAL_TYPE (LsTable, ls_table, LS, TABLE, GtkWidget)

typedef char * (*LsTableText)   (guint row, gpointer data);                    /* (transfer full) */
typedef void   (*LsTableSwatch) (LsSwatch *swatch, guint row, gpointer data);

typedef enum
{
  LS_COLUMN_DEFAULT = 0,
  LS_COLUMN_EXPAND  = 1 << 0,
  LS_COLUMN_NUMBER  = 1 << 1    /* to the right, figures of one width */
} LsColumnFlags;

/* @data must outlive the table or be cut off with ls_table_disconnect(). */
void     ls_table_add_column  (LsTable *self, const char *title, LsColumnFlags flags,
                               LsTableText text, LsTableSwatch swatch, gpointer data);
void     ls_table_disconnect  (LsTable *self);

guint    ls_table_get_n_rows  (LsTable *self);
void     ls_table_set_n_rows  (LsTable *self, guint n_rows);
void     ls_table_refresh     (LsTable *self);

/* Signal "chosen" (guint row): somebody chose a row; not emitted for this one. */
void     ls_table_choose      (LsTable *self, guint row, gboolean scroll);     /* G_MAXUINT: none */

G_END_DECLS
