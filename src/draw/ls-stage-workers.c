/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <glib/gi18n-lib.h>

/* The workers that do what would hold the loop: a place for each, and at the left the jobs that wait for one. */
#define HEADING     38.0
#define BOX         66.0
#define PADDING     10.0
#define GAP         8.0
#define SLOT_MIN    104.0
#define SLOT_MAX    220.0
#define JOB_MIN     72.0
#define JOB_MAX     130.0
#define ARROW       36.0

double
ls_stage_measure_workers (LsStage *self)
{
  return self->scene->n_workers > 0 || self->scene->jobs->len > 0 ? HEADING + BOX : 0;
}

static const LsSceneJob *
nth_job (LsStage *self,
         guint    n)
{
  return &g_array_index (self->scene->jobs, LsSceneJob, n);
}

LsActor
ls_stage_make_job (const LsSceneJob *job)
{
  return (LsActor) { .kind = LS_ITEM_JOB, .id = job->id, .color = job->color,
                     .form = job->worker != 0 ? LS_FORM_RUNNING : LS_FORM_READY,
                     .name = job->name, .detail = job->detail, .progress = -1 };
}

static char *
summarize (const LsScene *scene)
{
  guint n = scene->n_workers, n_waiting = scene->n_waiting_jobs;
  g_autofree char *workers = n == 0 ? g_strdup (_("none has begun"))
    : g_strdup_printf (ngettext ("%'u beside the loop", "%'u beside the loop", n), n);

  if (n_waiting == 0)
    return g_steal_pointer (&workers);
  /* Translators: after how many workers there are */
  return g_strdup_printf (ngettext ("%2$s · %1$'u job waits", "%2$s · %1$'u jobs wait", n_waiting),
                          n_waiting, workers);
}

/* Next to begin at the right, at the workers' door.  Returns: where the workers' places begin */
static double
add_waiting_jobs (LsStage      *self,
                  const LsRect *box)
{
  const LsScene *scene = self->scene;
  guint n = scene->n_waiting_jobs, first = scene->jobs->len - n;
  double room = box->width * (scene->n_workers > 0 ? 0.36 : 1) - PADDING - ARROW;
  guint n_shown = CLAMP ((guint) ((room - 36 + GAP) / (JOB_MIN + GAP)), 1, n);
  double width = CLAMP ((room - (n_shown < n ? 36 : 0) + GAP) / n_shown - GAP, JOB_MIN, JOB_MAX);
  double x = box->x + PADDING + (n_shown < n ? 36 : 0);
  g_autofree char *more = g_strdup_printf ("+%'u", n - n_shown);
  LsPart *part;

  if (n_shown < n)
    ls_stage_add_text (self, LS_STYLE_SIGN, LS_INK_DIM, more, box->x + PADDING,
                       box->y + box->height / 2 + 5, 34);
  for (guint i = n_shown; i-- > 0; x += width + GAP)
    {
      LsActor actor = ls_stage_make_job (nth_job (self, first + i));

      ls_stage_add_actor (self, LS_PART_SHORT, &actor, (LsRect) { x, box->y + 19, width, 28 });
    }
  part = ls_stage_add (self, LS_PART_ARROW, LS_ITEM_WORKERS, 0, 1,
                       (LsRect) { x, box->y + box->height / 2 - 5, 24, 10 });
  part->ink = LS_INK_DIM;
  return x + ARROW;
}

static void
add_idle (LsStage *self,
          guint    worker,
          LsRect   rect)
{
  g_autofree char *name = g_strdup_printf (_("worker %u"), worker);
  LsPart *part = ls_stage_add (self, LS_PART_IDLE, LS_ITEM_WORKERS, worker, 2, rect);

  part->radius = 9;
  part->first = ls_text_new (self->fonts, LS_STYLE_NAME, name, rect.width - 28);
  part->second = ls_text_new (self->fonts, LS_STYLE_DETAIL, _("idle"), rect.width - 28);
}

/* The job that is done by a worker, or NULL. */
static const LsSceneJob *
find_job (LsStage *self,
          guint    worker)
{
  for (guint i = 0; i < self->scene->jobs->len; i++)
    if (nth_job (self, i)->worker == worker)
      return nth_job (self, i);

  return NULL;
}

static guint
count_busy (LsStage *self)
{
  return self->scene->jobs->len - self->scene->n_waiting_jobs;
}

/* All of them while there is room; of more those that work, and how many are not drawn. */
static void
add_workers (LsStage      *self,
             const LsRect *box,
             double        x)
{
  guint n = self->scene->n_workers;
  double room = box->x + box->width - PADDING - x;
  guint fit = MAX (1, (guint) ((room + GAP) / (SLOT_MIN + GAP)));
  guint n_shown = MIN (n, fit);
  double width = CLAMP ((room - (n_shown < n ? 40 : 0) + GAP) / MAX (n_shown, 1) - GAP, 60, SLOT_MAX);
  g_autofree char *more = g_strdup_printf ("+%'u", n - n_shown);
  guint shown = 0;

  for (guint worker = 1; worker <= n && shown < n_shown; worker++)
    {
      const LsSceneJob *job = find_job (self, worker);
      LsRect rect = { x, box->y + 11, width, 44 };
      gboolean is_left_out = n_shown < n && job == NULL && count_busy (self) >= n_shown;

      if (is_left_out)
        continue;
      if (job != NULL)
        {
          LsActor actor = ls_stage_make_job (job);

          ls_stage_add_actor (self, LS_PART_CHIP, &actor, rect);
        }
      else
        add_idle (self, worker, rect);
      shown++;
      x += width + GAP;
    }
  if (n_shown < n)
    ls_stage_add_text_right (self, LS_STYLE_SIGN, LS_INK_DIM, more,
                             box->x + box->width - PADDING, box->y + box->height / 2 + 5, 38);
}

/* Returns: its bottom */
double
ls_stage_layout_workers (LsStage *self,
                         double   y)
{
  LsRect box = { LS_STAGE_MARGIN, y + HEADING, self->width - 2 * LS_STAGE_MARGIN, BOX };
  g_autofree char *summary = summarize (self->scene);
  LsPart *card;
  double x = box.x + PADDING;

  ls_stage_add_heading (self, _("Workers"), summary, box.x, box.y - 10, box.width);
  card = ls_stage_add (self, LS_PART_CARD, LS_ITEM_WORKERS, 0, 0, box);
  card->is_pickable = TRUE;
  if (self->scene->n_waiting_jobs > 0)
    x = add_waiting_jobs (self, &box);
  add_workers (self, &box, x);
  return box.y + box.height;
}
