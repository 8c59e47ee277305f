/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* LsPalette: every colour that is drawn, for light, dark and high-contrast.  No colour is named elsewhere. */

typedef struct { double r, g, b, a; } LsColor;

typedef struct
{
  LsColor line, fill, ink;    /* a task's colour; its pale form, for what waits; text on `line` */
} LsTaskColor;

#define LS_N_TASK_COLORS 8

typedef struct
{
  gboolean    is_dark;
  LsColor     page, card, border, text, dim, faint, accent, accent_pale, accent_ink, warning, error, error_pale, gap, playhead;
  LsTaskColor tasks[LS_N_TASK_COLORS];
} LsPalette;

const LsPalette   * ls_palette_get        (gboolean dark, gboolean high_contrast);
const LsTaskColor * ls_palette_task       (const LsPalette *palette, guint index);   /* repeats beyond the last */
void                ls_color_set          (const LsColor *color, cairo_t *cr);
char              * ls_color_to_hex       (const LsColor *color);

G_END_DECLS
