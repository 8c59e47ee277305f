/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <glib/gi18n-lib.h>

/* Ready tasks at the loop's door, and the loop.  Beside each other, or the loop below where that is too narrow. */
#define SIDE_BY_SIDE   560.0
#define CHIP_MIN       92.0
#define CHIP_WISH      114.0
#define CHIP_MAX       190.0
#define SHORT_WISH     80.0
#define DOT_PITCH      14.0

/* The width of n full chips in room, or 0 if they would be too narrow. */
static double
fit_ready_chips (LsStage *self,
                 double   room)
{
  const LsScene *scene = self->scene;
  double share = (room - 8 * (scene->n_ready - 1.0)) / scene->n_ready;
  double wish = CHIP_WISH;

  if (share < CHIP_MIN)
    return 0;

  for (guint i = 0; i < scene->ready->len; i++)
    {
      const LsActor *actor = &g_array_index (scene->ready, LsActor, i);

      wish = MAX (wish, ls_fonts_measure (self->fonts, LS_STYLE_NAME, actor->name) + 33);
      wish = MAX (wish, ls_fonts_measure (self->fonts, LS_STYLE_DETAIL, actor->detail) + 33);
    }
  return MIN (share, MIN (wish, CHIP_MAX));
}

static void
add_ready_chips (LsStage      *self,
                 const LsRect *box,
                 double        width)
{
  double right = box->x + box->width - 10;

  for (guint i = 0; i < self->scene->ready->len; i++)
    {
      LsRect rect = { right - width, box->y + 11, width, 44 };

      ls_stage_add_actor (self, LS_PART_CHIP, &g_array_index (self->scene->ready, LsActor, i),
                          rect);
      right -= width + 8;
    }
}

/* Short chips for those next in line, dots for those after them, and how many have no chip. */
static void
add_ready_crowd (LsStage      *self,
                 const LsRect *box)
{
  const LsScene *scene = self->scene;
  g_autofree char *more = NULL;
  double room = box->width - 20;
  guint n_chips = MAX (1, (guint) ((room - 44) / (SHORT_WISH + 8)));
  double width = MIN (150, (room - 44) / n_chips - 8);
  double right = box->x + box->width - 10;
  guint n_dots = (guint) (room / DOT_PITCH);

  for (guint i = 0; i < MIN (n_chips, scene->ready->len); i++)
    {
      LsRect rect = { right - width, box->y + 10, width, 28 };

      ls_stage_add_actor (self, LS_PART_SHORT, &g_array_index (scene->ready, LsActor, i), rect);
      right -= width + 8;
    }
  if (scene->n_ready <= n_chips)
    return;

  more = g_strdup_printf ("+%'u", scene->n_ready - n_chips);
  ls_stage_add_text (self, LS_STYLE_SIGN, LS_INK_DIM, more, box->x + 12, box->y + 29, 44);
  right = box->x + box->width - 10;
  for (guint i = n_chips; i < MIN (n_chips + n_dots, scene->ready->len); i++)
    {
      LsRect rect = { right - 11, box->y + 54, 11, 11 };

      ls_stage_add_actor (self, LS_PART_DOT, &g_array_index (scene->ready, LsActor, i), rect);
      right -= DOT_PITCH;
    }
}

/* Returns: the bottom of the box of ready tasks, whose heading stands at @y + 16 */
static LsRect
add_ready (LsStage *self,
           double   x,
           double   y,
           double   width)
{
  const LsScene *scene = self->scene;
  double chip = scene->n_ready > 0 ? fit_ready_chips (self, width - 20) : CHIP_WISH;
  LsRect box = { x, y + 26, width, chip > 0 ? 66 : 78 };
  g_autofree char *crowd = g_strdup_printf (_("%'u · first in first out"), scene->n_ready);
  const char *remark = chip > 0 ? _("runs next, first in first out") : crowd;
  LsPart *part;

  if (scene->n_ready == 0)
    remark = _("nobody");
  ls_stage_add_heading (self, _("Ready"), remark, x, y + 16, width);
  part = ls_stage_add (self, LS_PART_CARD, LS_ITEM_READY, 0, 0, box);
  part->is_pickable = TRUE;
  if (chip > 0)
    add_ready_chips (self, &box, chip);
  else
    add_ready_crowd (self, &box);
  return box;
}

static gboolean
is_current (LsPhase phase,
            guint   nth)
{
  return (nth == 0 && phase == LS_PHASE_POLL) || (nth == 1 && phase == LS_PHASE_TIMERS) ||
         (nth == 2 && phase == LS_PHASE_RUN);
}

static void
add_phases (LsStage *self,
            double   x,
            double   y,
            double   width)
{
  const char *names[] = { _("poll I/O"), _("timers due"), _("run ready") };
  double most = (width - 2 * 16) / 3;
  double padding = 24;
  LsText *texts[3];
  double total = 0;

  for (guint i = 0; i < 3; i++)
    total += ls_fonts_measure (self->fonts, LS_STYLE_PHASE, names[i]);
  if (total + 3 * padding + 32 > width)
    padding = MAX (12, (width - 32 - total) / 3);
  /* When even that is too little, each has a third. */
  if (total + 3 * padding + 32 <= width)
    most = width;

  for (guint i = 0; i < 3; i++)
    {
      LsRect rect = { x, y, 0, 20 };
      LsPart *part;

      texts[i] = ls_text_new (self->fonts, LS_STYLE_PHASE, names[i], most - padding);
      rect.width = texts[i]->width + padding;
      part = ls_stage_add (self, LS_PART_PHASE, LS_ITEM_NONE, i, 0, rect);
      part->first = texts[i];
      part->is_active = is_current (self->scene->phase, i);
      x += rect.width;
      if (i < 2)
        {
          part = ls_stage_add (self, LS_PART_ARROW, LS_ITEM_NONE, 100 + i, 0,
                               (LsRect) { x + 4, y + 6, 8, 8 });
          part->ink = LS_INK_ACCENT;
        }
      x += 16;
    }
}

static void
add_idle (LsStage *self,
          LsRect   rect)
{
  LsPart *part = ls_stage_add (self, LS_PART_IDLE, LS_ITEM_NONE, 0, 0, rect);

  part->radius = 9;
  if (*self->scene->idle == '\0')
    return;

  part->place = g_str_hash (self->scene->idle);
  part->first = ls_text_new (self->fonts, LS_STYLE_NAME, self->scene->idle, rect.width - 28);
  if (*self->scene->idle_detail != '\0')
    part->second = ls_text_new (self->fonts, LS_STYLE_DETAIL, self->scene->idle_detail,
                                rect.width - 28);
}

static double
add_loop (LsStage *self,
          double   x,
          double   y,
          double   width)
{
  const LsScene *scene = self->scene;
  LsRect slot = { x + 16, y + 64, width - 32, 44 };
  LsPart *part = ls_stage_add (self, LS_PART_LOOP, LS_ITEM_LOOP, 0, 0,
                               (LsRect) { x, y, width, 118 });
  double title;

  part->radius = 16;
  part->is_pickable = TRUE;
  part->is_active = scene->is_blocking;
  title = ls_stage_add_text (self, LS_STYLE_HEADING, LS_INK_TEXT, _("Event loop"), x + 16, y + 22,
                             width - 32)->rect.width;
  if (scene->is_blocking)
    ls_stage_add_text_right (self, LS_STYLE_SIGN, LS_INK_ERROR, _("blocked"),
                             x + width - 16, y + 22, width - 48 - title);
  else if (*scene->iteration != '\0')
    ls_stage_add_text_right (self, LS_STYLE_REMARK, LS_INK_DIM, scene->iteration,
                             x + width - 16, y + 22, width - 48 - title);
  add_phases (self, x + 16, y + 32, width - 32);
  if (scene->has_running)
    ls_stage_add_actor (self, LS_PART_CHIP, &scene->running, slot);
  else
    add_idle (self, slot);
  return y + 118;
}

static void
add_door (LsStage *self,
          LsRect   rect)
{
  LsPart *part = ls_stage_add (self, LS_PART_ARROW, LS_ITEM_NONE, 1, 0, rect);

  part->ink = LS_INK_DIM;
}

double
ls_stage_layout_loop (LsStage *self,
                      double   y)
{
  double x = LS_STAGE_MARGIN;
  double width = self->width - 2 * x;
  double loop_width = CLAMP (width * 0.472, 300, 420);
  LsRect ready;
  double bottom;

  if (width < SIDE_BY_SIDE)
    {
      ready = add_ready (self, x, y, width);
      bottom = ready.y + ready.height;
      add_door (self, (LsRect) { x + width / 2 - 5, bottom + 5, 10, 22 });
      return add_loop (self, x, bottom + 32, width);
    }

  ready = add_ready (self, x, y, width - loop_width - 46);
  add_door (self, (LsRect) { ready.x + ready.width + 6, ready.y + 28, 35, 10 });
  bottom = add_loop (self, x + width - loop_width, y, loop_width);
  return MAX (bottom, ready.y + ready.height);
}
