/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "config.h"

#include <loopscope.h>

#include "ls-debug.h"
#include "record.h"
#include "run-main.h"

/* What the trace says of the wait at a block's end. */
static struct { guint n_groups, n_pending; GArray *children; } seen;

static void
note_suspended (guint32 task, LsWaitKind what, guint32 object, guint32 future, gconstpointer site)
{
  if (what != LS_WAIT_GROUP)
    return;
  seen.n_groups++;
  seen.n_pending = object;
  g_assert_cmpuint (future, !=, 0);
}

static void
note_child (guint32 future, guint32 child, guint index)
{
  g_assert_cmpuint (index, ==, seen.children->len);
  g_array_append_val (seen.children, child);
}

static LsValue
stays (const LsValue *args, GError **error)
{
  LS_TRY (ls_sleep (1000, error));
  return LS_NONE;
}

static LsValue
waits_for_two (const LsValue *args, GError **error)
{
  LS_WITH_TASK_GROUP (group, error)
    {
      LsTask *first = ls_task_group_create_task (group, ls_coro (stays), error);
      LsTask *second = ls_task_group_create_task (group, ls_coro (stays), error);

      *(LsTask **) ls_value_get_pointer (args[0]) = first;
      *(LsTask **) ls_value_get_pointer (args[1]) = second;
    }
  return LS_NONE;
}

static void
stop (const LsValue *args, GError **error)
{
  ls_loop_stop (ls_get_running_loop ());
}

/* A loop that closes while the block waits: the parent goes first, and its tasks do not come back to it. */
static void
test_parent_is_destroyed (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsTask) parent = NULL;
  LsTask *first = NULL, *second = NULL;

  ls_debug_set_clock (LS_CLOCK_INSTANT, 1);
  ls_loop_set_exception_handler (loop, ignore_report, NULL);
  parent = ls_loop_create_task (loop, ls_coro (waits_for_two, LS_POINTER (&first), LS_POINTER (&second)));
  ls_loop_call_later (loop, 1, stop);
  ls_loop_run_forever (loop, NULL);
  g_assert_false (ls_task_done (parent));
  ls_loop_close (loop);
}

static void
test_pending_tasks_are_told (void)
{
  g_autoptr (LsLoop) loop = ls_loop_new ();
  g_autoptr (LsTask) parent = NULL;
  LsTask *first = NULL, *second = NULL;
  LsTracer tracer;

  seen.children = g_array_new (FALSE, FALSE, sizeof (guint32));
  record_begin ();
  tracer = *ls_tracer;
  tracer.suspended = note_suspended;
  tracer.future_child = note_child;
  ls_tracer_set (&tracer);
  ls_loop_set_exception_handler (loop, ignore_report, NULL);
  parent = ls_loop_create_task (loop, ls_coro (waits_for_two, LS_POINTER (&first), LS_POINTER (&second)));
  ls_loop_call_later (loop, 1, stop);
  ls_loop_run_forever (loop, NULL);
  g_free (record_end ());

  g_assert_cmpuint (seen.n_groups, ==, 1);
  g_assert_cmpuint (seen.n_pending, ==, 2);
  g_assert_cmpuint (seen.children->len, ==, 2);
  g_assert_cmpuint (g_array_index (seen.children, guint32, 0), ==, ls_task_get_id (first));
  g_assert_cmpuint (g_array_index (seen.children, guint32, 1), ==, ls_task_get_id (second));
  g_array_unref (seen.children);
  ls_loop_close (loop);
}

static void
test_needs_a_task (void)
{
  g_autoptr (GError) error = NULL;

  LS_WITH_TASK_GROUP (group, &error)
    g_assert_not_reached ();
  g_assert_error (error, LS_ERROR, LS_ERROR_RUNTIME);
  g_assert_cmpstr (error->message, ==, "TaskGroup <TaskGroup> cannot determine the parent task");
}

int
main (int argc, char *argv[])
{
  g_test_init (&argc, &argv, NULL);

  record_add_rule ("TaskGroup", "rule-19", "one-fails-all-go", rule_19);
  g_test_add_func ("/Ls/TaskGroup/parent-is-destroyed", test_parent_is_destroyed);
  g_test_add_func ("/Ls/TaskGroup/pending-tasks-are-told", test_pending_tasks_are_told);
  g_test_add_func ("/Ls/TaskGroup/needs-a-task", test_needs_a_task);

  return g_test_run ();
}
