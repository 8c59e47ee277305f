/* SPDX-License-Identifier: GPL-3.0-or-later */
#pragma once

#include "ls-model.h"
#include "ls-palette.h"
#include "ls-stage.h"

G_BEGIN_DECLS

/*
 * LsScene: all that a stage shows at one position, as plain strings and numbers.
 *
 * What stands between the model and the layout: the layout can be tested with a scene made by hand, and
 * only what can be seen is asked of the model, however many tasks there are.
 */

/* The state of a task as a form: told without colour. */
typedef enum
{
  LS_FORM_READY,              /* outline */
  LS_FORM_WAITING,            /* pale, with a pause */
  LS_FORM_RUNNING,            /* solid */
  LS_FORM_DONE, LS_FORM_CANCELLED, LS_FORM_FAILED   /* with a sign */
} LsForm;

typedef struct
{
  LsItemKind  kind;           /* LS_ITEM_TASK, LS_ITEM_CALLBACK, LS_ITEM_GENERATOR or LS_ITEM_JOB */
  guint32     id;
  guint       color;          /* index in the palette, or LS_COLOR_NONE */
  LsForm      form;
  const char *name;
  const char *detail;         /* "" if there is none, or for all too many tasks to be shown with one */
  double      progress;       /* 0 to 1, or -1 */
} LsActor;

typedef struct
{
  guint32     wait;           /* LsWaitKind, or one of those below */
  guint32     object;
  const char *title;
  GArray     *actors;         /* LsActor; at most LS_SCENE_MAX_ACTORS */
  guint       n;              /* all of them */
} LsSceneGroup;

typedef struct
{
  guint32     item;
  guint       color;
  const char *value;
  const char *from;           /* "from Producer 1", or "" */
  const char *name;           /* the same in short, "Producer 1" */
  gboolean    is_new;         /* put by the very event that leads here */
} LsSceneItem;

typedef struct
{
  guint32     id;
  const char *title;          /* "Queue q" */
  const char *summary;
  GArray     *items;          /* LsSceneItem, next to be got first; at most LS_SCENE_MAX_ITEMS */
  guint       n;
} LsSceneQueue;

/* A piece of work that a worker does, or waits to. */
typedef struct
{
  guint32     id;             /* of its future */
  guint       worker;         /* from 1; 0: it waits for one */
  guint       color;          /* of who handed it over */
  const char *name;
  const char *detail;
} LsSceneJob;

/* Of a knot: a task, or what it waits for. */
typedef struct
{
  LsKnotKind  kind;
  guint32     id;
  guint       ring;           /* 0: in none */
  gboolean    is_cause;
  LsActor     actor;          /* of a task */
  const char *name;           /* of a thing */
  const char *detail;
} LsSceneKnotNode;

typedef struct { double time; guint color; guint32 task; } LsSceneTimer;

/* Groups that no kind of wait makes: beside LsWaitKind as their id. */
enum
{
  LS_SCENE_GENERATORS = LS_N_WAITS,   /* paused at a yield: no tasks */
  LS_SCENE_KNOT                       /* tasks that are tied up; drawn as a knot where there is room */
};

#define LS_SCENE_MAX_ACTORS 4096
#define LS_SCENE_MAX_DETAILS 64   /* more tasks in a group than this are never shown with a second line */
#define LS_SCENE_MAX_ITEMS  96
#define LS_SCENE_MAX_GROUPS 12    /* of more, those of one kind are shown as one */
#define LS_SCENE_MAX_QUEUES 40
#define LS_SCENE_MAX_DONE   64

typedef struct
{
  GStringChunk *strings;      /* owns every string below */

  GArray       *ready;        /* LsActor, next to run first */
  guint         n_ready;

  LsPhase       phase;
  const char   *iteration;
  gboolean      has_running;
  LsActor       running;
  gboolean      is_blocking;  /* what runs holds the loop */
  const char   *idle;         /* what the loop does while nothing runs */
  const char   *idle_detail;

  GPtrArray    *groups;       /* LsSceneGroup */
  guint         n_waiting;
  GArray       *knot_nodes;   /* LsSceneKnotNode; empty: nothing is tied up */
  GArray       *knot_ties;    /* LsKnotTie */
  gboolean      has_ring;
  guint         n_tied;       /* tasks of the knot */

  GArray       *jobs;         /* LsSceneJob: those that workers do by worker, then those that wait, next first */
  guint         n_workers;    /* seen so far; 0: none are shown */
  guint         n_waiting_jobs;

  GPtrArray    *queues;       /* LsSceneQueue */
  guint         n_more_queues;

  GArray       *done;         /* LsActor, in order of ending; the latest */
  guint         n_done[3];    /* by LsOutcome */

  const char   *what;
  const char   *why;
  guint         color;        /* of whom the sentence is about */
  gboolean      is_alarm;     /* the sentence says that something is stuck */

  double        time;         /* loop seconds */
  GArray       *timers;       /* LsSceneTimer, next due first */
} LsScene;

LsScene      * ls_scene_new           (void);                  /* of nothing, to be filled in */
LsScene      * ls_scene_new_for_model (LsModel *model, guint64 position);
void           ls_scene_free          (LsScene *self);
const char   * ls_scene_keep          (LsScene *self, const char *string);
LsSceneGroup * ls_scene_add_group     (LsScene *self, guint32 wait, guint32 object, const char *title);
LsSceneQueue * ls_scene_add_queue     (LsScene *self, guint32 id, const char *title, const char *summary);
char         * ls_scene_describe      (LsScene *self);         /* all of it, in words */

G_DEFINE_AUTOPTR_CLEANUP_FUNC (LsScene, ls_scene_free)

G_END_DECLS
