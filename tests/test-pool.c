/* SPDX-License-Identifier: GPL-3.0-or-later */
#include <string.h>

#include "ls-checkers.h"
#include "ls-pool.h"
#include "ls-stack.h"
#include "run-main.h"

#define LARGE   512
#define N_HEAP  (((gsize) 64 << 20) / LARGE - 100)
#define N_TASKS 3000
#define N_WAVES 3

/* Under a checker each object is malloc'd for itself. */
static gboolean
is_pooled (void)
{
  return !LS_WITH_ASAN && !LS_ON_VALGRIND;
}

static void
test_given_back_is_taken (void)
{
  gpointer memory;

  if (!is_pooled ())
    {
      g_test_skip ("objects are malloc()'s here");
      return;
    }
  memory = ls_pool_take (LARGE);
  ls_pool_give (memory, LARGE);
  g_assert_true (ls_pool_take (LARGE - 1) == memory);
}

/* What comes hereafter and is a task's lies in the rooms of stacks. */
static void
fill_heap (void)
{
  for (gsize i = 0; is_pooled () && i < N_HEAP; i++)
    ls_pool_take (LARGE);
}

static gboolean
lies_in_room (gpointer object)
{
  gsize page = sysconf (_SC_PAGESIZE);
  char *top = (char *) (((gsize) object / page + 1) * page);
  gboolean is_top = ls_stack_find_guarded (top) != NULL;       /* the next stack's guard begins there */

  return is_top && (char *) object >= (char *) ls_stack_get_room (top);
}

static LsValue
answers (const LsValue *args, GError **error)
{
  char text[1000];

  memset (text, ls_value_get_int (args[0]) % 128, sizeof text);
  LS_TRY (ls_sleep (1 + ls_value_get_int (args[0]) % 3, error));
  for (gsize i = 0; i < sizeof text; i++)
    g_assert_cmpint (text[i], ==, ls_value_get_int (args[0]) % 128);
  return ls_value_string (ls_task_get_name (ls_current_task ()));
}

static void
check_done (LsTask *task, gint64 i)
{
  g_autofree char *name = g_strdup_printf ("Task-%" G_GINT64_FORMAT, i + 2);

  g_assert_true (ls_task_done (task));
  g_assert_cmpstr (ls_task_get_name (task), ==, name);
  g_assert_cmpint (ls_task_cancelled (task), ==, i % 7 == 0);
  if (i % 7 != 0)
    {
      LsValue result = ls_task_result (task, NULL);

      g_assert_cmpstr (ls_value_get_string (result), ==, name);
      ls_value_clear (&result);
    }
}

/* Tasks, most of which lie in the rooms of stacks, that they and others use one after another, and which are held. */
static LsValue
makes_waves (const LsValue *args, GError **error)
{
  g_autoptr (GPtrArray) tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_task_unref);
  guint n_in_rooms = 0;

  for (gint64 wave = 0; wave < N_WAVES; wave++)
    {
      for (gint64 i = wave * N_TASKS; i < (wave + 1) * N_TASKS; i++)
        {
          g_ptr_array_add (tasks, ls_create_task (ls_coro (answers, LS_INT (i))));
          n_in_rooms += lies_in_room (tasks->pdata[i]);
        }
      LS_TRY (ls_sleep (0, error));
      for (gint64 i = wave * N_TASKS; i < (wave + 1) * N_TASKS; i++)
        if (i % 7 == 0)
          ls_task_cancel (tasks->pdata[i]);
      LS_TRY (ls_sleep (5, error));
      for (guint i = 0; i < tasks->len; i++)
        check_done (tasks->pdata[i], i);
    }
  if (ls_stack_guards_are_light () && is_pooled ())
    g_assert_cmpuint (n_in_rooms, >, N_TASKS / 2);
  return LS_NONE;
}

static void
make_waves (void)
{
  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  fill_heap ();
  run_main (makes_waves);
}

static void
test_tasks_in_rooms (void)
{
  g_test_trap_subprocess ("/pool/subprocess/make-waves", 0, G_TEST_SUBPROCESS_INHERIT_STDERR);
  g_test_trap_assert_passed ();
}

int
main (int argc, char *argv[])
{
  /* Which the tests set for what they do not test. */
  g_unsetenv ("G_SLICE");
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/pool/given-back-is-taken", test_given_back_is_taken);
  g_test_add_func ("/pool/tasks-in-rooms", test_tasks_in_rooms);
  g_test_add_func ("/pool/subprocess/make-waves", make_waves);
  return g_test_run ();
}
