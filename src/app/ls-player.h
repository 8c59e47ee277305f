/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-session.h"

G_BEGIN_DECLS

/*
 * LsPlayer: what is looked at, and how it moves.
 *
 * The one place for the idea "position": which session, how many of its events are in view, which task
 * is chosen, at which grain Back and Forward walk, whether it plays and how fast.  Every view listens to
 * its properties and no view keeps a position of its own.
 */
#define LS_TYPE_PLAYER (ls_player_get_type ())
G_DECLARE_FINAL_TYPE (LsPlayer, ls_player, LS, PLAYER, GObject)

/*
 * Live: at the end of what a living program has done; Forward makes it do more.  Looking back: the
 * program lives, an earlier position is in view.  Recorded: nobody adds to the trace any more.
 */
typedef enum { LS_MODE_NONE, LS_MODE_LIVE, LS_MODE_LOOKING_BACK, LS_MODE_RECORDED } LsMode;

#define LS_SPEED_MIN   0.5
#define LS_SPEED_MAX   64.0      /* steps a second; at this speed a live program runs freely */

LsPlayer       * ls_player_new            (void);

/* The session in view, or none.  A new one begins at its live edge; a recorded one at its beginning. */
LsSession      * ls_player_get_session    (LsPlayer *self);
void             ls_player_set_session    (LsPlayer *self, LsSession *session);
LsModel        * ls_player_get_model      (LsPlayer *self);     /* (nullable) */

guint64          ls_player_get_position   (LsPlayer *self);     /* events in view */
guint64          ls_player_get_step       (LsPlayer *self);     /* steps in view */
guint64          ls_player_get_end        (LsPlayer *self);     /* events there are */
LsMode           ls_player_get_mode       (LsPlayer *self);
const LsState  * ls_player_get_state      (LsPlayer *self);     /* (nullable): at the position */
void             ls_player_seek           (LsPlayer *self, guint64 position);

LsGrain          ls_player_get_grain      (LsPlayer *self);
void             ls_player_set_grain      (LsPlayer *self, LsGrain grain);
gboolean         ls_player_has_lines      (LsPlayer *self);     /* LS_GRAIN_LINE makes sense */
double           ls_player_get_speed      (LsPlayer *self);     /* steps a second */
void             ls_player_set_speed      (LsPlayer *self, double speed);
gboolean         ls_player_get_playing    (LsPlayer *self);
void             ls_player_set_playing    (LsPlayer *self, gboolean playing);
guint32          ls_player_get_task       (LsPlayer *self);     /* the chosen task, or 0 */
void             ls_player_set_task       (LsPlayer *self, guint32 task);

void             ls_player_back           (LsPlayer *self);
void             ls_player_forward        (LsPlayer *self);
gboolean         ls_player_can_back       (LsPlayer *self);
gboolean         ls_player_can_forward    (LsPlayer *self);

/* Of the chosen task, at the live edge; nothing happens elsewhere. */
void             ls_player_run_to_turn    (LsPlayer *self);     /* has the program go on until its next turn begins */
void             ls_player_cancel_task    (LsPlayer *self);

/* At the live edge of a living program: what acts on the program acts on what is seen. */
gboolean         ls_player_is_at_edge     (LsPlayer *self);

/* Shows the state after @step steps; a living program that has not come so far goes on to it. */
void             ls_player_go_on_to_step  (LsPlayer *self, guint64 step);

/* Has a living program go on step by step to the one whose sentence begins with @anchor; untranslated words. */
void             ls_player_go_on_to_anchor (LsPlayer *self, const char *anchor);
const char     * ls_player_get_anchor     (LsPlayer *self);     /* (nullable): the one it goes on to */
void             ls_player_stop_going     (LsPlayer *self);

/* The task that has held the loop for longer than a blink, or 0; @seconds: how long so far. */
guint32          ls_player_get_holder     (LsPlayer *self, double *seconds);

G_END_DECLS
