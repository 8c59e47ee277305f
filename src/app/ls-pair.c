/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-pair.h"

#define TICK_MIN 16      /* ms between two moves */

struct _LsPair
{
  GObject       parent_instance;

  LsPlayer     *players[2];
  LsMatching   *matching;
  LsAlignment   alignment;
  LsGrain       grain;
  double        speed;
  guint         row;                /* where they stand, or LS_NO_ROW */
  guint         tick_source;        /* while playing */
  gboolean      leading;            /* a player moves because this object moves it */
};

G_DEFINE_FINAL_TYPE (LsPair, ls_pair, G_TYPE_OBJECT)

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static void
tell (LsPair *self)
{
  g_signal_emit (self, signals[CHANGED], 0);
}

LsComparison *
ls_pair_get_comparison (LsPair *self)
{
  return self->matching->comparisons[self->alignment];
}

double
ls_pair_get_duration (LsPair *self)
{
  g_return_val_if_fail (LS_IS_PAIR (self), 0);
  return self->matching->duration;
}

static void
lead (LsPair *self, LsSide side, guint64 position)
{
  self->leading = TRUE;
  ls_player_seek (self->players[side], position);
  self->leading = FALSE;
}

static void
go_to (LsPair *self, guint row)
{
  guint64 positions[2];

  self->row = row;
  ls_comparison_get_positions (ls_pair_get_comparison (self), row, positions);
  lead (self, LS_SIDE_A, positions[LS_SIDE_A]);
  lead (self, LS_SIDE_B, positions[LS_SIDE_B]);
  tell (self);
}

/* One side was led by its own view: it stays there, the other comes. */
static void
follow (LsPair *self, LsSide side)
{
  guint64 positions[2];

  if (self->leading)
    return;
  self->row = ls_comparison_get_row (ls_pair_get_comparison (self), side,
                                     ls_player_get_position (self->players[side]));
  ls_comparison_get_positions (ls_pair_get_comparison (self), self->row, positions);
  lead (self, !side, positions[!side]);
  tell (self);
}

static void
a_moved_cb (LsPair *self)
{
  follow (self, LS_SIDE_A);
}

static void
b_moved_cb (LsPair *self)
{
  follow (self, LS_SIDE_B);
}

static void
stop (LsPair *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
}

static void
ls_pair_dispose (GObject *object)
{
  LsPair *self = LS_PAIR (object);

  stop (self);
  for (guint i = 0; i < 2; i++)
    {
      if (self->players[i] != NULL)
        g_signal_handlers_disconnect_by_data (self->players[i], self);
      g_clear_object (&self->players[i]);
    }
  g_clear_pointer (&self->matching, ls_matching_free);
  G_OBJECT_CLASS (ls_pair_parent_class)->dispose (object);
}

static void
ls_pair_class_init (LsPairClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = ls_pair_dispose;
  signals[CHANGED] = g_signal_new ("changed", LS_TYPE_PAIR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                   G_TYPE_NONE, 0);
}

static void
ls_pair_init (LsPair *self)
{
  self->grain = LS_GRAIN_STEP;
  self->speed = 2;
  self->row = LS_NO_ROW;
}

LsPair *
ls_pair_new (LsSession *a, LsSession *b, LsMatching *matching, LsAlignment alignment)
{
  LsPair *self = g_object_new (LS_TYPE_PAIR, NULL);
  LsSession *sessions[2] = { a, b };

  self->matching = matching;
  self->alignment = alignment;
  for (guint i = 0; i < 2; i++)
    {
      self->players[i] = ls_player_new ();
      ls_player_set_session (self->players[i], sessions[i]);
      ls_player_seek (self->players[i], 0);
    }
  g_signal_connect_swapped (self->players[LS_SIDE_A], "notify::position", G_CALLBACK (a_moved_cb), self);
  g_signal_connect_swapped (self->players[LS_SIDE_B], "notify::position", G_CALLBACK (b_moved_cb), self);

  return self;
}

LsPlayer *
ls_pair_get_player (LsPair *self, LsSide side)
{
  g_return_val_if_fail (LS_IS_PAIR (self), NULL);
  return self->players[side];
}

LsAlignment
ls_pair_get_alignment (LsPair *self)
{
  g_return_val_if_fail (LS_IS_PAIR (self), LS_ALIGN_EVENTS);
  return self->alignment;
}

/* The side that has come farther, in its own events, stays where it is. */
void
ls_pair_set_alignment (LsPair *self, LsAlignment alignment)
{
  guint64 at[2];

  g_return_if_fail (LS_IS_PAIR (self));
  if (self->alignment == alignment)
    return;
  for (guint i = 0; i < 2; i++)
    at[i] = ls_player_get_position (self->players[i]);
  self->alignment = alignment;
  follow (self, at[LS_SIDE_B] > at[LS_SIDE_A] ? LS_SIDE_B : LS_SIDE_A);
}

LsGrain
ls_pair_get_grain (LsPair *self)
{
  g_return_val_if_fail (LS_IS_PAIR (self), LS_GRAIN_STEP);
  return self->grain;
}

void
ls_pair_set_grain (LsPair *self, LsGrain grain)
{
  g_return_if_fail (LS_IS_PAIR (self));
  self->grain = grain;
  tell (self);
}

gboolean
ls_pair_can_back (LsPair *self)
{
  return self->row != LS_NO_ROW;
}

gboolean
ls_pair_can_forward (LsPair *self)
{
  return self->row != ls_comparison_get_last (ls_pair_get_comparison (self));
}

static gboolean
tick_cb (gpointer data)
{
  LsPair *self = data;

  if (!ls_pair_can_forward (self))
    {
      self->tick_source = 0;
      tell (self);
      return G_SOURCE_REMOVE;
    }
  go_to (self, ls_comparison_next (ls_pair_get_comparison (self), self->grain, self->row));
  return G_SOURCE_CONTINUE;
}

gboolean
ls_pair_get_playing (LsPair *self)
{
  g_return_val_if_fail (LS_IS_PAIR (self), FALSE);
  return self->tick_source != 0;
}

void
ls_pair_set_playing (LsPair *self, gboolean playing)
{
  g_return_if_fail (LS_IS_PAIR (self));
  if (playing == ls_pair_get_playing (self) || (playing && !ls_pair_can_forward (self)))
    return;
  stop (self);
  if (playing)
    self->tick_source = g_timeout_add (MAX (TICK_MIN, (guint) (1000 / self->speed)), tick_cb, self);
  tell (self);
}

double
ls_pair_get_speed (LsPair *self)
{
  g_return_val_if_fail (LS_IS_PAIR (self), LS_SPEED_MIN);
  return self->speed;
}

void
ls_pair_set_speed (LsPair *self, double speed)
{
  gboolean playing = ls_pair_get_playing (self);

  g_return_if_fail (LS_IS_PAIR (self));
  self->speed = CLAMP (speed, LS_SPEED_MIN, LS_SPEED_MAX);
  stop (self);
  ls_pair_set_playing (self, playing);
  tell (self);
}

static void
walk_to (LsPair *self, guint row)
{
  stop (self);
  go_to (self, row);
}

void
ls_pair_back (LsPair *self)
{
  g_return_if_fail (LS_IS_PAIR (self));
  walk_to (self, ls_comparison_previous (ls_pair_get_comparison (self), self->grain, self->row));
}

void
ls_pair_forward (LsPair *self)
{
  g_return_if_fail (LS_IS_PAIR (self));
  walk_to (self, ls_comparison_next (ls_pair_get_comparison (self), self->grain, self->row));
}

void
ls_pair_to_start (LsPair *self)
{
  g_return_if_fail (LS_IS_PAIR (self));
  walk_to (self, LS_NO_ROW);
}

void
ls_pair_to_end (LsPair *self)
{
  g_return_if_fail (LS_IS_PAIR (self));
  walk_to (self, ls_comparison_get_last (ls_pair_get_comparison (self)));
}

/* Whatever the alignment, they differ by what they do. */
gboolean
ls_pair_get_difference (LsPair *self, guint64 positions[2])
{
  LsComparison *comparison = self->matching->comparisons[LS_ALIGN_EVENTS];
  guint first = ls_comparison_get_first (comparison);

  if (first == LS_NO_ROW)
    return FALSE;
  ls_comparison_get_positions (comparison, first > 0 ? first - 1 : LS_NO_ROW, positions);
  return TRUE;
}

/* To the end of the step that differs, on both sides, however they are aligned. */
void
ls_pair_to_difference (LsPair *self)
{
  guint64 positions[2];

  g_return_if_fail (LS_IS_PAIR (self));
  if (!ls_pair_get_difference (self, positions))
    return;
  stop (self);
  for (guint side = 0; side < 2; side++)
    positions[side] = ls_model_next (ls_player_get_model (self->players[side]), LS_GRAIN_STEP, positions[side]);
  lead (self, LS_SIDE_A, positions[LS_SIDE_A]);
  lead (self, LS_SIDE_B, positions[LS_SIDE_B]);
  self->row = ls_comparison_get_row (ls_pair_get_comparison (self), LS_SIDE_A, positions[LS_SIDE_A]);
  tell (self);
}
