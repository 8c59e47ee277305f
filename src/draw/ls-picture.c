/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-picture.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <inttypes.h>
#include <math.h>

#include "ls-chrome-trace.h"
#include "ls-film.h"
#include "ls-picture-file.h"
#include "ls-stage-private.h"
#include "ls-story-html.h"
#include "ls-story-paper.h"
#include "ls-timeline-private.h"

#define STAGE_WIDTH    748.0
#define FILM_WIDTH     666.0
#define PAGE_WIDTH     (210 / 25.4 * 96)   /* A4, in units of 1/96 inch */
#define PAGE_HEIGHT    (297 / 25.4 * 96)
#define TIMELINE_LEAST 640.0
#define TIMELINE_MOST  16000.0
#define CAPTION        30.0
#define POINTS         0.75                /* a unit on paper */
#define MAX_SIDE       32000               /* pixels: as far as cairo's own coordinates go */
#define MAX_AREA       200e6

G_DEFINE_QUARK (ls-picture-error-quark, ls_picture_error)

typedef enum { FORMAT_PNG, FORMAT_SVG, FORMAT_PDF, FORMAT_HTML, FORMAT_JSON } Format;

/* One of stage, timeline, film and story is made; width and height are those of a page, caption included. */
typedef struct
{
  LsModel                *model;
  const LsPictureOptions *options;
  Format                  format;
  const LsPalette        *palette;
  LsFonts                *fonts;
  LsStage                *stage;
  LsTimeline             *timeline;
  double                  scroll_x;
  LsFilm                 *film;
  LsStory                *story;
  char                   *program;
  char                   *caption;
  double                  width, height;
  guint                   n_pages;
} Picture;

void
ls_picture_report (const LsPictureOptions *options,
                   guint                   done,
                   guint                   total)
{
  if (options->progress != NULL)
    options->progress (done, total, options->progress_data);
}

static gboolean
find_format (const char  *path,
             Format      *format,
             GError     **error)
{
  static const char * const endings[] = { ".png", ".svg", ".pdf", ".html", ".json" };
  g_autofree char *lower = g_ascii_strdown (path, -1);
  g_autofree char *name = NULL;

  for (guint i = 0; i < G_N_ELEMENTS (endings); i++)
    if (g_str_has_suffix (lower, endings[i]))
      {
        *format = i;
        return TRUE;
      }
  name = g_filename_display_name (path);
  g_set_error (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_FORMAT,
               _("“%s” does not tell which kind of picture to write: let its name end "
                 "in .png, .svg, .pdf, .html or .json"), name);
  return FALSE;
}

/* Not every view can be had in every format. */
static gboolean
check_view (LsView    view,
            Format    format,
            GError  **error)
{
  const char *reason = NULL;

  if (view == LS_VIEW_RUN && format < FORMAT_PDF)
    reason = _("A whole run has many pages: let the file's name end in .pdf or .html");
  else if (view != LS_VIEW_RUN && format == FORMAT_HTML)
    reason = _("Only a whole run can be an HTML page");
  if (reason != NULL)
    g_set_error_literal (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_FORMAT, reason);
  return reason == NULL;
}

static char *
find_program (LsModel                *model,
              const LsPictureOptions *options)
{
  const LsProcessInfo *process = ls_trace_reader_get_process (ls_model_get_reader (model));

  if (process != NULL && process->example != NULL && *process->example != '\0')
    return g_strdup (process->example);
  if (options->program != NULL)
    return g_strdup (options->program);
  if (process != NULL && process->program != NULL && *process->program != '\0')
    return g_path_get_basename (process->program);
  return g_path_get_basename (ls_trace_reader_get_path (ls_model_get_reader (model)));
}

static char *
make_caption (LsModel                *model,
              const char             *program,
              const LsPictureOptions *options)
{
  g_autofree char *time = NULL;
  const LsState *state;

  if (options->caption != NULL)
    return g_strdup (options->caption);
  if (options->view == LS_VIEW_FILM || options->view == LS_VIEW_RUN)
    return g_strdup_printf ("%s · Loopscope", program);

  state = ls_model_get_state (model, options->position);
  time = ls_model_format_time (state->time / 1e9);
  /* Translators: under a picture: the program, the step, the loop's time */
  return g_strdup_printf (_("%s · step %'" PRIu64 " · %s · Loopscope"), program,
                          ls_model_get_unit (model, LS_GRAIN_STEP, options->position), time);
}

static void
lay_stage (Picture *self)
{
  const LsPictureOptions *options = self->options;

  self->width = options->width > 0 ? options->width : STAGE_WIDTH;
  self->stage = ls_stage_new_for_scene (ls_scene_new_for_model (self->model, options->position),
                                        options->position, ls_fonts_new_for_paper (),
                                        self->width, 0, LS_STAGE_DEFAULT);
  self->height = ls_stage_get_height (self->stage) + CAPTION - 8;
}

/* Without a width of its own a timeline is as long as its trace. */
static void
lay_timeline (Picture *self)
{
  const LsPictureOptions *options = self->options;
  guint n_rows = ls_model_get_n_tasks (self->model);
  double height = n_rows > 40 ? n_rows * 20.0 + 120 : 0;

  self->width = options->width;
  if (self->width <= 0)
    {
      LsTimeline *whole = ls_timeline_new_with_fonts (self->model, options->position, options->axis,
                                                      ls_fonts_new_for_paper (),
                                                      TIMELINE_LEAST, height, 1);

      self->width = CLAMP (ls_timeline_get_content_width (whole), TIMELINE_LEAST, TIMELINE_MOST);
      if (options->axis == LS_AXIS_TIME)
        self->width = 1048;
      ls_timeline_free (whole);
    }
  self->timeline = ls_timeline_new_with_fonts (self->model, options->position, options->axis,
                                               ls_fonts_new_for_paper (), self->width, height, 1);
  self->scroll_x = ls_timeline_get_scroll_for (self->timeline, 0);
  self->height = ls_timeline_get_content_height (self->timeline) + CAPTION;
}

static gboolean
lay_film (Picture       *self,
          GCancellable  *cancellable,
          GError       **error)
{
  const LsPictureOptions *options = self->options;
  gboolean is_paged = self->format == FORMAT_PDF;

  self->width = options->width > 0 ? options->width : is_paged ? PAGE_WIDTH : FILM_WIDTH;
  self->film = ls_film_new (self->model, options->from, options->position, options->grain,
                            self->fonts, self->width, cancellable, error);
  if (self->film == NULL)
    return FALSE;

  self->height = ls_film_get_height (self->film);
  if (is_paged)
    self->height = self->width * PAGE_HEIGHT / PAGE_WIDTH;
  self->n_pages = ls_film_paginate (self->film, is_paged ? self->height : 0);
  if (self->n_pages == 1)
    self->height = MIN (self->height, ls_film_get_height (self->film));
  return TRUE;
}

/* A landscape page for each; formats that are no paper need no size. */
static gboolean
lay_run (Picture  *self,
         GError  **error)
{
  const LsPictureOptions *options = self->options;

  self->width = options->width > 0 ? options->width : PAGE_HEIGHT;
  self->height = self->width * PAGE_WIDTH / PAGE_HEIGHT;
  self->story = ls_story_new (self->model, options->from, options->position, options->grain, error);
  if (self->story == NULL)
    return FALSE;

  self->n_pages = ls_story_get_n_pages (self->story);
  return TRUE;
}

static gboolean
lay_out (Picture       *self,
         GCancellable  *cancellable,
         GError       **error)
{
  self->n_pages = 1;
  if (self->format == FORMAT_JSON)
    return TRUE;

  switch (self->options->view)
    {
    case LS_VIEW_RUN:
      return lay_run (self, error);
    case LS_VIEW_FILM:
      return lay_film (self, cancellable, error);
    case LS_VIEW_TIMELINE:
      lay_timeline (self);
      return TRUE;
    case LS_VIEW_STAGE:
    default:
      lay_stage (self);
      return TRUE;
    }
}

static void
clear_picture (Picture *self)
{
  g_clear_pointer (&self->stage, ls_stage_free);
  g_clear_pointer (&self->timeline, ls_timeline_free);
  g_clear_pointer (&self->film, ls_film_free);
  g_clear_pointer (&self->story, ls_story_free);
  g_clear_pointer (&self->program, g_free);
  g_clear_pointer (&self->fonts, ls_fonts_free);
  g_clear_pointer (&self->caption, g_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (Picture, clear_picture)

static void
paint_caption (Picture *self,
               cairo_t *cr,
               guint    page)
{
  LsPainter painter = { cr, self->palette, 1.0, 1.0 };
  g_autofree char *number = NULL;
  g_autoptr (LsText) text = NULL;

  if (self->n_pages > 1)
    number = g_strdup_printf (_("%s · page %u of %u"), self->caption, page + 1, self->n_pages);
  text = ls_text_new (self->fonts, LS_STYLE_GAP, number != NULL ? number : self->caption,
                      self->width - 36);
  ls_painter_text (painter, text, self->story != NULL ? 36 : 18, self->height - 13, &self->palette->dim);
}

/* The page's place in the document's outline, too. */
static void
paint_story_page (Picture *self,
                  cairo_t *cr,
                  guint    page)
{
  g_autoptr (LsStoryPage) told = ls_story_tell (self->story, page);
  LsStoryPaper paper = { self->fonts, self->palette, self->width, self->height, CAPTION, self->program };
  g_autofree char *words = g_strdup_printf ("%s: %s", told->title, told->what);
  g_autofree char *place = g_strdup_printf ("page=%u", page + 1);

  ls_story_page_paint (told, self->model, &paper, cr);
  cairo_pdf_surface_add_outline (cairo_get_target (cr), CAIRO_PDF_OUTLINE_ROOT, words, place, 0);
}

static void
paint_page (Picture *self,
            cairo_t *cr,
            guint    page)
{
  ls_color_set (self->stage != NULL ? &self->palette->page : &self->palette->card, cr);
  cairo_paint (cr);
  if (self->stage != NULL)
    {
      ls_stage_paint (self->stage, NULL, 1, cr, self->palette, 0);
    }
  else if (self->timeline != NULL)
    {
      ls_timeline_paint (self->timeline, self->scroll_x, 0, cr, self->palette, 0);
    }
  else if (self->story != NULL)
    {
      paint_story_page (self, cr, page);
    }
  else
    {
      ls_film_paint_page (self->film, page, self->program, cr, self->palette);
    }
  paint_caption (self, cr, page);
}

static cairo_surface_t *
make_paged_surface (Picture       *self,
                    LsPictureFile *file)
{
  cairo_surface_t *surface;

  if (self->format == FORMAT_SVG)
    {
      surface = cairo_svg_surface_create_for_stream (ls_picture_file_write, file, self->width,
                                                     self->height);
      cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
      return surface;
    }
  surface = cairo_pdf_surface_create_for_stream (ls_picture_file_write, file,
                                                 self->width * POINTS, self->height * POINTS);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_TITLE, self->caption);
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_SUBJECT,
                                  _("A picture of an event loop"));
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATOR, "Loopscope " LS_VERSION);
  /* The same trace gives the same bytes: no date. */
  cairo_pdf_surface_set_metadata (surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  cairo_surface_set_device_scale (surface, POINTS, POINTS);
  return surface;
}

static cairo_status_t
write_pages (Picture       *self,
             LsPictureFile *file,
             GCancellable  *cancellable)
{
  cairo_surface_t *surface = make_paged_surface (self, file);
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  for (guint page = 0; page < self->n_pages && !g_cancellable_is_cancelled (cancellable); page++)
    {
      paint_page (self, cr, page);
      cairo_show_page (cr);
      ls_picture_report (self->options, page + 1, self->n_pages);
    }
  status = cairo_status (cr);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_status (surface);
  cairo_surface_destroy (surface);
  return status;
}

static cairo_status_t
write_png (Picture       *self,
           LsPictureFile *file)
{
  double scale = self->options->scale > 0 ? self->options->scale : 2;
  cairo_surface_t *surface = cairo_image_surface_create (CAIRO_FORMAT_RGB24,
                                                         ceil (self->width * scale),
                                                         ceil (self->height * scale));
  cairo_t *cr = cairo_create (surface);
  cairo_status_t status;

  cairo_scale (cr, scale, scale);
  paint_page (self, cr, 0);
  status = cairo_status (cr);
  if (status == CAIRO_STATUS_SUCCESS)
    status = cairo_surface_write_to_png_stream (surface, ls_picture_file_write, file);
  cairo_destroy (cr);
  cairo_surface_destroy (surface);
  return status;
}

static gboolean
check_size (Picture  *self,
            GError  **error)
{
  double scale = self->options->scale > 0 ? self->options->scale : 2;
  double width = self->width * scale;
  double height = self->height * scale;

  if (self->format != FORMAT_PNG || (MAX (width, height) <= MAX_SIDE && width * height <= MAX_AREA))
    return TRUE;

  g_set_error (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_TOO_LARGE,
               _("The picture would have %.0f × %.0f pixels, too many for PNG: write SVG or PDF, "
                 "or fewer steps"),
               width, height);
  return FALSE;
}

static gboolean
draw_pages (Picture        *self,
            LsPictureFile  *file,
            GCancellable   *cancellable,
            GError        **error)
{
  cairo_status_t status = self->format == FORMAT_PNG ? write_png (self, file) : write_pages (self, file, cancellable);

  if (g_cancellable_set_error_if_cancelled (cancellable, error))
    return FALSE;
  /* A failed write is told by the file, with the system's reason. */
  if (status != CAIRO_STATUS_SUCCESS && status != CAIRO_STATUS_WRITE_ERROR)
    {
      g_set_error (error, LS_PICTURE_ERROR, LS_PICTURE_ERROR_WRITE,
                   _("Cannot draw the picture: %s"), cairo_status_to_string (status));
      return FALSE;
    }
  return TRUE;
}

static gboolean
write_file (Picture       *self,
            const char    *path,
            GCancellable  *cancellable,
            GError       **error)
{
  g_autoptr (LsPictureFile) file = ls_picture_file_open (path, error);
  gboolean is_written;

  if (file == NULL)
    return FALSE;

  if (self->format == FORMAT_HTML)
    is_written = ls_story_write_html (self->story, self->options, self->program, file, cancellable, error);
  else if (self->format == FORMAT_JSON)
    is_written = ls_chrome_trace_write (self->model, self->options, self->program, file, cancellable, error);
  else
    is_written = draw_pages (self, file, cancellable, error);
  return is_written && ls_picture_file_commit (file, error);
}

/**
 * ls_picture_write:
 * @model: the trace
 * @options: what to draw
 * @path: the target; the format follows from its ending.  What is there is replaced when the picture is whole,
 *   and left alone when it fails
 * @cancellable: (nullable): looked at between frames and pages
 * @error: return location of an #LsPictureError, or of %G_IO_ERROR_CANCELLED
 *
 * Returns: whether the picture is written
 */
gboolean
ls_picture_write (LsModel                 *model,
                  const LsPictureOptions  *options,
                  const char              *path,
                  GCancellable            *cancellable,
                  GError                 **error)
{
  g_auto (Picture) picture = { .model = model, .options = options };

  g_return_val_if_fail (LS_IS_MODEL (model), FALSE);
  g_return_val_if_fail (options != NULL && path != NULL, FALSE);

  if (!find_format (path, &picture.format, error) || !check_view (options->view, picture.format, error))
    return FALSE;

  picture.palette = ls_palette_get (options->dark, FALSE);
  picture.fonts = ls_fonts_new_for_paper ();
  picture.program = find_program (model, options);
  picture.caption = make_caption (model, picture.program, options);
  return lay_out (&picture, cancellable, error) && check_size (&picture, error) &&
         write_file (&picture, path, cancellable, error);
}
