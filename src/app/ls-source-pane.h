/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsSourcePane: the program's text, with the current line, the tasks on their lines, and breakpoints.
 * An example's twin in the other language is a click away.
 */
#define LS_TYPE_SOURCE_PANE (ls_source_pane_get_type ())
G_DECLARE_FINAL_TYPE (LsSourcePane, ls_source_pane, LS, SOURCE_PANE, GtkWidget)

void ls_source_pane_set_player (LsSourcePane *self, LsPlayer *player);

G_END_DECLS
