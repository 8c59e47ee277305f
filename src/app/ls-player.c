/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <math.h>

#include "ls-player.h"

/*
 * A live program is stepped, never run, below the greatest speed: so each step is seen, and a pause takes
 * effect at once.  While the position follows the live edge, it moves when the model grows; otherwise it
 * only moves when asked to.
 */

#define WATCH_INTERVAL 200      /* ms between looks at what holds the loop */
#define HOLD_BLINK     0.4      /* seconds for which a task may hold the loop before it is remarked on */
#define LONGEST_WAIT   1.0      /* seconds for which a wait, however long, is watched */
#define TICK_MIN       16       /* ms between two moves; above that speed a move is of several units */

struct _LsPlayer
{
  GObject       parent_instance;

  LsSession    *session;
  GSignalGroup *session_signals;
  GSignalGroup *model_signals;

  guint64       position;
  guint64       end;
  LsGrain       grain;
  LsMode        mode;
  double        speed;
  guint32       task;
  guint32       holder;
  double        held;
  guint64       goal;             /* step at which a program that was restarted to a step stops; 0: none */
  guint         tick_source;      /* while playing */
  guint         watch_source;     /* while the program lives */
  guint         following : 1;    /* the position is the end, and shall stay so */
  guint         playing : 1;
  guint         can_back : 1;
  guint         can_forward : 1;
  guint         at_edge : 1;
};

G_DEFINE_FINAL_TYPE (LsPlayer, ls_player, G_TYPE_OBJECT)

enum
{
  PROP_0,
  PROP_SESSION, PROP_POSITION, PROP_END, PROP_MODE, PROP_GRAIN, PROP_SPEED, PROP_PLAYING, PROP_TASK,
  PROP_CAN_BACK, PROP_CAN_FORWARD, PROP_AT_EDGE, PROP_HOLDER, PROP_LIFE,
  N_PROPS
};

static GParamSpec *properties[N_PROPS];

static void schedule_tick (LsPlayer *self);

static gboolean
is_alive (LsPlayer *self)
{
  return self->session != NULL && ls_session_get_life (self->session) != LS_LIFE_ENDED;
}

static gboolean
is_paused (LsPlayer *self)
{
  return self->session != NULL && ls_session_get_life (self->session) == LS_LIFE_PAUSED;
}

static LsMode
compute_mode (LsPlayer *self)
{
  if (self->session == NULL)
    return LS_MODE_NONE;
  if (!is_alive (self))
    return LS_MODE_RECORDED;
  return self->following ? LS_MODE_LIVE : LS_MODE_LOOKING_BACK;
}

static void
notify (LsPlayer *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

/* What follows from the session and the position; notifies what changed. */
static void
update_derived (LsPlayer *self)
{
  LsMode mode = compute_mode (self);
  gboolean back = self->position > 0;
  gboolean edge = mode == LS_MODE_LIVE;
  gboolean forward = edge ? is_paused (self) : self->position < self->end;

#define UPDATE(field, value, prop)        \
  if (self->field != (value))             \
    {                                     \
      self->field = (value);              \
      notify (self, prop);                \
    }
  UPDATE (mode, mode, PROP_MODE);
  UPDATE (can_back, back, PROP_CAN_BACK);
  UPDATE (can_forward, forward, PROP_CAN_FORWARD);
  UPDATE (at_edge, edge, PROP_AT_EDGE);
#undef UPDATE
}

static void
set_position (LsPlayer *self, guint64 position)
{
  if (self->position == position)
    return;
  self->position = position;
  notify (self, PROP_POSITION);
}

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
static void
set_pace (LsPlayer *self)
{
  double wait;

  if (!is_alive (self) || !self->following || ls_session_get_clock (self->session) != LS_CLOCK_PACED)
    return;
  wait = MIN (wait_ahead (self), 1e6) / LONGEST_WAIT;
  ls_session_set_pace (self->session, wait > 1 ? (guint) ceil (wait * 1000) : 1000);
}

/* A command changes at once what the program is about to do; the session only tells what it then does. */
static void
commanded (LsPlayer *self)
{
  update_derived (self);
  notify (self, PROP_LIFE);
}

static void
step_program (LsPlayer *self, LsGrain grain, guint count)
{
  set_pace (self);
  ls_session_step (self->session, grain, count);
  commanded (self);
}

static void
pause_program (LsPlayer *self)
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
  if (!is_paused (self))
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
  else if (is_alive (self))
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

/* The session's news */

static void approach_goal (LsPlayer *self);

static void
model_grew_cb (LsPlayer *self)
{
  guint64 end = ls_model_get_n_events (ls_player_get_model (self));

  if (end != self->end)
    {
      self->end = end;
      if (self->following)
        self->position = end;
      notify (self, PROP_END);
      if (self->following)
        notify (self, PROP_POSITION);
    }
  set_pace (self);
  update_derived (self);
  if (!is_alive (self))
    approach_goal (self);
}

/* A program is stepped to the goal; in a trace that is still being read it may not be there yet. */
static void
approach_goal (LsPlayer *self)
{
  LsModel *model = ls_player_get_model (self);
  guint64 done;

  if (self->goal == 0 || model == NULL || (is_alive (self) && !is_paused (self)))
    return;
  done = ls_model_get_n_units (model, LS_GRAIN_STEP);
  if (is_alive (self) && done < self->goal)
    step_program (self, LS_GRAIN_STEP, (guint) MIN (self->goal - done, G_MAXUINT));
  else if (!is_alive (self) && done < self->goal && !ls_session_is_settled (self->session))
    return;
  else
    ls_player_seek (self, ls_model_get_unit_end (model, LS_GRAIN_STEP, MIN (self->goal, done)));
  self->goal = 0;
}

static void
stop_watching (LsPlayer *self)
{
  g_clear_handle_id (&self->watch_source, g_source_remove);
  if (self->holder != 0)
    {
      self->holder = 0;
      notify (self, PROP_HOLDER);
    }
}

static void
status_changed_cb (LsPlayer *self)
{
  model_grew_cb (self);
  approach_goal (self);
  if (self->playing && is_paused (self) && ls_session_is_at_breakpoint (self->session))
    ls_player_set_playing (self, FALSE);
  if (!is_alive (self))
    stop_watching (self);
  notify (self, PROP_LIFE);
}

/* Looks for a task that holds the loop; its time so far is told anew at each look. */
static gboolean
watch_cb (gpointer data)
{
  LsPlayer *self = data;
  gint64 since = 0;
  guint32 holder = ls_session_get_holder (self->session, &since);
  guint32 before = self->holder;

  self->held = holder != 0 ? (g_get_monotonic_time () - since) / 1e6 : 0;
  self->holder = self->held >= HOLD_BLINK ? holder : 0;
  if (self->holder != 0 || before != 0)
    notify (self, PROP_HOLDER);
  return G_SOURCE_CONTINUE;
}

static void
ls_player_dispose (GObject *object)
{
  LsPlayer *self = LS_PLAYER (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_clear_object (&self->session_signals);
  g_clear_object (&self->model_signals);
  g_clear_object (&self->session);
  G_OBJECT_CLASS (ls_player_parent_class)->dispose (object);
}

static void
ls_player_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  LsPlayer *self = LS_PLAYER (object);

  switch (id)
    {
    case PROP_SESSION:     g_value_set_object (value, self->session); break;
    case PROP_POSITION:    g_value_set_uint64 (value, self->position); break;
    case PROP_END:         g_value_set_uint64 (value, self->end); break;
    case PROP_MODE:        g_value_set_uint (value, self->mode); break;
    case PROP_GRAIN:       g_value_set_uint (value, self->grain); break;
    case PROP_SPEED:       g_value_set_double (value, self->speed); break;
    case PROP_PLAYING:     g_value_set_boolean (value, self->playing); break;
    case PROP_TASK:        g_value_set_uint (value, self->task); break;
    case PROP_CAN_BACK:    g_value_set_boolean (value, self->can_back); break;
    case PROP_CAN_FORWARD: g_value_set_boolean (value, self->can_forward); break;
    case PROP_AT_EDGE:     g_value_set_boolean (value, self->at_edge); break;
    case PROP_HOLDER:      g_value_set_uint (value, self->holder); break;
    case PROP_LIFE:
      g_value_set_uint (value, self->session != NULL ? ls_session_get_life (self->session) : LS_LIFE_ENDED);
      break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
ls_player_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  LsPlayer *self = LS_PLAYER (object);

  switch (id)
    {
    case PROP_SESSION: ls_player_set_session (self, g_value_get_object (value)); break;
    case PROP_GRAIN:   ls_player_set_grain (self, g_value_get_uint (value)); break;
    case PROP_SPEED:   ls_player_set_speed (self, g_value_get_double (value)); break;
    case PROP_PLAYING: ls_player_set_playing (self, g_value_get_boolean (value)); break;
    case PROP_TASK:    ls_player_set_task (self, g_value_get_uint (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  const GParamFlags rw = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  properties[PROP_SESSION] = g_param_spec_object ("session", NULL, NULL, LS_TYPE_SESSION, rw);
  properties[PROP_POSITION] = g_param_spec_uint64 ("position", NULL, NULL, 0, G_MAXUINT64, 0, ro);
  properties[PROP_END] = g_param_spec_uint64 ("end", NULL, NULL, 0, G_MAXUINT64, 0, ro);
  properties[PROP_MODE] = g_param_spec_uint ("mode", NULL, NULL, 0, LS_MODE_RECORDED, LS_MODE_NONE, ro);
  properties[PROP_GRAIN] = g_param_spec_uint ("grain", NULL, NULL, 0, LS_N_GRAINS - 1, LS_GRAIN_STEP, rw);
  properties[PROP_SPEED] = g_param_spec_double ("speed", NULL, NULL, LS_SPEED_MIN, LS_SPEED_MAX, 2, rw);
  properties[PROP_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, rw);
  properties[PROP_TASK] = g_param_spec_uint ("task", NULL, NULL, 0, G_MAXUINT32, 0, rw);
  properties[PROP_CAN_BACK] = g_param_spec_boolean ("can-back", NULL, NULL, FALSE, ro);
  properties[PROP_CAN_FORWARD] = g_param_spec_boolean ("can-forward", NULL, NULL, FALSE, ro);
  properties[PROP_AT_EDGE] = g_param_spec_boolean ("at-edge", NULL, NULL, FALSE, ro);
  properties[PROP_HOLDER] = g_param_spec_uint ("holder", NULL, NULL, 0, G_MAXUINT32, 0, ro);
  properties[PROP_LIFE] = g_param_spec_uint ("life", NULL, NULL, 0, LS_LIFE_ENDED, LS_LIFE_ENDED, ro);
  g_object_class_install_properties (object_class, N_PROPS, properties);
}

static void
ls_player_class_init (LsPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ls_player_dispose;
  object_class->get_property = ls_player_get_property;
  object_class->set_property = ls_player_set_property;
  install_properties (object_class);
}

static void
ls_player_init (LsPlayer *self)
{
  self->grain = LS_GRAIN_STEP;
  self->speed = 2;
  self->session_signals = g_signal_group_new (LS_TYPE_SESSION);
  self->model_signals = g_signal_group_new (LS_TYPE_MODEL);
  g_signal_group_connect_swapped (self->session_signals, "status-changed", G_CALLBACK (status_changed_cb), self);
  g_signal_group_connect_swapped (self->model_signals, "grew", G_CALLBACK (model_grew_cb), self);
}

LsPlayer *
ls_player_new (void)
{
  return g_object_new (LS_TYPE_PLAYER, NULL);
}

LsSession *
ls_player_get_session (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), NULL);
  return self->session;
}

void
ls_player_set_session (LsPlayer *self, LsSession *session)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!g_set_object (&self->session, session))
    return;
  ls_player_set_playing (self, FALSE);
  stop_watching (self);
  self->goal = 0;
  self->task = 0;
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->model_signals, ls_player_get_model (self));
  self->end = session != NULL ? ls_model_get_n_events (ls_player_get_model (self)) : 0;
  self->following = is_alive (self);
  self->position = self->following ? self->end : 0;
  if (is_alive (self))
    self->watch_source = g_timeout_add (WATCH_INTERVAL, watch_cb, self);
  notify (self, PROP_SESSION);
  notify (self, PROP_TASK);
  notify (self, PROP_END);
  notify (self, PROP_POSITION);
  notify (self, PROP_LIFE);
  update_derived (self);
}

LsModel *
ls_player_get_model (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), NULL);
  return self->session != NULL ? ls_session_get_model (self->session) : NULL;
}

guint64
ls_player_get_position (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), 0);
  return self->position;
}

guint64
ls_player_get_end (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), 0);
  return self->end;
}

LsMode
ls_player_get_mode (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), LS_MODE_NONE);
  return self->mode;
}

const LsState *
ls_player_get_state (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), NULL);
  return self->session != NULL ? ls_model_get_state (ls_player_get_model (self), self->position) : NULL;
}

/**
 * ls_player_seek:
 * @position: a number of events; more than there are means the end
 *
 * Moves what is in view.  At the end of a living program it follows again.
 */
void
ls_player_seek (LsPlayer *self, guint64 position)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  position = MIN (position, self->end);
  self->following = position == self->end && is_alive (self);
  if (self->playing && !self->following && ls_session_get_life (self->session) == LS_LIFE_RUNNING)
    pause_program (self);
  set_position (self, position);
  update_derived (self);
}

LsGrain
ls_player_get_grain (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), LS_GRAIN_STEP);
  return self->grain;
}

void
ls_player_set_grain (LsPlayer *self, LsGrain grain)
{
  g_return_if_fail (LS_IS_PLAYER (self));
  if (self->grain == grain)
    return;
  self->grain = grain;
  notify (self, PROP_GRAIN);
}

double
ls_player_get_speed (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), LS_SPEED_MIN);
  return self->speed;
}

void
ls_player_set_speed (LsPlayer *self, double speed)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  speed = CLAMP (speed, LS_SPEED_MIN, LS_SPEED_MAX);
  if (self->speed == speed)
    return;
  self->speed = speed;
  if (self->playing && speed < LS_SPEED_MAX && is_alive (self))
    pause_program (self);
  schedule_tick (self);
  notify (self, PROP_SPEED);
}

gboolean
ls_player_get_playing (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->playing;
}

/* The first move is made at once: who presses Play wants to see something happen. */
void
ls_player_set_playing (LsPlayer *self, gboolean playing)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  playing = playing && self->session != NULL && (is_alive (self) || self->position < self->end);
  if (self->playing == playing)
    return;
  self->playing = playing;
  notify (self, PROP_PLAYING);
  if (playing)
    tick_cb (self);
  else
    {
      g_clear_handle_id (&self->tick_source, g_source_remove);
      if (is_alive (self))
        pause_program (self);
    }
}

guint32
ls_player_get_task (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), 0);
  return self->task;
}

void
ls_player_set_task (LsPlayer *self, guint32 task)
{
  g_return_if_fail (LS_IS_PLAYER (self));
  if (self->task == task)
    return;
  self->task = task;
  notify (self, PROP_TASK);
}

void
ls_player_back (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!self->can_back)
    return;
  ls_player_set_playing (self, FALSE);
  ls_player_seek (self, ls_model_previous (ls_player_get_model (self), self->grain, self->position));
}

void
ls_player_forward (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!self->can_forward)
    return;
  ls_player_set_playing (self, FALSE);
  if (self->following)
    step_program (self, self->grain, 1);
  else
    ls_player_seek (self, ls_model_next (ls_player_get_model (self), self->grain, self->position));
}

gboolean
ls_player_can_back (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->can_back;
}

gboolean
ls_player_can_forward (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->can_forward;
}

void
ls_player_run_to_turn (LsPlayer *self)
{
  g_return_if_fail (LS_IS_PLAYER (self));

  if (!self->at_edge || self->task == 0 || !is_paused (self))
    return;
  set_pace (self);
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

gboolean
ls_player_is_at_edge (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->at_edge;
}

void
ls_player_go_on_to_step (LsPlayer *self, guint64 step)
{
  g_return_if_fail (LS_IS_PLAYER (self));
  self->goal = step;
  approach_goal (self);
}

guint32
ls_player_get_holder (LsPlayer *self, double *seconds)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), 0);
  if (seconds != NULL)
    *seconds = self->held;
  return self->holder;
}
