/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include "ls-player-private.h"
#include "ls-widget.h"

/*
 * What the player looks at.  While the position follows the live edge, it moves when the model grows;
 * otherwise it only moves when asked to.
 */

#define WATCH_INTERVAL 200      /* ms between looks at what holds the loop */
#define HOLD_BLINK     0.4      /* seconds for which a task may hold the loop unremarked */

G_DEFINE_FINAL_TYPE (LsPlayer, ls_player, G_TYPE_OBJECT)

static GParamSpec *properties[LS_PLAYER_N_PROPS];

gboolean
ls_player_is_alive (LsPlayer *self)
{
  return self->session != NULL && ls_session_get_life (self->session) != LS_LIFE_ENDED;
}

gboolean
ls_player_is_paused (LsPlayer *self)
{
  return self->session != NULL && ls_session_get_life (self->session) == LS_LIFE_PAUSED;
}

static LsMode
compute_mode (LsPlayer *self)
{
  if (self->session == NULL)
    return LS_MODE_NONE;
  if (!ls_player_is_alive (self))
    return LS_MODE_RECORDED;
  return self->following ? LS_MODE_LIVE : LS_MODE_LOOKING_BACK;
}

void
ls_player_notify (LsPlayer *self, guint prop)
{
  g_object_notify_by_pspec (G_OBJECT (self), properties[prop]);
}

/* What follows from the session and the position; notifies what changed. */
void
ls_player_update (LsPlayer *self)
{
  LsMode mode = compute_mode (self);
  gboolean back = self->position > 0;
  gboolean edge = mode == LS_MODE_LIVE;
  gboolean forward = edge ? ls_player_is_paused (self) : self->position < self->end;

#define UPDATE(field, value, prop)        \
  if (self->field != (value))             \
    {                                     \
      self->field = (value);              \
      ls_player_notify (self, prop);                \
    }
  UPDATE (mode, mode, LS_PLAYER_MODE);
  UPDATE (can_back, back, LS_PLAYER_CAN_BACK);
  UPDATE (can_forward, forward, LS_PLAYER_CAN_FORWARD);
  UPDATE (at_edge, edge, LS_PLAYER_AT_EDGE);
#undef UPDATE
}

static void
set_position (LsPlayer *self, guint64 position)
{
  if (self->position == position)
    return;
  self->position = position;
  ls_player_notify (self, LS_PLAYER_POSITION);
}

/* The session's news */

static void
model_grew_cb (LsPlayer *self)
{
  guint64 end = ls_model_get_n_events (ls_player_get_model (self));

  if (end != self->end)
    {
      self->end = end;
      if (self->following)
        self->position = end;
      ls_player_notify (self, LS_PLAYER_END);
      if (self->following)
        ls_player_notify (self, LS_PLAYER_POSITION);
    }
  ls_player_set_pace (self);
  ls_player_update (self);
  if (!ls_player_is_alive (self))
    {
      ls_player_approach_goal (self);
      ls_player_approach_anchor (self);
    }
}

static void
stop_watching (LsPlayer *self)
{
  g_clear_handle_id (&self->watch_source, g_source_remove);
  if (self->holder != 0)
    {
      self->holder = 0;
      ls_player_notify (self, LS_PLAYER_HOLDER);
    }
}

/* At a line it is about the task that executes it. */
static void
stop_at_line (LsPlayer *self)
{
  gboolean is_break = ls_session_is_at_breakpoint (self->session);

  if (is_break && self->playing)
    ls_player_set_playing (self, FALSE);
  if (self->following && (is_break || self->grain == LS_GRAIN_LINE) && ls_player_get_state (self)->running != 0)
    ls_player_set_task (self, ls_player_get_state (self)->running);
}

static void
status_changed_cb (LsPlayer *self)
{
  model_grew_cb (self);
  ls_player_approach_goal (self);
  ls_player_approach_anchor (self);
  if (ls_player_is_paused (self))
    stop_at_line (self);
  if (!ls_player_is_alive (self))
    stop_watching (self);
  ls_player_notify (self, LS_PLAYER_LIFE);
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
    ls_player_notify (self, LS_PLAYER_HOLDER);
  return G_SOURCE_CONTINUE;
}

static void
ls_player_dispose (GObject *object)
{
  LsPlayer *self = LS_PLAYER (object);

  g_clear_handle_id (&self->tick_source, g_source_remove);
  g_clear_handle_id (&self->watch_source, g_source_remove);
  g_clear_pointer (&self->anchor, g_free);
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
    case LS_PLAYER_SESSION:     g_value_set_object (value, self->session); break;
    case LS_PLAYER_POSITION:    g_value_set_uint64 (value, self->position); break;
    case LS_PLAYER_END:         g_value_set_uint64 (value, self->end); break;
    case LS_PLAYER_MODE:        g_value_set_uint (value, self->mode); break;
    case LS_PLAYER_GRAIN:       g_value_set_uint (value, self->grain); break;
    case LS_PLAYER_SPEED:       g_value_set_double (value, self->speed); break;
    case LS_PLAYER_PLAYING:     g_value_set_boolean (value, self->playing); break;
    case LS_PLAYER_TASK:        g_value_set_uint (value, self->task); break;
    case LS_PLAYER_CAN_BACK:    g_value_set_boolean (value, self->can_back); break;
    case LS_PLAYER_CAN_FORWARD: g_value_set_boolean (value, self->can_forward); break;
    case LS_PLAYER_AT_EDGE:     g_value_set_boolean (value, self->at_edge); break;
    case LS_PLAYER_HOLDER:      g_value_set_uint (value, self->holder); break;
    case LS_PLAYER_ANCHOR:      g_value_set_string (value, self->anchor); break;
    case LS_PLAYER_LIFE:
      g_value_set_uint (value, self->session != NULL ? ls_session_get_life (self->session)
                        : LS_LIFE_ENDED);
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
    case LS_PLAYER_SESSION: ls_player_set_session (self, g_value_get_object (value)); break;
    case LS_PLAYER_GRAIN:   ls_player_set_grain (self, g_value_get_uint (value)); break;
    case LS_PLAYER_SPEED:   ls_player_set_speed (self, g_value_get_double (value)); break;
    case LS_PLAYER_PLAYING: ls_player_set_playing (self, g_value_get_boolean (value)); break;
    case LS_PLAYER_TASK:    ls_player_set_task (self, g_value_get_uint (value)); break;
    default: G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
install_properties (GObjectClass *object_class)
{
  const GParamFlags ro = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS, rw = LS_PARAM_RW;
  GParamSpec **p = properties;

  p[LS_PLAYER_SESSION] = g_param_spec_object ("session", NULL, NULL, LS_TYPE_SESSION, rw);
  p[LS_PLAYER_POSITION] = g_param_spec_uint64 ("position", NULL, NULL, 0, G_MAXUINT64, 0, ro);
  p[LS_PLAYER_END] = g_param_spec_uint64 ("end", NULL, NULL, 0, G_MAXUINT64, 0, ro);
  p[LS_PLAYER_MODE] = g_param_spec_uint ("mode", NULL, NULL, 0, LS_MODE_RECORDED, LS_MODE_NONE, ro);
  p[LS_PLAYER_GRAIN] = g_param_spec_uint ("grain", NULL, NULL, 0, LS_N_GRAINS - 1, LS_GRAIN_STEP,
                                          rw);
  p[LS_PLAYER_SPEED] = g_param_spec_double ("speed", NULL, NULL, LS_SPEED_MIN, LS_SPEED_MAX, 2, rw);
  p[LS_PLAYER_PLAYING] = g_param_spec_boolean ("playing", NULL, NULL, FALSE, rw);
  p[LS_PLAYER_TASK] = g_param_spec_uint ("task", NULL, NULL, 0, G_MAXUINT32, 0, rw);
  p[LS_PLAYER_CAN_BACK] = g_param_spec_boolean ("can-back", NULL, NULL, FALSE, ro);
  p[LS_PLAYER_CAN_FORWARD] = g_param_spec_boolean ("can-forward", NULL, NULL, FALSE, ro);
  p[LS_PLAYER_AT_EDGE] = g_param_spec_boolean ("at-edge", NULL, NULL, FALSE, ro);
  p[LS_PLAYER_HOLDER] = g_param_spec_uint ("holder", NULL, NULL, 0, G_MAXUINT32, 0, ro);
  p[LS_PLAYER_LIFE] = g_param_spec_uint ("life", NULL, NULL, 0, LS_LIFE_ENDED, LS_LIFE_ENDED, ro);
  p[LS_PLAYER_ANCHOR] = g_param_spec_string ("anchor", NULL, NULL, NULL, ro);
  g_object_class_install_properties (object_class, LS_PLAYER_N_PROPS, properties);
}

static void
ls_player_class_init (LsPlayerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->dispose = ls_player_dispose;
  object_class->get_property = ls_player_get_property;
  object_class->set_property = ls_player_set_property;
  install_properties (object_class);

  /**
   * LsPlayer::anchor-missed:
   *
   * The program has ended without the step that it was to go on to.
   */
  g_signal_new ("anchor-missed", LS_TYPE_PLAYER, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void
ls_player_init (LsPlayer *self)
{
  self->grain = LS_GRAIN_STEP;
  self->speed = 2;
  self->session_signals = g_signal_group_new (LS_TYPE_SESSION);
  self->model_signals = g_signal_group_new (LS_TYPE_MODEL);
  g_signal_group_connect_swapped (self->session_signals, "status-changed",
                                  G_CALLBACK (status_changed_cb), self);
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
  ls_player_stop_going (self);
  self->task = 0;
  g_signal_group_set_target (self->session_signals, session);
  g_signal_group_set_target (self->model_signals, ls_player_get_model (self));
  self->end = session != NULL ? ls_model_get_n_events (ls_player_get_model (self)) : 0;
  self->following = ls_player_is_alive (self);
  self->position = self->following ? self->end : 0;
  if (self->grain == LS_GRAIN_LINE && !ls_player_has_lines (self))
    ls_player_set_grain (self, LS_GRAIN_STEP);
  if (ls_player_is_alive (self))
    self->watch_source = g_timeout_add (WATCH_INTERVAL, watch_cb, self);
  ls_player_notify (self, LS_PLAYER_SESSION);
  ls_player_notify (self, LS_PLAYER_TASK);
  ls_player_notify (self, LS_PLAYER_END);
  ls_player_notify (self, LS_PLAYER_POSITION);
  ls_player_notify (self, LS_PLAYER_LIFE);
  ls_player_update (self);
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
ls_player_get_step (LsPlayer *self)
{
  LsModel *model = ls_player_get_model (self);

  return model != NULL ? ls_model_get_unit (model, LS_GRAIN_STEP, self->position) : 0;
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
  return self->session != NULL ? ls_model_get_state (ls_player_get_model (self), self->position)
         : NULL;
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
  self->following = position == self->end && ls_player_is_alive (self);
  if (self->playing && !self->following && ls_session_get_life (self->session) == LS_LIFE_RUNNING)
    ls_player_pause_program (self);
  set_position (self, position);
  ls_player_update (self);
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
  ls_player_notify (self, LS_PLAYER_GRAIN);
}

gboolean
ls_player_has_lines (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->session != NULL && ls_session_has_lines (self->session);
}

double
ls_player_get_speed (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), LS_SPEED_MIN);
  return self->speed;
}

gboolean
ls_player_get_playing (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->playing;
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
  ls_player_notify (self, LS_PLAYER_TASK);
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

gboolean
ls_player_is_at_edge (LsPlayer *self)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), FALSE);
  return self->at_edge;
}

guint32
ls_player_get_holder (LsPlayer *self, double *seconds)
{
  g_return_val_if_fail (LS_IS_PLAYER (self), 0);
  if (seconds != NULL)
    *seconds = self->held;
  return self->holder;
}
