/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-svg-sheet.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "ls-svg-node.h"

/* All of a palette after its flag are colours, in an order that is the same for all palettes. */
#define FIRST_COLOR offsetof (LsPalette, page)
#define N_COLORS    ((sizeof (LsPalette) - FIRST_COLOR) / sizeof (LsColor))
G_STATIC_ASSERT (N_COLORS < 255);
G_STATIC_ASSERT ((sizeof (LsPalette) - FIRST_COLOR) % sizeof (LsColor) == 0);

/* The channels that tell a colour of ours from one of a picture's own: red counts, from 1. */
#define KEY_GREEN 3
#define KEY_BLUE  5

struct _LsSvgSheet
{
  GHashTable *ids;                /* (owned char): element without its place, to number */
  GPtrArray  *definitions;        /* char, by number; owned by ids */
  guint       n_pictures;
};

/* While one picture is read. */
typedef struct
{
  LsSvgSheet *sheet;
  GHashTable *glyphs;             /* cairo's id, to the outline's number + 1; 0: nothing to be seen */
  GString    *body;
} Reading;

LsSvgSheet *
ls_svg_sheet_new (void)
{
  LsSvgSheet *self = g_new0 (LsSvgSheet, 1);

  self->ids = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, NULL);
  self->definitions = g_ptr_array_new ();
  return self;
}

void
ls_svg_sheet_free (LsSvgSheet *self)
{
  g_ptr_array_unref (self->definitions);
  g_hash_table_unref (self->ids);
  g_free (self);
}

static const LsColor *
get_color (const LsPalette *palette,
           guint            index)
{
  return (const LsColor *) (const void *) ((const char *) palette + FIRST_COLOR) + index;
}

const LsPalette *
ls_svg_sheet_get_palette (void)
{
  static LsPalette keys;
  static gsize once;

  if (g_once_init_enter (&once))
    {
      LsColor *colors = (LsColor *) (void *) ((char *) &keys + FIRST_COLOR);

      for (guint i = 0; i < N_COLORS; i++)
        colors[i] = (LsColor) { (i + 1) / 255.0, KEY_GREEN / 255.0, KEY_BLUE / 255.0, 1 };
      g_once_init_leave (&once, 1);
    }
  return &keys;
}

static guint
define (LsSvgSheet *self,
        char       *element)      /* (transfer full) */
{
  gpointer number;

  if (g_hash_table_lookup_extended (self->ids, element, NULL, &number))
    {
      g_free (element);
      return GPOINTER_TO_UINT (number);
    }
  g_ptr_array_add (self->definitions, element);
  g_hash_table_insert (self->ids, element, GUINT_TO_POINTER (self->definitions->len - 1));
  return self->definitions->len - 1;
}

/* Numbers */

/* Hundredths of a unit: finer than any screen, and the same for what stands at two places. */
static void
append_number (GString *out,
               double   value)
{
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  char *end;

  value = round (value * 100) / 100;
  g_ascii_formatd (text, sizeof text, "%.2f", value == 0 ? 0 : value);
  end = text + strlen (text);
  while (end[-1] == '0')
    end--;
  if (end[-1] == '.')
    end--;
  *end = '\0';
  g_string_append (out, text);
}

static double
get_number (const LsSvgNode *node,
            const char      *name)
{
  const char *value = ls_svg_node_get (node, name);

  return value != NULL ? g_ascii_strtod (value, NULL) : 0;
}

/*
 * "M 10 10 L 60 10 Z", moved by -@x, -@y; FALSE where it is no such path.  Letters are absolute in what cairo writes.
 */
static gboolean
append_outline (GString    *out,
                const char *path,
                double      x,
                double      y)
{
  const char *last;
  guint n = 0;

  for (const char *at = path; *at != '\0'; )
    {
      char *end;
      double value;

      if (g_ascii_isspace (*at))
        {
          at++;
          continue;
        }
      if (strchr ("MLCZ", *at) != NULL)
        {
          g_string_append_c (out, *at++);
          continue;
        }
      value = g_ascii_strtod (at, &end);
      if (end == at)
        return FALSE;
      value -= n % 2 == 0 ? x : y;
      if (out->len > 0 && g_ascii_isdigit (out->str[out->len - 1]) && round (value * 100) >= 0)
        g_string_append_c (out, ' ');
      append_number (out, value);
      n++;
      at = end;
    }
  /* cairo ends a closed figure by going to where the next would begin. */
  last = strrchr (out->str, 'M');
  if (last != NULL && last > out->str && last[-1] == 'Z')
    g_string_truncate (out, last - out->str);
  return n >= 2;
}

static gboolean
get_first_point (const char *path,
                 double     *x,
                 double     *y)
{
  char *end;

  if (path == NULL || !g_str_has_prefix (path, "M "))
    return FALSE;
  *x = g_ascii_strtod (path + 2, &end);
  *y = g_ascii_strtod (end, NULL);
  return TRUE;
}

/* Colours */

/* A colour's place in a palette, or -1 if it is none of ours. */
static int
find_color (const char *value)
{
  double channel[3];

  if (value == NULL || !g_str_has_prefix (value, "rgb("))
    return -1;
  value += strlen ("rgb(");
  for (guint i = 0; i < 3; i++)
    {
      char *end;

      channel[i] = round (g_ascii_strtod (value, &end) * 2.55);
      value = strchr (end, i < 2 ? ',' : ')');
      if (value == NULL)
        return -1;
      value++;
    }
  if (channel[0] < 1 || channel[0] > N_COLORS || channel[1] != KEY_GREEN || channel[2] != KEY_BLUE)
    return -1;
  return (int) channel[0] - 1;
}

static gboolean
is_painted (const LsSvgNode *node,
            const char      *what)
{
  const char *value = ls_svg_node_get (node, what);

  return value != NULL && strcmp (value, "none") != 0;
}

/* Ours by a class each; others as they are. */
static void
append_colors (GString         *out,
               const LsSvgNode *node)
{
  static const char * const kinds[] = { "fill", "stroke" };
  g_autoptr (GString) classes = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      g_autofree char *opacity_name = g_strconcat (kinds[i], "-opacity", NULL);
      const char *opacity = ls_svg_node_get (node, opacity_name);
      int color = find_color (ls_svg_node_get (node, kinds[i]));

      if (!is_painted (node, kinds[i]))
        continue;
      if (color >= 0)
        g_string_append_printf (classes, "%s%c%d", classes->len > 0 ? " " : "", kinds[i][0], color);
      else
        g_string_append_printf (out, " %s=\"%s\"", kinds[i], ls_svg_node_get (node, kinds[i]));
      if (opacity != NULL && strcmp (opacity, "1") != 0)
        g_string_append_printf (out, " %s=\"%s\"", opacity_name, opacity);
    }
  if (classes->len > 0)
    g_string_append_printf (out, " class=\"%s\"", classes->str);
}

/* What a stroke is like, but for its colour; the style sheet sets cairo's miter limit. */
static void
append_pen (GString         *out,
            const LsSvgNode *node)
{
  static const struct { const char *name, *usual; } kinds[] = {
    { "stroke-width", "1" }, { "stroke-linecap", "butt" }, { "stroke-linejoin", "miter" },
    { "stroke-dasharray", "none" }, { "stroke-dashoffset", "0" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (kinds); i++)
    {
      const char *value = ls_svg_node_get (node, kinds[i].name);

      if (value != NULL && strcmp (value, kinds[i].usual) != 0)
        g_string_append_printf (out, " %s=\"%s\"", kinds[i].name, value);
    }
}

/* Elements */

static void
append_use (Reading         *reading,
            guint            number,
            double           x,
            double           y,
            const LsSvgNode *node)
{
  GString *body = reading->body;

  g_string_append_printf (body, "<use href=\"#d%u\" x=\"", number);
  append_number (body, x);
  g_string_append (body, "\" y=\"");
  append_number (body, y);
  g_string_append_c (body, '"');
  append_colors (body, node);
  g_string_append (body, "/>");
}

static void
name_colors (const LsSvgNode *node)
{
  for (guint i = 0; i < node->attributes->len; i += 2)
    {
      char **name = (char **) &node->attributes->pdata[i];
      int color = find_color (name[1]);

      if (color < 0)
        continue;
      g_free (name[1]);
      name[1] = g_strdup_printf ("%c%d", name[0][0], color);
      g_free (name[0]);
      name[0] = g_strdup ("class");
    }
  for (guint i = 0; i < node->children->len; i++)
    name_colors (node->children->pdata[i]);
}

/* What is not known is kept as it is, its names apart from those of other pictures. */
static void
append_as_is (Reading         *reading,
              const LsSvgNode *node)
{
  g_autofree char *prefix = g_strdup_printf ("p%u-", reading->sheet->n_pictures);

  name_colors (node);
  ls_svg_node_write (node, prefix, reading->body);
}

static void
read_path (Reading         *reading,
           const LsSvgNode *node)
{
  const char *rule = ls_svg_node_get (node, "fill-rule");
  g_autoptr (GString) element = g_string_new ("<path d=\"");
  g_autoptr (GString) outline = g_string_new (NULL);
  const char *path = ls_svg_node_get (node, "d");
  double x, y;

  if (ls_svg_node_get (node, "transform") != NULL || ls_svg_node_get (node, "clip-path") != NULL
      || !get_first_point (path, &x, &y) || !append_outline (outline, path, x, y))
    {
      append_as_is (reading, node);
      return;
    }
  g_string_append_printf (element, "%s\"", outline->str);
  if (!is_painted (node, "fill"))
    g_string_append (element, " fill=\"none\"");
  else if (rule != NULL && strcmp (rule, "evenodd") == 0)
    g_string_append (element, " fill-rule=\"evenodd\"");
  if (is_painted (node, "stroke"))
    append_pen (element, node);
  g_string_append (element, "/>");
  append_use (reading, define (reading->sheet, g_strdup (element->str)), x, y, node);
}

static gboolean
is_word (const LsSvgNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const LsSvgNode *glyph = node->children->pdata[i];
      const char *target = ls_svg_node_get (glyph, "href");

      if (strcmp (glyph->name, "use") != 0 || target == NULL || strstr (target, "glyph") == NULL)
        return FALSE;
    }
  return node->children->len > 0 && ls_svg_node_get (node, "clip-path") == NULL;
}

/* A run of glyphs is defined as one, from its first glyph on. */
static void
read_word (Reading         *reading,
           const LsSvgNode *node)
{
  g_autoptr (GString) element = g_string_new ("<g>");
  double x = 0, y = 0;
  guint n = 0;

  for (guint i = 0; i < node->children->len; i++)
    {
      const LsSvgNode *glyph = node->children->pdata[i];
      guint number = GPOINTER_TO_UINT (g_hash_table_lookup (reading->glyphs, ls_svg_node_get (glyph, "href") + 1));
      double glyph_x = get_number (glyph, "x"), glyph_y = get_number (glyph, "y");

      if (number == 0)
        continue;
      if (n++ == 0)
        {
          x = glyph_x;
          y = glyph_y;
        }
      g_string_append_printf (element, "<use href=\"#d%u\"", number - 1);
      if (round ((glyph_x - x) * 100) != 0)
        {
          g_string_append (element, " x=\"");
          append_number (element, glyph_x - x);
          g_string_append_c (element, '"');
        }
      if (round ((glyph_y - y) * 100) != 0)
        {
          g_string_append (element, " y=\"");
          append_number (element, glyph_y - y);
          g_string_append_c (element, '"');
        }
      g_string_append (element, "/>");
    }
  g_string_append (element, "</g>");
  if (n > 0)
    append_use (reading, define (reading->sheet, g_strdup (element->str)), x, y, node);
}

/* The outline keeps its own origin: glyphs of one word share a baseline. */
static void
read_glyph (Reading         *reading,
            const LsSvgNode *symbol)
{
  const LsSvgNode *path = symbol->children->len > 0 ? symbol->children->pdata[0] : NULL;
  const char *outline = path != NULL ? ls_svg_node_get (path, "d") : NULL;
  g_autoptr (GString) element = g_string_new ("<path d=\"");
  guint number = 0;

  if (outline != NULL && *outline != '\0')
    {
      append_outline (element, outline, 0, 0);
      g_string_append (element, "\"/>");
      number = define (reading->sheet, g_strdup (element->str)) + 1;
    }
  g_hash_table_insert (reading->glyphs, (char *) ls_svg_node_get (symbol, "id"), GUINT_TO_POINTER (number));
}

static void
read_definitions (Reading         *reading,
                  const LsSvgNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const LsSvgNode *child = node->children->pdata[i];
      const char *id = ls_svg_node_get (child, "id");

      if (id != NULL && g_str_has_prefix (id, "glyph"))
        read_glyph (reading, child);
      else if (strcmp (child->name, "g") == 0 && id == NULL)
        read_definitions (reading, child);
      else
        append_as_is (reading, child);
    }
}

static void
read_elements (Reading         *reading,
               const LsSvgNode *node)
{
  for (guint i = 0; i < node->children->len; i++)
    {
      const LsSvgNode *child = node->children->pdata[i];
      const char *id = ls_svg_node_get (child, "id");

      if (strcmp (child->name, "defs") == 0)
        read_definitions (reading, child);
      else if (strcmp (child->name, "path") == 0)
        read_path (reading, child);
      else if (strcmp (child->name, "g") == 0 && id != NULL && g_str_has_prefix (id, "surface"))
        read_elements (reading, child);
      else if (strcmp (child->name, "g") == 0 && is_word (child))
        read_word (reading, child);
      else
        append_as_is (reading, child);
    }
}

gboolean
ls_svg_sheet_add (LsSvgSheet  *self,
                  const char  *svg,
                  gssize       length,
                  GString     *body,
                  GError     **error)
{
  g_autoptr (LsSvgNode) root = ls_svg_node_parse (svg, length, error);
  g_autoptr (GHashTable) glyphs = g_hash_table_new (g_str_hash, g_str_equal);
  Reading reading = { self, glyphs, body };

  if (root == NULL)
    return FALSE;
  read_elements (&reading, root);
  self->n_pictures++;
  return TRUE;
}

void
ls_svg_sheet_write_definitions (LsSvgSheet *self,
                                GString    *out)
{
  for (guint i = 0; i < self->definitions->len; i++)
    {
      const char *element = self->definitions->pdata[i];
      gsize name = strcspn (element, " >");

      g_string_append_len (out, element, name);
      g_string_append_printf (out, " id=\"d%u\"%s\n", i, element + name);
    }
}

void
ls_svg_sheet_write_classes (GString *out)
{
  for (guint i = 0; i < N_COLORS; i++)
    g_string_append_printf (out, ".f%u{fill:var(--c%u)}.s%u{stroke:var(--c%u)}\n", i, i, i, i);
}

void
ls_svg_sheet_write_colors (const LsPalette *palette,
                           GString         *out)
{
  for (guint i = 0; i < N_COLORS; i++)
    {
      g_autofree char *hex = ls_color_to_hex (get_color (palette, i));

      g_string_append_printf (out, "--c%u:%s;", i, hex);
    }
}
