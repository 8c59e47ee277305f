/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-palette.h"
#include "ls-stage.h"
#include "ls-text.h"

G_BEGIN_DECLS

/* LsPainter: where to paint, in which colours, how opaque.  Passed by value; nothing is kept in it. */
typedef struct
{
  cairo_t         *cr;
  const LsPalette *palette;
  double           alpha;     /* 0 to 1, times every colour: what appears or disappears */
  double           words;     /* 0 to 1, times that of text: two words in one place are never read at once */
} LsPainter;

typedef enum { LS_SIGN_TICK, LS_SIGN_CANCELLED, LS_SIGN_CROSS, LS_SIGN_PAUSE, LS_SIGN_PLAY, LS_SIGN_CLOCK } LsSign;

void   ls_painter_set_color  (LsPainter painter, const LsColor *color);
void   ls_painter_fill       (LsPainter painter, const LsRect *rect, double radius, const LsColor *color);
void   ls_painter_stroke     (LsPainter painter, const LsRect *rect, double radius, double width, const LsColor *color);
void   ls_painter_line       (LsPainter painter, double x1, double y1, double x2, double y2,
                              double width, double dash, const LsColor *color);
void   ls_painter_arrow      (LsPainter painter, double x1, double y1, double x2, double y2,
                              double width, double head, const LsColor *color);
void   ls_painter_sign       (LsPainter painter, LsSign sign, double x, double y, double size, const LsColor *color);
void   ls_painter_text       (LsPainter painter, const LsText *text, double x, double baseline, const LsColor *color);

LsRect   ls_rect_inset         (const LsRect *rect, double by);                       /* negative: outset */
LsRect   ls_rect_between       (const LsRect *from, const LsRect *to, double progress);
gboolean ls_rect_contains      (const LsRect *rect, double x, double y);
gboolean ls_rect_meets         (const LsRect *one, const LsRect *other);
gboolean ls_rect_equal         (const LsRect *one, const LsRect *other);

G_END_DECLS
