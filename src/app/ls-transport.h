/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsTransport: the row of buttons that moves the position.  They are the window's actions; only the
 * speed is set here.  Where there is little room, words give way to icons and the speed goes.
 */
#define LS_TYPE_TRANSPORT (ls_transport_get_type ())
G_DECLARE_FINAL_TYPE (LsTransport, ls_transport, LS, TRANSPORT, GtkWidget)

void ls_transport_set_player (LsTransport *self, LsPlayer *player);
void ls_transport_open_run_options (LsTransport *self);    /* arguments, seed and clock of another run */

G_END_DECLS
