/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* LsStartPage: the examples, and the programs and traces that were open last.  Signals: "example-chosen" (name), "file-chosen" (GFile). */
#define LS_TYPE_START_PAGE (ls_start_page_get_type ())
G_DECLARE_FINAL_TYPE (LsStartPage, ls_start_page, LS, START_PAGE, GtkWidget)

G_END_DECLS
