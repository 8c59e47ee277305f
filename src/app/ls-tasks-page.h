/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsTasksPage: every task there is at the position, a row each. */
#define LS_TYPE_TASKS_PAGE (ls_tasks_page_get_type ())
G_DECLARE_FINAL_TYPE (LsTasksPage, ls_tasks_page, LS, TASKS_PAGE, GtkWidget)

void ls_tasks_page_set_player (LsTasksPage *self, LsPlayer *player);

G_END_DECLS
