/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "random-program.h"

#include <stdlib.h>

World world;

static guint64 seed;
static char **only;             /* names of the steps to be taken, or NULL: all */

guint
below (Body *self, guint n)
{
  self->state = self->state * G_GUINT64_CONSTANT (6364136223846793005) + G_GUINT64_CONSTANT (1442695040888963407);
  return (self->state >> 33) % n;
}

/* From here on @self draws what @name makes of the seed. */
static void
draw_as (Body *self, const char *name)
{
  self->state = seed * 1000003;
  for (; *name != '\0'; name++)
    self->state = (self->state ^ (guchar) *name) * G_GUINT64_CONSTANT (1099511628211);
  below (self, 2);
}

Body *
new_body (char *name)
{
  Body *self = &world.bodies[++world.count];

  self->number = world.count;
  self->name = name;
  return self;
}

void
add_task (Body *self, const char *name)
{
  self->task = ls_create_task (ls_coro (body, LS_INT (self->number)), .name = name);
  world.tasks[world.n_tasks++] = self->number;
}

/* Whether the exception is dealt with. */
static gboolean
handle (Body *self, gboolean stubborn, GError *raised)
{
  if (g_error_matches (raised, LS_ERROR, LS_ERROR_GENERATOR_EXIT))
    return FALSE;
  if (ls_error_is_cancelled (raised))
    {
      printf ("%d cancelled %s %u\n", self->number, raised->message, ls_task_cancelling (ls_current_task ()));
      return stubborn && !world.over;
    }
  printf ("%d caught %s %s\n", self->number, ls_error_get_class (raised), raised->message);
  return below (self, 3) != 0;
}

static gboolean
act (Body *self, GError **error)
{
  g_autofree char *name = g_strdup_printf ("%s:%d", self->name, self->step);

  if (only != NULL && !g_strv_contains ((const char * const *) only, name))
    return TRUE;
  draw_as (self, name);
  self->made = 0;
  return world.actions[below (self, world.n_actions)] (self, error);
}

LsValue
body (const LsValue *args, GError **error)
{
  Body *self = &world.bodies[ls_value_get_int (args[0])];
  gboolean stubborn;
  int n_steps;

  draw_as (self, self->name);
  stubborn = below (self, 4) == 0;
  n_steps = 1 + (int) below (self, 7);
  for (self->step = 0; self->step < n_steps && !world.over; self->step++)
    {
      g_autoptr (GError) raised = NULL;
      gboolean goes_on = act (self, &raised);

      if (raised == NULL && !goes_on)
        break;
      if (raised != NULL && !handle (self, stubborn, raised))
        {
          g_propagate_error (error, g_steal_pointer (&raised));
          return LS_NONE;
        }
    }
  printf ("%d returns\n", self->number);
  return LS_INT (self->number);
}

static void
choose_actions (void)
{
  Body chooser = { 0 };
  guint n;

  draw_as (&chooser, "actions");
  n = 3 + below (&chooser, 14);
  world.actions[world.n_actions++] = all_actions[0];
  world.actions[world.n_actions++] = all_actions[1];
  for (; n > 0; n--)
    world.actions[world.n_actions++] = all_actions[below (&chooser, n_all_actions)];
}

static void
make_world (void)
{
  choose_actions ();
  world.loop = ls_get_running_loop ();
  world.queues[0] = ls_queue_new ();
  world.queues[1] = ls_queue_new (.maxsize = 2);
  world.queues[2] = ls_lifo_queue_new (.maxsize = 1);
  world.queues[3] = ls_priority_queue_new ();
  for (int i = 0; i < 2; i++)
    world.futures[i] = ls_future_new ();
  for (int i = 0; i < 2; i++)
    world.locks[i] = ls_lock_new ();
  for (int i = 0; i < 2; i++)
    world.events[i] = ls_event_new ();
  world.semaphores[0] = ls_semaphore_new (1);
  world.semaphores[1] = ls_bounded_semaphore_new (2);
  world.condition = ls_condition_new ();
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  make_world ();
  for (int i = 0; i < 4; i++)
    add_task (new_body (g_strdup_printf ("%d", i)), NULL);
  LS_TRY (ls_sleep (9, error));
  printf ("main ends\n");
  world.over = TRUE;
  return LS_NONE;
}

static void
release (void)
{
  for (int i = 0; i < world.n_tasks; i++)
    ls_task_unref (world.bodies[world.tasks[i]].task);
  for (int i = 1; i <= world.count; i++)
    g_free (world.bodies[i].name);
  for (guint i = 0; i < G_N_ELEMENTS (world.queues); i++)
    ls_queue_unref (world.queues[i]);
  for (int i = 0; i < 2; i++)
    {
      ls_future_unref (world.futures[i]);
      ls_lock_unref (world.locks[i]);
      ls_event_unref (world.events[i]);
      ls_semaphore_unref (world.semaphores[i]);
    }
  ls_condition_unref (world.condition);
  for (int i = 0; i < world.n_handles; i++)
    ls_handle_unref (world.handles[i]);
}

int
main (int argc, char **argv)
{
  int code;

  seed = argc > 1 ? g_ascii_strtoull (argv[1], NULL, 10) : 0;
  only = argc > 2 ? g_strsplit (argv[2], ",", -1) : NULL;
  code = ls_run_main (ls_coro (main_));
  release ();
  g_strfreev (only);
  return code;
}
