/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <cairo.h>
#include <glib.h>

G_BEGIN_DECLS

/* LsPalette: every colour that is drawn, for light, dark and high-contrast.  No colour is named elsewhere. */

typedef struct { double r, g, b, a; } LsColor;

typedef struct
{
  LsColor line;               /* outlines, bars, signs */
  LsColor fill;               /* its pale form, for what waits */
  LsColor solid;              /* under words: what runs */
  LsColor ink;                /* text on `solid` */
} LsTaskColor;

#define LS_N_TASK_COLORS 8

/* Text colours (text, soft, dim, accent_text, warning, error, success, *_ink) keep WCAG AA on what they stand on. */
typedef struct
{
  gboolean    is_dark;
  LsColor     page;           /* under all */
  LsColor     card, border;   /* a group's box */
  LsColor     loop;           /* the event loop's box */
  LsColor     chip;           /* what is ready: its inside; also the track of a measure */
  LsColor     text;
  LsColor     soft;           /* a second line on a task's pale form */
  LsColor     dim;            /* remarks */
  LsColor     faint;          /* lines and arrows, never text */
  LsColor     accent, accent_pale, accent_text, accent_solid, accent_ink;
  LsColor     warning, warning_pale;
  LsColor     error, error_pale;
  LsColor     success;
  LsColor     gap, rule, depth, playhead;   /* of the timeline */
  LsTaskColor none;           /* of what belongs to no task */
  LsTaskColor tasks[LS_N_TASK_COLORS];
} LsPalette;

#define LS_COLOR_NONE G_MAXUINT

const LsPalette   * ls_palette_get        (gboolean dark, gboolean high_contrast);
const LsTaskColor * ls_palette_task       (const LsPalette *palette, guint index);   /* repeats beyond the last */
void                ls_color_set          (const LsColor *color, cairo_t *cr);
char              * ls_color_to_hex       (const LsColor *color);
double              ls_color_contrast     (const LsColor *one, const LsColor *other);   /* WCAG's, 1 to 21 */

G_END_DECLS
