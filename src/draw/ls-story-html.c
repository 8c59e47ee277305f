/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-story-html.h"

#include <cairo-svg.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "ls-stage-private.h"
#include "ls-story-files.h"
#include "ls-svg-sheet.h"

#define STAGE_WIDTH 748.0

typedef struct
{
  LsStory                *story;
  const LsPictureOptions *options;
  const char             *title;
  LsSvgSheet             *sheet;
  GString                *pages;
  double                  width;
  double                  height;   /* of the highest stage */
} Writing;

/* Text as HTML, and XML, can have it: what a terminal would obey is shown as its picture. */
static void
append_text (GString    *out,
             const char *text)
{
  for (const char *at = text; *at != '\0'; at = g_utf8_next_char (at))
    {
      gunichar c = g_utf8_get_char (at);

      if (c == '&')
        g_string_append (out, "&amp;");
      else if (c == '<')
        g_string_append (out, "&lt;");
      else if (c == '>')
        g_string_append (out, "&gt;");
      else if (c == '"')
        g_string_append (out, "&quot;");
      else if (c < 0x20 && c != '\n' && c != '\t')
        g_string_append_unichar (out, 0x2400 + c);
      else if ((c >= 0x7f && c < 0xa0) || c == 0xfffe || c == 0xffff)
        g_string_append_unichar (out, 0xfffd);
      else
        g_string_append_unichar (out, c);
    }
}

/* @before and @after are markup, @text is not. */
static void
append_element (GString    *out,
                const char *before,
                const char *text,
                const char *after)
{
  g_string_append (out, before);
  append_text (out, text);
  g_string_append (out, after);
}

/* The picture */

static cairo_status_t
append_cb (void                *closure,
           const unsigned char *data,
           unsigned int         length)
{
  g_string_append_len (closure, (const char *) data, length);
  return CAIRO_STATUS_SUCCESS;
}

static void
draw_stage (LsStage *stage,
            GString *svg)
{
  cairo_surface_t *surface = cairo_svg_surface_create_for_stream (append_cb, svg, stage->width, stage->height);
  cairo_t *cr;

  cairo_svg_surface_set_document_unit (surface, CAIRO_SVG_UNIT_PX);
  cr = cairo_create (surface);
  ls_stage_paint (stage, NULL, 1, cr, ls_svg_sheet_get_palette (), 0);
  cairo_destroy (cr);
  cairo_surface_finish (surface);
  cairo_surface_destroy (surface);
}

static gboolean
write_picture (Writing            *self,
               const LsStoryPage  *page,
               GError            **error)
{
  LsModel *model = ls_story_get_model (self->story);
  LsStage *stage = ls_stage_new_for_scene (ls_scene_new_for_model (model, page->shown), page->shown,
                                           ls_fonts_new_for_paper (), self->width, 0, LS_STAGE_NO_SENTENCE);
  g_autoptr (GString) svg = g_string_new (NULL);
  double height = ceil (ls_stage_get_height (stage));
  gboolean is_read;

  draw_stage (stage, svg);
  ls_stage_free (stage);
  self->height = MAX (self->height, height);
  g_string_append (self->pages, "<figure><svg xmlns=\"http://www.w3.org/2000/svg\" role=\"img\" aria-label=\"");
  append_text (self->pages, page->what);
  g_string_append_printf (self->pages, "\" viewBox=\"0 0 %d %d\">", (int) self->width, (int) height);
  is_read = ls_svg_sheet_add (self->sheet, svg->str, svg->len, self->pages, error);
  g_string_append (self->pages, "</svg></figure>\n");
  return is_read;
}

/* The words */

static void
write_steps (GString           *out,
             const LsStoryPage *page)
{
  g_autofree char *left_out = NULL;

  if (page->steps->len == 0)
    return;

  append_element (out, "<h3>", _("Before that"), "</h3>\n<ol>");
  if (page->n_left_out > 0)
    {
      left_out = g_strdup_printf (ngettext ("%u step more", "%u steps more", page->n_left_out), (guint) page->n_left_out);
      append_element (out, "<li class=\"more\">", left_out, "</li>");
    }
  for (guint i = 0; i < page->steps->len; i++)
    append_element (out, "<li>", page->steps->pdata[i], "</li>");
  g_string_append (out, "</ol>\n");
}

static void
write_source (GString           *out,
              const LsStoryPage *page)
{
  g_autofree char *place = NULL;

  if (page->file == NULL)
    return;

  place = g_strdup_printf ("%s:%u", page->file, page->line);
  append_element (out, "<h3>", place, "</h3>\n");
  if (page->source->len == 0)
    return;
  g_string_append (out, "<pre class=\"source\">");
  for (guint i = 0; i < page->source->len; i++)
    {
      guint line = page->first_line + i;
      gboolean is_meant = line == page->line;

      g_string_append_printf (out, "%s<i>%4u  </i>", is_meant ? "<b>" : "", line);
      append_element (out, "", page->source->pdata[i], is_meant ? "</b>\n" : "\n");
    }
  g_string_append (out, "</pre>\n");
}

static gboolean
write_page (Writing  *self,
            guint     number,
            GError  **error)
{
  g_autoptr (LsStoryPage) page = ls_story_tell (self->story, number);
  g_autofree char *time = ls_model_format_time (page->time);
  GString *out = self->pages;

  g_string_append_printf (out, "<section id=\"p%u\" aria-label=\"", number + 1);
  append_element (out, "", page->title, "\">\n<h2>");
  append_element (out, "", page->title, "<span>");
  append_element (out, "", time, "</span></h2>\n");
  if (!write_picture (self, page, error))
    return FALSE;
  append_element (out, "<div class=\"words\">\n<p class=\"what\">", page->what, "</p>\n");
  if (page->why[0] != '\0')
    append_element (out, "<p class=\"why\">", page->why, "</p>\n");
  write_steps (out, page);
  write_source (out, page);
  if (page->output->len > 0)
    {
      append_element (out, "<div class=\"written\"><h3>", _("Output"), "</h3><pre>\n");
      append_element (out, "", page->output->str, "</pre></div>\n");
    }
  g_string_append (out, "</div>\n</section>\n");
  return TRUE;
}

static gboolean
write_pages (Writing       *self,
             GCancellable  *cancellable,
             GError       **error)
{
  guint n = ls_story_get_n_pages (self->story);

  for (guint i = 0; i < n; i++)
    {
      if (g_cancellable_set_error_if_cancelled (cancellable, error) || !write_page (self, i, error))
        return FALSE;
      ls_picture_report (self->options, i + 1, n);
    }
  return TRUE;
}

/* The document */

static void
append_color (GString       *out,
              const char    *name,
              const LsColor *color)
{
  g_autofree char *hex = ls_color_to_hex (color);

  g_string_append_printf (out, "--%s:%s;", name, hex);
}

static void
append_colors (GString  *out,
               gboolean  is_dark)
{
  const LsPalette *palette = ls_palette_get (is_dark, FALSE);

  g_string_append (out, ":root{");
  append_color (out, "page", &palette->page);
  append_color (out, "card", &palette->card);
  append_color (out, "border", &palette->border);
  append_color (out, "text", &palette->text);
  append_color (out, "dim", &palette->dim);
  append_color (out, "accent", &palette->accent_text);
  append_color (out, "pale", &palette->accent_pale);
  ls_svg_sheet_write_colors (palette, out);
  g_string_append (out, "}\n");
}

static void
append_button (GString    *out,
               const char *id,
               const char *sign,     /* an outline in a square of 16 */
               const char *label)
{
  g_string_append_printf (out, "<button id=\"%s\" type=\"button\" aria-label=\"", id);
  append_text (out, label);
  append_element (out, "\" title=\"", label, "\">");
  g_string_append_printf (out, "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 16 16\" width=\"16\" height=\"16\" "
                          "aria-hidden=\"true\"><path d=\"%s\"/></svg></button>\n", sign);
}

static void
append_controls (GString *out,
                 guint    n_pages)
{
  g_string_append (out, "<nav id=\"controls\" hidden=\"hidden\">\n");
  append_button (out, "first", "M3 2h2v12h-2zM14 2v12L5 8z", _("First"));
  append_button (out, "back", "M12 2v12L3 8z", _("Back"));
  g_string_append_printf (out, "<input id=\"slider\" type=\"range\" min=\"1\" max=\"%u\" value=\"1\" aria-label=\"", n_pages);
  append_element (out, "", _("Position"), "\"/>\n");
  append_button (out, "forward", "M4 2v12L13 8z", _("Forward"));
  append_button (out, "last", "M11 2h2v12h-2zM2 2v12L11 8z", _("Last"));
  g_string_append (out, "</nav>\n<p id=\"said\" class=\"unseen\" aria-live=\"polite\"></p>\n");
}

static void
append_head (Writing *self,
             GString *out)
{
  append_element (out, "<!DOCTYPE html>\n<html lang=\"", pango_language_to_string (pango_language_get_default ()),
                  "\">\n<head>\n<meta charset=\"utf-8\"/>\n"
                  "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
  g_string_append (out, "<meta name=\"generator\" content=\"Loopscope " LS_VERSION "\"/>\n");
  append_element (out, "<title>", self->title, " · Loopscope</title>\n<style>\n");
  append_colors (out, FALSE);
  g_string_append (out, "@media (prefers-color-scheme: dark) {\n");
  append_colors (out, TRUE);
  g_string_append (out, "}\n" LS_STORY_CSS);
  ls_svg_sheet_write_classes (out);
  g_string_append_printf (out, ".js figure{aspect-ratio:%d/%d}\n</style>\n</head>\n", (int) self->width, (int) self->height);
}

static char *
make_document (Writing *self)
{
  GString *out = g_string_new (NULL);
  g_autofree char *length = ls_story_format_length (self->story);

  append_head (self, out);
  append_element (out, "<body>\n<header><h1>", self->title, "</h1>");
  append_element (out, "<p>", length, "</p></header>\n");
  g_string_append (out, "<svg class=\"define\" aria-hidden=\"true\" xmlns=\"http://www.w3.org/2000/svg\"><defs>\n");
  ls_svg_sheet_write_definitions (self->sheet, out);
  g_string_append (out, "</defs></svg>\n");
  append_controls (out, ls_story_get_n_pages (self->story));
  g_string_append (out, "<main>\n");
  g_string_append_len (out, self->pages->str, self->pages->len);
  append_element (out, "</main>\n<aside id=\"output\" hidden=\"hidden\"><h3>", _("Output so far"),
                  "</h3><pre id=\"so-far\" tabindex=\"0\"></pre></aside>\n");
  g_string_append (out, "<script>\n/*<![CDATA[*/\n" LS_STORY_JS "/*]]>*/\n</script>\n</body>\n</html>\n");
  return g_string_free (out, FALSE);
}

gboolean
ls_story_write_html (LsStory                 *story,
                     const LsPictureOptions  *options,
                     const char              *title,
                     LsPictureFile           *file,
                     GCancellable            *cancellable,
                     GError                 **error)
{
  g_autoptr (LsSvgSheet) sheet = ls_svg_sheet_new ();
  g_autoptr (GString) pages = g_string_new (NULL);
  Writing self = { .story = story, .options = options, .title = title, .sheet = sheet, .pages = pages,
                   .width = options->width > 0 ? options->width : STAGE_WIDTH };
  g_autofree char *document = NULL;

  if (!write_pages (&self, cancellable, error))
    return FALSE;

  document = make_document (&self);
  /* A failed write is told at the commit, with the system's reason. */
  ls_picture_file_write (file, (const unsigned char *) document, strlen (document));
  return TRUE;
}
