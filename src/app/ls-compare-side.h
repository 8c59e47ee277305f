/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-player.h"

G_BEGIN_DECLS

/* LsCompareSide: one of two runs that are compared: what it is called, where it stands, stage and sentence. */
#define LS_TYPE_COMPARE_SIDE (ls_compare_side_get_type ())
G_DECLARE_FINAL_TYPE (LsCompareSide, ls_compare_side, LS, COMPARE_SIDE, GtkWidget)

/* @letter: "A" or "B" */
void ls_compare_side_set (LsCompareSide *self, const char *letter, const char *name, LsPlayer *player);

G_END_DECLS
