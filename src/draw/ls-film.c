/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-film.h"

#include <glib/gi18n-lib.h>
#include <inttypes.h>

#include "ls-picture.h"
#include "ls-stage-private.h"

#define MARGIN      18.0
#define FRAME_LEAST 196.0
#define FRAME_GAP   12.0
#define HEAD        34.0      /* the title above the frames */
#define FOOT        30.0      /* the line below them */
#define RULE        26.0      /* the ruler of time in a frame */
#define CAPTION     54.0      /* three lines, and the air below */

struct _LsFilm
{
  LsModel *model;
  LsGrain  grain;
  LsFonts *fonts;
  guint64  first;             /* unit of the first frame; 0: the position itself */
  guint64  position;          /* of the only frame, if there is no unit to show */
  guint    n_frames;
  double   width;
  guint    columns;
  double   frame_width;
  double   stage_height;      /* of the highest frame, so that all are alike */
  double   time_from, time_to;
  guint    rows_per_page;
};

static guint64
frame_position (LsFilm *self,
                guint   frame)
{
  if (self->first == 0)
    return self->position;

  return ls_model_get_unit_end (self->model, self->grain, self->first + frame);
}

/* A turn is shown while it lasts: before the event that ends it, when its task still runs. */
static LsStage *
make_frame (LsFilm *self,
            guint   frame)
{
  gboolean is_turn = self->grain == LS_GRAIN_TURN && self->first > 0;
  guint64 position = frame_position (self, frame) - (is_turn ? 1 : 0);
  LsScene *scene = ls_scene_new_for_model (self->model, position);

  return ls_stage_new_for_scene (scene, position, ls_fonts_new_for_paper (), self->frame_width, 0,
                                 LS_STAGE_COMPACT | LS_STAGE_NO_SENTENCE);
}

static void
note_times (LsFilm        *self,
            const LsScene *scene,
            gboolean       is_first)
{
  if (is_first)
    self->time_from = self->time_to = scene->time;
  self->time_to = MAX (self->time_to, scene->time);
  for (guint i = 0; i < scene->timers->len; i++)
    {
      double due = g_array_index (scene->timers, LsSceneTimer, i).time;

      /* A deadline far away shall not press the others together. */
      if (self->time_to <= self->time_from ||
          due - self->time_from <= 3 * (self->time_to - self->time_from))
        self->time_to = MAX (self->time_to, due);
    }
}

static gboolean
measure_frames (LsFilm        *self,
                GCancellable  *cancellable,
                GError       **error)
{
  for (guint i = 0; i < self->n_frames; i++)
    {
      LsStage *stage;

      if (g_cancellable_set_error_if_cancelled (cancellable, error))
        return FALSE;
      stage = make_frame (self, i);
      self->stage_height = MAX (self->stage_height, stage->height);
      note_times (self, stage->scene, i == 0);
      ls_stage_free (stage);
    }
  return TRUE;
}

static void
choose_columns (LsFilm *self)
{
  double room = self->width - 2 * MARGIN + FRAME_GAP;

  self->columns = MAX (1, (guint) (room / (FRAME_LEAST + FRAME_GAP)));
  self->frame_width = room / self->columns - FRAME_GAP;
}

/**
 * ls_film_new:
 * @from: the position after which the first frame's unit ends
 * @to: the position at or before which the last one's does
 * @grain: what makes a frame
 * @fonts: (transfer none): must outlive the film
 * @width: of the page
 *
 * Returns: (transfer full): the film, or %NULL if there are too many frames or @cancellable was cancelled
 */
LsFilm *
ls_film_new (LsModel       *model,
             guint64        from,
             guint64        to,
             LsGrain        grain,
             LsFonts       *fonts,
             double         width,
             GCancellable  *cancellable,
             GError       **error)
{
  g_autoptr (LsFilm) self = g_new0 (LsFilm, 1);
  guint64 before = ls_model_get_unit (model, grain, from);
  guint64 last = ls_model_get_unit (model, grain, to);

  self->model = g_object_ref (model);
  if (last > before && last - before > LS_FILM_MAX_FRAMES)
    {
      g_set_error (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_TOO_LARGE,
                   ngettext ("A film of %" PRIu64 " frame is too long: choose a coarser grain "
                             "or fewer steps (at most %u frames)",
                             "A film of %" PRIu64 " frames is too long: choose a coarser grain "
                             "or fewer steps (at most %u frames)", (gulong) (last - before)),
                   last - before, LS_FILM_MAX_FRAMES);
      return NULL;
    }

  self->grain = grain;
  self->fonts = fonts;
  self->position = to;
  self->n_frames = last > before ? last - before : 1;
  self->first = last > before ? before + 1 : 0;
  self->width = MAX (width, FRAME_LEAST + 2 * MARGIN);
  self->rows_per_page = G_MAXUINT;
  choose_columns (self);
  if (!measure_frames (self, cancellable, error))
    return NULL;

  return g_steal_pointer (&self);
}

void
ls_film_free (LsFilm *self)
{
  g_object_unref (self->model);
  g_free (self);
}

/* A ruler says nothing where no time passes. */
static double
rule_height (LsFilm *self)
{
  return self->time_to - self->time_from >= 0.0005 ? RULE : 4;
}

static double
row_height (LsFilm *self)
{
  return self->stage_height + rule_height (self) + CAPTION;
}

static guint
count_rows (LsFilm *self)
{
  return (self->n_frames + self->columns - 1) / self->columns;
}

double
ls_film_get_height (LsFilm *self)
{
  return HEAD + count_rows (self) * row_height (self) + FOOT;
}

guint
ls_film_paginate (LsFilm *self,
                  double  page_height)
{
  self->rows_per_page = count_rows (self);
  if (page_height > 0)
    self->rows_per_page = MAX (1, (guint) ((page_height - HEAD - FOOT) / row_height (self)));

  return (count_rows (self) + self->rows_per_page - 1) / self->rows_per_page;
}

static double
rule_x (LsFilm *self,
        double  time)
{
  double length = self->frame_width - 16 - 8;
  double span = self->time_to - self->time_from;

  return 8 + 2 + (span > 0 ? CLAMP ((time - self->time_from) / span, 0, 1) * length : 0);
}

/* Where in time the frame is, and the timers still to come. */
static void
paint_rule (LsFilm        *self,
            const LsScene *scene,
            LsPainter      painter,
            double         y)
{
  double now = rule_x (self, scene->time);

  ls_painter_line (painter, 8, y, self->frame_width - 8, y, 2, 0, &painter.palette->border);
  for (guint i = 0; i < MIN (scene->timers->len, 64u); i++)
    {
      const LsSceneTimer *timer = &g_array_index (scene->timers, LsSceneTimer, i);
      LsRect ring = { rule_x (self, timer->time) - 3.4, y - 3.4, 6.8, 6.8 };

      ls_painter_fill (painter, &ring, 3.4, &painter.palette->card);
      ls_painter_stroke (painter, &ring, 3.4, 1.4,
                         &ls_palette_task (painter.palette, timer->color)->line);
    }
  ls_painter_line (painter, now, y - 9, now, y + 8, 1.8, 0, &painter.palette->playhead);
}

static const char *
last_char (const char *text)
{
  const char *end = text + strlen (text);

  return end > text ? g_utf8_prev_char (end) : end;
}

/* What a task wrote in its turn belongs to the turn's story. */
static void
append_output (LsFilm  *self,
               GString *words,
               guint64  end)
{
  guint64 begin = ls_model_previous (self->model, LS_GRAIN_TURN, end);
  const GArray *output = ls_model_get_output (self->model);
  guint from = 0;

  for (guint to = output->len; from < to; )
    {
      guint middle = from + (to - from) / 2;

      if (g_array_index (output, LsOutputLine, middle).position <= begin)
        from = middle + 1;
      else
        to = middle;
    }
  if (from < output->len && g_array_index (output, LsOutputLine, from).position < end)
    {
      const LsOutputLine *line = &g_array_index (output, LsOutputLine, from);
      LsSentence *sentence = ls_model_describe (self->model, line->position);

      /* What was printed ends as it likes, and shall not run into the next sentence. */
      g_string_append_printf (words, "%s%s ", sentence->what,
                              g_unichar_isalnum (g_utf8_get_char (last_char (sentence->what))) ? " ·" : "");
      ls_sentence_free (sentence);
    }
}

static void
paint_caption (LsFilm    *self,
               guint      frame,
               LsPainter  painter,
               double     y)
{
  guint64 number = self->first + frame;
  guint64 position = frame_position (self, frame);
  LsSentence *sentence = ls_model_describe (self->model, position);
  g_autoptr (GString) words = g_string_new (NULL);
  g_autoptr (LsText) text = NULL;

  if (self->first == 0)
    number = ls_model_get_unit (self->model, self->grain, position);
  g_string_append_printf (words, "%" G_GUINT64_FORMAT "  ", number);
  if (self->grain == LS_GRAIN_TURN && self->first > 0)
    append_output (self, words, position);
  g_string_append (words, sentence->what);
  ls_sentence_free (sentence);
  text = ls_text_new_paragraph (self->fonts, LS_STYLE_CAPTION, words->str, self->frame_width, 3);

  ls_painter_text (painter, text, 0, y + text->baseline, &painter.palette->text);
}

static void
paint_frame (LsFilm          *self,
             guint            frame,
             cairo_t         *cr,
             const LsPalette *palette)
{
  LsStage *stage = make_frame (self, frame);
  LsPainter painter = { cr, palette, 1.0, 1.0 };
  LsRect edge = { 0, 0, self->frame_width, self->stage_height + rule_height (self) };

  ls_painter_fill (painter, &edge, 8, &palette->page);
  ls_painter_stroke (painter, &edge, 8, 1, &palette->border);
  ls_stage_paint (stage, NULL, 1, cr, palette, 0);
  if (rule_height (self) == RULE)
    paint_rule (self, stage->scene, painter, self->stage_height + 8);
  paint_caption (self, frame, painter, edge.height + 5);
  ls_stage_free (stage);
}

/**
 * ls_film_paint_page:
 * @page: from 0
 * @title: at its head
 */
void
ls_film_paint_page (LsFilm          *self,
                    guint            page,
                    const char      *title,
                    cairo_t         *cr,
                    const LsPalette *palette)
{
  LsPainter painter = { cr, palette, 1.0, 1.0 };
  double room = self->width - 2 * MARGIN;
  g_autoptr (LsText) head = ls_text_new (self->fonts, LS_STYLE_HEADING, title, room);
  guint64 per_page = (guint64) MIN (self->rows_per_page, count_rows (self)) * self->columns;
  guint first = page * per_page;

  ls_painter_text (painter, head, MARGIN, 23, &palette->text);
  for (guint i = first; i < MIN (first + per_page, self->n_frames); i++)
    {
      guint place = i - first;

      cairo_save (cr);
      cairo_translate (cr, MARGIN + place % self->columns * (self->frame_width + FRAME_GAP),
                       HEAD + place / self->columns * row_height (self));
      paint_frame (self, i, cr, palette);
      cairo_restore (cr);
    }
}
