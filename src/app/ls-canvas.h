/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gtk/gtk.h>

#include "ls-palette.h"
#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsCanvas: what stage and timeline share as widgets.
 *
 * A scrollable image of the player's position: it keeps the adjustments, the palette that follows the
 * desktop's style, the layout's validity and the description a screen reader reads.  The two subclasses
 * lay out, paint and pick with the drawing layer; a canvas knows nothing of what is drawn.
 */
#define LS_TYPE_CANVAS (ls_canvas_get_type ())
G_DECLARE_DERIVABLE_TYPE (LsCanvas, ls_canvas, LS, CANVAS, GtkWidget)

struct _LsCanvasClass
{
  GtkWidgetClass parent_class;

  /* Lays out for the player's position in the given size and gives the content's size. */
  void      (*layout)   (LsCanvas *self, double width, double height, double *content_width,
                         double *content_height);
  void      (*clear)    (LsCanvas *self);                                /* forget the layout */
  void      (*paint)    (LsCanvas *self, cairo_t *cr, const LsPalette *palette, double x, double y);
  char    * (*describe) (LsCanvas *self);
  void      (*clicked)  (LsCanvas *self, double x, double y);   /* content units, less the scroll */
  char    * (*tooltip)  (LsCanvas *self, double x, double y);            /* (nullable) */
  void      (*moved)    (LsCanvas *self);                                /* the position changed: after the layout is forgotten */
};

LsPlayer     * ls_canvas_get_player   (LsCanvas *self);     /* (nullable) */
void           ls_canvas_set_player   (LsCanvas *self, LsPlayer *player);
double         ls_canvas_get_scroll_x (LsCanvas *self);
double         ls_canvas_get_scroll_y (LsCanvas *self);
void           ls_canvas_set_scroll_x (LsCanvas *self, double x);
void           ls_canvas_set_scroll_y (LsCanvas *self, double y);

/* What is laid out no longer holds: lays out again at the next frame. */
void           ls_canvas_invalidate   (LsCanvas *self);

/* Lays out now if need be, so that picking and scrolling are true. */
gboolean       ls_canvas_ensure       (LsCanvas *self);

G_END_DECLS
