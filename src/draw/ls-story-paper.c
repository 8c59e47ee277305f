/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-story-paper.h"

#include <glib/gi18n-lib.h>

#include "ls-stage-private.h"

#define MARGIN       36.0
#define HEAD         62.0           /* above the stage */
#define COLUMN       360.0          /* the words */
#define COLUMN_GAP   24.0
#define STAGE_LEAST  400.0          /* on a narrower page the words stand below */
#define SOURCE_LINE  15.0
#define SECTION      16.0

/* Where the next words go. */
typedef struct
{
  const LsStoryPaper *paper;
  LsPainter           painter;
  double              x, y, width;
  double              bottom;
} Column;

static void
put_paragraph (Column        *self,
               LsStyle        style,
               const char    *words,
               guint          max_lines,
               const LsColor *color)
{
  g_autoptr (LsText) text = NULL;

  if (*words == '\0')
    return;
  text = ls_text_new_paragraph (self->paper->fonts, style, words, self->width, max_lines);
  if (self->y + text->height > self->bottom)
    return;
  ls_painter_text (self->painter, text, self->x, self->y + text->baseline, color);
  self->y += text->height + 4;
}

static void
put_heading (Column     *self,
             const char *words)
{
  self->y += SECTION;
  put_paragraph (self, LS_STYLE_FRAME_HEADING, words, 1, &self->painter.palette->dim);
}

static void
put_steps (Column            *self,
           const LsStoryPage *page)
{
  g_autofree char *left_out = NULL;

  if (page->steps->len == 0)
    return;
  put_heading (self, _("Before that"));
  if (page->n_left_out > 0)
    {
      left_out = g_strdup_printf (ngettext ("%u step more", "%u steps more", page->n_left_out),
                                  (guint) page->n_left_out);
      put_paragraph (self, LS_STYLE_CAPTION, left_out, 1, &self->painter.palette->dim);
    }
  for (guint i = 0; i < page->steps->len; i++)
    put_paragraph (self, LS_STYLE_CAPTION, page->steps->pdata[i], 2, &self->painter.palette->text);
}

/* A box as high as its lines, the line that is meant with a background. */
static void
put_lines (Column  *self,
           char   **lines,
           guint    n_lines,
           guint    first_number,
           guint    meant)
{
  const LsPalette *palette = self->painter.palette;
  guint n = MIN (n_lines, (guint) MAX (0, (self->bottom - self->y - 12) / SOURCE_LINE));
  LsRect box = { self->x, self->y, self->width, n * SOURCE_LINE + 10 };

  if (n == 0)
    return;
  ls_painter_fill (self->painter, &box, 6, &palette->gap);
  for (guint i = 0; i < n; i++)
    {
      double y = self->y + 5 + i * SOURCE_LINE;
      g_autofree char *number = g_strdup_printf ("%3u  ", first_number + i);
      g_autofree char *line = g_strconcat (first_number > 0 ? number : "", lines[i], NULL);
      g_autoptr (LsText) text = ls_text_new (self->paper->fonts, LS_STYLE_STEP, line, self->width - 16);
      LsRect mark = { self->x, y, self->width, SOURCE_LINE };

      if (first_number > 0 && first_number + i == meant)
        ls_painter_fill (self->painter, &mark, 0, &palette->accent_pale);
      ls_painter_text (self->painter, text, self->x + 8, y + 11, &palette->text);
    }
  self->y += box.height;
}

static void
put_source (Column            *self,
            const LsStoryPage *page)
{
  g_autofree char *place = NULL;

  if (page->file == NULL)
    return;
  place = g_strdup_printf ("%s:%u", page->file, page->line);
  put_heading (self, place);
  put_lines (self, (char **) page->source->pdata, page->source->len, page->first_line, page->line);
}

static void
put_output (Column            *self,
            const LsStoryPage *page)
{
  g_auto (GStrv) lines = NULL;

  if (page->output->len == 0)
    return;
  lines = g_strsplit (page->output->str, "\n", -1);
  put_heading (self, _("Output"));
  put_lines (self, lines, g_strv_length (lines) - 1, 0, 0);
}

static void
put_words (Column            *self,
           const LsStoryPage *page)
{
  const LsPalette *palette = self->painter.palette;

  put_paragraph (self, LS_STYLE_WHAT, page->what, 6, &palette->text);
  put_paragraph (self, LS_STYLE_WHY, page->why, 6, &palette->text);
  put_steps (self, page);
  put_source (self, page);
  put_output (self, page);
}

static void
paint_head (const LsStoryPage  *page,
            const LsStoryPaper *paper,
            LsPainter           painter)
{
  g_autofree char *time = ls_model_format_time (page->time);
  g_autofree char *place = g_strdup_printf ("%s · %s", page->title, time);
  double room = paper->width - 2 * MARGIN;
  g_autoptr (LsText) title = ls_text_new (paper->fonts, LS_STYLE_WHAT, paper->title, room / 2);
  g_autoptr (LsText) where = ls_text_new (paper->fonts, LS_STYLE_HEADING, place, room / 2);

  ls_painter_text (painter, title, MARGIN, 36, &painter.palette->text);
  ls_painter_text (painter, where, paper->width - MARGIN - where->width, 36, &painter.palette->text);
  ls_painter_line (painter, MARGIN, 47, paper->width - MARGIN, 47, 1, 0, &painter.palette->border);
}

static LsStage *
make_stage (const LsStoryPage *page,
            LsModel           *model,
            double             width,
            double             height)
{
  return ls_stage_new_for_scene (ls_scene_new_for_model (model, page->shown), page->shown, ls_fonts_new_for_paper (),
                                 width, height, LS_STAGE_NO_SENTENCE);
}

/* Where there is much, first what is in the stage becomes denser, then all of it smaller.  Returns where it ends. */
static double
paint_stage (const LsStoryPage *page,
             LsModel           *model,
             LsPainter          painter,
             const LsRect      *room)
{
  LsStage *stage = make_stage (page, model, room->width, 0);
  LsRect frame = { 0, 0, room->width, ls_stage_get_height (stage) };
  double scale;

  if (frame.height > room->height)
    {
      ls_stage_free (stage);
      stage = make_stage (page, model, room->width, room->height);
      frame.height = ls_stage_get_height (stage);
    }
  scale = MIN (1, room->height / frame.height);
  cairo_save (painter.cr);
  cairo_translate (painter.cr, room->x, room->y);
  cairo_scale (painter.cr, scale, scale);
  ls_painter_fill (painter, &frame, 12, &painter.palette->page);
  ls_painter_stroke (painter, &frame, 12, 1, &painter.palette->border);
  ls_stage_paint (stage, NULL, 1, painter.cr, painter.palette, 0);
  cairo_restore (painter.cr);
  ls_stage_free (stage);
  return room->y + frame.height * scale;
}

void
ls_story_page_paint (const LsStoryPage  *self,
                     LsModel            *model,
                     const LsStoryPaper *paper,
                     cairo_t            *cr)
{
  LsPainter painter = { cr, paper->palette, 1.0, 1.0 };
  LsRect room = { MARGIN, HEAD, paper->width - 2 * MARGIN, paper->height - HEAD - paper->foot };
  Column column = { .paper = paper, .painter = painter, .y = HEAD, .bottom = HEAD + room.height };
  gboolean is_wide = room.width - COLUMN - COLUMN_GAP >= STAGE_LEAST;
  double bottom;

  paint_head (self, paper, painter);
  column.width = is_wide ? COLUMN : room.width;
  column.x = paper->width - MARGIN - column.width;
  if (is_wide)
    room.width -= COLUMN + COLUMN_GAP;
  else
    room.height *= 0.6;
  bottom = paint_stage (self, model, painter, &room);
  if (!is_wide)
    column.y = bottom + SECTION;
  put_words (&column, self);
}
