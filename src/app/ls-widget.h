/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* For dispose(): takes a template's children away, those too that no field is bound to.  Safe to call again. */
void ls_widget_dispose_children (GtkWidget *widget, GType type);

G_END_DECLS
