/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-text.h"

/* What a program calls its tasks may be megabytes long; shaping stops here, well beyond what can be seen. */
#define MAX_LINE_CHARS      400
#define MAX_PARAGRAPH_CHARS 4000

#define HAS_FINE_GLYPHS (cairo_version () >= CAIRO_VERSION_ENCODE (1, 17, 4))

/* The size for which the design is drawn: Cantarell 11 pt at 96 dpi. */
#define DESIGN_FONT "Cantarell,sans-serif 11"
#define DESIGN_SIZE (11.0 * 96.0 / 72.0)

static const struct
{
  double   size;              /* units */
  gboolean is_bold;
  gboolean is_mono;
} styles[LS_N_STYLES] =
{
  [LS_STYLE_HEADING]       = { 13.0, TRUE, FALSE },
  [LS_STYLE_REMARK]        = { 12.0, FALSE, FALSE },
  [LS_STYLE_TITLE]         = { 12.5, TRUE, FALSE },
  [LS_STYLE_NAME]          = { 13.0, TRUE, FALSE },
  [LS_STYLE_DETAIL]        = { 11.5, FALSE, FALSE },
  [LS_STYLE_SHORT]         = { 12.0, TRUE, FALSE },
  [LS_STYLE_PHASE]         = { 11.5, TRUE, FALSE },
  [LS_STYLE_VALUE]         = { 12.0, TRUE, TRUE },
  [LS_STYLE_FROM]          = { 10.5, FALSE, FALSE },
  [LS_STYLE_SIGN]          = { 12.0, TRUE, FALSE },
  [LS_STYLE_WHAT]          = { 14.0, TRUE, FALSE },
  [LS_STYLE_WHY]           = { 12.5, FALSE, FALSE },
  [LS_STYLE_TIME]          = { 11.5, TRUE, TRUE },
  [LS_STYLE_DUE]           = { 11.5, FALSE, TRUE },
  [LS_STYLE_STEP]          = { 10.0, FALSE, TRUE },
  [LS_STYLE_GAP]           = { 11.0, FALSE, FALSE },
  [LS_STYLE_LANE]          = { 12.0, FALSE, FALSE },
  [LS_STYLE_LANE_CHOSEN]   = { 12.0, TRUE, FALSE },
  [LS_STYLE_FRAME_HEADING] = { 10.0, TRUE, FALSE },
  [LS_STYLE_FRAME_NAME]    = { 9.5, TRUE, FALSE },
  [LS_STYLE_FRAME_CHIP]    = { 8.5, TRUE, FALSE },
  [LS_STYLE_CAPTION]       = { 10.5, FALSE, FALSE },
};

struct _LsFonts
{
  PangoContext         *context;
  PangoFontDescription *descriptions[LS_N_STYLES];
  double                scale;
};

/* Ours, so that no setting of a widget's context is changed behind its back. */
static PangoContext *
copy_context (PangoContext *context,
              gboolean      for_paper)
{
  PangoContext *copy = pango_font_map_create_context (pango_context_get_font_map (context));
  cairo_font_options_t *options = cairo_font_options_create ();
  const cairo_font_options_t *theirs = pango_cairo_context_get_font_options (context);

  if (theirs != NULL)
    cairo_font_options_merge (options, theirs);
  cairo_font_options_set_hint_metrics (options, CAIRO_HINT_METRICS_OFF);
  cairo_font_options_set_hint_style (options, CAIRO_HINT_STYLE_NONE);
  pango_cairo_context_set_font_options (copy, options);
  cairo_font_options_destroy (options);

  pango_cairo_context_set_resolution (copy, 96);
  pango_context_set_language (copy, pango_context_get_language (context));
  pango_context_set_base_dir (copy, pango_context_get_base_dir (context));
  /* Older cairo puts glyphs on whole pixels: better they are all spaced so than some. */
  pango_context_set_round_glyph_positions (copy, !for_paper && !HAS_FINE_GLYPHS);
  return copy;
}

static double
find_scale (PangoContext *context)
{
  const PangoFontDescription *base = pango_context_get_font_description (context);
  double resolution = pango_cairo_context_get_resolution (context);
  double size;

  if (base == NULL || pango_font_description_get_size (base) == 0)
    return 1.0;

  size = pango_font_description_get_size (base) / (double) PANGO_SCALE;
  if (!pango_font_description_get_size_is_absolute (base))
    size *= (resolution > 0 ? resolution : 96.0) / 72.0;

  return CLAMP (size / DESIGN_SIZE, 0.6, 3.0);
}

static PangoFontDescription *
describe_style (const PangoFontDescription *base,
                LsStyle                     style)
{
  PangoFontDescription *description = pango_font_description_new ();
  const char *family = base != NULL ? pango_font_description_get_family (base) : NULL;

  if (styles[style].is_mono)
    family = "DejaVu Sans Mono,monospace";
  else if (family == NULL)
    family = "Cantarell,sans-serif";

  pango_font_description_set_family (description, family);
  pango_font_description_set_absolute_size (description, styles[style].size * PANGO_SCALE);
  if (styles[style].is_bold)
    pango_font_description_set_weight (description, PANGO_WEIGHT_BOLD);
  return description;
}

static LsFonts *
make_fonts (PangoContext *context,
            gboolean      for_paper)
{
  LsFonts *self = g_new0 (LsFonts, 1);
  const PangoFontDescription *base = pango_context_get_font_description (context);

  self->context = copy_context (context, for_paper);
  self->scale = find_scale (context);
  for (guint i = 0; i < LS_N_STYLES; i++)
    self->descriptions[i] = describe_style (base, i);

  return self;
}

/**
 * ls_fonts_new:
 * @context: (transfer none): whose font, size and language to use; it is not changed
 */
LsFonts *
ls_fonts_new (PangoContext *context)
{
  return make_fonts (context, FALSE);
}

void
ls_fonts_free (LsFonts *self)
{
  for (guint i = 0; i < LS_N_STYLES; i++)
    pango_font_description_free (self->descriptions[i]);
  g_object_unref (self->context);
  g_free (self);
}

double
ls_fonts_get_scale (LsFonts *self)
{
  return self->scale;
}

/**
 * ls_fonts_new_for_paper:
 *
 * Returns: (transfer full): the design's own font, whatever the desktop's is, so that files are alike everywhere
 */
LsFonts *
ls_fonts_new_for_paper (void)
{
  PangoFontMap *map = pango_cairo_font_map_get_default ();
  PangoContext *context = pango_font_map_create_context (map);
  LsFonts *self;
  PangoFontDescription *description = pango_font_description_from_string (DESIGN_FONT);

  pango_context_set_font_description (context, description);
  pango_cairo_context_set_resolution (context, 96);
  pango_font_description_free (description);
  self = make_fonts (context, TRUE);
  g_object_unref (context);
  return self;
}

static PangoLayout *
shape (LsFonts    *fonts,
       LsStyle     style,
       const char *string,
       glong       max_chars)
{
  PangoLayout *layout = pango_layout_new (fonts->context);
  g_autofree char *valid = NULL;
  gsize length = strlen (string);
  gsize limit = (gsize) max_chars * 4;

  /* Cut the bytes first: checking megabytes for their last character is what this avoids. */
  if (length > limit)
    length = g_utf8_find_prev_char (string, string + limit + 1) - string;
  if (!g_utf8_validate (string, length, NULL))
    {
      valid = g_utf8_make_valid (string, length);
      string = valid;
      length = strlen (valid);
    }
  if (length > (gsize) max_chars && g_utf8_strlen (string, length) > max_chars)
    length = g_utf8_offset_to_pointer (string, max_chars) - string;

  pango_layout_set_font_description (layout, fonts->descriptions[style]);
  pango_layout_set_text (layout, string, length);
  return layout;
}

static LsText *
wrap_layout (PangoLayout *layout)
{
  LsText *self = g_rc_box_new0 (LsText);
  int width, height;

  pango_layout_get_size (layout, &width, &height);
  self->layout = layout;
  self->width = width / (double) PANGO_SCALE;
  self->height = height / (double) PANGO_SCALE;
  self->baseline = pango_layout_get_baseline (layout) / (double) PANGO_SCALE;
  return self;
}

/**
 * ls_text_new:
 * @string: any text; line ends are shown as signs, invalid bytes replaced
 * @max_width: ends in an ellipsis beyond this; 0: no limit
 *
 * Returns: (transfer full): one line
 */
LsText *
ls_text_new (LsFonts    *fonts,
             LsStyle     style,
             const char *string,
             double      max_width)
{
  PangoLayout *layout = shape (fonts, style, string, MAX_LINE_CHARS);
  int width;

  pango_layout_set_single_paragraph_mode (layout, TRUE);
  pango_layout_get_size (layout, &width, NULL);
  /* The width is set only where it must be, or a right-to-left name would leave its chip's left end. */
  if (max_width > 0 && width > max_width * PANGO_SCALE)
    {
      pango_layout_set_width (layout, MAX (1, (int) (max_width * PANGO_SCALE)));
      pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
    }
  return wrap_layout (layout);
}

/* A number is not parted from its unit: "1 s" stays on one line. */
static char *
join_units (const char *string)
{
  GString *joined = g_string_sized_new (strlen (string) + 16);

  for (const char *c = string; *c != '\0'; c++)
    {
      gboolean is_unit = c > string && *c == ' ' && g_ascii_isdigit (c[-1]) &&
                         (c[1] == 's' || (c[1] == 'm' && c[2] == 's')) &&
                         !g_ascii_isalpha (c[c[1] == 's' ? 2 : 3]);

      if (is_unit)
        g_string_append (joined, "\302\240");
      else
        g_string_append_c (joined, *c);
    }
  return g_string_free (joined, FALSE);
}

/**
 * ls_text_new_paragraph:
 * @max_lines: ends in an ellipsis beyond this
 *
 * Returns: (transfer full): text wrapped to @width
 */
LsText *
ls_text_new_paragraph (LsFonts    *fonts,
                       LsStyle     style,
                       const char *string,
                       double      width,
                       guint       max_lines)
{
  g_autofree char *joined = join_units (string);
  PangoLayout *layout = shape (fonts, style, joined, MAX_PARAGRAPH_CHARS);

  pango_layout_set_width (layout, MAX (1, (int) (width * PANGO_SCALE)));
  /* A sentence runs as its language does, whatever the name it begins with is written in. */
  pango_layout_set_auto_dir (layout, FALSE);
  pango_layout_set_wrap (layout, PANGO_WRAP_WORD_CHAR);
  pango_layout_set_ellipsize (layout, PANGO_ELLIPSIZE_END);
  pango_layout_set_height (layout, -(int) max_lines);
  pango_layout_set_line_spacing (layout, 1.1);
  return wrap_layout (layout);
}

LsText *
ls_text_ref (LsText *self)
{
  return g_rc_box_acquire (self);
}

static void
clear_text (gpointer data)
{
  LsText *self = data;

  g_object_unref (self->layout);
}

void
ls_text_unref (LsText *self)
{
  g_rc_box_release_full (self, clear_text);
}

gboolean
ls_text_equal (const LsText *one,
               const LsText *other)
{
  if (one == other)
    return TRUE;
  if (one == NULL || other == NULL)
    return FALSE;

  return one->width == other->width &&
         strcmp (pango_layout_get_text (one->layout), pango_layout_get_text (other->layout)) == 0;
}

gboolean
ls_text_is_cut (const LsText *self)
{
  return pango_layout_is_ellipsized (self->layout);
}

/**
 * ls_fonts_measure:
 *
 * Returns: the width of @text in units, unlimited
 */
double
ls_fonts_measure (LsFonts    *self,
                  LsStyle     style,
                  const char *text)
{
  g_autoptr (LsText) shaped = ls_text_new (self, style, text, 0);

  return shaped->width;
}

/**
 * ls_text_paint:
 * @x: the left end
 * @baseline: of the first line
 *
 * Paints in the context's current colour.
 */
void
ls_text_paint (const LsText *self,
               cairo_t      *cr,
               double        x,
               double        baseline)
{
  cairo_move_to (cr, x, baseline - self->baseline);
  pango_cairo_show_layout (cr, self->layout);
}
