/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <adwaita.h>

#include "ls-comparison.h"
#include "ls-session.h"

G_BEGIN_DECLS

/*
 * LsCompareWindow: two runs beside each other, walked together.
 *
 * What still runs is waited for: only whole traces are compared.
 */
#define LS_TYPE_COMPARE_WINDOW (ls_compare_window_get_type ())
G_DECLARE_FINAL_TYPE (LsCompareWindow, ls_compare_window, LS, COMPARE_WINDOW, AdwApplicationWindow)

/* What is compared: a session, which the window closes in the end, and what it is called. */
typedef struct { LsSession *session; const char *name; } LsCompared;

GtkWidget * ls_compare_window_new (GtkApplication *application, const LsCompared sides[2], LsAlignment alignment);

G_END_DECLS
