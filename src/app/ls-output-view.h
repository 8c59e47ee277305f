/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsOutputView: what the program has written up to the position, a line each, with its writer's colour. */
#define LS_TYPE_OUTPUT_VIEW (ls_output_view_get_type ())
G_DECLARE_FINAL_TYPE (LsOutputView, ls_output_view, LS, OUTPUT_VIEW, GtkWidget)

void ls_output_view_set_player (LsOutputView *self, LsPlayer *player);

G_END_DECLS
