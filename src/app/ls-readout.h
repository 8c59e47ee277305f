/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsReadout: loop time, step, and in what way they are looked at: live, looking back (with a way back to
 * the live edge) or recorded.
 */
#define LS_TYPE_READOUT (ls_readout_get_type ())
G_DECLARE_FINAL_TYPE (LsReadout, ls_readout, LS, READOUT, GtkWidget)

void   ls_readout_set_player   (LsReadout *self, LsPlayer *player);

/* The badge's words for where the player is; also the window's subtitle uses them. */
char * ls_readout_format_mode  (LsPlayer *player);

/* A number as it stands in a sentence. */
char * ls_readout_format_count (guint64 count);

G_END_DECLS
