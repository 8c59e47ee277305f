/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* The path of a template among the resources. */
#define LS_UI(name) "/io/github/loopscope/Loopscope/ui/" name

/* A property that can be set, and notifies by itself when that changes it. */
#define LS_PARAM_RW (G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY)

/* For dispose(): takes a template's children away, those too that no field is bound to.  Safe to call again. */
void ls_widget_dispose_children (GtkWidget *widget, GType type);

/* For a button with AdwButtonContent: its word is shown where there is room; else only a screen reader has it. */
void ls_widget_show_button (GtkButton *button, const char *icon, const char *label, gboolean wide);

G_END_DECLS
