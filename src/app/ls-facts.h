/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* LsFacts: a column of names, each with its value at the right, as "Created by    main, step 2". */
#define LS_TYPE_FACTS (ls_facts_get_type ())
G_DECLARE_FINAL_TYPE (LsFacts, ls_facts, LS, FACTS, GtkWidget)

/* Shows @value under @name, which is added at the end if it is new; NULL or "" hides the row. */
void ls_facts_set (LsFacts *self, const char *name, const char *value);

G_END_DECLS
