/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"
#include "ls-program.h"

G_BEGIN_DECLS

/*
 * LsSourcePane: the program's text, with the current line, the tasks on their lines, and breakpoints.
 * Of an example the language that is shown is the one that runs; a script of the user's is edited here.
 */
#define LS_TYPE_SOURCE_PANE (ls_source_pane_get_type ())
G_DECLARE_FINAL_TYPE (LsSourcePane, ls_source_pane, LS, SOURCE_PANE, GtkWidget)

void ls_source_pane_set_player  (LsSourcePane *self, LsPlayer *player);
void ls_source_pane_set_script  (LsSourcePane *self, LsScript *script);     /* (nullable): what runs is none */
void ls_source_pane_go_to_fault (LsSourcePane *self);      /* to the line of the error that the program ended with */
void ls_source_pane_edit        (LsSourcePane *self);      /* the text has the focus */

G_END_DECLS
