/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ls-anchor.h"
#include "ls-player-private.h"

/*
 * How the player moves.  A living program is stepped, never run, below the greatest speed: so each step
 * is seen, and a pause takes effect at once.  What is recorded is walked.
 */

#define LONGEST_WAIT 1.0     /* seconds for which a wait, however long, is watched */
#define LONGEST_WAY  0.02    /* and on the way to a step that somebody wants to see */
#define TICK_MIN     16      /* ms between two moves; at more speed a move is of several units */

static void schedule_tick (LsPlayer *self);

/* Loop seconds that the program, as it stands, is about to wait or to block. */
static double
wait_ahead (LsPlayer *self)
{
  const LsState *state;

  if (self->session == NULL)
    return 0;
  state = ls_model_get_state (ls_player_get_model (self), self->position);
  if (state->blocking > 0)
    return state->blocking;
  if (state->sleeping && isfinite (state->poll_until))
    return MAX (0, state->poll_until - state->time / 1e9);
  return 0;
}

/* A paced clock lets so much through that no wait takes longer than LONGEST_WAIT. */
void
ls_player_set_pace (LsPlayer *self)
{
  double wait;

  if (!ls_player_is_alive (self) || !self->following
      || ls_session_get_clock (self->session) != LS_CLOCK_PACED)
    return;
  wait = MIN (wait_ahead (self), 1e6) / (self->anchor != NULL ? LONGEST_WAY : LONGEST_WAIT);
  ls_session_set_pace (self->session, wait > 1 ? (guint) ceil (wait * 1000) : 1000);
}

/* A command changes at once what the program is about to do; the session only tells what it then does. */
static void
commanded (LsPlayer *self)
{
  ls_player_update (self);
  ls_player_notify (self, LS_PLAYER_LIFE);
}

static void
step_program (LsPlayer *self, LsGrain grain, guint count)
{
  ls_player_set_pace (self);
  ls_session_step (self->session, grain, count);
  commanded (self);
}

void
ls_player_pause_program (LsPlayer *self)
{
  ls_session_pause (self->session);
  commanded (self);
}

/* Playing */

static guint
tick_interval (LsPlayer *self)
{
  double seconds = 1 / self->speed, wait = MIN (wait_ahead (self), LONGEST_WAIT);

  if (!self->following && wait > seconds)
    seconds = wait;
  return MAX (TICK_MIN, (guint) (seconds * 1000));
}

static void
play_recorded (LsPlayer *self)
{
  LsModel *model = ls_player_get_model (self);
  guint count = MAX (1, (guint) (self->speed * TICK_MIN / 1000));
  guint64 position = self->position;

  while (count-- > 0 && position < self->end)
    position = ls_model_next (model, self->grain, position);
  ls_player_seek (self, position);
}

static void
run_program (LsPlayer *self)
{
  ls_session_run (self->session);
  commanded (self);
}

static void
play_live (LsPlayer *self)
{
  if (!ls_player_is_paused (self))
    return;
  if (self->speed >= LS_SPEED_MAX)
    run_program (self);
  else
    step_program (self, self->grain, 1);
}

static gboolean
tick_cb (gpointer data)
{
  LsPlayer *self = data;

  self->tick_source = 0;
  if (self->position < self->end && !self->following)
    play_recorded (self);
  else if (ls_player_is_alive (self))
    play_live (self);
  else
    {
      ls_player_set_playing (self, FALSE);
      return G_SOURCE_REMOVE;
    }
  schedule_tick (self);
  return G_SOURCE_REMOVE;
}

static void
schedule_tick (LsPlayer *self)
{
  g_clear_handle_id (&self->tick_source, g_source_remove);
  if (self->playing)
    self->tick_source = g_timeout_add (tick_interval (self), tick_cb, self);
}

/* A program is stepped to the goal; in a trace that is still being read it may not be there yet. */
void
ls_player_approach_goal (LsPlayer *self)
{
  LsModel *model = ls_player_get_model (self);
  gboolean alive = ls_player_is_alive (self);
  guint64 done;

  if (self->goal == 0 || model == NULL || (alive && !ls_player_is_paused (self)))
    return;
  done = ls_model_get_n_units (model, LS_GRAIN_STEP);
  if (alive && done < self->goal)
    step_program (self, LS_GRAIN_STEP, (guint) MIN (self->goal - done, G_MAXUINT));
  else if (done < self->goal && !ls_session_is_settled (self->session))
    return;
  else
    ls_player_seek (self, ls_model_get_unit_end (model, LS_GRAIN_STEP, MIN (self->goal, done)));
  self->goal = 0;
}

/* Through the steps that have come since the last look. */
static guint64
find_anchor (LsPlayer *self)
{
  LsModel *model = ls_player_get_model (self);
  guint64 n = ls_model_get_n_units (model, LS_GRAIN_STEP);

  while (self->searched < n)
    {
      guint64 position = ls_model_get_unit_end (model, LS_GRAIN_STEP, ++self->searched);

      if (ls_anchor_is_at (model, position, self->anchor))
        return position;
    }
  return 0;
}

/* One step at a time, so that the program stands just there. */
void
ls_player_approach_anchor (LsPlayer *self)
{
  guint64 position;

  if (self->anchor == NULL || ls_player_get_model (self) == NULL)
    return;
  position = find_anchor (self);
  if (position > 0)
    {
      ls_player_stop_going (self);
      ls_player_seek (self, position);
    }
  else if (ls_player_is_paused (self))
    step_program (self, LS_GRAIN_STEP, 1);
  else if (!ls_player_is_alive (self) && ls_session_is_settled (self->session))
    {
      ls_player_stop_going (self);
      g_signal_emit_by_name (self, "anchor-missed");
    }
}

/* What a person asks for */

void
ls_player_set_speed (LsPlayer *self, double speed)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  speed = CLAMP (speed, LS_SPEED_MIN, LS_SPEED_MAX);
  if (self->speed == speed)
    return;
  self->speed = speed;
  if (self->playing && speed < LS_SPEED_MAX && ls_player_is_alive (self))
    ls_player_pause_program (self);
  schedule_tick (self);
  ls_player_notify (self, LS_PLAYER_SPEED);
}

/* The first move is made at once: who presses Play wants to see something happen. */
void
ls_player_set_playing (LsPlayer *self, gboolean playing)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  playing = playing && (ls_player_is_alive (self) || self->position < self->end);
  if (self->playing == playing)
    return;
  self->playing = playing;
  ls_player_notify (self, LS_PLAYER_PLAYING);
  ls_player_stop_going (self);
  if (playing)
    tick_cb (self);
  else
    {
      g_clear_handle_id (&self->tick_source, g_source_remove);
      if (ls_player_is_alive (self))
        ls_player_pause_program (self);
    }
}

void
ls_player_back (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!self->can_back)
    return;
  ls_player_stop_going (self);
  ls_player_set_playing (self, FALSE);
  ls_player_seek (self,
                  ls_model_previous (ls_player_get_model (self), self->grain, self->position));
}

void
ls_player_forward (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!self->can_forward)
    return;
  ls_player_stop_going (self);
  ls_player_set_playing (self, FALSE);
  if (self->following)
    step_program (self, self->grain, 1);
  else
    ls_player_seek (self, ls_model_next (ls_player_get_model (self), self->grain, self->position));
}

void
ls_player_run_to_turn (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!self->at_edge || self->task == 0 || !ls_player_is_paused (self))
    return;
  ls_player_set_pace (self);
  ls_session_run_to_turn (self->session, self->task);
  commanded (self);
}

void
ls_player_cancel_task (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (self->at_edge && self->task != 0)
    ls_session_cancel_task (self->session, self->task);
}

void
ls_player_go_on_to_step (LsPlayer *self, guint64 step)
{
  g_return_if_fail (LS_IS_PLAYER (self));
  self->goal = step;
  ls_player_approach_goal (self);
}

void
ls_player_go_on_to_anchor (LsPlayer *self, const char *anchor)
{
  g_return_if_fail (LS_IS_PLAYER (self));
  if (!ls_player_is_alive (self))
    return;
  ls_player_set_playing (self, FALSE);
  ls_player_seek (self, G_MAXUINT64);
  g_free (self->anchor);
  self->anchor = g_strdup (anchor);
  self->searched = 0;
  ls_player_notify (self, LS_PLAYER_ANCHOR);
  ls_player_approach_anchor (self);
}

const char *
ls_player_get_anchor (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), NULL);
  return self->anchor;
}

void
ls_player_stop_going (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));
  if (self->anchor == NULL)
    return;
  g_clear_pointer (&self->anchor, g_free);
  ls_player_notify (self, LS_PLAYER_ANCHOR);
}
