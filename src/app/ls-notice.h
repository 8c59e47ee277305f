/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsNotice: what has to be said above everything else, in words: who holds the loop and for how long,
 * how the program died, what is wrong with the trace.  Not there when there is nothing to say.
 */
#define LS_TYPE_NOTICE (ls_notice_get_type ())
G_DECLARE_FINAL_TYPE (LsNotice, ls_notice, LS, NOTICE, GtkWidget)

void ls_notice_set_player (LsNotice *self, LsPlayer *player);

G_END_DECLS
