/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-palette.h"

#include <math.h>

/*
 * The four palettes.  A line takes 3:1 against the card and ink 4.5:1 against solid (WCAG AA); the unit
 * test measures every pair, so that a colour can be changed here without fear.  Red is left to errors.
 */
#define HEX(v) { ((v) >> 16 & 255) / 255.0, ((v) >> 8 & 255) / 255.0, ((v) & 255) / 255.0, 1.0 }
#define TASK(l, f, s, i) { .line = HEX (l), .fill = HEX (f), .solid = HEX (s), .ink = HEX (i) }

static const LsPalette light =
{
  .is_dark = FALSE,
  .page = HEX (0xfafafa), .card = HEX (0xffffff), .border = HEX (0xdeddda),
  .loop = HEX (0xffffff), .chip = HEX (0xffffff),
  .text = HEX (0x241f31), .soft = HEX (0x5e5c64), .dim = HEX (0x6b6a70), .faint = HEX (0x9a9996),
  .accent = HEX (0x3584e4), .accent_pale = HEX (0xeaf2fc), .accent_text = HEX (0x1a5fb4),
  .accent_solid = HEX (0x1c71d8), .accent_ink = HEX (0xffffff),
  .warning = HEX (0x905400), .warning_pale = HEX (0xfdf0d5),
  .error = HEX (0xc01c28), .error_pale = HEX (0xfbe4e5),
  .success = HEX (0x1b7a4b),
  .gap = HEX (0xf6f5f4), .rule = HEX (0xdeddda), .depth = HEX (0xcfe1f8),
  .playhead = HEX (0x1f1f1f),
  .none = TASK (0x77767b, 0xf0efee, 0x5e5c64, 0xffffff),
  .tasks = {
    TASK (0x3584e4, 0xe3eefb, 0x1c71d8, 0xffffff),
    TASK (0x26a269, 0xe0f3ea, 0x1b8553, 0xffffff),
    TASK (0x2190a4, 0xdef1f4, 0x187c8e, 0xffffff),
    TASK (0xe66100, 0xfdebdd, 0xc64600, 0xffffff),
    TASK (0x9141ac, 0xf2e6f6, 0x9141ac, 0xffffff),
    TASK (0xb5835a, 0xf5ece3, 0x8f633e, 0xffffff),
    TASK (0xc0418c, 0xfae5f1, 0xb0357e, 0xffffff),
    TASK (0x84851c, 0xf1f1d8, 0x70720f, 0xffffff),
  },
};

static const LsPalette dark =
{
  .is_dark = TRUE,
  .page = HEX (0x242424), .card = HEX (0x303030), .border = HEX (0x454545),
  .loop = HEX (0x2a2f38), .chip = HEX (0x242424),
  .text = HEX (0xf6f5f4), .soft = HEX (0xc8c7c4), .dim = HEX (0xa5a4a1), .faint = HEX (0x7d7c79),
  .accent = HEX (0x78aeed), .accent_pale = HEX (0x39475c), .accent_text = HEX (0xb9d3f3),
  .accent_solid = HEX (0x78aeed), .accent_ink = HEX (0x10243e),
  .warning = HEX (0xf8c66b), .warning_pale = HEX (0x4a3a18),
  .error = HEX (0xff8a7c), .error_pale = HEX (0x4b2527),
  .success = HEX (0x8ff0a4),
  .gap = HEX (0x2c2c2c), .rule = HEX (0x454545), .depth = HEX (0x2f4a6b),
  .playhead = HEX (0xf6f5f4),
  .none = TASK (0xa5a4a1, 0x3d3d3d, 0xc0bfbc, 0x1e1e1e),
  .tasks = {
    TASK (0x78aeed, 0x303f52, 0x78aeed, 0x10243e),
    TASK (0x57e389, 0x2c4636, 0x57e389, 0x0d2b19),
    TASK (0x7dc8d4, 0x314447, 0x7dc8d4, 0x0c292e),
    TASK (0xf8a45e, 0x4b3b2d, 0xf8a45e, 0x351a02),
    TASK (0xc88ddb, 0x423548, 0xc88ddb, 0x2a0f35),
    TASK (0xe5b98a, 0x473e35, 0xe5b98a, 0x33200e),
    TASK (0xf59ac8, 0x4a3641, 0xf59ac8, 0x3a0c25),
    TASK (0xd9d76b, 0x434330, 0xd9d76b, 0x28270a),
  },
};

static const LsPalette light_contrast =
{
  .is_dark = FALSE,
  .page = HEX (0xffffff), .card = HEX (0xffffff), .border = HEX (0x5e5c64),
  .loop = HEX (0xffffff), .chip = HEX (0xffffff),
  .text = HEX (0x000000), .soft = HEX (0x241f31), .dim = HEX (0x3d3846), .faint = HEX (0x5e5c64),
  .accent = HEX (0x1a5fb4), .accent_pale = HEX (0xe3eefb), .accent_text = HEX (0x0f3f7c),
  .accent_solid = HEX (0x1a5fb4), .accent_ink = HEX (0xffffff),
  .warning = HEX (0x6b3d00), .warning_pale = HEX (0xfdf0d5),
  .error = HEX (0x9b0f1a), .error_pale = HEX (0xfbe4e5),
  .success = HEX (0x0f5c36),
  .gap = HEX (0xf0efee), .rule = HEX (0x77767b), .depth = HEX (0xb3cff2),
  .playhead = HEX (0x000000),
  .none = TASK (0x3d3846, 0xf0efee, 0x3d3846, 0xffffff),
  .tasks = {
    TASK (0x1a5fb4, 0xe3eefb, 0x1a5fb4, 0xffffff),
    TASK (0x12663d, 0xe0f3ea, 0x12663d, 0xffffff),
    TASK (0x0f5d6b, 0xdef1f4, 0x0f5d6b, 0xffffff),
    TASK (0xa13800, 0xfdebdd, 0xa13800, 0xffffff),
    TASK (0x71298a, 0xf2e6f6, 0x71298a, 0xffffff),
    TASK (0x6b4526, 0xf5ece3, 0x6b4526, 0xffffff),
    TASK (0x8b1f60, 0xfae5f1, 0x8b1f60, 0xffffff),
    TASK (0x55560a, 0xf1f1d8, 0x55560a, 0xffffff),
  },
};

static const LsPalette dark_contrast =
{
  .is_dark = TRUE,
  .page = HEX (0x000000), .card = HEX (0x101010), .border = HEX (0xc0bfbc),
  .loop = HEX (0x0c1420), .chip = HEX (0x000000),
  .text = HEX (0xffffff), .soft = HEX (0xf6f5f4), .dim = HEX (0xdeddda), .faint = HEX (0xc0bfbc),
  .accent = HEX (0x99c1f1), .accent_pale = HEX (0x22344d), .accent_text = HEX (0xdbe9fb),
  .accent_solid = HEX (0x99c1f1), .accent_ink = HEX (0x000000),
  .warning = HEX (0xffd98c), .warning_pale = HEX (0x3d2f0e),
  .error = HEX (0xffb3aa), .error_pale = HEX (0x451a1c),
  .success = HEX (0xa8f5b8),
  .gap = HEX (0x1c1c1c), .rule = HEX (0x9a9996), .depth = HEX (0x2f4a6b),
  .playhead = HEX (0xffffff),
  .none = TASK (0xdeddda, 0x2a2a2a, 0xdeddda, 0x000000),
  .tasks = {
    TASK (0x99c1f1, 0x1f2f44, 0x99c1f1, 0x000000),
    TASK (0x8ff0a4, 0x1c3824, 0x8ff0a4, 0x000000),
    TASK (0x9fe0ea, 0x1c3439, 0x9fe0ea, 0x000000),
    TASK (0xffbe85, 0x412c19, 0xffbe85, 0x000000),
    TASK (0xdfb3ee, 0x35233d, 0xdfb3ee, 0x000000),
    TASK (0xf0d0ab, 0x3a2f22, 0xf0d0ab, 0x000000),
    TASK (0xffbadd, 0x3f2434, 0xffbadd, 0x000000),
    TASK (0xf2f08f, 0x363618, 0xf2f08f, 0x000000),
  },
};

/**
 * ls_palette_get:
 * @dark: for a dark page
 * @high_contrast: whether the desktop asks for more contrast
 *
 * Returns: (transfer none): the colours, which never change
 */
const LsPalette *
ls_palette_get (gboolean is_dark,
                gboolean high_contrast)
{
  if (high_contrast)
    return is_dark ? &dark_contrast : &light_contrast;

  return is_dark ? &dark : &light;
}

/**
 * ls_palette_task:
 * @palette: a palette
 * @index: the task's place in order of creation, or %LS_COLOR_NONE
 *
 * Returns: (transfer none): the colours of that task
 */
const LsTaskColor *
ls_palette_task (const LsPalette *palette,
                 guint            index)
{
  if (index == LS_COLOR_NONE)
    return &palette->none;

  return &palette->tasks[index % LS_N_TASK_COLORS];
}

void
ls_color_set (const LsColor *color,
              cairo_t       *cr)
{
  cairo_set_source_rgba (cr, color->r, color->g, color->b, color->a);
}

/**
 * ls_color_to_hex:
 * @color: a colour
 *
 * Returns: (transfer full): "#rrggbb", for markup and style sheets; opacity is left out
 */
char *
ls_color_to_hex (const LsColor *color)
{
  return g_strdup_printf ("#%02x%02x%02x", (guint) lround (color->r * 255),
                          (guint) lround (color->g * 255), (guint) lround (color->b * 255));
}

static double
linear (double channel)
{
  return channel <= 0.03928 ? channel / 12.92 : pow ((channel + 0.055) / 1.055, 2.4);
}

static double
luminance (const LsColor *color)
{
  return 0.2126 * linear (color->r) + 0.7152 * linear (color->g) + 0.0722 * linear (color->b);
}

/**
 * ls_color_contrast:
 * @one: a colour
 * @other: another; both are taken as opaque
 *
 * Returns: their contrast ratio as WCAG 2 defines it, 1 to 21; text needs 4.5, a sign 3
 */
double
ls_color_contrast (const LsColor *one,
                   const LsColor *other)
{
  double a = luminance (one) + 0.05;
  double b = luminance (other) + 0.05;

  return MAX (a, b) / MIN (a, b);
}
