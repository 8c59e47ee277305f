/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-player.h"
#include "ls-stage.h"

G_BEGIN_DECLS

/*
 * A task's sign beside text: its colour, and its state told by form, so that it reads without colour.
 * Running: a filled triangle.  Ready: a ring.  Waiting: a square with two bars.  Done: a small disc.
 */
#define LS_FORM_SIZE 12.0

void              ls_form_paint       (cairo_t *cr, const LsPalette *palette,
                                       const LsTaskColor *color,
                                       LsStatus status, double x, double y);

/* The palette that the desktop's style asks for now. */
const LsPalette * ls_form_get_palette (void);

/* The colour of a task of the player's trace; for 0 the palette's own dim colour is to be used (NULL). */
const LsTaskColor * ls_form_get_color (const LsPalette *palette, LsModel *model, guint32 task);

/* What a task does at a state: done ones are not in it. */
LsStatus          ls_form_get_status  (const LsState *state, guint32 task);

G_END_DECLS
