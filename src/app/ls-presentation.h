/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsPresentation: stage and sentence alone, in letters for the last row of a lecture room; what a clicker sends
 * goes on and back.
 * Signal: "left" (): Escape.
 */
#define LS_TYPE_PRESENTATION (ls_presentation_get_type ())
G_DECLARE_FINAL_TYPE (LsPresentation, ls_presentation, LS, PRESENTATION, GtkWidget)

/* @player: (nullable): none while nothing is presented, so that nothing is drawn for nobody */
void ls_presentation_set_player (LsPresentation *self, LsPlayer *player);

G_END_DECLS
