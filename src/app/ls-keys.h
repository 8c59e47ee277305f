/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* A key without modifiers that activates an action, with a target in GVariant's text form or NULL. */
typedef struct { guint key; const char *action; const char *target; } LsKey;

void ls_keys_add (GtkWidget *widget, const LsKey *keys, guint n_keys, GtkPropagationPhase phase);

G_END_DECLS
