/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-form.h"

G_BEGIN_DECLS

/* LsSwatch: a task's colour beside its name, as a bar (who wrote a line) or in its state's form. */
#define LS_TYPE_SWATCH (ls_swatch_get_type ())
G_DECLARE_FINAL_TYPE (LsSwatch, ls_swatch, LS, SWATCH, GtkWidget)

GtkWidget * ls_swatch_new      (void);
void        ls_swatch_set_bar  (LsSwatch *self, LsModel *model, guint32 task);
void        ls_swatch_set_form (LsSwatch *self, LsModel *model, guint32 task, LsStatus status);

G_END_DECLS
