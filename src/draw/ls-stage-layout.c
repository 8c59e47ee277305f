/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <glib/gi18n-lib.h>

/* From top to bottom: ready and the loop, waiting, queues, done, the sentence at the foot. */
#define TOP           12.0
#define BOTTOM        20.0
#define WAITING_HEAD  40.0    /* from what is above to the boxes */
#define DONE_HEIGHT   38.0    /* with the air above */
#define SENTENCE_MIN  66.0

typedef struct
{
  LsText *what;
  LsText *why;
  double  height;             /* 0: no sentence */
} Sentence;

static Sentence
shape_sentence (LsStage *self)
{
  double width = self->width - 2 * LS_STAGE_MARGIN - 40;
  Sentence sentence = { NULL };

  if ((self->flags & LS_STAGE_NO_SENTENCE) || *self->scene->what == '\0')
    return sentence;

  sentence.what = ls_text_new_paragraph (self->fonts, LS_STYLE_WHAT, self->scene->what, width, 3);
  sentence.height = 26 + sentence.what->height;
  if (*self->scene->why != '\0')
    {
      sentence.why = ls_text_new_paragraph (self->fonts, LS_STYLE_WHY, self->scene->why, width, 5);
      sentence.height += sentence.why->height + 4;
    }
  sentence.height = MAX (sentence.height, SENTENCE_MIN);
  return sentence;
}

static void
add_sentence (LsStage  *self,
              Sentence *sentence,
              double    y)
{
  LsRect rect = { LS_STAGE_MARGIN, y, self->width - 2 * LS_STAGE_MARGIN, sentence->height };
  LsPart *part = ls_stage_add (self, LS_PART_SENTENCE, LS_ITEM_SENTENCE, 0, 0, rect);

  part->is_pickable = TRUE;
  part->color = self->scene->color;
  part->is_active = self->scene->is_alarm;
  part->first = sentence->what;
  part->second = sentence->why;
}

static guint
count_done (const LsScene *scene)
{
  return scene->n_done[0] + scene->n_done[1] + scene->n_done[2];
}

static double
measure_ended (LsStage       *self,
               const LsActor *actor)
{
  double width = ls_fonts_measure (self->fonts, LS_STYLE_SHORT, actor->name);

  return CLAMP (width + 33, 48, 150);
}

/* Returns: where the next begins */
static double
add_ended (LsStage       *self,
           const LsActor *actor,
           double         x,
           double         baseline)
{
  LsRect rect = { x, baseline - 17, measure_ended (self, actor), 24 };

  ls_stage_add_actor (self, LS_PART_ENDED, actor, rect);
  return x + rect.width + 6;
}

static double
add_done_counts (LsStage *self,
                 double   x,
                 double   baseline)
{
  static const LsForm forms[] = { LS_FORM_DONE, LS_FORM_FAILED, LS_FORM_CANCELLED };
  const char *words[] = { _("%'u finished"), _("%'u failed"), _("%'u cancelled") };

  for (guint i = 0; i < 3; i++)
    {
      g_autofree char *name = NULL;
      LsActor actor = { .kind = LS_ITEM_DONE, .id = i, .form = forms[i], .detail = "" };

      if (self->scene->n_done[i] == 0)
        continue;
      name = g_strdup_printf (words[i], self->scene->n_done[i]);
      actor.name = name;
      actor.color = LS_COLOR_NONE;
      x = add_ended (self, &actor, x, baseline);
    }
  return x;
}

/* All of them while there is room, else how many and the latest. */
static void
add_done (LsStage *self,
          double   baseline)
{
  GArray *done = self->scene->done;
  LsPart *part = ls_stage_add_text (self, LS_STYLE_HEADING, LS_INK_TEXT, _("Done"), LS_STAGE_MARGIN,
                                    baseline, 120);
  double x = LS_STAGE_MARGIN + part->rect.width + 14;
  double right = self->width - LS_STAGE_MARGIN;
  double width = 0;
  guint first = done->len;

  part->item = LS_ITEM_DONE;
  part->is_pickable = TRUE;
  if (count_done (self->scene) == 0)
    {
      ls_stage_add_text (self, LS_STYLE_REMARK, LS_INK_DIM, _("no task has finished yet"), x,
                         baseline, right - x);
      return;
    }

  for (guint i = 0; i < done->len; i++)
    width += measure_ended (self, &g_array_index (done, LsActor, i)) + 6;
  if (count_done (self->scene) > done->len || x + width - 6 > right)
    x = add_done_counts (self, x, baseline);

  for (width = 0; first > 0; first--)
    {
      width += measure_ended (self, &g_array_index (done, LsActor, first - 1)) + 6;
      if (x + width - 6 > right)
        break;
    }
  for (guint i = first; i < done->len; i++)
    x = add_ended (self, &g_array_index (done, LsActor, i), x, baseline);
}

static void
add_waiting_heading (LsStage *self,
                     double   baseline)
{
  guint n = self->scene->n_waiting - self->scene->n_tied;
  g_autofree char *count = g_strdup_printf (ngettext ("%'u task", "%'u tasks", n), n);
  gboolean is_crowd = n > LS_SCENE_MAX_DETAILS;

  ls_stage_add_heading (self, _("Waiting"),
                        is_crowd ? count : _("grouped by what each task waits for"),
                        LS_STAGE_MARGIN, baseline, self->width - 2 * LS_STAGE_MARGIN);
}

/* What of @height the sections between the loop and the foot may take, and how queues are drawn in it. */
static LsDensity
fit (LsStage       *self,
     LsWaitingPlan *plan,
     double         room)
{
  double queues = ls_stage_measure_queues (self, LS_DENSITY_FULL);
  double waiting = ls_waiting_plan_get_height (plan) > 0 ? WAITING_HEAD : 0;
  LsDensity density = LS_DENSITY_FULL;

  if (waiting + ls_waiting_plan_get_height (plan) + queues > room &&
      waiting + ls_waiting_plan_get_least (plan) + queues > room)
    {
      density = LS_DENSITY_SHORT;
      queues = ls_stage_measure_queues (self, density);
    }
  ls_waiting_plan_fit (plan, MAX (ls_waiting_plan_get_least (plan), room - waiting - queues));
  return density;
}

/* Returns: the height of the whole, at least @height; 0: no limit */
double
ls_stage_layout_all (LsStage *self,
                     double   height)
{
  double width = self->width - 2 * LS_STAGE_MARGIN;
  g_autoptr (LsWaitingPlan) plan = ls_waiting_plan_new (self->scene, width);
  Sentence sentence = shape_sentence (self);
  double foot = DONE_HEIGHT + (sentence.height > 0 ? sentence.height + 8 : 0) + BOTTOM;
  double y = ls_stage_layout_loop (self, TOP);
  LsDensity density = LS_DENSITY_FULL;
  double knot = ls_stage_measure_knot (self);
  double workers = ls_stage_measure_workers (self);
  double waiting, needed, spread;

  if (height > 0 && knot > 0)
    {
      double others = ls_waiting_plan_get_least (plan) + ls_stage_measure_queues (self, density);

      ls_stage_squeeze_knot (self, y + knot + workers + others + foot - height);
      knot = ls_stage_measure_knot (self);
    }
  if (height > 0)
    density = fit (self, plan, height - y - foot - knot - workers);
  waiting = ls_waiting_plan_get_height (plan);
  needed = y + knot + (waiting > 0 ? WAITING_HEAD + waiting : 0) + workers +
           ls_stage_measure_queues (self, density) + foot;
  /* A little of what is left makes the sections airier; the rest stands above the sentence. */
  spread = CLAMP ((height - needed) / (2 + self->scene->queues->len), 0, 8);

  if (knot > 0)
    y = ls_stage_layout_knot (self, y);
  if (waiting > 0)
    {
      add_waiting_heading (self, y + spread + WAITING_HEAD - 10);
      ls_stage_add_waiting (self, plan, LS_STAGE_MARGIN, y + spread + WAITING_HEAD);
      y += spread + WAITING_HEAD + waiting;
    }
  if (workers > 0)
    y = ls_stage_layout_workers (self, y);
  y = ls_stage_layout_queues (self, y, spread, density);
  add_done (self, y + spread + 26);
  y = MAX (height, y + spread + foot);
  if (sentence.height > 0)
    add_sentence (self, &sentence, y - BOTTOM - sentence.height);
  return y;
}
