/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsTaskPage: all that is known of the chosen task at the position, and what can be done to it. */
#define LS_TYPE_TASK_PAGE (ls_task_page_get_type ())
G_DECLARE_FINAL_TYPE (LsTaskPage, ls_task_page, LS, TASK_PAGE, GtkWidget)

void ls_task_page_set_player (LsTaskPage *self, LsPlayer *player);

G_END_DECLS
