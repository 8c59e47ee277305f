/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ls-catalogue.h"
#include "ls-player.h"

G_BEGIN_DECLS

/* LsWindow: the start page, or the workbench over one session. */
#define LS_TYPE_WINDOW (ls_window_get_type ())
G_DECLARE_FINAL_TYPE (LsWindow, ls_window, LS, WINDOW, AdwApplicationWindow)

GtkWidget * ls_window_new           (GtkApplication *application);
LsPlayer  * ls_window_get_player    (LsWindow *self);

/* Starts an example, stopped at its first step, with the clock it names. */
void        ls_window_open_example  (LsWindow *self, const char *name);

/* Opens a saved trace. */
void        ls_window_open_file     (LsWindow *self, GFile *file);

/* Has the program go on to a step, or shows that step of a saved trace. */
void        ls_window_go_to_step    (LsWindow *self, guint64 step);

G_END_DECLS
