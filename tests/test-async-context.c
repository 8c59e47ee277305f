/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "record.h"

/* Counts its changes, so that also a block that is left in an unusual way is seen to be left. */
typedef struct { LsAsyncContext context; int *n_entered, *n_left; } Door;

static LsValue
door_aenter (gpointer self, GError **error)
{
  ++*((Door *) self)->n_entered;
  return LS_NONE;
}

static gboolean
door_aexit (gpointer self, const GError *exception, GError **error)
{
  ++*((Door *) self)->n_left;
  ls_sleep (1, error);
  return FALSE;
}

static Door *
door_new (int *n_entered, int *n_left)
{
  static const LsAsyncContextClass klass = { .aenter = door_aenter, .aexit = door_aexit };
  Door *self = ls_async_context_new (&klass, sizeof (Door));

  self->n_entered = n_entered;
  self->n_left = n_left;
  return self;
}

static LsValue
stay (const LsValue *args, GError **error)
{
  LS_ASYNC_WITH (door_new (ls_value_get_pointer (args[0]), ls_value_get_pointer (args[1])), error)
    {
      LS_TRY (ls_sleep (100, error));
    }
  return LS_NONE;
}

/* A task that is destroyed while it is in a block leaves it, though nothing can be awaited any more. */
static void
test_destroyed (void)
{
  int n_entered = 0, n_left = 0;
  g_autoptr (LsLoop) loop = NULL;
  g_autoptr (LsTask) task = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  loop = ls_loop_new ();
  task = ls_loop_create_task (loop, ls_coro (stay, LS_POINTER (&n_entered), LS_POINTER (&n_left)));
  ls_loop_stop (loop);
  ls_loop_run_forever (loop, NULL);
  g_assert_cmpint (n_entered, ==, 1);
  g_assert_cmpint (n_left, ==, 0);
  ls_loop_close (loop);
  g_assert_cmpint (n_left, ==, 1);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  record_add_rule ("AsyncContext", "rule-async-context", "entered-and-left", rule_async_context);
  g_test_add_func ("/Ls/AsyncContext/left-when-the-task-is-destroyed", test_destroyed);
  return g_test_run ();
}
