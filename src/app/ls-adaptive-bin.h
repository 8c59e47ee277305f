/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

typedef enum { LS_WIDTH_WIDE, LS_WIDTH_MEDIUM, LS_WIDTH_NARROW } LsWidthClass;

/*
 * LsAdaptiveBin: lets its child be narrower than it asks for, and says in "width-class" and "is-short" how
 * much room there is, so that the child can ask for less.  Until it has, what does not fit is cut off at the end.
 */
#define LS_TYPE_ADAPTIVE_BIN (ls_adaptive_bin_get_type ())
G_DECLARE_FINAL_TYPE (LsAdaptiveBin, ls_adaptive_bin, LS, ADAPTIVE_BIN, GtkWidget)

LsWidthClass ls_adaptive_bin_get_width_class (LsAdaptiveBin *self);

G_END_DECLS
