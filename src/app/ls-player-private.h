/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-player.h"

G_BEGIN_DECLS

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
  guint64       goal;             /* step to go on to; 0: none */
  char         *anchor;           /* how the sentence of the step to go on to begins; NULL: none */
  guint64       searched;         /* steps that are not it */
  guint         tick_source;      /* while playing */
  guint         watch_source;     /* while the program lives */
  guint         following : 1;    /* the position is the end, and shall stay so */
  guint         playing : 1;
  guint         can_back : 1;
  guint         can_forward : 1;
  guint         at_edge : 1;
};

/* The properties by number, for ls_player_notify(). */
enum
{
  LS_PLAYER_0,
  LS_PLAYER_SESSION, LS_PLAYER_POSITION, LS_PLAYER_END, LS_PLAYER_MODE, LS_PLAYER_GRAIN,
  LS_PLAYER_SPEED, LS_PLAYER_PLAYING, LS_PLAYER_TASK, LS_PLAYER_CAN_BACK, LS_PLAYER_CAN_FORWARD,
  LS_PLAYER_AT_EDGE, LS_PLAYER_HOLDER, LS_PLAYER_LIFE, LS_PLAYER_ANCHOR,
  LS_PLAYER_N_PROPS
};

/* ls-player.c: what is looked at */
gboolean ls_player_is_alive      (LsPlayer *self);      /* its program is */
gboolean ls_player_is_paused     (LsPlayer *self);
void     ls_player_notify        (LsPlayer *self, guint prop);
void     ls_player_update        (LsPlayer *self);      /* what follows from session and position */

/* ls-player-motion.c: how it moves */
void     ls_player_set_pace      (LsPlayer *self);
void     ls_player_pause_program (LsPlayer *self);
void     ls_player_approach_goal (LsPlayer *self);
void     ls_player_approach_anchor (LsPlayer *self);

G_END_DECLS
