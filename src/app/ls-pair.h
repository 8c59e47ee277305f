/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-matching.h"
#include "ls-player.h"

G_BEGIN_DECLS

/*
 * LsPair: two recorded sessions that are walked together.
 *
 * Each side has a player of its own for its views to listen to.  Wherever one of them is led, by this
 * object or by a view of its own, the other is brought to where it has got to by then.
 *
 * Signal: "changed": where they stand, or how they are aligned, or whether they play.
 */
#define LS_TYPE_PAIR (ls_pair_get_type ())
G_DECLARE_FINAL_TYPE (LsPair, ls_pair, LS, PAIR, GObject)

/* @a, @b: settled sessions.  @matching: (transfer full): of their models */
LsPair       * ls_pair_new            (LsSession *a, LsSession *b, LsMatching *matching, LsAlignment alignment);

LsPlayer     * ls_pair_get_player     (LsPair *self, LsSide side);
LsComparison * ls_pair_get_comparison (LsPair *self);              /* as it is aligned now */
double         ls_pair_get_duration   (LsPair *self);              /* loop seconds of the longer one, timers to come included */
LsAlignment    ls_pair_get_alignment  (LsPair *self);
void           ls_pair_set_alignment  (LsPair *self, LsAlignment alignment);
LsGrain        ls_pair_get_grain      (LsPair *self);
void           ls_pair_set_grain      (LsPair *self, LsGrain grain);
gboolean       ls_pair_get_playing    (LsPair *self);
void           ls_pair_set_playing    (LsPair *self, gboolean playing);
double         ls_pair_get_speed      (LsPair *self);              /* rows a second */
void           ls_pair_set_speed      (LsPair *self, double speed);

gboolean       ls_pair_can_back       (LsPair *self);
gboolean       ls_pair_can_forward    (LsPair *self);
void           ls_pair_back           (LsPair *self);
void           ls_pair_forward        (LsPair *self);
void           ls_pair_to_start       (LsPair *self);
void           ls_pair_to_end         (LsPair *self);

/* The first difference by what they do: where either stands just before it.  FALSE: they do the same. */
gboolean       ls_pair_get_difference (LsPair *self, guint64 positions[2]);
void           ls_pair_to_difference  (LsPair *self);

G_END_DECLS
