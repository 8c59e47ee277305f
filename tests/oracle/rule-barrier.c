/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Barrier: all go on when the last has come; who comes while they leave waits; abort, reset and cancel. */
#include "rule.h"

static LsValue
come (const LsValue *args, GError **error)
{
  LsBarrier *barrier = ls_value_get_barrier (args[0]);
  int position;

  LS_TRY (ls_sleep (ls_value_get_int (args[1]), error));
  position = ls_barrier_wait (barrier, error);
  if (position >= 0)
    printf ("came as %d of %u\n", position, ls_barrier_get_parties (barrier));
  else if (ls_error_is_cancelled (*error))
    printf ("cancelled %u\n", ls_barrier_get_n_waiting (barrier));
  else
    printf ("broken %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_BROKEN_BARRIER);
  return LS_NONE;
}

static LsValue
come_twice (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (come, args[0], args[1]), error));
  LS_TRY (ls_await_done (ls_coro (come, args[0], LS_INT (0)), error));
  return LS_NONE;
}

static LsTask *
task_of (LsBarrier *barrier, const char *how, LsCoroFunc body, int number, int delay)
{
  g_autofree char *name = g_strdup_printf ("%s %d", how, number);

  return ls_create_task (ls_coro_new (how, body, LS_ARGS (ls_barrier_value (barrier), LS_INT (delay))),
                         .name = name);
}

/* Tasks that come after so many seconds each; -1 ends them. */
static GPtrArray *
tasks_of (LsBarrier *barrier, const char *how, LsCoroFunc body, const int *delays)
{
  GPtrArray *tasks = g_ptr_array_new_with_free_func ((GDestroyNotify) ls_task_unref);

  for (int i = 0; delays[i] >= 0; i++)
    g_ptr_array_add (tasks, task_of (barrier, how, body, i, delays[i]));
  return tasks;
}

#define COME(barrier, ...) tasks_of (barrier, "come", come, (const int[]) { __VA_ARGS__, -1 })

static gboolean
gather_all (GPtrArray *tasks, GError **error)
{
  return ls_await_done (ls_gatherv (tasks->pdata, tasks->len, FALSE), error);
}

static gboolean
wait_for_all (GPtrArray *tasks, GError **error)
{
  return ls_wait (tasks->pdata, tasks->len, LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error);
}

static void
show (LsBarrier *barrier)
{
  printf ("broken %s %u\n", str (ls_barrier_is_broken (barrier)), ls_barrier_get_n_waiting (barrier));
}

static LsValue
twice_around (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (3);
  g_autoptr (GPtrArray) tasks = tasks_of (barrier, "come_twice", come_twice, (const int[]) { 1, 2, 3, -1 });

  LS_TRY (ls_sleep (2.5, error));
  printf ("waiting %u\n", ls_barrier_get_n_waiting (barrier));
  LS_TRY (gather_all (tasks, error));
  printf ("waiting %u broken %s\n", ls_barrier_get_n_waiting (barrier), str (ls_barrier_is_broken (barrier)));
  return LS_NONE;
}

static LsValue
more_than_parties (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (2);
  g_autoptr (GPtrArray) tasks = COME (barrier, 0, 0, 0, 0, 0, 0);
  g_autoptr (LsBarrier) alone = NULL;
  int first, second;

  LS_TRY (gather_all (tasks, error));
  alone = ls_barrier_new (1);
  first = ls_barrier_wait (alone, error);
  second = ls_barrier_wait (alone, error);
  printf ("alone %d %d\n", first, second);
  return LS_NONE;
}

static LsValue
come_late (const LsValue *args, GError **error)
{
  printf ("late %d\n", ls_barrier_wait (ls_value_get_barrier (args[0]), error));
  return LS_NONE;
}

static LsValue
drains_slowly (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (2);
  g_autoptr (GPtrArray) tasks = COME (barrier, 1, 1);

  LS_TRY (ls_sleep (1, error));
  for (int i = 0; i < 2; i++)
    {
      g_autofree char *name = g_strdup_printf ("late %d", i);

      g_ptr_array_add (tasks, ls_create_task (ls_coro (come_late, ls_barrier_value (barrier)), .name = name));
    }
  LS_TRY (gather_all (tasks, error));
  return LS_NONE;
}

static LsValue
aborted (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (3);
  g_autoptr (GPtrArray) tasks = COME (barrier, 1, 1);
  g_autoptr (GPtrArray) others = NULL;

  LS_TRY (ls_sleep (2, error));
  ls_barrier_abort (barrier);
  show (barrier);
  LS_TRY (ls_await_done (ls_coro (come, ls_barrier_value (barrier), LS_INT (0)), error));
  LS_TRY (gather_all (tasks, error));
  ls_barrier_reset (barrier);
  show (barrier);
  others = COME (barrier, 0, 1, 2);
  LS_TRY (gather_all (others, error));
  return LS_NONE;
}

static LsValue
reset_while_some_wait (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (3);
  g_autoptr (GPtrArray) tasks = COME (barrier, 1, 1);
  g_autoptr (GPtrArray) late = NULL;

  LS_TRY (ls_sleep (2, error));
  ls_barrier_reset (barrier);
  late = COME (barrier, 0, 0, 0);
  for (guint i = 0; i < late->len; i++)
    g_ptr_array_add (tasks, ls_task_ref (late->pdata[i]));
  LS_TRY (gather_all (tasks, error));
  show (barrier);
  ls_barrier_reset (barrier);
  show (barrier);
  return LS_NONE;
}

static LsValue
cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (2);
  g_autoptr (GPtrArray) first = COME (barrier, 1);
  g_autoptr (GPtrArray) others = NULL;

  LS_TRY (ls_sleep (2, error));
  ls_task_cancel (first->pdata[0]);
  LS_TRY (wait_for_all (first, error));
  printf ("waiting %u\n", ls_barrier_get_n_waiting (barrier));
  others = COME (barrier, 0, 0);
  g_ptr_array_add (others, ls_create_task (ls_coro (come, ls_barrier_value (barrier), LS_INT (0)), .name = "third"));
  LS_TRY (ls_sleep (0, error));
  ls_task_cancel (others->pdata[0]);
  LS_TRY (wait_for_all (others, error));
  ls_barrier_abort (barrier);
  ls_wait_for_done (ls_barrier_wait_coro (barrier), 1, error);
  printf ("broken %s\n", (*error)->message);
  ls_error_catch (error, LS_ERROR_BROKEN_BARRIER);
  return LS_NONE;
}

static LsValue
woken_and_cancelled (const LsValue *args, GError **error)
{
  g_autoptr (LsBarrier) barrier = ls_barrier_new (2);
  g_autoptr (LsTask) first = ls_create_task (ls_coro (come, ls_barrier_value (barrier), LS_INT (0)), .name = "woken");
  g_autoptr (LsTask) newcomer = NULL;

  LS_TRY (ls_sleep (0, error));
  LS_TRY (ls_sleep (0, error));
  printf ("last is %d\n", ls_barrier_wait (barrier, error));
  ls_task_cancel (first);
  newcomer = ls_create_task (ls_coro (come, ls_barrier_value (barrier), LS_INT (0)), .name = "newcomer");
  LS_TRY (ls_wait (&first, 1, LS_FOREVER, LS_ALL_COMPLETED, NULL, NULL, error));
  printf ("last is %d\n", ls_barrier_wait (barrier, error));
  LS_TRY (ls_await_done (newcomer, error));
  return LS_NONE;
}

static LsValue
main_ (const LsValue *args, GError **error)
{
  LS_TRY (ls_await_done (ls_coro (twice_around), error));
  LS_TRY (ls_await_done (ls_coro (more_than_parties), error));
  LS_TRY (ls_await_done (ls_coro (drains_slowly), error));
  LS_TRY (ls_await_done (ls_coro (aborted), error));
  LS_TRY (ls_await_done (ls_coro (reset_while_some_wait), error));
  LS_TRY (ls_await_done (ls_coro (cancelled), error));
  LS_TRY (ls_await_done (ls_coro (woken_and_cancelled), error));
  return LS_NONE;
}

int
main (void)
{
  return ls_run_main (ls_coro (main_));
}
