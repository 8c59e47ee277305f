/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* LsExampleList: the tutorials' examples in the seeds' order, by group.  Signal "chosen" (name). */
#define LS_TYPE_EXAMPLE_LIST (ls_example_list_get_type ())
G_DECLARE_FINAL_TYPE (LsExampleList, ls_example_list, LS, EXAMPLE_LIST, GtkWidget)

G_END_DECLS
