/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program that its seed makes up as it goes, as random-program.py does, from which see. */
#pragma once

#include "rule.h"

#define MOST 24                 /* coroutines in all */

typedef struct
{
  int     number;
  char   *name;
  int     step;
  int     made;                 /* coroutines by the current step */
  guint64 state;                /* of the current step's random numbers */
  LsTask *task;                 /* the task that was made of it by spawn(), or NULL */
} Body;

/* FALSE where the coroutine shall return now, with or without an exception. */
typedef gboolean (* Action) (Body *self, GError **error);

/* What the coroutines share. */
typedef struct
{
  LsLoop      *loop;
  Action       actions[20];             /* what this program makes do with */
  guint        n_actions;
  Body         bodies[MOST + 1];        /* by number */
  int          count;
  int          tasks[MOST];             /* the numbers of those with a task, in order of creation */
  int          n_tasks;
  LsQueue     *queues[4];
  LsFuture    *futures[2];
  LsLock      *locks[2];
  LsEvent     *events[2];
  LsSemaphore *semaphores[2];
  LsCondition *condition;
  LsHandle    *handles[1000];
  int          n_handles;
  gboolean     over;                    /* main has ended: nobody makes another task or declines to end */
} World;

extern World world;
extern const Action all_actions[];      /* sleep first, then spawn, some more than once */
extern const guint n_all_actions;

Body   *new_body (char *name);
void    add_task (Body *self, const char *name);
LsValue body     (const LsValue *args, GError **error);
guint   below    (Body *self, guint n);
