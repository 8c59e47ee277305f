/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "ls-stage-private.h"

#include <glib/gi18n-lib.h>
#include <math.h>

/*
 * A knot, from top to bottom: those who only wait for other tasks, those in a ring or that wait for things,
 * and the things.  So ties run down; who holds a thing stands over it.  What has no room in a row is counted.
 */
#define HEADING     40.0      /* from the bottom of what is above to the top of the box */
#define PADDING     14.0
#define CHIP        44.0
#define THING       40.0
#define GAP         44.0      /* between two rows: room for ties */
#define GAP_MIN     26.0
#define BOW         26.0      /* below a row within which there are ties */
#define CELL_MIN    112.0
#define CELL_MAX    190.0
#define CELL_GAP    16.0
#define COUNT       48.0      /* for how many of a row are not shown */

enum { VICTIMS, CAUSES, THINGS, N_ROWS };

typedef struct
{
  guint  n;                   /* nodes of it */
  guint  n_shown;
  double room;                /* of all cells */
  double width;               /* of one */
  double y, height;
} Row;

typedef struct
{
  LsStage *stage;
  LsRect   box;
  Row      rows[N_ROWS];
  double  *middles;           /* x of the middle of each node; NAN: not shown */
} Knot;

static const LsSceneKnotNode *
nth_node (LsStage *stage,
          guint    n)
{
  return &g_array_index (stage->scene->knot_nodes, LsSceneKnotNode, n);
}

static guint
row_of (const LsSceneKnotNode *node)
{
  return node->kind != LS_KNOT_TASK ? THINGS : node->is_cause ? CAUSES : VICTIMS;
}

/* Whether a task waits for one in the same row, so that there has to be room for a bow. */
static gboolean
has_bows (LsStage *stage)
{
  const LsScene *scene = stage->scene;

  for (guint i = 0; i < scene->knot_ties->len; i++)
    {
      const LsKnotTie *tie = &g_array_index (scene->knot_ties, LsKnotTie, i);

      if (row_of (nth_node (stage, tie->from)) == row_of (nth_node (stage, tie->to)))
        return TRUE;
    }
  return FALSE;
}

/* Returns: the height of the box */
static double
lay_rows (Knot *knot)
{
  double room = knot->stage->width - 2 * LS_STAGE_MARGIN - 2 * PADDING;
  guint most = MAX (1, (guint) ((room + CELL_GAP) / (CELL_MIN + CELL_GAP)));
  double bow = has_bows (knot->stage) ? BOW : 0;
  double y = PADDING;

  for (guint i = 0; i < knot->stage->scene->knot_nodes->len; i++)
    knot->rows[row_of (nth_node (knot->stage, i))].n++;
  for (guint i = 0; i < N_ROWS; i++)
    {
      Row *row = &knot->rows[i];

      if (row->n == 0)
        continue;
      row->n_shown = MIN (row->n, most);
      row->room = row->n_shown < row->n ? room - COUNT : room;
      row->width = MIN (CELL_MAX, (row->room + CELL_GAP) / row->n_shown - CELL_GAP);
      row->height = i == THINGS ? THING : CHIP;
      y += y > PADDING ? GAP - knot->stage->knot_squeeze : 0;
      row->y = y;
      y += row->height;
    }
  return y + bow + PADDING;
}

double
ls_stage_measure_knot (LsStage *self)
{
  Knot knot = { .stage = self };

  return self->scene->knot_nodes->len > 0 ? HEADING + lay_rows (&knot) : 0;
}

/* Takes up to @too_high from its height. */
void
ls_stage_squeeze_knot (LsStage *self,
                       double   too_high)
{
  self->knot_squeeze = CLAMP (too_high / (N_ROWS - 1), 0, GAP - GAP_MIN);
}

/* Tasks stand evenly. */
static void
place_tasks (Knot *knot)
{
  guint in_row[N_ROWS] = { 0 };

  for (guint i = 0; i < knot->stage->scene->knot_nodes->len; i++)
    {
      guint nth = row_of (nth_node (knot->stage, i));
      const Row *row = &knot->rows[nth];

      knot->middles[i] = NAN;
      if (nth != THINGS && in_row[nth] < row->n_shown)
        knot->middles[i] =
          knot->box.x + PADDING + (in_row[nth]++ + 0.5) * row->room / row->n_shown;
    }
}

/* Where a thing would best stand: under who holds it, else in the middle of those who wait for it. */
static double
find_wish (Knot *knot,
           guint thing)
{
  const GArray *ties = knot->stage->scene->knot_ties;
  double sum = 0;
  guint n = 0;

  for (guint i = 0; i < ties->len; i++)
    {
      const LsKnotTie *tie = &g_array_index (ties, LsKnotTie, i);

      if (tie->from == thing && tie->is_hold && !isnan (knot->middles[tie->to]))
        return knot->middles[tie->to];
      if (tie->to == thing && !isnan (knot->middles[tie->from]))
        {
          sum += knot->middles[tie->from];
          n++;
        }
    }
  return n > 0 ? sum / n : knot->box.x + knot->box.width / 2;
}

typedef struct { guint node; double wish; } Wish;

static int
compare_wishes (gconstpointer one,
                gconstpointer other)
{
  const Wish *a = one, *b = other;

  if (a->wish != b->wish)
    return a->wish < b->wish ? -1 : 1;
  return a->node < b->node ? -1 : a->node > b->node;
}

/* Things stand as near as they can to where they would, in that order; those at the right make room for the last. */
static void
place_things (Knot *knot)
{
  g_autoptr (GArray) wishes = g_array_new (FALSE, FALSE, sizeof (Wish));
  const Row *row = &knot->rows[THINGS];
  double pitch = row->width + CELL_GAP;
  double last = knot->box.x + PADDING + row->room - row->width / 2;
  double x = knot->box.x + PADDING + row->width / 2;

  for (guint i = 0; i < knot->stage->scene->knot_nodes->len; i++)
    if (row_of (nth_node (knot->stage, i)) == THINGS && wishes->len < row->n_shown)
      {
        Wish wish = { i, find_wish (knot, i) };

        g_array_append_val (wishes, wish);
      }
  g_array_sort (wishes, compare_wishes);

  for (guint i = 0; i < wishes->len; i++)
    {
      const Wish *wish = &g_array_index (wishes, Wish, i);
      double most = last - (wishes->len - 1 - i) * pitch;

      x = MIN (MAX (x, wish->wish), MAX (x, most));
      knot->middles[wish->node] = x;
      x += pitch;
    }
}

static void
add_nodes (Knot *knot)
{
  for (guint i = 0; i < knot->stage->scene->knot_nodes->len; i++)
    {
      const LsSceneKnotNode *node = nth_node (knot->stage, i);
      const Row *row = &knot->rows[row_of (node)];
      LsRect rect = { knot->middles[i] - row->width / 2, knot->box.y + row->y, row->width,
                      row->height };
      LsPart *part;

      if (isnan (knot->middles[i]))
        continue;
      if (node->kind == LS_KNOT_TASK)
        {
          ls_stage_add_actor (knot->stage, LS_PART_CHIP, &node->actor, rect);
          continue;
        }
      part = ls_stage_add (knot->stage, LS_PART_THING, LS_ITEM_GROUP, LS_SCENE_KNOT, node->id, rect);
      part->place = node->kind;
      part->is_pickable = node->kind == LS_KNOT_QUEUE;
      part->item = node->kind == LS_KNOT_QUEUE ? LS_ITEM_QUEUE : LS_ITEM_GROUP;
      part->id = node->kind == LS_KNOT_QUEUE ? node->id : LS_SCENE_KNOT;
      part->is_active = node->ring != 0;
      part->first = ls_text_new (knot->stage->fonts, LS_STYLE_NAME, node->name, rect.width - 28);
      if (*node->detail != '\0')
        part->second = ls_text_new (knot->stage->fonts, LS_STYLE_DETAIL, node->detail,
                                    rect.width - 28);
    }
}

/* Ties leave and reach a node at the side on which they come; holding ones at the other. */
static LsRect
find_way (Knot            *knot,
          const LsKnotTie *tie)
{
  guint upper = tie->is_hold ? tie->to : tie->from;
  guint lower = tie->is_hold ? tie->from : tie->to;
  const Row *from = &knot->rows[row_of (nth_node (knot->stage, upper))];
  const Row *to = &knot->rows[row_of (nth_node (knot->stage, lower))];
  double x1 = knot->middles[upper], x2 = knot->middles[lower];
  double side = x2 > x1 + 1 ? 1 : x2 < x1 - 1 ? -1 : 0;
  double y1 = knot->box.y + from->y + from->height;

  if (from == to)
    {
      x1 += side * from->width * 0.22;
      x2 -= side * to->width * 0.22;
      return (LsRect) { x1, y1, x2 - x1, 0 };
    }
  x1 += side * from->width * 0.22;
  x2 -= side * to->width * 0.14;
  return (LsRect) { x1, y1, x2 - x1, knot->box.y + to->y - y1 };
}

/* Whoever holds the thing below waits for another: the tie keeps to the side away from that one. */
static double
find_held_side (Knot            *knot,
                const LsKnotTie *hold)
{
  const GArray *ties = knot->stage->scene->knot_ties;

  for (guint i = 0; i < ties->len; i++)
    {
      const LsKnotTie *tie = &g_array_index (ties, LsKnotTie, i);

      if (tie->from == hold->to && !tie->is_hold && !isnan (knot->middles[tie->to]))
        return knot->middles[tie->to] > knot->middles[tie->from] ? -1 : 1;
    }
  return 0;
}

static void
add_tie (Knot            *knot,
         const LsKnotTie *tie)
{
  const LsSceneKnotNode *from = nth_node (knot->stage, tie->from);
  LsRect way = find_way (knot, tie);
  LsPart *part;

  if (tie->is_hold && fabs (way.width) < 1)
    way.x += find_held_side (knot, tie) * knot->rows[CAUSES].width * 0.22;
  part = ls_stage_add (knot->stage, LS_PART_TIE, LS_ITEM_NONE, from->id,
                       nth_node (knot->stage, tie->to)->id, way);
  part->place = tie->is_hold ? 1 : 2;
  part->is_dashed = tie->is_hold;
  part->is_active = tie->ring != 0;
  part->color = tie->is_hold ? LS_COLOR_NONE : from->actor.color;
  part->radius = way.height == 0 ? BOW : MIN (way.height * 0.75, 40);
}

static void
add_ties (Knot *knot)
{
  const GArray *ties = knot->stage->scene->knot_ties;

  for (guint i = 0; i < ties->len; i++)
    {
      const LsKnotTie *tie = &g_array_index (ties, LsKnotTie, i);

      if (!isnan (knot->middles[tie->from]) && !isnan (knot->middles[tie->to]))
        add_tie (knot, tie);
    }
}

static void
add_counts (Knot *knot)
{
  for (guint i = 0; i < N_ROWS; i++)
    {
      const Row *row = &knot->rows[i];
      g_autofree char *more = g_strdup_printf ("+%'u", row->n - row->n_shown);

      if (row->n > row->n_shown)
        ls_stage_add_text_right (knot->stage, LS_STYLE_SIGN, LS_INK_DIM, more,
                                 knot->box.x + knot->box.width - PADDING,
                                 knot->box.y + row->y + row->height / 2 + 5, COUNT - 4);
    }
}

/* Returns: its bottom */
double
ls_stage_layout_knot (LsStage *self,
                      double   y)
{
  Knot knot = { .stage = self };
  gboolean has_ring = self->scene->has_ring;
  LsPart *card;

  knot.box = (LsRect) { LS_STAGE_MARGIN, y + HEADING, self->width - 2 * LS_STAGE_MARGIN, 0 };
  knot.box.height = lay_rows (&knot);
  knot.middles = g_new (double, self->scene->knot_nodes->len);
  place_tasks (&knot);
  place_things (&knot);

  ls_stage_add_alarm (self, has_ring ? _("Deadlock") : _("Stuck"),
                      has_ring ? _("solid: waits for · dashed: is held by")
                               : _("nobody is left to do what these wait for"),
                      LS_STAGE_MARGIN, knot.box.y - 10, knot.box.width);
  card = ls_stage_add (self, LS_PART_CARD, LS_ITEM_GROUP, LS_SCENE_KNOT, 0, knot.box);
  card->is_pickable = TRUE;
  add_ties (&knot);
  add_nodes (&knot);
  add_counts (&knot);
  g_free (knot.middles);
  return knot.box.y + knot.box.height;
}
