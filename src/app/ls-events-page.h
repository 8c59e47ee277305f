/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsEventsPage: the trace as it is, an event a row.  Choosing one shows the state right after it. */
#define LS_TYPE_EVENTS_PAGE (ls_events_page_get_type ())
G_DECLARE_FINAL_TYPE (LsEventsPage, ls_events_page, LS, EVENTS_PAGE, GtkWidget)

void ls_events_page_set_player (LsEventsPage *self, LsPlayer *player);

G_END_DECLS
