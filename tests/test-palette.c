/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "ls-palette.h"

#define TEXT 4.5   /* WCAG AA */
#define SIGN 3.0

static void
assert_contrast (const char *what, const LsColor *ink, const LsColor *ground, double least)
{
  g_autofree char *one = ls_color_to_hex (ink);
  g_autofree char *other = ls_color_to_hex (ground);
  double contrast = ls_color_contrast (ink, ground);

  if (contrast < least)
    g_test_message ("%s: %s on %s is %.2f", what, one, other, contrast);
  g_assert_cmpfloat (contrast, >=, least);
}

static void
test_text (gconstpointer data)
{
  guint which = GPOINTER_TO_UINT (data);
  const LsPalette *palette = ls_palette_get (which & 1, which & 2);
  const LsColor *grounds[] = { &palette->page, &palette->card, &palette->loop, &palette->chip, &palette->gap };

  g_assert_cmpint (palette->is_dark, ==, which & 1);
  for (guint i = 0; i < G_N_ELEMENTS (grounds); i++)
    {
      assert_contrast ("text", &palette->text, grounds[i], TEXT);
      assert_contrast ("dim", &palette->dim, grounds[i], TEXT);
      assert_contrast ("error", &palette->error, grounds[i], TEXT);
    }
  assert_contrast ("phase", &palette->accent_text, &palette->accent_pale, TEXT);
  assert_contrast ("current phase", &palette->accent_ink, &palette->accent_solid, TEXT);
  assert_contrast ("sentence of the loop", &palette->text, &palette->accent_pale, TEXT);
  assert_contrast ("warning", &palette->warning, &palette->warning_pale, TEXT);
  assert_contrast ("error on pale", &palette->error, &palette->error_pale, TEXT);
  assert_contrast ("success", &palette->success, &palette->card, TEXT);
  assert_contrast ("playhead", &palette->playhead, &palette->card, SIGN);
}

static void
test_tasks (gconstpointer data)
{
  guint which = GPOINTER_TO_UINT (data);
  const LsPalette *palette = ls_palette_get (which & 1, which & 2);

  for (guint i = 0; i <= LS_N_TASK_COLORS; i++)
    {
      const LsTaskColor *color = ls_palette_task (palette, i < LS_N_TASK_COLORS ? i : LS_COLOR_NONE);

      assert_contrast ("ink", &color->ink, &color->solid, TEXT);
      assert_contrast ("name", &palette->text, &color->fill, TEXT);
      assert_contrast ("detail", &palette->soft, &color->fill, TEXT);
      assert_contrast ("line", &color->line, &palette->card, SIGN);
      assert_contrast ("solid", &color->solid, &palette->loop, SIGN);
    }
}

/* A greyscale print still tells pale from solid. */
static void
test_forms (void)
{
  for (guint which = 0; which < 4; which++)
    {
      const LsPalette *palette = ls_palette_get (which & 1, which & 2);

      for (guint i = 0; i < LS_N_TASK_COLORS; i++)
        assert_contrast ("solid on pale", &palette->tasks[i].solid, &palette->tasks[i].fill, 2.5);
    }
}

static void
test_repeat (void)
{
  const LsPalette *palette = ls_palette_get (FALSE, FALSE);

  g_assert_true (ls_palette_task (palette, 0) == ls_palette_task (palette, LS_N_TASK_COLORS));
  g_assert_true (ls_palette_task (palette, 5000 * LS_N_TASK_COLORS + 3) == ls_palette_task (palette, 3));
  g_assert_true (ls_palette_task (palette, LS_COLOR_NONE) == &palette->none);
}

static void
test_hex (void)
{
  LsColor color = { 1, 0.5, 0, 0.25 };
  g_autofree char *hex = ls_color_to_hex (&color);

  g_assert_cmpstr (hex, ==, "#ff8000");
}

int
main (int argc, char **argv)
{
  static const char * const names[] = { "light", "dark", "light-contrast", "dark-contrast" };

  g_test_init (&argc, &argv, NULL);
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      g_autofree char *text = g_strdup_printf ("/draw/palette/text/%s", names[i]);
      g_autofree char *tasks = g_strdup_printf ("/draw/palette/tasks/%s", names[i]);

      g_test_add_data_func (text, GUINT_TO_POINTER (i), test_text);
      g_test_add_data_func (tasks, GUINT_TO_POINTER (i), test_tasks);
    }
  g_test_add_func ("/draw/palette/forms", test_forms);
  g_test_add_func ("/draw/palette/repeat", test_repeat);
  g_test_add_func ("/draw/palette/hex", test_hex);
  return g_test_run ();
}
