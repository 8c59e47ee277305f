/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ls-player.h"
#include "ls-program.h"

G_BEGIN_DECLS

/* LsWindow: the start page, or the workbench over one session.  A script of the user's is not left unsaved unasked. */
#define LS_TYPE_WINDOW (ls_window_get_type ())
G_DECLARE_FINAL_TYPE (LsWindow, ls_window, LS, WINDOW, AdwApplicationWindow)

GtkWidget * ls_window_new           (GtkApplication *application);
LsPlayer  * ls_window_get_player    (LsWindow *self);

/* Starts an example, stopped at its first step, with the clock it names. */
void        ls_window_open_example  (LsWindow *self, const char *name);

/* What the next start of the program in view is to be like. */
LsProgram          * ls_window_get_program   (LsWindow *self);   /* (nullable): a saved trace, or nothing */
const LsExample    * ls_window_get_example   (LsWindow *self);   /* (nullable): it is none */
const char * const * ls_window_get_arguments (LsWindow *self);   /* (nullable) */
gint64               ls_window_get_seed      (LsWindow *self);   /* -1: its own */
LsClockKind          ls_window_get_clock     (LsWindow *self);

/* Runs the program in view anew. */
void        ls_window_run_with      (LsWindow *self, const char * const *arguments, gint64 seed, LsClockKind clock);

/* Opens a saved trace, or runs a Python program, stopped at its first step. */
void        ls_window_open_file     (LsWindow *self, GFile *file);

/* Whether there is a program's text that is not saved. */
gboolean    ls_window_has_changes   (LsWindow *self);

/* Watches a program that is running. */
void        ls_window_attach        (LsWindow *self, gint64 pid);

/* Has the program go on to a step, or shows that step of a saved trace. */
void        ls_window_go_to_step    (LsWindow *self, guint64 step);

G_END_DECLS
