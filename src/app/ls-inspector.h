/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsInspector: guide, chosen task, all tasks, all events, one of them at a time. */
#define LS_TYPE_INSPECTOR (ls_inspector_get_type ())
G_DECLARE_FINAL_TYPE (LsInspector, ls_inspector, LS, INSPECTOR, GtkWidget)

/* @page: "guide", "task", "tasks" or "events" */
const char * ls_inspector_get_page (LsInspector *self);
void         ls_inspector_set_page (LsInspector *self, const char *page);

G_END_DECLS
