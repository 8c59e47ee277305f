/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <pango/pangocairo.h>

G_BEGIN_DECLS

/* What a piece of text is; its size and weight follow from that, here and nowhere else. */
typedef enum
{
  LS_STYLE_HEADING,           /* Ready, Waiting, Queue q */
  LS_STYLE_REMARK,            /* beside a heading */
  LS_STYLE_TITLE,             /* of a group */
  LS_STYLE_NAME,              /* a task's */
  LS_STYLE_DETAIL,            /* under its name */
  LS_STYLE_SHORT,             /* a task's name in a short chip */
  LS_STYLE_PHASE,
  LS_STYLE_VALUE,             /* a queue's item */
  LS_STYLE_FROM,              /* who put it */
  LS_STYLE_SIGN,              /* put, get, and counts */
  LS_STYLE_WHAT,              /* the sentence */
  LS_STYLE_WHY,               /* its reason */
  LS_STYLE_TIME,              /* a past time on the axis */
  LS_STYLE_DUE,               /* a time to come */
  LS_STYLE_STEP,              /* a step's number */
  LS_STYLE_GAP,               /* a gap's label */
  LS_STYLE_LANE,
  LS_STYLE_LANE_CHOSEN,
  LS_STYLE_FRAME_HEADING,     /* in a frame of a film strip */
  LS_STYLE_FRAME_NAME,
  LS_STYLE_FRAME_CHIP,
  LS_STYLE_CAPTION,
  LS_N_STYLES
} LsStyle;

/*
 * LsFonts: the fonts of every style, from one Pango context.
 *
 * Everything is laid out for the design's size of text; a reader's larger or smaller font is a scale over the
 * whole picture, so that proportions hold.  Metrics are not hinted.
 */
typedef struct _LsFonts LsFonts;

LsFonts * ls_fonts_new           (PangoContext *context);
LsFonts * ls_fonts_new_for_paper (void);                   /* the design's own font, for files */
void      ls_fonts_free          (LsFonts *self);
double    ls_fonts_get_scale     (LsFonts *self);          /* the reader's size over the design's */
double    ls_fonts_measure       (LsFonts *self, LsStyle style, const char *text);

/* LsText: a shaped text that knows its size, to be painted any number of times. */
typedef struct
{
  PangoLayout *layout;
  double       width, height;
  double       baseline;      /* of the first line, from the top */
} LsText;

LsText  * ls_text_new            (LsFonts *fonts, LsStyle style, const char *string, double max_width);
LsText  * ls_text_new_paragraph  (LsFonts *fonts, LsStyle style, const char *string, double width, guint max_lines);
LsText  * ls_text_ref            (LsText *self);
void      ls_text_unref          (LsText *self);
gboolean  ls_text_equal          (const LsText *one, const LsText *other);
gboolean  ls_text_is_cut         (const LsText *self);     /* it ends in an ellipsis */
void      ls_text_paint          (const LsText *self, cairo_t *cr, double x, double baseline);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsText, ls_text_unref)
G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsFonts, ls_fonts_free)

G_END_DECLS
