/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <adwaita.h>

#include "ls-form.h"

static void
paint_running (cairo_t *cr, const LsTaskColor *color)
{
  cairo_move_to (cr, 1.5, 0.5);
  cairo_line_to (cr, 11.5, 6);
  cairo_line_to (cr, 1.5, 11.5);
  cairo_close_path (cr);
  ls_color_set (&color->line, cr);
  cairo_fill (cr);
}

static void
paint_ready (cairo_t *cr, const LsPalette *palette, const LsTaskColor *color)
{
  cairo_arc (cr, 6, 6, 4.6, 0, 2 * G_PI);
  ls_color_set (&palette->card, cr);
  cairo_fill_preserve (cr);
  ls_color_set (&color->line, cr);
  cairo_set_line_width (cr, 2.2);
  cairo_stroke (cr);
}

static void
paint_waiting (cairo_t *cr, const LsTaskColor *color)
{
  cairo_rectangle (cr, 1, 1, 10, 10);
  ls_color_set (&color->fill, cr);
  cairo_fill_preserve (cr);
  ls_color_set (&color->line, cr);
  cairo_set_line_width (cr, 1.4);
  cairo_stroke (cr);
  cairo_set_line_width (cr, 1.6);
  cairo_move_to (cr, 4.2, 3.6);
  cairo_line_to (cr, 4.2, 8.4);
  cairo_move_to (cr, 7.8, 3.6);
  cairo_line_to (cr, 7.8, 8.4);
  cairo_stroke (cr);
}

static void
paint_done (cairo_t *cr, const LsTaskColor *color)
{
  cairo_arc (cr, 6, 6, 3, 0, 2 * G_PI);
  ls_color_set (&color->line, cr);
  cairo_fill (cr);
}

/**
 * ls_form_paint:
 * @x: left edge of a square of LS_FORM_SIZE
 * @y: its top
 */
void
ls_form_paint (cairo_t *cr, const LsPalette *palette, const LsTaskColor *color, LsStatus status,
               double x, double y)
{
  cairo_save (cr);
  cairo_translate (cr, x, y);
  switch (status)
    {
    case LS_STATUS_RUNNING: paint_running (cr, color); break;
    case LS_STATUS_READY:   paint_ready (cr, palette, color); break;
    case LS_STATUS_WAITING: paint_waiting (cr, color); break;
    default:                paint_done (cr, color); break;
    }
  cairo_restore (cr);
}

const LsPalette *
ls_form_get_palette (void)
{
  AdwStyleManager *manager = adw_style_manager_get_default ();

  return ls_palette_get (adw_style_manager_get_dark (manager),
                         adw_style_manager_get_high_contrast (manager));
}

const LsTaskColor *
ls_form_get_color (const LsPalette *palette, LsModel *model, guint32 task)
{
  const LsTaskFacts *facts = task != 0 && model != NULL ? ls_model_get_task (model, task) : NULL;

  return facts != NULL ? ls_palette_task (palette, facts->index) : NULL;
}

LsStatus
ls_form_get_status (const LsState *state, guint32 task)
{
  const LsTaskState *found = ls_state_get_task (state, task);

  return found != NULL ? found->status : LS_STATUS_DONE;
}
