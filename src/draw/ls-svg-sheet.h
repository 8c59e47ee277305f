/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-palette.h"

G_BEGIN_DECLS

/*
 * LsSvgSheet: many pictures of one document, in SVG, that share what they have in common.
 *
 * Pictures are painted with the sheet's own palette, whose colours stand for places in a palette.  What cairo writes
 * of them is taken apart: each outline and each word is defined once in the document, wherever and however often it
 * stands, and colours become variables of a style sheet, so that the same picture is there in light and in dark.
 */
typedef struct _LsSvgSheet LsSvgSheet;

LsSvgSheet      * ls_svg_sheet_new         (void);
void              ls_svg_sheet_free        (LsSvgSheet *self);
const LsPalette * ls_svg_sheet_get_palette (void);

/**
 * ls_svg_sheet_add:
 * @svg: a document that cairo wrote, painted with ls_svg_sheet_get_palette()
 * @body: the picture's elements are appended here, without the <svg> around them
 *
 * Returns: whether @svg could be read
 */
gboolean          ls_svg_sheet_add         (LsSvgSheet *self, const char *svg, gssize length, GString *body, GError **error);

void              ls_svg_sheet_write_definitions (LsSvgSheet *self, GString *out);       /* what belongs into <defs> */
void              ls_svg_sheet_write_classes     (GString *out);                         /* CSS rules that use the variables */
void              ls_svg_sheet_write_colors      (const LsPalette *palette, GString *out);   /* "--c0:#fff;..." */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsSvgSheet, ls_svg_sheet_free)

G_END_DECLS
