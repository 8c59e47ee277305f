/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-painter.h"
#include "ls-story.h"

G_BEGIN_DECLS

/* A page of a story on paper: the stage at the left, what happened at the right, with the source and the output. */
typedef struct
{
  LsFonts         *fonts;
  const LsPalette *palette;
  double           width, height;   /* of the page */
  double           foot;            /* left free at the bottom */
  const char      *title;
} LsStoryPaper;

void ls_story_page_paint (const LsStoryPage *self, LsModel *model, const LsStoryPaper *paper, cairo_t *cr);

G_END_DECLS
