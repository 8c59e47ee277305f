/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsGuidePage: for an example, what to watch, what the tutorial says and what happens, with buttons to
 * the step that shows it; for any other program, what the trace says of it.
 * Signals: "compare-wanted" (name): with another example; "anchor-missed" (anchor): the step has not happened yet.
 */
#define LS_TYPE_GUIDE_PAGE (ls_guide_page_get_type ())
G_DECLARE_FINAL_TYPE (LsGuidePage, ls_guide_page, LS, GUIDE_PAGE, GtkWidget)

void ls_guide_page_set_player (LsGuidePage *self, LsPlayer *player);

G_END_DECLS
