/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include <gio/gio.h>

#include "ls-model.h"
#include "ls-painter.h"

G_BEGIN_DECLS

/*
 * LsFilm: a grid of frames, one for each unit of a grain, each with its sentence below; on one page or on several.
 *
 * Frames are laid out twice, once for their height and once to be painted, and never kept: a film may be long.
 */
typedef struct _LsFilm LsFilm;

#define LS_FILM_MAX_FRAMES 2000

LsFilm * ls_film_new          (LsModel *model, guint64 from, guint64 to, LsGrain grain, LsFonts *fonts, double width,
                               GCancellable *cancellable, GError **error);
void     ls_film_free         (LsFilm *self);
double   ls_film_get_height   (LsFilm *self);                       /* of one page that holds all */
guint    ls_film_paginate     (LsFilm *self, double page_height);   /* how many pages; 0: one, as high as needed */
void     ls_film_paint_page   (LsFilm *self, guint page, const char *title, cairo_t *cr, const LsPalette *palette);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsFilm, ls_film_free)

G_END_DECLS
