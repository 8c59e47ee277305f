/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-painter.h"
#include "ls-scene.h"

G_BEGIN_DECLS

/*
 * LsPart: one thing on a stage: where it is and what it looks like.  Layout makes an array of them; painting,
 * picking and gliding need nothing else.
 */
typedef enum
{
  LS_PART_CARD,               /* a group's, a queue's or the ready tasks' box */
  LS_PART_LOOP,
  LS_PART_SENTENCE,
  LS_PART_IDLE,               /* where the running task would be */
  LS_PART_TEXT,
  LS_PART_PHASE,
  LS_PART_ARROW,              /* from the left end of its rectangle to the right; downwards if higher than wide */
  LS_PART_TRAIL,              /* the way of an item just put */
  LS_PART_GHOST,              /* where that item was */
  LS_PART_THING,              /* what a task of a knot waits for */
  LS_PART_TIE,                /* from one corner of its rectangle to the other; a bow where they are equally high */

  /* What glides, painted over the rest. */
  LS_PART_CHIP,
  LS_PART_SHORT,
  LS_PART_TAG,                /* a small chip in a frame of a film strip */
  LS_PART_DOT,
  LS_PART_ENDED,
  LS_PART_VALUE               /* an item of a queue */
} LsPartKind;

/* Which colour of the palette, for a part that is no task's. */
typedef enum
{
  LS_INK_TEXT, LS_INK_DIM, LS_INK_FAINT, LS_INK_ACCENT, LS_INK_ACCENT_TEXT, LS_INK_ERROR, LS_INK_SUCCESS
} LsInk;

typedef struct
{
  LsPartKind kind;

  /* The same in two stages: what it is.  place tells parts of one thing apart (a card, its title, its count). */
  LsItemKind item;
  guint32    id;
  guint32    owner;
  guint      place;
  gboolean   is_pickable;

  LsRect     rect;
  LsForm     form;
  LsInk      ink;
  guint      color;
  gboolean   is_active;       /* the phase; the loop's card: held up by a blocking call; of a knot: in a ring;
                               * the sentence: an alarm */
  gboolean   is_dashed;       /* the tie: it says who holds the thing */
  double     radius;          /* of a tie: how far it goes straight on */
  double     progress;
  LsText    *first;           /* (nullable) (owned) */
  LsText    *second;
} LsPart;

#define LS_PART_GLIDES(part) ((part)->kind >= LS_PART_CHIP)

void          ls_part_clear  (LsPart *self);
guint         ls_part_hash   (gconstpointer self);             /* by what it is */
gboolean      ls_part_equal  (gconstpointer self, gconstpointer other);

/* Paints @self as if it lay at @rect.  @is_chosen: the ring round the chosen task. */
void          ls_part_paint  (const LsPart *self, const LsRect *rect, LsPainter painter, gboolean is_chosen);
void          ls_chip_paint  (const LsPart *self, const LsRect *rect, LsPainter painter);   /* those that glide */
void          ls_chip_paint_ring (const LsPart *self, const LsRect *rect, LsPainter painter);

/* Where the words of a chip begin, and the room they have. */
double        ls_chip_text_x     (LsPartKind kind, LsForm form);
double        ls_chip_text_width (LsPartKind kind, LsForm form, double width);

G_END_DECLS
