/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* LsRunPopover: arguments, seed and clock with which the window's example is to be run again. */
#define LS_TYPE_RUN_POPOVER (ls_run_popover_get_type ())
G_DECLARE_FINAL_TYPE (LsRunPopover, ls_run_popover, LS, RUN_POPOVER, GtkPopover)

G_END_DECLS
